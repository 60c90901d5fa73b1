/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/pool.h"
#include "base/report.h"

static void test_buf(void)
{
	struct buf b = BUF_INIT;
	char *text;

	unit_case("buf");
	CHECK_STR(b.data, "");
	buf_truncate(&b, 0);
	buf_clear(&b);
	CHECK(b.data == buf_empty);
	buf_str(&b, "one");
	buf_byte(&b, ' ');
	buf_strs(&b, "two", "", "three", NULL);
	buf_printf(&b, " %d%s", 4, "5");
	buf_add(&b, "xyz", 2);
	CHECK_STR(b.data, "one twothree 45xy");
	CHECK_INT(b.len, 17);
	buf_truncate(&b, 100);
	CHECK_INT(b.len, 17);
	buf_truncate(&b, 3);
	CHECK_STR(b.data, "one");
	buf_add(&b, "a\0b", 3);
	CHECK_INT(b.len, 6);
	CHECK(!memcmp(b.data, "onea\0b", 7));
	buf_clear(&b);
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "%04d", i);
	CHECK_INT(b.len, 40000);
	CHECK(!strcmp(b.data + 39996, "9999"));
	text = buf_detach(&b);
	CHECK(text && strlen(text) == 40000);
	CHECK(b.data == buf_empty && !b.len && !b.cap);
	free(text);
	text = buf_detach(&b);
	CHECK_STR(text, "");
	free(text);
	buf_release(&b);
}

static void test_failed(void)
{
	struct buf b = BUF_INIT;

	unit_case("a buf without memory");
	buf_str(&b, "kept");
	CHECK(!buf_reserve(&b, SIZE_MAX));
	CHECK(b.failed);
	buf_str(&b, "lost");
	CHECK_STR(b.data, "kept");
	buf_clear(&b);
	CHECK(b.failed);
	CHECK(!buf_detach(&b));
	CHECK(b.data == buf_empty && !b.failed);
	buf_str(&b, "again");
	CHECK_STR(b.data, "again");
	buf_release(&b);
	CHECK(b.data == buf_empty);
}

static void test_pool(void)
{
	struct pool p = POOL_INIT;
	unsigned char *pieces[300];
	bool aligned = true, zeroed = true, apart = true;

	unit_case("pool");
	for (size_t i = 0; i < 300; i++) {
		size_t size = i * 37 % 9000 + 1;

		pieces[i] = pool_alloc(&p, size);
		aligned &= (uintptr_t)pieces[i] % 16 == 0;
		for (size_t j = 0; j < size; j++)
			zeroed &= !pieces[i][j];
		memset(pieces[i], (int)(i % 255 + 1), size);
		pool_str(&p, "odd");
	}
	for (size_t i = 0; i < 300; i++)
		for (size_t j = 0; j < i * 37 % 9000 + 1; j++)
			apart &= pieces[i][j] == i % 255 + 1;
	CHECK(aligned);
	CHECK(zeroed);
	CHECK(apart);
	CHECK(pool_alloc(&p, 0) != pool_alloc(&p, 0));
	CHECK_STR(pool_strn(&p, "abcdef", 3), "abc");
	CHECK_STR(pool_printf(&p, "%s-%d", "x", 7), "x-7");
	CHECK(!p.failed);
	CHECK(!pool_alloc(&p, SIZE_MAX));
	CHECK(p.failed);
	CHECK(!pool_alloc(&p, 1));
	CHECK_STR(pool_str(&p, "text"), "");
	CHECK_STR(pool_printf(&p, "%d", 1), "");
	pool_release(&p);
	CHECK(!p.failed);
	CHECK_STR(pool_str(&p, "text"), "text");
	pool_release(&p);
}

static void test_strings(void)
{
	struct pool p = POOL_INIT;
	struct strings a = { 0 }, b = { 0 };
	size_t cap = SIZE_MAX / 2;
	int item = 0;

	unit_case("strings");
	CHECK(strings_equal(&a, &b));
	CHECK(!strings_have(&a, "1"));
	for (int i = 0; i < 100; i++)
		strings_add(&a, &p, pool_printf(&p, "%d", i));
	for (int i = 0; i < 99; i++)
		strings_add(&b, &p, pool_printf(&p, "%d", i));
	CHECK_INT(a.count, 100);
	CHECK_STR(a.items[0], "0");
	CHECK_STR(a.items[99], "99");
	CHECK(strings_have(&a, "42") && !strings_have(&a, "100"));
	CHECK(!strings_equal(&a, &b));
	strings_add(&b, &p, "nine");
	CHECK(!strings_equal(&a, &b));
	b.items[99] = "99";
	CHECK(strings_equal(&a, &b));
	CHECK(!pool_grow(&p, &item, cap, &cap, sizeof item));
	CHECK(p.failed);
	strings_add(&a, &p, "lost");
	strings_add(&a, &p, "lost");
	CHECK(!strings_have(&a, "lost"));
	pool_release(&p);
}

struct said {
	enum report_level level;
	char text[200];
	int count;
};

static void listen(void *data, enum report_level level, const char *text)
{
	struct said *said = data;

	said->level = level;
	said->count++;
	snprintf(said->text, sizeof said->text, "%s", text);
}

static void test_report(void)
{
	struct said said = { 0 };
	struct report r = { .say = listen, .data = &said };

	unit_case("report");
	report_error(&r, "cannot read '%s'", "x");
	CHECK_STR(said.text, "cannot read 'x'");
	CHECK_INT(said.level, REPORT_ERROR);
	report_warning(&r, "%d", 1);
	CHECK_INT(said.level, REPORT_WARNING);
	report_info(&r, "%d", 2);
	CHECK_INT(said.level, REPORT_INFO);
	report_detail(&r, "%d", 3);
	CHECK_INT(said.level, REPORT_DETAIL);
	CHECK_STR(said.text, "3");
	CHECK_INT(said.count, 4);
	CHECK_INT(report_memory(&r), -1);
	CHECK_INT(said.level, REPORT_ERROR);
	CHECK_STR(said.text, "not enough memory");
}

int main(void)
{
	test_buf();
	test_failed();
	test_pool();
	test_strings();
	test_report();
	return unit_done();
}
