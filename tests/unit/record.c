/* SPDX-License-Identifier: MIT */
#include "switch/record.h"

#include "tests/unit/trusted.h"

static void put_record(const char *bytes, size_t len)
{
	CHECK(file_write(record_path(), bytes, len, 0600) == 0);
}

/* Whatever a record is cut to, or however a byte of it is turned, other bytes are never allowed. */
static void test_damage(void)
{
	struct buf good = BUF_INIT;
	int believed = 0, wrong = 0, silent = 0;

	start();
	CHECK(file_read(&good, record_path(), 1 << 20, NULL) == 0);
	for (size_t len = 0; len < good.len; len++) {
		if (file_write(record_path(), good.data, len, 0600))
			wrong++;
		believed += ask_config() != TRUST_UNKNOWN;
		silent += times_said != 1;
	}
	CHECK_INT(believed, 0);
	CHECK_INT(silent, 0);
	CHECK(strstr(said, "is damaged") != NULL);
	for (size_t at = 0; at < good.len; at++) {
		char kept = good.data[at];

		good.data[at] ^= 1;
		if (file_write(record_path(), good.data, good.len, 0600))
			wrong++;
		wrong += ask(TRUST_CONFIG, CONFIG_NAME, "venv: y\n") == TRUST_ALLOWED;
		wrong += ask(TRUST_REQUIREMENT, "empty.txt", "x") == TRUST_ALLOWED;
		good.data[at] = '\0';
		if (file_write(record_path(), good.data, good.len, 0600))
			wrong++;
		wrong += ask_config() != TRUST_UNKNOWN;
		good.data[at] = kept;
	}
	CHECK_INT(wrong, 0);
	buf_byte(&good, 'x');
	put_record(good.data, good.len);
	CHECK_INT(ask_config(), TRUST_UNKNOWN);
	buf_release(&good);
}

static const struct {
	const char *name;
	const char *lines;
	const char *message;
} strict_rows[] = {
	{ "empty", "", "is damaged" },
	{ "another file", "#!/bin/sh\n", "is damaged" },
	{ "newer", "cvenv-allowed 2\nwhatever\n", "newer cvenv" },
	{ "version that is none", "cvenv-allowed x\n", "is damaged" },
	{ "root of another", "cvenv-allowed 1\nroot /elsewhere\nbytes\n", "is damaged" },
	{ "unknown part", "cvenv-allowed 1\nroot @\nplugin /a - -\nbytes\n", "is damaged" },
	{ "relative path", "cvenv-allowed 1\nroot @\ndotenv a - -\nbytes\n", "is damaged" },
	{ "NUL in a path", "cvenv-allowed 1\nroot @\ndotenv /a%00 - -\nbytes\n", "is damaged" },
	{ "bad escape", "cvenv-allowed 1\nroot @\ndotenv /a%zz - -\nbytes\n", "is damaged" },
	{ "twice the same", "cvenv-allowed 1\nroot @\ndotenv /a - -\ndotenv /a - -\nbytes\n", "is damaged" },
	{ "two configs", "cvenv-allowed 1\nroot @\nconfig /a - -\nconfig /b - -\nbytes\n", "is damaged" },
	{ "short digest", "cvenv-allowed 1\nroot @\ndotenv /a - abc\nbytes\n", "is damaged" },
	{ "negative length", "cvenv-allowed 1\nroot @\nconfig /a -1 -\nbytes\n", "is damaged" },
	{ "huge length", "cvenv-allowed 1\nroot @\nconfig /a 99999999999999999999 -\nbytes\n", "is damaged" },
	{ "two blanks", "cvenv-allowed 1\nroot  @\nbytes\n", "is damaged" },
	{ "word too many", "cvenv-allowed 1\nroot @\ndotenv /a - - -\nbytes\n", "is damaged" },
	{ "no end of the lines", "cvenv-allowed 1\nroot @\n", "is damaged" },
	{ "bytes of nothing", "cvenv-allowed 1\nroot @\nbytes\nx", "is damaged" },
	{ "length without digest", "cvenv-allowed 1\nroot @\nconfig /a 0 -\nbytes\n", "is damaged" },
};

static void test_strict_reading(void)
{
	start();
	for (size_t i = 0; i < sizeof strict_rows / sizeof *strict_rows; i++) {
		struct buf text = BUF_INIT;
		struct trust_record loaded;

		for (const char *at = strict_rows[i].lines; *at; at++)
			if (*at == '@')
				buf_str(&text, root);
			else
				buf_byte(&text, *at);
		unit_case(strict_rows[i].name);
		put_record(text.data, text.len);
		CHECK_INT(ask_config(), TRUST_UNKNOWN);
		CHECK_INT(times_said, 1);
		CHECK(strstr(said, strict_rows[i].message) != NULL);
		CHECK_INT(trust_load(&loaded, &pool, &trust, root, &report), -1);
		buf_release(&text);
	}
	unit_case(NULL);
}

/* A record that fits by its bytes, under the name of another folder. */
static void test_record_of_another_folder(void)
{
	const char *mine = root, *other = path_join(&pool, home, "other");

	start();
	CHECK(rename(record_path(), place(trust.allowed, other)) == 0);
	CHECK_INT(ask_config(), TRUST_UNKNOWN);
	root = other;
	CHECK_INT(ask_config(), TRUST_UNKNOWN);
	CHECK(strstr(said, "is damaged") != NULL);
	root = mine;
}

int main(void)
{
	open_world();
	test_damage();
	test_strict_reading();
	test_record_of_another_folder();
	pool_release(&pool);
	return unit_done();
}
