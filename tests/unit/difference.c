/* SPDX-License-Identifier: MIT */
#include "switch/difference.h"

#include <stdlib.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

static struct pool pool = POOL_INIT;

static const char *diff(const char *old, size_t old_len, const char *new, size_t new_len)
{
	struct strings lines = { 0 };
	char *all = pool_str(&pool, "");

	difference(&lines, &pool, old, old_len, new, new_len);
	for (size_t i = 0; i < lines.count; i++)
		all = pool_printf(&pool, "%s%s|", all, lines.items[i]);
	return all;
}

#define BYTES(text) text, sizeof text - 1

static void test_rows(void)
{
	static const struct {
		const char *name;
		const char *old;
		size_t old_len;
		const char *new;
		size_t new_len;
		const char *shown;
	} rows[] = {
		{ "both empty", BYTES(""), BYTES(""), "" },
		{ "equal", BYTES("a\nb\n"), BYTES("a\nb\n"), "" },
		{ "from nothing", BYTES(""), BYTES("a\nb\n"), "+a|+b|" },
		{ "to nothing", BYTES("a\nb\n"), BYTES(""), "-a|-b|" },
		{ "one line", BYTES("a\n"), BYTES("b\n"), "-a|+b|" },
		{ "in the middle", BYTES("1\n2\n3\n4\n5\n6\n7\n"), BYTES("1\n2\n3\nx\n5\n6\n7\n"),
		  "@ 2| 2| 3|-4|+x| 5| 6|" },
		{ "at the front", BYTES("1\n2\n3\n4\n"), BYTES("0\n1\n2\n3\n4\n"), "+0| 1| 2|" },
		{ "at the end", BYTES("1\n2\n3\n4\n"), BYTES("1\n2\n3\n4\n5\n"), "@ 3| 3| 4|+5|" },
		{ "far apart", BYTES("a\n1\n2\n3\n4\n5\nb\n"), BYTES("A\n1\n2\n3\n4\n5\nB\n"),
		  "-a|+A| 1| 2|@ 5| 4| 5|-b|+B|" },
		{ "moved", BYTES("a\nb\nc\n"), BYTES("b\nc\na\n"), "-a| b| c|+a|" },
		{ "newline that went", BYTES("a\n"), BYTES("a"), "-a|+a (no newline at the end)|" },
		{ "newline that came", BYTES("a"), BYTES("a\n"), "-a (no newline at the end)|+a|" },
		{ "only a newline", BYTES(""), BYTES("\n"), "+|" },
		{ "control characters", BYTES(""), BYTES("\x1b[2K\ra\n"), "+\\x1b[2K\\x0da|" },
		{ "carriage return that came", BYTES("a\n"), BYTES("a\r\n"), "-a|+a\\x0d|" },
		{ "NUL", BYTES("a\0b\n"), BYTES("a\0c\n"), "-a\\x00b|+a\\x00c|" },
		{ "not UTF-8", BYTES(""), BYTES("\xff\n"), "+\\xff|" },
		{ "direction of writing", BYTES(""), BYTES("\xe2\x80\xae\n"), "+\\xe2\\x80\\xae|" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].name);
		CHECK_STR(diff(rows[i].old, rows[i].old_len, rows[i].new, rows[i].new_len), rows[i].shown);
	}
	unit_case(NULL);
}

/*
 * Of two files of a few kinds of lines, what is shown is held against them: "-" lines are the old file's,
 * "+" lines the new one's, in their order, and no fewer than the longest common run of lines allows.
 */
static size_t common(const char *a, const char *b)
{
	size_t best;

	if (!*a || !*b)
		return 0;
	if (*a == *b)
		return 1 + common(a + 1, b + 1);
	best = common(a + 1, b);
	return best > common(a, b + 1) ? best : common(a, b + 1);
}

static void random_letters(char *out, size_t most)
{
	size_t len = (size_t)rand() % (most + 1);

	for (size_t i = 0; i < len; i++)
		out[i] = (char)('a' + rand() % 3);
	out[len] = '\0';
}

static const char *as_lines(const char *letters)
{
	char *text = pool_alloc(&pool, 2 * strlen(letters) + 1);

	for (size_t i = 0; letters[i]; i++) {
		text[2 * i] = letters[i];
		text[2 * i + 1] = '\n';
	}
	return text;
}

/* Whether SHOWN, put upon OLD, makes NEW: context lines are where they say, and what is left out is equal. */
static int leads(const char *shown, const char *old, const char *new)
{
	const char *was = old, *is = new;

	while (*shown) {
		if (*shown == '@') {
			size_t to = strtoul(shown + 2, (char **)&shown, 10) - 1;

			while (is < new + to)
				if (*is++ != *was++)
					return 0;
		} else {
			char sign = shown[0], letter = shown[1];

			if (sign != '+' && *was++ != letter)
				return 0;
			if (sign != '-' && *is++ != letter)
				return 0;
			shown += 2;
		}
		if (*shown++ != '|')
			return 0;
	}
	return strcmp(was, is) == 0;
}

static void test_random(void)
{
	size_t wrong = 0, long_ones = 0;

	srand(7);
	for (int i = 0; i < 2000; i++) {
		char old[16], new[16];
		const char *a, *b, *shown;
		size_t signs = 0;

		random_letters(old, 9);
		random_letters(new, 9);
		a = as_lines(old);
		b = as_lines(new);
		shown = diff(a, strlen(a), b, strlen(b));
		for (const char *at = shown; *at; at++)
			signs += *at == '+' || *at == '-';
		wrong += !leads(shown, old, new);
		long_ones += signs != strlen(old) + strlen(new) - 2 * common(old, new);
	}
	CHECK_INT((long long)wrong, 0);
	CHECK_INT((long long)long_ones, 0);
}

/* More lines than are compared one with another: the middle is exchanged whole. */
static void test_large(void)
{
	struct buf old = BUF_INIT, new = BUF_INIT;
	struct strings lines = { 0 };
	size_t minus = 0, plus = 0;

	buf_str(&old, "same\n");
	buf_str(&new, "same\n");
	for (int i = 0; i < 3000; i++) {
		buf_printf(&old, "old %d\n", i);
		buf_printf(&new, "new %d\n", i);
	}
	difference(&lines, &pool, old.data, old.len, new.data, new.len);
	for (size_t i = 0; i < lines.count; i++) {
		minus += lines.items[i][0] == '-';
		plus += lines.items[i][0] == '+';
	}
	CHECK_INT((long long)minus, 3000);
	CHECK_INT((long long)plus, 3000);
	CHECK_STR(lines.count ? lines.items[0] : NULL, " same");
	buf_release(&old);
	buf_release(&new);
}

int main(void)
{
	test_rows();
	test_random();
	test_large();
	pool_release(&pool);
	return unit_done();
}
