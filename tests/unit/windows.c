/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <windows.h>
#include <errno.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"
#include "base/windows/wide.h"

/* The Windows half of src/base. Started with "--words" it prints its arguments, with "--wait" it does not end by itself. */

static struct pool pool = POOL_INIT;
static const char *self, *folder;

static void test_wide(void)
{
	static const struct { const char *text; const wchar_t *wide; } rows[] = {
		{ "", L"" }, { "a\xc3\xbc\xe2\x82\xac", L"a\u00fc\u20ac" }, { "\xf0\x9f\x90\x8d", L"\xd83d\xdc0d" },
		{ "x\xed\xa0\xbd", L"x\xd83d" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_case(rows[i].text);
		CHECK(wcscmp(wide_from(&pool, rows[i].text), rows[i].wide) == 0);
		CHECK_STR(wide_to(&pool, rows[i].wide, wcslen(rows[i].wide)), rows[i].text);
	}
	unit_case("not UTF-8");
	CHECK(wcscmp(wide_from(&pool, "a\xff\xc3"), L"a\xfffd\xfffd") == 0);
}

static void test_paths(void)
{
	static const struct { const char *path, *clean, *parent, *name; } rows[] = {
		{ "C:\\", "C:\\", "C:\\", "" },
		{ "c:/a/./b//c/..", "c:\\a\\b", "c:/a/./b//c", ".." },
		{ "C:\\a\\..\\..\\b", "C:\\b", "C:\\a\\..\\..", "b" },
		{ "\\\\server\\share", "\\\\server\\share\\", "\\\\server\\share", "" },
		{ "//server/share/x/../../y", "\\\\server\\share\\y", "//server/share/x/../..", "y" },
		{ "\\\\?\\C:\\a\\b", "\\\\?\\C:\\a\\b", "\\\\?\\C:\\a", "b" },
	};
	static const struct { const char *dir, *name, *joined; } joins[] = {
		{ "C:\\a", "b/c", "C:\\a\\b/c" }, { "C:\\a\\", "b", "C:\\a\\b" }, { "C:\\a", "D:\\b", "D:\\b" },
		{ "C:\\a", "\\b", "C:\\b" }, { "C:\\a", "c:b", "C:\\a\\b" }, { "C:\\a", "D:b", "D:b" },
		{ "\\\\s\\t\\a", "/b", "\\\\s\\t\\b" }, { "C:\\a", "//s/t", "//s/t" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_case(rows[i].path);
		CHECK(path_is_absolute(rows[i].path));
		CHECK_STR(path_clean(&pool, rows[i].path), rows[i].clean);
		CHECK_STR(path_parent(&pool, rows[i].path), rows[i].parent);
		CHECK_STR(path_name(rows[i].path), rows[i].name);
	}
	for (size_t i = 0; i < sizeof(joins) / sizeof(*joins); i++) {
		unit_case(joins[i].name);
		CHECK_STR(path_join(&pool, joins[i].dir, joins[i].name), joins[i].joined);
	}
	unit_case("what is not absolute");
	CHECK(!path_is_absolute("a") && !path_is_absolute("C:a") && !path_is_absolute("\\a") && !path_is_absolute("C:"));
	unit_case("without regard to case");
	CHECK(path_equal("C:\\A/b", "c:/a\\B") && !path_equal("C:\\a", "C:\\b") && path_equal("C:\\\xc3\xbc", "c:\\\xc3\x9c"));
	CHECK(path_is_below("c:\\A\\b", "C:\\a") && !path_is_below("C:\\ab", "C:\\a") && path_is_below("C:\\a", "c:/"));
}

static void test_env(void)
{
	struct env env = { 0 };

	unit_case("names of variables");
	env_set(&env, &pool, "Path", "one");
	env_set(&env, &pool, "PATH", "two");
	CHECK_INT(env.count, 1);
	CHECK_STR(env_get(&env, "pAtH"), "two");
	CHECK(env_compare("a", "B") < 0 && env_compare("_", "a") > 0 && env_compare("\xc3\xbc", "\xc3\x9c") == 0);
	SetEnvironmentVariableW(L"CVENV_\u00fc", L"\u20ac");
	env_from_process(&env, &pool);
	CHECK_STR(env_get(&env, "cvenv_\xc3\x9c"), "\xe2\x82\xac");
}

static char *long_name(char byte)
{
	char name[201];

	memset(name, byte, 200);
	name[200] = '\0';
	return pool_str(&pool, name);
}

static void test_files(void)
{
	const char *deep = path_join(&pool, path_join(&pool, folder, long_name('a')), long_name('b'));
	const char *file = path_join(&pool, deep, "\xc3\xbc \xf0\x9f\x90\x8d"), *other = path_join(&pool, deep, "other");
	struct strings entries = { 0 };
	struct buf text = BUF_INIT;
	struct file_id id;

	unit_case("a path of more than 260 characters");
	CHECK_INT(file_make_folders(deep, 0777), 0);
	CHECK_INT(file_write(file, "one\n", 4, 0600), 0);
	CHECK_INT(file_write(file, "two\n", 4, 0600), 0);
	CHECK_INT(file_append(file, "three", 5), 0);
	CHECK_INT(file_read(&text, file, 100, &id), 0);
	CHECK_STR(text.data, "two\nthree");
	CHECK(id.kind == FILE_REGULAR && id.size == 9);
	CHECK(file_stamp(file, 1000000000, 123456700) && file_identify(file).modified == 1000000000);
	CHECK(file_rename_new(file, other) == 0 && file_identify(file).kind == FILE_ABSENT);
	CHECK_INT(file_write(file, "", 0, 0600), 0);
	CHECK(file_rename_new(file, other) < 0 && errno == EEXIST);
	CHECK_INT(file_list(&entries, &pool, deep), 0);
	CHECK_INT(entries.count, 2);
	CHECK_STR(entries.count == 2 ? entries.items[1] : NULL, path_name(file));
	unit_case("what is no regular file");
	CHECK(file_read(&text, deep, 100, NULL) < 0 && errno == EISDIR);
	CHECK(file_read(&text, "NUL", 100, NULL) < 0 && errno == ENXIO);
	CHECK(file_read(&text, other, 3, NULL) < 0 && errno == EFBIG);
	CHECK(file_read(&text, "Y:\\gone\\x", 3, NULL) < 0 && errno == ENOENT);
	unit_case("one that somebody has open");
	{
		HANDLE held = CreateFileW(wide_path(&pool, other), GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);

		CHECK(file_write(other, "x", 1, 0600) < 0);
		CHECK_INT(file_remove_tree(other), -1);
		CloseHandle(held);
	}
	CHECK(file_identify(other).size == 9);
	CHECK_INT(file_remove_tree(path_join(&pool, folder, long_name('a'))), 0);
	entries.count = 0;
	CHECK_INT(file_list(&entries, &pool, folder), 0);
	CHECK_INT(entries.count, 0);
	buf_release(&text);
}

static void test_child(void)
{
	static const char *const words[] = {
		"", "a b", "a\"b", "a\\", "a b\\", "a\\\\\"b", "%PATH%", "^&|<>!", "\xc3\xbc\xf0\x9f\x90\x8d", "\t",
	};
	enum { COUNT = sizeof(words) / sizeof(*words) };
	const char *argv[COUNT + 3] = { self, "--words" };
	struct buf out = BUF_INIT, expected = BUF_INIT;
	struct env env = { 0 };

	unit_case("arguments");
	for (size_t i = 0; i < COUNT; i++) {
		argv[i + 2] = words[i];
		buf_strs(&expected, words[i], "\n", NULL);
	}
	CHECK_INT(child_run(&(struct child){ .argv = argv, .out = &out }), 7);
	CHECK_STR(out.data, expected.data);
	unit_case("by its name");
	buf_clear(&out);
	env_from_process(&env, &pool);
	env_set(&env, &pool, "PATH", pool_join(&pool, ".;", folder, ""));
	argv[0] = path_name(self);
	CHECK(child_run(&(struct child){ .argv = argv, .out = &out, .env = &env }) < 0 && errno == ENOENT);
	env_set(&env, &pool, "PATH", path_parent(&pool, self));
	CHECK_INT(child_run(&(struct child){ .argv = argv, .out = &out, .env = &env }), 7);
	unit_case("too slow");
	argv[0] = self, argv[1] = "--wait", argv[2] = NULL;
	CHECK(child_run(&(struct child){ .argv = argv, .out = &out, .timeout_ms = 200 }) < 0 && errno == ETIMEDOUT);
	unit_case("too much");
	argv[1] = "--words", argv[2] = "0123456789", argv[3] = NULL;
	CHECK(child_run(&(struct child){ .argv = argv, .out = &out, .limit = 4 }) < 0 && errno == EFBIG);
	unit_case("a batch file");
	argv[0] = "x.bat";
	CHECK(child_run(&(struct child){ .argv = argv, .out = &out }) < 0 && errno == ENOENT);
	buf_release(&expected);
	buf_release(&out);
}

int main(int argc, char **argv)
{
	sys_arguments(&pool, &argc, &argv);
	if (argc > 1 && strcmp(argv[1], "--words") == 0) {
		for (int i = 2; i < argc; i++)
			if (file_write_all(1, argv[i], strlen(argv[i])) < 0 || file_write_all(1, "\n", 1) < 0)
				return 1;
		return 7;
	}
	if (argc > 1 && strcmp(argv[1], "--wait") == 0)
		Sleep(INFINITE);
	self = sys_own_path(&pool, NULL, argv[0]);
	folder = path_join(&pool, sys_working_folder(&pool), pool_printf(&pool, "cvenv-windows-%ld", sys_process()));
	CHECK(self && file_is_executable(self) && file_make_folders(folder, 0777) == 0);
	test_wide();
	test_paths();
	test_env();
	test_files();
	test_child();
	unit_case("the end");
	CHECK_INT(file_remove_tree(folder), 0);
	pool_release(&pool);
	return unit_done();
}
