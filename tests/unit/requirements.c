/* SPDX-License-Identifier: MIT */
#include "switch/requirements.h"

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "switch/config.h"
#include "switch/expand.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

static struct pool pool = POOL_INIT;
static struct env outside;
static const char *home;
static char said[1024];

static void hear(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	snprintf(said, sizeof said, "%s", text);
}

static const struct report report = { .say = hear };

static int add(struct requirements *out, const char *item)
{
	struct expansion e = { .pool = &pool, .outside = &outside, .home = "/home/u", .report = &report };
	struct text text = { .text = item, .mark = { path_join(&pool, home, CONFIG_NAME), 7, 3 } };

	said[0] = '\0';
	return requirements_add(out, &e, &text);
}

/* Bytes, and not a string: a NUL may be among them. */
static void put(const char *name, const char *bytes, size_t len)
{
	CHECK(file_write(name, bytes, len, 0644) == 0);
}

/* What one line of a requirements file is, and what it includes. */
static const struct {
	const char *line;
	enum requirement_kind kind;
	const char *includes;
} line_rows[] = {
	{ "requests", REQUIREMENT_NAMED, "" },
	{ "  Flask_Login ", REQUIREMENT_NAMED, "" },
	{ "zope.interface>=5,<6", REQUIREMENT_NAMED, "" },
	{ "requests [security,tests] >= 2.8.1, == 2.8.*", REQUIREMENT_NAMED, "" },
	{ "requests[a]==1; python_version < '3.9' and sys_platform == \"win32\"", REQUIREMENT_NAMED, "" },
	{ "name (>=1,<2)", REQUIREMENT_NAMED, "" },
	{ "name===1.0+local.1!2", REQUIREMENT_NAMED, "" },
	{ "name~=1.0 --hash=sha256:abc --hash sha256:def", REQUIREMENT_NAMED, "" },
	{ "backports.zip-compat", REQUIREMENT_NAMED, "" },
	{ "backports.xz", REQUIREMENT_NAMED, "" },
	{ "--require-hashes", REQUIREMENT_NAMED, "" },
	{ "--pre", REQUIREMENT_NAMED, "" },
	{ "--only-binary :all:", REQUIREMENT_NAMED, "" },
	{ "--no-index", REQUIREMENT_NAMED, "" },

	{ "-e .", REQUIREMENT_EDITABLE, "" },
	{ "-e./pkg", REQUIREMENT_EDITABLE, "" },
	{ "--editable=git+https://a/b", REQUIREMENT_EDITABLE, "" },
	{ "--edit ./pkg", REQUIREMENT_EDITABLE, "" },
	{ "\t-e\t.", REQUIREMENT_EDITABLE, "" },
	{ "name -e .", REQUIREMENT_EDITABLE, "" },

	{ ".", REQUIREMENT_PATH, "" },
	{ "./pkg", REQUIREMENT_PATH, "" },
	{ "../pkg[extra]", REQUIREMENT_PATH, "" },
	{ "/abs/pkg", REQUIREMENT_PATH, "" },
	{ "pkg/sub", REQUIREMENT_PATH, "" },
	{ "pkg\\sub", REQUIREMENT_PATH, "" },
	{ "demo-1.0-py3-none-any.whl", REQUIREMENT_PATH, "" },
	{ "demo.whl[extra]", REQUIREMENT_PATH, "" },
	{ "demo-1.0.tar.gz ; python_version > '3'", REQUIREMENT_PATH, "" },
	{ "demo==1.0.zip", REQUIREMENT_PATH, "" },
	{ "DEMO.ZIP", REQUIREMENT_PATH, "" },

	{ "git+https://example.org/a.git@main#egg=a", REQUIREMENT_VCS, "" },
	{ "a @ git+ssh://git@example.org/a", REQUIREMENT_VCS, "" },
	{ "a[x] @ hg+https://example.org/a", REQUIREMENT_VCS, "" },
	{ "a@GIT+https://example.org/a", REQUIREMENT_VCS, "" },

	{ "https://example.org/a.whl", REQUIREMENT_URL, "" },
	{ "a @ https://example.org/a.zip", REQUIREMENT_URL, "" },
	{ "a@file:///tmp/a", REQUIREMENT_URL, "" },
	{ "-r https://example.org/r.txt", REQUIREMENT_URL, "" },
	{ "-c file:c.txt", REQUIREMENT_URL, "" },

	{ "-i https://example.org/simple", REQUIREMENT_SOURCE, "" },
	{ "--index-url=https://example.org/simple", REQUIREMENT_SOURCE, "" },
	{ "--extra-index-url https://example.org", REQUIREMENT_SOURCE, "" },
	{ "-f ./wheels", REQUIREMENT_SOURCE, "" },
	{ "--find-links ./wheels", REQUIREMENT_SOURCE, "" },
	{ "--find ./wheels", REQUIREMENT_SOURCE, "" },
	{ "--trusted-host example.org", REQUIREMENT_SOURCE, "" },

	{ "--config-settings a=b", REQUIREMENT_OTHER, "" },
	{ "--new-option", REQUIREMENT_OTHER, "" },
	{ "--re x", REQUIREMENT_OTHER, "" },
	{ "-x", REQUIREMENT_OTHER, "" },
	{ "name ${WHAT}", REQUIREMENT_OTHER, "" },
	{ "name; python_version > ${WHAT}", REQUIREMENT_OTHER, "" },
	{ "-r ${WHERE}/r.txt", REQUIREMENT_OTHER, "" },
	{ "-r", REQUIREMENT_OTHER, "" },
	{ "two names", REQUIREMENT_OTHER, "" },
	{ "c:pkg", REQUIREMENT_OTHER, "" },
	{ "name[extra", REQUIREMENT_OTHER, "" },
	{ "name 'open quote --pre", REQUIREMENT_OTHER, "" },
	{ "--pre 'open quote", REQUIREMENT_OTHER, "" },
	{ "na\xc3\xafve", REQUIREMENT_OTHER, "" },

	{ "-r b.txt", REQUIREMENT_NAMED, "b.txt" },
	{ "-rb.txt", REQUIREMENT_NAMED, "b.txt" },
	{ "--requirement b.txt", REQUIREMENT_NAMED, "b.txt" },
	{ "--requirement=b.txt", REQUIREMENT_NAMED, "b.txt" },
	{ "--requirem  b.txt", REQUIREMENT_NAMED, "b.txt" },
	{ "-c ../c.txt", REQUIREMENT_NAMED, "../c.txt" },
	{ "--constraint c.txt", REQUIREMENT_NAMED, "c.txt" },
	{ "--cons=c.txt", REQUIREMENT_NAMED, "c.txt" },
	{ "-r 'with space.txt'", REQUIREMENT_NAMED, "with space.txt" },
	{ "-r \"a\\\"b.txt\"", REQUIREMENT_NAMED, "a\"b.txt" },
	{ "-r with\\ space.txt", REQUIREMENT_NAMED, "with space.txt" },
	{ "-r a.txt -c b.txt --pre", REQUIREMENT_NAMED, "a.txt|b.txt" },
	{ "-e . -r a.txt", REQUIREMENT_EDITABLE, "a.txt" },
	{ "name -r a.txt", REQUIREMENT_NAMED, "a.txt" },
};

static void test_lines(void)
{
	for (size_t i = 0; i < sizeof line_rows / sizeof *line_rows; i++) {
		struct requirement_line read;
		char *joined = pool_str(&pool, "");

		requirement_line_read(&read, &pool, line_rows[i].line);
		for (size_t j = 0; j < read.includes.count; j++)
			joined = pool_printf(&pool, "%s%s%s", joined, j ? "|" : "", read.includes.items[j]);
		unit_case(line_rows[i].line);
		CHECK_STR(requirement_kind_text(read.kind), requirement_kind_text(line_rows[i].kind));
		CHECK_STR(joined, line_rows[i].includes);
	}
	unit_case(NULL);
}

#define BYTES(text) text, sizeof text - 1

/* How a file comes apart into lines; NOTES are "NUMBER KIND TEXT" of those that are not plain. */
static void test_files(void)
{
	static const struct {
		const char *name;
		const char *bytes;
		size_t len;
		const char *notes;
	} rows[] = {
		{ "empty", BYTES(""), "" },
		{ "comments and blanks", BYTES("# -e .\n\n   # -e .\na # -e .\n\t\n"), "" },
		{ "no newline at the end", BYTES("a\n-e ."), "2 1 -e ." },
		{ "CRLF", BYTES("a\r\n-e .\r\nb\r\n"), "2 1 -e ." },
		{ "CR", BYTES("a\r-e .\rb"), "2 1 -e ." },
		{ "a # that is not a comment", BYTES("./a#b\n"), "1 2 ./a#b" },
		{ "continued", BYTES("-e \\\n.\nb\n./c"), "1 1 -e .;4 2 ./c" },
		{ "continued at the end", BYTES("-e . \\"), "1 1 -e ." },
		{ "a comment does not continue", BYTES("# a \\\n-e .\n"), "2 1 -e ." },
		{ "a comment behind a continued line", BYTES("-e . \\\n# b \\\n./c\n"), "1 1 -e .;3 2 ./c" },
		{ "a word that is continued", BYTES("./a\\\nb\n"), "1 2 ./ab" },
		{ "byte order mark", BYTES("\xef\xbb\xbf-e .\n"), "1 1 -e ." },
		{ "UTF-16", BYTES("\xff\xfe-\0e\0"), "0 6 it is not UTF-8" },
		{ "NUL", BYTES("a\0-e .\n"), "1 6 a" },
		{ "vertical tab ends a comment", BYTES("# a\v-e .\n"), "2 1 -e ." },
		{ "form feed ends a comment", BYTES("# a\f-e .\n"), "2 1 -e ." },
		{ "file separator ends a comment", BYTES("# a\x1c-e .\n"), "2 1 -e ." },
		{ "next line ends a comment", BYTES("# a\xc2\x85-e .\n"), "2 1 -e ." },
		{ "line separator ends a comment", BYTES("# a\xe2\x80\xa8-e .\n"), "2 1 -e ." },
		{ "wide blanks around a line", BYTES("\xc2\xa0\xe3\x80\x80./a\xe2\x80\x83\n"), "1 2 ./a" },
		{ "a comment behind a wide blank", BYTES("a\xe2\x80\xaf# -e .\n\xc2\xa0# -e .\n"), "" },
		{ "a wide blank within", BYTES("a\xc2\xa0" "b\n"), "1 6 a\xc2\xa0" "b" },
		{ "paragraph separator ends a comment", BYTES("# a\xe2\x80\xa9-e .\n"), "2 1 -e ." },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct requirements r = { 0 };
		char *notes = pool_str(&pool, "");

		unit_case(rows[i].name);
		put("one.txt", rows[i].bytes, rows[i].len);
		CHECK_INT(add(&r, "one.txt"), 0);
		for (size_t j = 0; j < r.note_count; j++)
			notes = pool_printf(&pool, "%s%s%zu %d %s", notes, j ? ";" : "", r.notes[j].line,
			                    (int)r.notes[j].kind, r.notes[j].text);
		CHECK_STR(notes, rows[i].notes);
		CHECK(r.count == 1 && r.files[0].len == rows[i].len);
	}
	unit_case(NULL);
}

/* The files in the order in which they were met, without the folder of the test; those that are absent in brackets. */
static const char *names(const struct requirements *r)
{
	char *all = pool_str(&pool, "");

	for (size_t i = 0; i < r->count; i++) {
		const char *path = r->files[i].path;

		if (strncmp(path, home, strlen(home)) == 0)
			path += strlen(home) + 1;
		all = pool_printf(&pool, "%s%s%s%s%s", all, i ? " " : "", r->files[i].bytes ? "" : "[", path,
		                  r->files[i].bytes ? "" : "]");
	}
	return all;
}

static void check_names(const char *item, const char *expected)
{
	struct requirements r = { 0 };

	unit_case(item);
	CHECK_INT(add(&r, item), 0);
	CHECK_STR(names(&r), expected);
	CHECK_STR(said, "");
	unit_case(NULL);
}

static void test_includes(void)
{
	folder_put("a.txt", "x\n-r sub/b.txt\n-c c.txt\n");
	folder_put("sub/b.txt", "-r ../a.txt\n-r d.txt\n-r ../sub/d.txt\n-r absent.txt\n");
	folder_put("sub/d.txt", "-r d.txt\n");
	folder_put("c.txt", "-r link/c.txt\n-r link/link/link/c.txt\n");
	check_names("a.txt", "a.txt sub/b.txt c.txt sub/d.txt [sub/absent.txt]");
	check_names("./sub/../a.txt", "a.txt sub/b.txt c.txt sub/d.txt [sub/absent.txt]");
	check_names("link/c.txt", "c.txt");
	check_names("nowhere/x.txt", "[nowhere/x.txt]");
	/* The file through the link is read, and what it includes stands beside the link. */
	CHECK(symlink("../a.txt", "sub/to-a.txt") == 0);
	check_names("sub/to-a.txt", "sub/to-a.txt [sub/sub/b.txt] [sub/c.txt]");
}

static void test_whole(void)
{
	struct requirements r = { 0 };

	folder_put("pyproject.toml", "-e .\n");
	folder_put("pylock.toml", "-e .\n");
	folder_put("pylock.dev.toml", "-e .\n");
	folder_put("other.toml", "-e .\n");
	CHECK_INT(add(&r, "pyproject.toml"), 0);
	CHECK_INT(add(&r, "pylock.toml"), 0);
	CHECK_INT(add(&r, "pylock.dev.toml"), 0);
	CHECK_INT(add(&r, "group:test"), 0);
	CHECK_STR(names(&r), "pyproject.toml pylock.toml pylock.dev.toml");
	CHECK_STR(r.count ? r.files[0].bytes : NULL, "-e .\n");
	CHECK_INT((long long)r.note_count, 0);
	CHECK_INT(add(&r, ".[dev]"), 0);
	CHECK_INT((long long)r.note_count, 1);
	CHECK(r.note_count == 1 && r.notes[0].kind == REQUIREMENT_PATH && r.notes[0].line == 7);
	CHECK_STR(r.note_count ? r.notes[0].text : NULL, ".[dev]");
	CHECK_INT(add(&r, "other.toml"), 0);
	CHECK_INT((long long)r.note_count, 2);
	/* One that was taken whole is still looked at when a requirements file includes it. */
	folder_put("includes.txt", "-r pyproject.toml\n");
	CHECK_INT(add(&r, "includes.txt"), 0);
	CHECK_INT((long long)r.note_count, 3);
}

static void test_packages(void)
{
	static const char *const rows[][2] = {
		{ "requests>=2", NULL },
		{ "-e .", "-e ." },
		{ "-r a.txt", "-r a.txt" },
		{ "./pkg", "./pkg" },
		{ "a @ https://example.org/a", "a @ https://example.org/a" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct text item = { .text = rows[i][0], .mark = { ".cvenv.yml", 3, 5 } };
		struct requirements r = { 0 };

		requirements_add_package(&r, &pool, &item);
		unit_case(rows[i][0]);
		CHECK_STR(r.note_count ? r.notes[0].text : NULL, rows[i][1]);
		CHECK_INT((long long)r.count, 0);
	}
	unit_case(NULL);
}

static void check_refused(const char *item, const char *message)
{
	struct requirements r = { 0 };

	unit_case(item);
	CHECK_INT(add(&r, item), -1);
	CHECK(strstr(said, message) != NULL);
	unit_case(NULL);
}

static void test_refused(void)
{
	char line[64], *large = pool_alloc(&pool, REQUIREMENTS_LIMIT + 1);

	CHECK(mkfifo("fifo", 0600) == 0);
	folder_put("to-fifo.txt", "-r fifo\n");
	check_refused("sub", "is a folder");
	check_refused("fifo", "not a regular file");
	check_refused("to-fifo.txt", "not a regular file");
	check_refused("loop/x.txt", "cannot read the requirements file");
	check_refused("${", "'${'");
	memset(large, '\n', REQUIREMENTS_LIMIT + 1);
	put("large.txt", large, REQUIREMENTS_LIMIT);
	check_names("large.txt", "large.txt");
	put("large.txt", large, REQUIREMENTS_LIMIT + 1);
	check_refused("large.txt", "larger than 1 MiB");
	for (int i = 1; i <= REQUIREMENTS_FILES; i++) {
		char name[32];

		snprintf(name, sizeof name, "n%d.txt", i);
		snprintf(line, sizeof line, "-r n%d.txt\n", i + 1);
		folder_put(name, i < REQUIREMENTS_FILES ? line : "");
	}
	{
		struct requirements r = { 0 };

		CHECK_INT(add(&r, "n1.txt"), 0);
		CHECK_INT((long long)r.count, REQUIREMENTS_FILES);
	}
	folder_put("n0.txt", "-r n1.txt\n");
	check_refused("n0.txt", "more than 100 files");
}

int main(void)
{
	folder_enter();
	home = file_real_path(&pool, ".");
	CHECK(mkdir("sub", 0755) == 0 && symlink(".", "link") == 0 && symlink("loop", "loop") == 0);
	test_lines();
	test_files();
	test_includes();
	test_whole();
	test_packages();
	test_refused();
	pool_release(&pool);
	return unit_done();
}
