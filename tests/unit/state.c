/* SPDX-License-Identifier: MIT */
#include "switch/state.h"

#include <string.h>

#include "base/buf.h"
#include "tests/unit/unit.h"

/* What a shell would keep for itself. */
static const char *const special[] = { "IFS UID", NULL };

/* What may stand in the variable, and whether it is believed. */
static const struct {
	const char *name;
	const char *value;
	enum state_error expected;
} rows[] = {
	{ "not set", NULL, STATE_OK },
	{ "the least", "1 mode=auto .", STATE_OK },
	{ "all there is", "1 mode=hand root=/a name=docs venv=/v path=/v/bin path=/a/bin cut=A was=1 put=B=2 was= put=C= .", STATE_OK },
	{ "an encoded newline", "1 mode=auto root=/a%0Ab .", STATE_OK },
	{ "empty", "", STATE_DAMAGED },
	{ "no version", "mode=auto .", STATE_DAMAGED },
	{ "a later version", "2 anything at all", STATE_NEWER },
	{ "a much later version", "10 x", STATE_NEWER },
	{ "a version too long", "1111111 .", STATE_DAMAGED },
	{ "version 0", "0 mode=auto .", STATE_DAMAGED },
	{ "cut behind a word", "1 mode=auto root=/a", STATE_DAMAGED },
	{ "cut within a word", "1 mode=auto ro", STATE_DAMAGED },
	{ "cut before the end", "1 mode=auto ", STATE_DAMAGED },
	{ "text behind the end", "1 mode=auto . x", STATE_DAMAGED },
	{ "no mode", "1 root=/a .", STATE_DAMAGED },
	{ "an unknown mode", "1 mode=none .", STATE_DAMAGED },
	{ "two modes", "1 mode=auto mode=off .", STATE_DAMAGED },
	{ "an unknown word", "1 mode=auto colour=red .", STATE_DAMAGED },
	{ "a relative root", "1 mode=auto root=a .", STATE_DAMAGED },
	{ "two roots", "1 mode=auto root=/a root=/b .", STATE_DAMAGED },
	{ "a relative path", "1 mode=auto path=bin .", STATE_DAMAGED },
	{ "a path with the separator", "1 mode=auto path=/a:/b .", STATE_DAMAGED },
	{ "an escape cut short", "1 mode=auto root=/a%4 .", STATE_DAMAGED },
	{ "an escaped NUL", "1 mode=auto root=/a%00 .", STATE_DAMAGED },
	{ "a name that is none", "1 mode=auto put=A-B=1 .", STATE_DAMAGED },
	{ "code for a name", "1 mode=auto put=A;id=1 .", STATE_DAMAGED },
	{ "a name twice", "1 mode=auto put=A=1 put=A=2 .", STATE_DAMAGED },
	{ "names out of order", "1 mode=auto put=B=1 put=A=2 .", STATE_DAMAGED },
	{ "was without a name", "1 mode=auto was=1 .", STATE_DAMAGED },
	{ "was twice", "1 mode=auto put=A=1 was=1 was=2 .", STATE_DAMAGED },
	{ "a name that no project may set", "1 mode=auto put=HOME=/tmp .", STATE_DAMAGED },
	{ "a name of cvenv's own", "1 mode=auto put=CVENV_TRUSTED_PATHS=/ .", STATE_DAMAGED },
	{ "the environment's own name", "1 mode=auto put=VIRTUAL_ENV=/v .", STATE_OK },
};

static void check_row(const char *value, enum state_error expected)
{
	struct pool p = POOL_INIT;
	struct buf text = BUF_INIT;
	struct state s;

	CHECK_INT(state_parse(&s, &p, value, special), expected);
	if (expected == STATE_OK) {
		state_format(&text, &s);
		CHECK_STR(text.data, value ? value : "");
	} else {
		CHECK(s.mode == STATE_NONE && s.count == 0 && s.paths.count == 0);
	}
	buf_release(&text);
	pool_release(&p);
}

static void check_every_byte(void)
{
	struct pool p = POOL_INIT;
	struct buf text = BUF_INIT;
	struct state s = { .mode = STATE_AUTO }, again;
	char bytes[256];

	unit_case("every byte");
	for (int i = 0; i < 255; i++)
		bytes[i] = (char)(i + 1);
	bytes[255] = '\0';
	state_add(&s, &p, "X", bytes, bytes);
	state_format(&text, &s);
	CHECK_INT(state_parse(&again, &p, text.data, special), STATE_OK);
	CHECK_INT(again.count, 1);
	CHECK_STR(again.entries[0].put, bytes);
	CHECK_STR(again.entries[0].was, bytes);
	CHECK(strspn(text.data, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+,:@%= ") == text.len);
	buf_release(&text);
	pool_release(&p);
}

static void check_large(void)
{
	static char large[STATE_LIMIT + 2];

	unit_case("too large");
	memset(large, '1', sizeof(large) - 1);
	check_row(large, STATE_LARGE);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unit_case(rows[i].name);
		check_row(rows[i].value, rows[i].expected);
	}
	check_every_byte();
	check_large();
	return unit_done();
}
