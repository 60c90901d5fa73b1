/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/env.h"
#include "base/places.h"
#include "base/pool.h"

extern char **environ;

static struct pool pool = POOL_INIT;

static void test_process(void)
{
	char first[] = "TWICE=first", second[] = "TWICE=second", nameless[] = "=C:=x", odd[] = "no equals sign";
	char empty[] = "EMPTY=", equals[] = "EQUALS=a=b=", bytes[] = "BYTES=\x01\xff\n";
	char *mine[] = { first, nameless, second, odd, equals, empty, bytes, NULL };
	char **theirs = environ;
	struct env e;
	char **block;

	unit_case("from the process");
	environ = mine;
	env_from_process(&e, &pool);
	environ = theirs;
	CHECK_INT(e.count, 4);
	CHECK_STR(env_get(&e, "TWICE"), "first");
	CHECK_STR(env_get(&e, "EMPTY"), "");
	CHECK_STR(env_get(&e, "EQUALS"), "a=b=");
	CHECK_STR(env_get(&e, "BYTES"), "\x01\xff\n");
	CHECK(!env_have(&e, "no equals sign"));
	mine[0][6] = 'X';
	CHECK_STR(env_get(&e, "TWICE"), "first");
	block = env_block(&e, &pool);
	CHECK_STR(block[0], "BYTES=\x01\xff\n");
	CHECK_STR(block[1], "EMPTY=");
	CHECK_STR(block[2], "EQUALS=a=b=");
	CHECK_STR(block[3], "TWICE=first");
	CHECK(!block[4]);
}

static void test_changes(void)
{
	struct env e = { 0 };
	char name[16] = "NAME", value[16] = "value";
	char **block;
	bool sorted = true;

	unit_case("changes");
	CHECK(!env_get(&e, "NAME") && !env_have(&e, "NAME"));
	env_remove(&e, "NAME");
	env_set(&e, &pool, name, value);
	strcpy(name, "OTHER");
	strcpy(value, "other");
	CHECK_STR(env_get(&e, "NAME"), "value");
	env_set(&e, &pool, "NAME", "");
	CHECK_STR(env_get(&e, "NAME"), "");
	env_set(&e, &pool, "NAME", NULL);
	CHECK(!env_get(&e, "NAME") && env_have(&e, "NAME"));
	CHECK_INT(e.count, 1);
	env_set(&e, &pool, "KEPT", "1");
	block = env_block(&e, &pool);
	CHECK_STR(block[0], "KEPT=1");
	CHECK(!block[1]);
	env_remove(&e, "NAME");
	CHECK(!env_have(&e, "NAME") && env_have(&e, "KEPT"));
	for (int i = 0; i < 500; i++)
		env_set(&e, &pool, pool_printf(&pool, "N%d", i * 7919 % 500), pool_printf(&pool, "%d", i));
	CHECK_INT(e.count, 501);
	for (size_t i = 1; i < e.count; i++)
		sorted &= env_compare(e.entries[i - 1].name, e.entries[i].name) < 0;
	CHECK(sorted);
	CHECK_STR(env_get(&e, "N0"), "0");
	CHECK_STR(env_get(&e, "N419"), "1");
}

static void test_portable(void)
{
	static const struct {
		const char *name;
		bool portable;
	} rows[] = {
		{ "A", true },	  { "_", true },     { "a_1Z", true },   { "", false },	      { "1A", false },
		{ "A-B", false }, { "A B", false }, { "\xc3\xbc", false }, { "BASH_FUNC_x%%", false }, { "A\n", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].name);
		CHECK(env_name_is_portable(rows[i].name) == rows[i].portable);
	}
}

static void test_places(void)
{
	typedef const char *place(struct pool *, const struct env *);
	static const struct {
		place *place;
		const char *name, *value, *expected;
	} rows[] = {
		{ places_config, "XDG_CONFIG_HOME", NULL, "/home/u/.config/cvenv" },
		{ places_config, "XDG_CONFIG_HOME", "/x//c/", "/x/c/cvenv" },
		{ places_config, "XDG_CONFIG_HOME", "x", "/home/u/.config/cvenv" },
		{ places_config, "XDG_CONFIG_HOME", "", "/home/u/.config/cvenv" },
		{ places_state, "XDG_STATE_HOME", NULL, "/home/u/.local/state/cvenv" },
		{ places_state, "XDG_STATE_HOME", "/s", "/s/cvenv" },
		{ places_cache, "XDG_CACHE_HOME", NULL, "/home/u/.cache/cvenv" },
		{ places_cache, "XDG_CACHE_HOME", "/c", "/c/cvenv" },
		{ places_cache, "CVENV_CACHE_DIR", "/c", "/c" },
		{ places_cache, "CVENV_CACHE_DIR", "c", "/home/u/.cache/cvenv" },
		{ places_central, "XDG_DATA_HOME", NULL, "/home/u/.local/share/virtualenvs" },
		{ places_central, "XDG_DATA_HOME", "/d", "/d/virtualenvs" },
		{ places_central, "WORKON_HOME", "/w/", "/w" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct env e = { 0 };

		unit_case(rows[i].name);
		env_set(&e, &pool, "HOME", "/home/u");
		env_set(&e, &pool, rows[i].name, rows[i].value);
		CHECK_STR(rows[i].place(&pool, &e), rows[i].expected);
	}
}

int main(void)
{
	test_process();
	test_changes();
	test_portable();
	test_places();
	pool_release(&pool);
	return unit_done();
}
