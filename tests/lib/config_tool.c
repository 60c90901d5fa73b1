/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/pool.h"
#include "base/report.h"
#include "emit/emit.h"
#include "switch/config.h"
#include "switch/config_fields.h"
#include "switch/names.h"

/*
 * What the parser knows and says, for tests in another language:
 *
 *     config_tool keys                    each key: table, name, kind, and so on, separated by tabs
 *     config_tool names                   each refused name or beginning
 *     config_tool refused NAME…           those that are refused
 *     config_tool config|settings FILE…   what is wrong with each, then "FILE good" or "FILE bad"
 */

static void say(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	puts(text);
}

static const struct report report = { .say = say };

static void print_table(const char *table, const struct field *fields)
{
	static const char *const kinds[] = { "text", "list", "flag", "word", "other" };

	for (const struct field *f = fields; f->name; f++) {
		printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t", table, f->name, kinds[f->kind], f->top ? "top" : "",
		       f->wrong && f->wrong("") ? "filled" : "", f->variable ? f->variable : "", f->about);
		for (size_t i = 0; f->words && f->words[i]; i++)
			printf("%s%s", i ? " " : "", f->words[i]);
		putchar('\n');
	}
}

static void print_words(const char *at)
{
	for (; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " ");

		printf("%.*s\n", (int)len, at);
		at += len;
	}
}

static void print_names(const char *const *special)
{
	for (const struct refusal *row = name_refusals; row->names; row++)
		print_words(row->names);
	for (; *special; special++)
		print_words(*special);
}

static int parse(const char *what, struct pool *p, const char *file, const struct buf *bytes)
{
	struct config config;
	struct settings settings;

	if (strcmp(what, "config") == 0)
		return config_parse(&config, p, file, bytes->data, bytes->len, shells_special(p), &report);
	settings_default(&settings);
	return settings_parse(&settings, p, file, bytes->data, bytes->len, "/home/user", &report);
}

static int parse_file(const char *what, const char *file)
{
	struct pool p = POOL_INIT;
	struct buf bytes = BUF_INIT;
	int answer = file_read(&bytes, file, (size_t)CONFIG_LIMIT * 2, NULL);

	if (answer < 0)
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
	else
		printf("%s %s\n", file, parse(what, &p, file, &bytes) == 0 ? "good" : "bad");
	buf_release(&bytes);
	pool_release(&p);
	return answer;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	struct pool pool = POOL_INIT;

	if (strcmp(what, "keys") == 0) {
		print_table("config", config_fields);
		print_table("settings", settings_fields);
	} else if (strcmp(what, "names") == 0) {
		print_names(shells_special(&pool));
	} else if (strcmp(what, "refused") == 0) {
		for (int i = 2; i < argc; i++)
			if (name_refused(argv[i], shells_special(&pool)))
				puts(argv[i]);
	} else if (strcmp(what, "config") == 0 || strcmp(what, "settings") == 0) {
		for (int i = 2; i < argc; i++)
			if (parse_file(what, argv[i]) < 0)
				return 1;
	} else {
		return 2;
	}
	pool_release(&pool);
	return fflush(stdout) != 0 || ferror(stdout) ? 1 : 0;
}
