/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "tests/unit/folder.h"
#include "tests/unit/gather.h"
#include "venv/facts.h"
#include "venv/interpreter.h"
#include "venv/spec.h"

/*
 * The interpreters here are copies of this very program: asked as an interpreter is, it counts that in
 * NAME.runs and prints NAME.says.
 */
static int be_python(const char *self)
{
	struct pool p = POOL_INIT;
	struct buf says = BUF_INIT;
	int runs = open(pool_printf(&p, "%s.runs", self), O_WRONLY | O_CREAT | O_APPEND, 0600);
	int status = file_read(&says, pool_printf(&p, "%s.says", self), 1 << 20, NULL) < 0 || write(runs, "x", 1) != 1;

	fwrite(says.data, 1, says.len, stdout);
	close(runs);
	buf_release(&says);
	pool_release(&p);
	return status;
}

static struct pool pool = POOL_INIT;
static struct env env;
static struct gather gathered;
static const struct strings nowhere = { 0 };
static struct interpreter_search search = { .env = &env, .report = &gathered.report };
static struct buf program = BUF_INIT;
static const char *top, *place;

/* What a 3.MINOR.MICRO of IMPLEMENTATION at PATH says; KEY (NULL: none) has another VALUE there (NULL: it is left out). */
static const char *facts_of(const char *path, const char *implementation, int minor, int micro, const char *key,
                            const char *value)
{
	static const char *const fixed[][2] = {
		{ "base-prefix", "/usr" },       { "cache-tag", "tag" },         { "major", "3" },
		{ "free-threaded", "0" },        { "64bit", "1" },               { "in-environment", "0" },
		{ "platlibdir", "lib" },         { "purelib", "lib/python3/x" }, { "platlib", "lib/python3/x" },
		{ "include", "include" },        { "utf8-names", "1" },          { "ensurepip", "1" },
		{ "debug", "0" },                { "implementation-version", "7.3.12" },
	};
	struct buf text = BUF_INIT;
	bool changed = false;
	const char *says;
	struct {
		const char *key, *value;
	} lines[32] = {
		{ "cvenv-interpreter", "2" },
		{ "executable", path },
		{ "base-executable", path },
		{ "real-executable", path },
		{ "implementation", implementation },
		{ "minor", pool_printf(&pool, "%d", minor) },
		{ "micro", pool_printf(&pool, "%d", micro) },
		{ "version", pool_printf(&pool, "3.%d.%d", minor, micro) },
	};
	size_t count = 8;

	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++, count++)
		lines[count].key = fixed[i][0], lines[count].value = fixed[i][1];
	lines[count].key = "depends", lines[count++].value = path;
	lines[count].key = "depends", lines[count++].value = pool_printf(&pool, "%s.library", path);
	lines[count].key = "end", lines[count++].value = "";
	for (size_t i = 0; i < count; i++) {
		if (key && !changed && strcmp(lines[i].key, key) == 0) {
			changed = true;
			lines[i].value = value;
		}
		if (lines[i].value)
			buf_strs(&text, lines[i].key, " ", lines[i].value, "\n", NULL);
	}
	says = pool_strn(&pool, text.data, text.len);
	buf_release(&text);
	return says;
}

/* An interpreter at NAME, below the top. */
static const char *install(const char *name, const char *says)
{
	const char *path = path_join(&pool, top, name);

	CHECK(file_make_folders(path_parent(&pool, path), 0700) == 0);
	if (file_identify(path).kind == FILE_ABSENT)
		CHECK(file_write(path, program.data, program.len, 0700) == 0);
	folder_put(pool_printf(&pool, "%s.library", path), "");
	folder_put(pool_printf(&pool, "%s.says", path), says);
	return path;
}

static const char *install_version(const char *name, const char *implementation, int minor, int micro)
{
	return install(name, facts_of(path_join(&pool, top, name), implementation, minor, micro, NULL, NULL));
}

static int runs_of(const char *path)
{
	return (int)file_identify(pool_printf(&pool, "%s.runs", path)).size;
}

static const char *said(void)
{
	const char *text = pool_str(&pool, gathered.said.data);

	buf_clear(&gathered.said);
	return text;
}

/* The executable that is found, relative to the top; NULL where none is. */
static const char *found(const char *spec)
{
	struct interpreter python;

	if (interpreter_find(&python, &pool, &search, spec, &place) < 0)
		return NULL;
	return python.executable + strlen(top) + 1;
}

static void test_specs(void)
{
	static const struct {
		const char *spec;
		const char *versions; /* of 3.6.15, 3.9.18, 3.12.0, 3.12.1, 3.13.0: which fit */
	} rows[] = {
		{ "auto", "11111" },
		{ "3", "11111" },
		{ "3.12", "00110" },
		{ "3.12.1", "00010" },
		{ "3.1", "00000" },
		{ "4", "00000" },
		{ "python3.9", "01000" },
		{ "cpython3.9", "01000" },
		{ "CPython@3.9", "01000" },
		{ "cpython-3.9", "01000" },
		{ "pypy", "00000" },
		{ "pypy3.9", "00000" },
		{ "3.13t", "00000" },
		{ ">=3.9", "01111" },
		{ ">= 3.9 , < 3.13", "01110" },
		{ ">3.12", "00011" },
		{ ">3.12.0", "00011" },
		{ "<=3.12", "11100" },
		{ "<3.12", "11000" },
		{ "==3.12", "00100" },
		{ "==3.12.*", "00110" },
		{ "!=3.12.*", "11001" },
		{ "!=3.12", "11011" },
		{ "~=3.9", "01111" },
		{ "~=3.12.1", "00010" },
		{ "python>=3.13", "00001" },
		{ "pypy>=3.9", "00000" },
		{ "312", "00110" },
		{ "cp39", "01000" },
		{ "cpython312", "00110" },
		{ "pp39", "00000" },
		{ "3.12-dev", "00110" },
		{ "3.12.1-debug", "00000" },
		{ "3.12+gil", "00110" },
		{ "3.12+freethreaded", "00000" },
		{ "3.12.1b1", "00000" },
		{ "<3.12.1b1", "11100" },
		{ ">=3.12.1rc1", "00011" },
		{ "~=3.12.1rc1", "00010" },
		{ "system", "11111" },
	};
	static const int versions[][2] = { { 6, 15 }, { 9, 18 }, { 12, 0 }, { 12, 1 }, { 13, 0 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spec spec;
		const char *why;
		char fits[6] = "";

		unit_case(rows[i].spec);
		if (!CHECK(spec_parse(&spec, rows[i].spec, &why)))
			continue;
		for (size_t j = 0; j < 5; j++) {
			struct interpreter python = {
				.implementation = "cpython", .major = 3, .minor = versions[j][0], .micro = versions[j][1],
			};

			fits[j] = spec_fits(&spec, &python) ? '1' : '0';
			/* What is passed over by its name alone could not have fitted. */
			if (fits[j] == '1' && !spec_may_fit(&spec, 3, versions[j][0]))
				fits[j] = '?';
		}
		CHECK_STR(fits, rows[i].versions);
	}
	unit_case(NULL);
}

static void test_bad_specs(void)
{
	static const char *const rows[] = {
		"", "3.x", "3.12.1.2", "3..2", "3.", ">=", ">=3.9,", ">=3.9;<4", "=>3", "3.13tt", "3.9999", "a b", "-3", "~=3",
		"==3.*.*", "$(x)", ">=3.9 <4", "..", "3.13dd", "3.12b", "3.12-x", "99999", ">=3.13t", ">=3.9.*",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *why = NULL;

		unit_case(rows[i]);
		CHECK(!interpreter_spec_valid(rows[i], &why) && why);
	}
	unit_case(NULL);
}

static void test_builds(void)
{
	static const struct interpreter
		usual = { .implementation = "cpython", .major = 3, .minor = 15, .version = "3.15.0", .implementation_version = "3.15.0" },
		beta = { .implementation = "cpython", .major = 3, .minor = 15, .version = "3.15.0b2+", .implementation_version = "3.15.0" },
		free = { .implementation = "cpython", .major = 3, .minor = 15, .version = "3.15.0", .free_threaded = true },
		debug = { .implementation = "cpython", .major = 3, .minor = 15, .version = "3.15.0", .debug = true },
		both = { .implementation = "cpython", .major = 3, .minor = 15, .version = "3.15.0", .free_threaded = true, .debug = true },
		pypy = { .implementation = "pypy", .major = 3, .minor = 10, .micro = 14, .version = "3.10.14", .implementation_version = "7.3.17" },
		graal = { .implementation = "graalpy", .major = 3, .minor = 10, .micro = 8, .version = "3.10.8", .implementation_version = "23.1.0" };
	static const struct interpreter *const pythons[] = { &usual, &beta, &free, &debug, &both, &pypy, &graal };
	static const struct {
		const char *spec;
		const char *fits; /* which of these do */
	} rows[] = {
		{ "auto", "1111111" },
		{ "cpython", "1111100" },
		{ "3.15", "1100000" },
		{ "3.15t", "0010000" },
		{ "3.15d", "0001000" },
		{ "3.15td", "0000100" },
		{ "3.15dt", "0000100" },
		{ "3.15+freethreaded", "0010000" },
		{ "cpython@3.15+freethreaded+debug", "0000100" },
		{ "3.15.0-debug", "0001000" },
		{ "3.15-dev", "1100000" },
		{ "3.15.0b2", "0100000" },
		{ "3.15b2", "0100000" },
		{ "3.15.0b1", "0000000" },
		{ ">=3.15", "1000000" },
		{ ">=3.15.0b1", "1100000" },
		{ ">=3.15.0rc1", "1000000" },
		{ ">3.14", "1100000" },
		{ "<3.15", "0000011" },
		{ "<3.15.0rc1", "0100011" },
		{ "==3.15", "1000000" },
		{ "==3.15.*", "1100000" },
		{ "pypy", "0000010" },
		{ "pypy3.10", "0000010" },
		{ "pypy3.10-7.3.17", "0000010" },
		{ "pypy3.10-v7.3", "0000010" },
		{ "pypy3.10-7.3.1", "0000000" },
		{ "pypy3.9-7.3.17", "0000000" },
		{ "pypy-7.3.17", "0000010" },
		{ "pp310", "0000010" },
		{ "graalpy-23.1.0", "0000001" },
		{ "graalpy-23.0.0", "0000000" },
		{ "graalpy3.10", "0000001" },
		{ "3.10", "0000011" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spec spec;
		const char *why;
		char fits[8] = "";

		unit_case(rows[i].spec);
		if (!CHECK(spec_parse(&spec, rows[i].spec, &why)))
			continue;
		for (size_t j = 0; j < 7; j++) {
			fits[j] = spec_fits(&spec, pythons[j]) ? '1' : '0';
			if (fits[j] == '1' && !spec_may_fit(&spec, pythons[j]->major, pythons[j]->minor))
				fits[j] = '?';
		}
		CHECK_STR(fits, rows[i].fits);
	}
	unit_case(NULL);
}

static void test_kinds(void)
{
	static const struct {
		const char *spec;
		enum spec_kind kind;
	} rows[] = {
		{ "auto", SPEC_ANY },           { "system", SPEC_SYSTEM },  { "./x", SPEC_PATH },      { "~/x", SPEC_PATH },
		{ "miniconda3-4.7.12", SPEC_NAME }, { "mypython", SPEC_NAME },  { "stackless-3.7.5", SPEC_NAME },
		{ "python3.12", SPEC_VERSION }, { "cpython", SPEC_VERSION }, { "cp", SPEC_NAME },      { "python3.12-config", SPEC_NAME },
		{ "cpython-3.12.3-linux-x86_64-gnu", SPEC_NAME },
	};
	static const struct spec any = { .kind = SPEC_ANY }, minor = {
		.kind = SPEC_VERSION, .count = 1, .clauses = { { .op = SPEC_PREFIX, .version = { 3, 12 }, .said = 2 } },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct spec spec;
		const char *why;

		unit_case(rows[i].spec);
		CHECK(spec_parse(&spec, rows[i].spec, &why) && spec.kind == rows[i].kind);
	}
	unit_case("by name");
	CHECK(spec_name_may_fit(&any, "python3") && spec_name_may_fit(&any, "python") && spec_name_may_fit(&any, "python3.12"));
	CHECK(!spec_name_may_fit(&any, "python2.7") && !spec_name_may_fit(&any, "python2") && !spec_name_may_fit(&any, "python3.5"));
	CHECK(spec_name_may_fit(&minor, "python3.12") && spec_name_may_fit(&minor, "python3") && !spec_name_may_fit(&minor, "python3.13"));
	CHECK(spec_names_python("python3.12") && spec_names_python("PyPy") && !spec_names_python("reboot") && !spec_names_python("cp"));
	unit_case(NULL);
}

/* Every line of the answer that is missing, twice there, cut or of another kind makes the whole worthless. */
static void test_answers(void)
{
	static const struct {
		const char *key, *value;
	} rows[] = {
		{ "cvenv-interpreter", NULL }, { "cvenv-interpreter", "1" }, { "executable", NULL }, { "executable", "python" },
		{ "base-executable", "" },     { "real-executable", "x" },   { "minor", NULL },      { "minor", "-1" },
		{ "minor", "3.1" },            { "minor", "9999" },          { "minor", "" },        { "64bit", "2" },
		{ "purelib", "/lib" },         { "purelib", "../x" },        { "include", "" },      { "version", "" },
		{ "end", NULL },               { "end", "x" },               { "cache-tag", "%zz" }, { "cache-tag", "%00" },
		{ "depends", "x" },            { "micro", "1\nmicro 1" },    { "micro", "1\nother 1" }, { "end", "\nx" },
	};
	const char *good = facts_of("/p", "cpython", 12, 1, NULL, NULL);
	struct facts facts;

	unit_case("answers");
	CHECK(facts_parse(&facts, &pool, good, strlen(good), false));
	CHECK_STR(facts.python.version, "3.12.1");
	CHECK_INT(facts.count, 2);
	for (size_t len = 0; len < strlen(good); len++)
		if (facts_parse(&facts, &pool, good, len, false))
			CHECK_INT(len, -1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *bad = facts_of("/p", "cpython", 12, 1, rows[i].key, rows[i].value);

		unit_case(pool_printf(&pool, "%s %s", rows[i].key, rows[i].value ? rows[i].value : "(none)"));
		CHECK(!facts_parse(&facts, &pool, bad, strlen(bad), false));
	}
	unit_case(NULL);
}

static void test_round_trip(void)
{
	const char *good = facts_of("/p%20q%0A", "cpython", 12, 1, NULL, NULL);
	struct facts facts, again;
	struct buf text = BUF_INIT;

	unit_case("cache");
	CHECK(facts_parse(&facts, &pool, good, strlen(good), false));
	CHECK_STR(facts.python.executable, "/p q\n");
	facts.files[0].id = (struct file_id){
		.kind = FILE_REGULAR, .device = ~0ull, .inode = 1ull << 63, .size = 5, .changed = -1, .modified = 7,
		.modified_ns = 999999999, .mode = 07777, .owner = ~0u,
	};
	facts_format(&text, &facts);
	CHECK(facts_parse(&again, &pool, text.data, text.len, true));
	CHECK(file_id_equal(&again.files[0].id, &facts.files[0].id));
	CHECK_STR(again.files[0].path, "/p q\n");
	CHECK(!facts_parse(&again, &pool, good, strlen(good), true));
	buf_release(&text);
}

/* One run, until anything that it rests on changes. */
static void test_cache(void)
{
	const char *path = install_version("cached/python3", "cpython", 12, 1);
	const char *library = pool_printf(&pool, "%s.library", path), *file;
	struct strings files = { 0 };
	struct interpreter python;

	unit_case("cache");
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_STR(python.version, "3.12.1");
	CHECK_INT(runs_of(path), 1);
	CHECK(file_list(&files, &pool, path_join(&pool, search.cache, "interpreters")) == 0 && files.count == 1);
	file = path_join(&pool, path_join(&pool, search.cache, "interpreters"), files.count ? files.items[0] : "");
	CHECK_INT(file_identify(file).mode, 0600);

	folder_put(library, "changed");
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 2);
	CHECK(unlink(library) == 0 && interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 3);
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 3);
	folder_put(library, "there again");
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 4);

	folder_put(file, "cvenv-interpreter 2\nend \n");
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 5);
	CHECK(truncate(file, file_identify(file).size - 1) == 0 && interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 6);
	CHECK(chmod(file, 0666) == 0 && interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 7);
	CHECK_INT(file_identify(file).mode, 0600);
	env_set(&env, &pool, "LC_ALL", "de_DE.ISO-8859-1");
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 8);
	env_remove(&env, "LC_ALL");
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK_INT(runs_of(path), 8);
	CHECK_STR(said(), "");
}

/* A script may start another interpreter at each run (pyenv): it is asked each time, and what it names counts. */
static void test_script(void)
{
	const char *real = install_version("real/python3", "cpython", 12, 1);
	const char *script = path_join(&pool, top, "real/shim");
	struct interpreter python;

	unit_case("script");
	folder_put(script, pool_printf(&pool, "#!/bin/sh\nexec '%s' \"$@\"\n", real));
	CHECK(chmod(script, 0700) == 0);
	for (int i = 1; i <= 2; i++) {
		CHECK(interpreter_probe(&python, &pool, &search, script) == 0);
		CHECK_STR(python.executable, real);
		CHECK_INT(runs_of(real), i);
	}
}

static void test_refusals(void)
{
	static const struct {
		const char *name, *says, *message;
	} rows[] = {
		{ "rubbish", "hello\n", "is not a Python: it said something else than it was asked" },
		{ "silent", "", "is not a Python: it said something else than it was asked" },
	};
	struct interpreter python;

	unit_case("refusals");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *path = install(pool_printf(&pool, "bad/%s", rows[i].name), rows[i].says);

		CHECK(interpreter_probe(&python, &pool, &search, path) < 0);
		CHECK_STR(said(), pool_printf(&pool, "'%s' %s\n", path, rows[i].message));
	}
	install("bad/old", facts_of(path_join(&pool, top, "bad/old"), "cpython", 5, 10, NULL, NULL));
	CHECK(interpreter_probe(&python, &pool, &search, path_join(&pool, top, "bad/old")) < 0);
	CHECK(strstr(said(), "is Python 3.5.10; environments can be made for Python 3.6 and later"));
	CHECK(interpreter_probe(&python, &pool, &search, "/nonexistent/python") < 0);
	CHECK_STR(said(), "no Python at '/nonexistent/python': No such file or directory\n");
	CHECK(interpreter_probe(&python, &pool, &search, top) < 0);
	CHECK_STR(said(), pool_printf(&pool, "'%s' is not a program\n", top));
	folder_put("bad/text", "");
	CHECK(interpreter_probe(&python, &pool, &search, path_join(&pool, top, "bad/text")) < 0);
	CHECK(strstr(said(), "may not be executed"));
	CHECK(chmod("bad/text", 0700) == 0 && interpreter_probe(&python, &pool, &search, path_join(&pool, top, "bad/text")) < 0);
	CHECK(*said());
}

/* What was of no use is asked again when somebody names it, when it changed, and after a while. */
static void test_useless(void)
{
	const char *path = install("useless/python3", "no"), *file = NULL, *folder = path_join(&pool, search.cache, "interpreters");
	struct strings before = { 0 }, after = { 0 };
	struct interpreter_search unasked = search;
	struct interpreter python;

	unit_case("useless");
	unasked.unasked = true;
	CHECK(file_list(&before, &pool, folder) == 0);
	CHECK(interpreter_probe(&python, &pool, &unasked, path) < 0);
	CHECK_INT(runs_of(path), 2); /* the second run is for what version it may be */
	CHECK(interpreter_probe(&python, &pool, &unasked, path) < 0);
	CHECK_INT(runs_of(path), 2);
	CHECK(interpreter_probe(&python, &pool, &search, path) < 0);
	CHECK_INT(runs_of(path), 4);
	CHECK(file_list(&after, &pool, folder) == 0);
	for (size_t i = 0; i < after.count; i++)
		if (!strings_have(&before, after.items[i]))
			file = path_join(&pool, folder, after.items[i]);
	CHECK(file && file_stamp(file, file_identify(file).modified - 4000, 0));
	CHECK(interpreter_probe(&python, &pool, &unasked, path) < 0);
	CHECK_INT(runs_of(path), 6);
	CHECK(chmod(path, 0500) == 0 && interpreter_probe(&python, &pool, &unasked, path) < 0);
	CHECK_INT(runs_of(path), 8);
	install_version("useless/python3", "cpython", 12, 1);
	CHECK(interpreter_probe(&python, &pool, &search, path) == 0);
	CHECK(interpreter_probe(&python, &pool, &unasked, path) == 0);
	said();
}

static void test_find(void)
{
	static const struct {
		const char *path, *spec, *found;
	} rows[] = {
		{ "a:b", "auto", "a/python3" },
		{ "a:b", NULL, "a/python3" },
		{ "b:a", "auto", "b/python" },
		{ "a:b", "3.12", "b/python3.12" },
		{ "b:a", "3.11", "a/python3" },
		{ "a:b", ">=3.12", "b/python" },
		{ "a:b", ">=3.10,<3.13", "a/python3" },
		{ "a:b", "python3.12", "b/python3.12" },
		{ "a:b", "pypy", "b/pypy3" },
		{ "a:b", "pypy3.9", "b/pypy3" },
		{ "a:b", "mypython", "b/mypython" },
		{ "bad:a", "auto", "a/python3" },
		{ "bad:a", "python3", "a/python3" },
		{ "v/bin:a", "auto", "a/python3" },
		{ "only", "auto", "only/python3.10" },
		{ "a:b", "./b/mypython", "b/mypython" },
	};

	unit_case("find");
	install_version("a/python3", "cpython", 11, 2);
	install_version("b/python", "cpython", 13, 0);
	install_version("b/python3.12", "cpython", 12, 1);
	install_version("b/pypy3", "pypy", 9, 16);
	install_version("b/mypython", "cpython", 8, 1);
	install_version("v/bin/python3", "cpython", 13, 5);
	install_version("only/python3.10", "cpython", 10, 1);
	install("bad/python3", "no");
	search.venv = path_join(&pool, top, "v");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf path = BUF_INIT;

		buf_str(&path, "relative:.:");
		for (const char *c = rows[i].path, *end; *c; c = *end ? end + 1 : end) {
			end = c + strcspn(c, ":");
			buf_strs(&path, top, "/", NULL);
			buf_add(&path, c, (size_t)(end - c));
			buf_byte(&path, ':');
		}
		env_set(&env, &pool, "PATH", path.data);
		buf_release(&path);
		unit_case(pool_printf(&pool, "%s on %s", rows[i].spec ? rows[i].spec : "NULL", rows[i].path));
		CHECK_STR(found(rows[i].spec), rows[i].found);
	}
	said();
	unit_case("none fits");
	env_set(&env, &pool, "PATH", pool_printf(&pool, "%s/a:%s/b", top, top));
	CHECK_STR(found(">=3.14"), NULL);
	CHECK_STR(said(), pool_printf(&pool,
	          "no Python fits '>=3.14'; there is 3.11.2 at '%s/a/python3', 3.13.0 at '%s/b/python', "
	          "3.12.1 at '%s/b/python3.12', pypy3.9.16 at '%s/b/pypy3'\n", top, top, top, top));
	env_set(&env, &pool, "PATH", "/nonexistent");
	CHECK_STR(found("auto"), NULL);
	CHECK_STR(said(), "no Python found; install one, or give its path\n");
	CHECK_STR(found(top), NULL);
	CHECK_STR(said(), pool_printf(&pool, "no Python in '%s/bin'\n", top));
	install_version("prefix/bin/python3", "cpython", 12, 7);
	CHECK_STR(found(path_join(&pool, top, "prefix")), "prefix/bin/python3");
}

/* The folders of version managers, one Python in each, and scripts on PATH that stand for them. */
static void install_managers(void)
{
	install_version("home/.pyenv/versions/3.12.1/bin/python3", "cpython", 12, 1);
	install_version("home/.pyenv/versions/3.12.9/bin/python3", "cpython", 12, 9);
	install_version("home/.pyenv/versions/3.12.10/bin/python3", "cpython", 12, 10);
	install_version("home/.pyenv/versions/3.14-dev/bin/python3", "cpython", 14, 0);
	install_version("home/.pyenv/versions/miniconda3-4.7.12/bin/python3", "cpython", 7, 4);
	install_version("home/.pyenv/versions/pypy3.10-7.3.12/bin/pypy3", "pypy", 10, 12);
	install_version("home/.pyenv/versions/work/bin/python3", "cpython", 16, 1);
	folder_put("home/.pyenv/versions/work/pyvenv.cfg", "home = /x\n");
	folder_put("home/.pyenv/version", "3.12\nsystem\nabsent 3.12.1\n");
	install("home/.pyenv/shims/python3", "started");
	install("home/.pyenv/shims/python3.12", "started");
	install_version("home/.local/share/uv/python/cpython-3.13.2-linux-x86_64-gnu/bin/python3.13", "cpython", 13, 2);
	CHECK(symlink("cpython-3.13.2-linux-x86_64-gnu", "home/.local/share/uv/python/cpython-3.13-linux-x86_64-gnu") == 0);
	install_version("home/.local/share/mise/installs/python/3.9.1/bin/python3", "cpython", 9, 1);
	install("home/.local/share/mise/shims/python3", "started");
	install_version("home/.asdf/installs/python/3.8.2/bin/python3", "cpython", 8, 2);
	install("home/.asdf/shims/python3", "started");
	folder_put("home/.tool-versions", "nodejs 20.0.0\npython 3.8.2 system # mine\n");
	install_version("home/miniconda3/bin/python3", "cpython", 11, 4);
	CHECK(file_make_folders("home/miniconda3/conda-meta", 0700) == 0);
	install_version("home/miniconda3/envs/science/bin/python3", "cpython", 10, 9);
	CHECK(file_make_folders("home/miniconda3/envs/science/conda-meta", 0700) == 0);
	install_version("far/env/bin/python3", "cpython", 10, 8);
	CHECK(file_make_folders("far/env/conda-meta", 0700) == 0 && file_make_folders("home/.conda", 0700) == 0);
	folder_put("home/.conda/environments.txt", pool_printf(&pool, "%s/far/env\n/nonexistent\n\n", top));
	install_version("sys/python3.6", "cpython", 6, 1);
}

static void test_places(void)
{
	static struct strings folders = { 0 };
	static const struct {
		const char *path, *spec, *found, *place;
	} rows[] = {
		{ "none", "3.12", "home/.pyenv/versions/3.12.10/bin/python3", "pyenv" },
		{ "none", "3.12.1", "home/.pyenv/versions/3.12.1/bin/python3", "pyenv" },
		{ "none", "auto", "home/.pyenv/versions/3.12.10/bin/python3", "pyenv" },
		{ "none", "3.14", "home/.pyenv/versions/3.14-dev/bin/python3", "pyenv" },
		{ "none", ">=3.13", "home/.pyenv/versions/3.14-dev/bin/python3", "pyenv" },
		{ "none", "3.13", "home/.local/share/uv/python/cpython-3.13.2-linux-x86_64-gnu/bin/python3.13", "uv" },
		{ "none", "3.9", "home/.local/share/mise/installs/python/3.9.1/bin/python3", "mise" },
		{ "none", "3.8", "home/.asdf/installs/python/3.8.2/bin/python3", "asdf" },
		{ "none", "3.11", "home/miniconda3/bin/python3", "conda" },
		{ "none", "3.10.9", "home/miniconda3/envs/science/bin/python3", "conda" },
		{ "none", "3.10.8", "far/env/bin/python3", "conda" },
		{ "none", "3.6", "sys/python3.6", "system" },
		{ "none", "system", "sys/python3.6", "system" },
		{ "none", "3.16", NULL, NULL },
		{ "none", "miniconda3-4.7.12", "home/.pyenv/versions/miniconda3-4.7.12/bin/python3", "pyenv" },
		{ "none", "science", "home/miniconda3/envs/science/bin/python3", "conda" },
		{ "none", "work", "home/.pyenv/versions/work/bin/python3", "pyenv" },
		{ "none", "pypy3.10-7.3.12", "home/.pyenv/versions/pypy3.10-7.3.12/bin/pypy3", "pyenv" },
		{ "none", "pypy3.10-7.3.11", NULL, NULL },
		{ "home/.pyenv/shims:a", "auto", "home/.pyenv/versions/3.12.10/bin/python3", "pyenv" },
		{ "home/.pyenv/shims:a", "system", "a/python3", "PATH" },
		{ "home/.pyenv/shims:a", "3.12.1", "home/.pyenv/versions/3.12.1/bin/python3", "pyenv" },
		{ "a:home/.pyenv/shims", "auto", "a/python3", "PATH" },
		{ "home/.asdf/shims", "auto", "home/.asdf/installs/python/3.8.2/bin/python3", "asdf" },
		{ "home/.local/share/mise/shims:a", "auto", "a/python3", "PATH" },
		{ "a", "3.12", "home/.pyenv/versions/3.12.10/bin/python3", "pyenv" },
	};

	unit_case("places");
	install_managers();
	search.venv = NULL;
	strings_add(&folders, &pool, path_join(&pool, top, "sys"));
	search.system = &folders;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf path = BUF_INIT;

		for (const char *c = rows[i].path, *end; *c; c = *end ? end + 1 : end) {
			end = c + strcspn(c, ":");
			buf_strs(&path, top, "/", NULL);
			buf_add(&path, c, (size_t)(end - c));
			buf_byte(&path, ':');
		}
		env_set(&env, &pool, "PATH", path.data);
		buf_release(&path);
		unit_case(pool_printf(&pool, "%s with PATH %s", rows[i].spec, rows[i].path));
		CHECK_STR(found(rows[i].spec), rows[i].found);
		CHECK_STR(place, rows[i].place);
	}
	said();
	unit_case("shims");
	env_set(&env, &pool, "PYENV_VERSION", "nothing:3.12.1");
	env_set(&env, &pool, "PATH", path_join(&pool, top, "home/.pyenv/shims"));
	CHECK_STR(found("auto"), "home/.pyenv/versions/3.12.1/bin/python3");
	env_remove(&env, "PYENV_VERSION");
	CHECK_INT(runs_of(path_join(&pool, top, "home/.pyenv/shims/python3")), 0);
	CHECK_INT(runs_of(path_join(&pool, top, "home/.pyenv/shims/python3.12")), 0);
	CHECK_INT(runs_of(path_join(&pool, top, "home/.asdf/shims/python3")), 0);
	CHECK_INT(runs_of(path_join(&pool, top, "home/.local/share/mise/shims/python3")), 0);
}

/* Each once, and a second look starts nothing. */
static void test_list(void)
{
	struct interpreters first = { 0 }, second = { 0 }, known = { 0 };
	const char *uv = path_join(&pool, top, "home/.local/share/uv/python/cpython-3.13.2-linux-x86_64-gnu/bin/python3.13");
	struct buf places = BUF_INIT;
	int runs;

	unit_case("list");
	env_set(&env, &pool, "PATH", path_join(&pool, top, "a"));
	interpreter_list(&first, &pool, &search);
	for (size_t i = 0; i < first.count; i++)
		buf_strs(&places, first.items[i].python.version, " ", first.items[i].place, "\n", NULL);
	CHECK_STR(places.data, "3.11.2 PATH\n3.12.10 pyenv\n3.12.9 pyenv\n3.12.1 pyenv\n3.14.0 pyenv\n3.10.12 pyenv\n"
	                       "3.7.4 pyenv\n3.13.2 uv\n3.9.1 mise\n3.8.2 asdf\n3.6.1 system\n3.11.4 conda\n3.10.9 conda\n"
	                       "3.10.8 conda\n");
	runs = runs_of(uv);
	CHECK_INT(runs, 1);
	interpreter_list(&second, &pool, &search);
	CHECK_INT(second.count, first.count);
	CHECK_INT(runs_of(uv), runs);
	interpreter_known(&known, &pool, &search);
	CHECK(known.count >= first.count);
	CHECK(unlink(uv) == 0);
	known.count = 0;
	interpreter_known(&known, &pool, &search);
	for (size_t i = 0; i < known.count; i++)
		CHECK(strcmp(known.items[i].python.executable, uv) != 0);
	CHECK_STR(interpreter_installed(&pool, &search, "science"), path_join(&pool, top, "home/miniconda3/envs/science"));
	CHECK_STR(interpreter_installed(&pool, &search, "../science"), NULL);
	buf_release(&places);
}

int main(int argc, char **argv)
{
	static const char *const others[] = {
		"PYENV_ROOT", "PYENV_VERSION", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME", "MISE_DATA_DIR", "ASDF_DATA_DIR",
		"CONDA_PREFIX", "CONDA_EXE", "MAMBA_ROOT_PREFIX",
	};

	if (argc > 1)
		return be_python(argv[0]);
	CHECK(file_read(&program, argv[0], 64 << 20, NULL) == 0);
	folder_enter();
	top = file_real_path(&pool, ".");
	search.cache = path_join(&pool, top, "cache");
	search.system = &nowhere;
	env_from_process(&env, &pool);
	env_remove(&env, "LC_ALL");
	env_set(&env, &pool, "HOME", path_join(&pool, top, "home"));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		env_remove(&env, others[i]);
	gather_start(&gathered);
	test_specs();
	test_bad_specs();
	test_builds();
	test_kinds();
	test_answers();
	test_round_trip();
	test_cache();
	test_script();
	test_refusals();
	test_useless();
	test_find();
	test_places();
	test_list();
	buf_release(&gathered.said);
	buf_release(&program);
	pool_release(&pool);
	return unit_done();
}
