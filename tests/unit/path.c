/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "base/path.h"
#include "base/pool.h"

static struct pool pool = POOL_INIT;

static void test_join(void)
{
	static const char *const rows[][3] = {
		{ "/a", "b", "/a/b" }, { "/a/", "b", "/a/b" }, { "/", "b", "/b" }, { "/a", "/b", "/b" },
		{ "/a", "", "/a" },    { "", "b", "b" },       { "a", "b", "a/b" }, { "", "", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		CHECK_STR(path_join(&pool, rows[i][0], rows[i][1]), rows[i][2]);
}

static void test_parts(void)
{
	static const struct {
		const char *path, *parent, *name;
	} rows[] = {
		{ "/", "/", "" },
		{ "/x", "/", "x" },
		{ "x", ".", "x" },
		{ "/a/b", "/a", "b" },
		{ "a/b", "a", "b" },
		{ "/a//b", "/a", "b" },
		{ "//a", "/", "a" },
		{ "", ".", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].path);
		CHECK_STR(path_parent(&pool, rows[i].path), rows[i].parent);
		CHECK_STR(path_name(rows[i].path), rows[i].name);
	}
	unit_case("a closing separator");
	CHECK_STR(path_parent(&pool, "/a/b/"), "/a");
	CHECK_STR(path_parent(&pool, "a/"), ".");
	CHECK_STR(path_parent(&pool, "///"), "/");
}

static void test_clean(void)
{
	static const char *const rows[][2] = {
		{ "/", "/" },		 { "//", "/" },	       { "/a", "/a" },	     { "/a/", "/a" },
		{ "/a//b", "/a/b" },	 { "/a/./b/.", "/a/b" }, { "/a/../b", "/b" },  { "/..", "/" },
		{ "/../../a", "/a" },	 { "/a/b/../..", "/" }, { "/a/b/..", "/a" },  { "/...", "/..." },
		{ "/a/..b/.c", "/a/..b/.c" }, { "/.", "/" },    { "/\n/ ", "/\n/ " }, { "///a///..///b///", "/b" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i][0]);
		CHECK_STR(path_clean(&pool, rows[i][0]), rows[i][1]);
	}
}

static void test_below(void)
{
	static const struct {
		const char *path, *dir;
		bool below;
	} rows[] = {
		{ "/a", "/a", true },	{ "/a/b", "/a", true },	{ "/ab", "/a", false }, { "/", "/", true },
		{ "/a", "/", true },	{ "/", "/a", false },	{ "/a", "/a/b", false }, { "/b/a", "/a", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].path);
		CHECK(path_is_below(rows[i].path, rows[i].dir) == rows[i].below);
	}
}

static void test_lists(void)
{
	static const struct {
		const char *value;
		size_t count;
		const char *entries[4];
	} rows[] = {
		{ NULL, 0, { NULL } },
		{ "", 1, { "" } },
		{ "/a", 1, { "/a" } },
		{ "/a:/b", 2, { "/a", "/b" } },
		{ ":/a::", 4, { "", "/a", "", "" } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strings entries = { 0 };

		unit_case(rows[i].value ? rows[i].value : "no value");
		path_list_split(&entries, &pool, rows[i].value);
		CHECK_INT(entries.count, rows[i].count);
		for (size_t j = 0; j < entries.count && j < rows[i].count; j++)
			CHECK_STR(entries.items[j], rows[i].entries[j]);
		CHECK_STR(path_list_join(&pool, &entries), rows[i].value);
	}
}

int main(void)
{
	CHECK(path_is_absolute("/") && path_is_absolute("/a") && !path_is_absolute("a") && !path_is_absolute(""));
	test_join();
	test_parts();
	test_clean();
	test_below();
	test_lists();
	pool_release(&pool);
	return unit_done();
}
