/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "base/buf.h"
#include "base/text.h"

#define BYTES(literal) literal, sizeof(literal) - 1

struct row {
	const char *bytes;
	size_t len;
	const char *expected;
};

static void check_rows(void (*function)(struct buf *, const char *, size_t), const struct row *rows)
{
	for (; rows->bytes; rows++) {
		struct buf b = BUF_INIT;

		function(&b, rows->bytes, rows->len);
		CHECK_STR(b.data, rows->expected);
		buf_release(&b);
	}
}

static const struct row escape_rows[] = {
	{ BYTES(""), "" },
	{ BYTES("plain \\ 'text'"), "plain \\ 'text'" },
	{ BYTES("a\nb\tc\rd"), "a\\nb\\tc\\x0dd" },
	{ BYTES("\x1b[31m\x7f"), "\\x1b[31m\\x7f" },
	{ BYTES("nul\0!"), "nul\\x00!" },
	{ BYTES("gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x8d"), "gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x8d" },
	{ BYTES("\xc2\x9b" "31m\xc2\xa0"), "\\xc2\\x9b31m\xc2\xa0" },
	{ BYTES("\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xe2\x80\x8e\xd8\x9c"),
	  "\\xe2\\x80\\xae\\xe2\\x81\\xa6\\xe2\\x80\\x8f\\xe2\\x80\\x8e\\xd8\\x9c" },
	{ BYTES("\xe2\x80\x90"), "\xe2\x80\x90" },
	{ BYTES("\xff\xc3(\xc3"), "\\xff\\xc3(\\xc3" },
	{ NULL, 0, NULL },
};

static const struct row json_rows[] = {
	{ BYTES(""), "\"\"" },
	{ BYTES("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"" },
	{ BYTES("\n\t\r\x01\x7f"), "\"\\n\\t\\u000d\\u0001\\u007f\"" },
	{ BYTES("x\0y"), "\"x\\u0000y\"" },
	{ BYTES("\xc3\xbc"), "\"\xc3\xbc\"" },
	{ BYTES("\xff\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
	{ NULL, 0, NULL },
};

static const struct row percent_rows[] = {
	{ BYTES(""), "" },
	{ BYTES("/home/u/a_b.c-d+e,f:g@h"), "/home/u/a_b.c-d+e,f:g@h" },
	{ BYTES("a b%c=\n"), "a%20b%25c%3D%0A" },
	{ BYTES("\xc3\xbc\0"), "%C3%BC%00" },
	{ NULL, 0, NULL },
};

static void test_unpercent(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a%20b%2f%2F", "a b//" },
		{ "%ff%0a", "\xff\n" },
		{ "%", NULL },
		{ "a%2", NULL },
		{ "%2g", NULL },
		{ "%g2", NULL },
		{ "%%20", NULL },
		{ "%00", NULL },
		{ "% 1", NULL },
	};
	char every[255];
	struct buf coded = BUF_INIT, plain = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf b = BUF_INIT;
		bool good = text_unpercent(&b, rows[i].text, strlen(rows[i].text));

		unit_case(rows[i].text);
		CHECK(good == (rows[i].expected != NULL));
		if (rows[i].expected)
			CHECK_STR(b.data, rows[i].expected);
		buf_release(&b);
	}
	unit_case("cut");
	CHECK(!text_unpercent(&plain, "%20", 2));
	unit_case("every byte");
	for (int i = 0; i < 255; i++)
		every[i] = (char)(i + 1);
	text_percent(&coded, every, sizeof every);
	CHECK(text_unpercent(&plain, coded.data, coded.len));
	CHECK(plain.len == sizeof every && !memcmp(plain.data, every, sizeof every));
	buf_release(&coded);
	buf_release(&plain);
}

static void test_utf8(void)
{
	static const struct {
		const char *bytes;
		size_t len, expected;
	} rows[] = {
		{ BYTES(""), 0 },
		{ BYTES("a"), 1 },
		{ BYTES("\0"), 1 },
		{ BYTES("\x7f"), 1 },
		{ BYTES("\x80"), 0 },
		{ BYTES("\xc1\xbf"), 0 },
		{ BYTES("\xc2\x80"), 2 },
		{ BYTES("\xc2"), 0 },
		{ BYTES("\xc2\xc2"), 0 },
		{ BYTES("\xe0\x9f\xbf"), 0 },
		{ BYTES("\xe0\xa0\x80"), 3 },
		{ BYTES("\xed\x9f\xbf"), 3 },
		{ BYTES("\xed\xa0\x80"), 0 },
		{ BYTES("\xee\x80\x80"), 3 },
		{ BYTES("\xef\xbf\xbf"), 3 },
		{ BYTES("\xf0\x8f\xbf\xbf"), 0 },
		{ BYTES("\xf0\x90\x80\x80"), 4 },
		{ BYTES("\xf0\x90\x80"), 0 },
		{ BYTES("\xf4\x8f\xbf\xbf"), 4 },
		{ BYTES("\xf4\x90\x80\x80"), 0 },
		{ BYTES("\xf5\x80\x80\x80"), 0 },
		{ BYTES("\xc3\xbc!"), 2 },
	};

	unit_case("utf-8");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!CHECK(text_utf8(rows[i].bytes, rows[i].len) == rows[i].expected))
			unit_shown("bytes", rows[i].bytes);
}

static void test_nearest(void)
{
	static const char *const names[] = { "venv", "python", "prompt", "pip", "path", "packages", "post-create", NULL };
	static const struct {
		const char *name, *expected;
	} rows[] = {
		{ "pyhton", "python" },	     { "python", "python" },	 { "pythn", "python" },	 { "Python", "python" },
		{ "package", "packages" },   { "pakages", "packages" },	 { "paht", "path" },	 { "pop", "pip" },
		{ "postcreate", "post-create" }, { "post_creat", "post-create" }, { "x", NULL },	 { "", NULL },
		{ "pyhtno", "python" },	     { "zz", NULL },		     { "requirements", NULL },	 { "pypypypython", NULL },
		{ "a-name-of-more-than-sixty-three-letters-that-is-like-nothing-else-here", NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].name);
		CHECK_STR(text_nearest(rows[i].name, names), rows[i].expected);
	}
}

static void test_compare_numbers(void)
{
	static const struct { const char *a, *b; int order; } rows[] = {
		{ "python3.9", "python3.10", -1 }, { "3.10", "3.9", 1 }, { "a", "b", -1 }, { "3", "3", 0 }, { "3", "3.1", -1 },
		{ "", "", 0 }, { "x2y", "x2z", -1 }, { "12", "a", -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int order = text_compare_numbers(rows[i].a, rows[i].b);

		CHECK((order > 0) - (order < 0) == rows[i].order);
	}
}

int main(void)
{
	unit_case("escape");
	check_rows(text_escape, escape_rows);
	unit_case("json");
	check_rows(text_json, json_rows);
	unit_case("percent");
	check_rows(text_percent, percent_rows);
	test_unpercent();
	test_utf8();
	test_nearest();
	unit_case("numbers");
	test_compare_numbers();
	unit_case("starts");
	CHECK(text_starts("abc", "ab") && text_starts("abc", "") && text_starts("abc", "abc"));
	CHECK(!text_starts("abc", "abcd") && !text_starts("", "a"));
	return unit_done();
}
