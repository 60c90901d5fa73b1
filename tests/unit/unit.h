/* SPDX-License-Identifier: MIT */
#ifndef CVENV_TESTS_UNIT_H
#define CVENV_TESTS_UNIT_H

#include <stdio.h>
#include <string.h>

/*
 * One unit test is one program that prints TAP: CHECK… as often as is needed, each a line of its own,
 * then `return unit_done();` at the end of main. Rows of a table name themselves by unit_case().
 */
static int unit_count, unit_failed;
static const char *unit_row;

static inline void unit_case(const char *name)
{
	unit_row = name;
}

static inline void unit_text(const char *text)
{
	for (; *text; text++)
		if (*text == '\n')
			fputs("\\n", stdout);
		else if (*text == '#')
			fputs("\\#", stdout); /* TAP would read a directive */
		else
			putchar(*text);
}

static inline int unit_check(int good, const char *file, int line, const char *what)
{
	printf("%sok %d - ", good ? "" : "not ", ++unit_count);
	if (unit_row) {
		unit_text(unit_row);
		fputs(": ", stdout);
	}
	unit_text(what);
	putchar('\n');
	if (!good) {
		unit_failed++;
		printf("# failed at %s:%d\n", file, line);
	}
	fflush(stdout);
	return good;
}

static inline void unit_shown(const char *label, const char *text)
{
	printf("#   %s: ", label);
	for (; text && *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < 32 || byte == '\\' || byte > 126)
			printf("\\x%02x", byte);
		else
			putchar(byte);
	}
	puts(text ? "" : "NULL");
}

static inline void unit_check_str(const char *actual, const char *expected, const char *file, int line, const char *what)
{
	int same = actual && expected ? strcmp(actual, expected) == 0 : actual == expected;

	if (!unit_check(same, file, line, what)) {
		unit_shown("actual  ", actual);
		unit_shown("expected", expected);
	}
}

static inline void unit_check_int(long long actual, long long expected, const char *file, int line, const char *what)
{
	if (!unit_check(actual == expected, file, line, what))
		printf("#   actual: %lld, expected: %lld\n", actual, expected);
}

/* Counts as one test that was not made. */
static inline void unit_skip(const char *why)
{
	printf("ok %d # SKIP %s\n", ++unit_count, why);
}

static inline int unit_done(void)
{
	printf("1..%d\n", unit_count);
	return unit_failed > 0 || unit_count == 0;
}

#define CHECK(cond) unit_check(!!(cond), __FILE__, __LINE__, #cond)
#define CHECK_STR(actual, expected) unit_check_str((actual), (expected), __FILE__, __LINE__, #actual " is " #expected)
#define CHECK_INT(actual, expected) unit_check_int((actual), (expected), __FILE__, __LINE__, #actual " is " #expected)

#endif
