/* SPDX-License-Identifier: MIT */
#include "venv/facts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/text.h"

enum field_type { FIELD_TEXT, FIELD_NUMBER, FIELD_FLAG };

#define FIELD(key, type, member) { key, type, offsetof(struct interpreter, member) }

static const struct field {
	const char *key;
	enum field_type type;
	size_t offset;
} fields[] = {
	FIELD("executable", FIELD_TEXT, executable),
	FIELD("base-executable", FIELD_TEXT, base_executable),
	FIELD("real-executable", FIELD_TEXT, real_executable),
	FIELD("base-prefix", FIELD_TEXT, base_prefix),
	FIELD("implementation", FIELD_TEXT, implementation),
	FIELD("cache-tag", FIELD_TEXT, cache_tag),
	FIELD("major", FIELD_NUMBER, major),
	FIELD("minor", FIELD_NUMBER, minor),
	FIELD("micro", FIELD_NUMBER, micro),
	FIELD("version", FIELD_TEXT, version),
	FIELD("free-threaded", FIELD_FLAG, free_threaded),
	FIELD("debug", FIELD_FLAG, debug),
	FIELD("implementation-version", FIELD_TEXT, implementation_version),
	FIELD("64bit", FIELD_FLAG, is_64bit),
	FIELD("in-environment", FIELD_FLAG, in_environment),
	FIELD("platlibdir", FIELD_TEXT, platlibdir),
	FIELD("purelib", FIELD_TEXT, purelib),
	FIELD("platlib", FIELD_TEXT, platlib),
	FIELD("include", FIELD_TEXT, include),
	FIELD("utf8-names", FIELD_FLAG, utf8_names),
	FIELD("ensurepip", FIELD_FLAG, has_ensurepip),
};

enum { FIELD_COUNT = sizeof(fields) / sizeof(*fields), NUMBER_LIMIT = 999 };

static const char first_key[] = "cvenv-interpreter", format_version[] = "2", file_key[] = "depends", last_key[] = "end";

/* One "KEY VALUE" line at *TEXT; *TEXT then is the next. VALUE is decoded, from the pool. */
static bool line_read(const char **text, const char *end, struct pool *p, const char **key, const char **value)
{
	const char *newline = memchr(*text, '\n', (size_t)(end - *text));
	const char *space = newline ? memchr(*text, ' ', (size_t)(newline - *text)) : NULL;
	struct buf decoded = BUF_INIT;
	bool good;

	if (!space)
		return false;
	*key = pool_strn(p, *text, (size_t)(space - *text));
	good = text_unpercent(&decoded, space + 1, (size_t)(newline - space - 1)) && !decoded.failed;
	*value = pool_strn(p, decoded.data, decoded.len);
	buf_release(&decoded);
	*text = newline + 1;
	return good && !p->failed;
}

static bool number_parse(int *out, const char *text)
{
	int value = 0;

	if (!*text || strspn(text, "0123456789") != strlen(text) || strlen(text) > 3)
		return false;
	for (; *text; text++)
		value = value * 10 + (*text - '0');
	*out = value;
	return value <= NUMBER_LIMIT;
}

static bool field_store(struct interpreter *python, const struct field *field, const char *value)
{
	void *member = (char *)python + field->offset;
	int number;

	switch (field->type) {
	case FIELD_TEXT:
		*(const char **)member = value;
		return true;
	case FIELD_NUMBER:
		return number_parse(member, value);
	case FIELD_FLAG:
		if (!number_parse(&number, value) || number > 1)
			return false;
		*(bool *)member = number == 1;
		return true;
	}
	return false;
}

/* The numbers of a file's identity, in the order in which file_id_text writes them. */
static bool id_parse(struct file_id *id, const char *text)
{
	int64_t numbers[9];
	char *end;

	for (size_t i = 0; i < 9; i++) {
		errno = 0;
		numbers[i] = i == 1 || i == 2 ? (int64_t)strtoull(text, &end, 10) : strtoll(text, &end, 10);
		if (errno || end == text || *end != (i == 8 ? '\0' : ' '))
			return false;
		text = end + 1;
	}
	*id = (struct file_id){
		.kind = (enum file_kind)numbers[0],
		.device = (uint64_t)numbers[1],
		.inode = (uint64_t)numbers[2],
		.size = numbers[3],
		.changed = numbers[4],
		.modified = numbers[5],
		.modified_ns = (int32_t)numbers[6],
		.mode = (uint32_t)numbers[7],
		.owner = (uint32_t)numbers[8],
	};
	return true;
}

static bool file_add(struct facts *facts, struct pool *p, const char *value, bool identified)
{
	struct facts_file *grown = pool_grow(p, facts->files, facts->count, &facts->cap, sizeof(*facts->files));
	struct facts_file file = { .path = value };

	if (!grown)
		return false;
	facts->files = grown;
	if (identified) {
		/* A path holds spaces: the identity stands ahead of it, between brackets. */
		const char *close = *value == '[' ? strchr(value, ']') : NULL;

		if (!close || !id_parse(&file.id, pool_strn(p, value + 1, (size_t)(close - value - 1))))
			return false;
		file.path = close + 1;
	}
	facts->files[facts->count++] = file;
	return path_is_absolute(file.path);
}

/* What makes the answers of an interpreter usable: that the paths are absolute and the folders relative and inside. */
static bool python_plausible(const struct interpreter *python)
{
	const char *const absolute[] = { python->executable, python->base_executable, python->real_executable };
	const char *const relative[] = { python->purelib, python->platlib, python->include };

	for (size_t i = 0; i < 3; i++)
		if (!path_is_absolute(absolute[i]) || path_is_absolute(relative[i]) || !*relative[i] || strstr(relative[i], ".."))
			return false;
	return *python->version && *python->implementation;
}

bool facts_parse(struct facts *out, struct pool *p, const char *text, size_t len, bool identified)
{
	const char *end = text + len, *key, *value;
	bool seen[FIELD_COUNT] = { false };
	size_t count = 0;

	*out = (struct facts){ 0 };
	if (!line_read(&text, end, p, &key, &value) || strcmp(key, first_key) != 0 || strcmp(value, format_version) != 0)
		return false;
	while (line_read(&text, end, p, &key, &value)) {
		size_t i = 0;

		if (strcmp(key, last_key) == 0)
			return text == end && !*value && count == FIELD_COUNT && python_plausible(&out->python);
		if (strcmp(key, file_key) == 0) {
			if (!file_add(out, p, value, identified))
				return false;
			continue;
		}
		while (i < FIELD_COUNT && strcmp(key, fields[i].key) != 0)
			i++;
		if (i == FIELD_COUNT || seen[i] || !field_store(&out->python, &fields[i], value))
			return false;
		seen[i] = true;
		count++;
	}
	return false;
}

static void line_format(struct buf *out, const char *key, const char *value)
{
	buf_strs(out, key, " ", NULL);
	text_percent(out, value, strlen(value));
	buf_byte(out, '\n');
}

static void file_format(struct buf *out, const struct facts_file *file)
{
	struct buf value = BUF_INIT;

	buf_byte(&value, '[');
	file_id_text(&value, &file->id);
	buf_strs(&value, "]", file->path, NULL);
	line_format(out, file_key, value.data);
	out->failed |= value.failed;
	buf_release(&value);
}

void facts_format(struct buf *out, const struct facts *facts)
{
	char number[16];

	line_format(out, first_key, format_version);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const void *member = (const char *)&facts->python + fields[i].offset;

		if (fields[i].type == FIELD_TEXT) {
			line_format(out, fields[i].key, *(const char *const *)member);
			continue;
		}
		snprintf(number, sizeof(number), "%d",
		         fields[i].type == FIELD_FLAG ? (int)*(const bool *)member : *(const int *)member);
		line_format(out, fields[i].key, number);
	}
	for (size_t i = 0; i < facts->count; i++)
		file_format(out, &facts->files[i]);
	line_format(out, last_key, "");
}

void facts_identify(struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++)
		facts->files[i].id = file_identify(facts->files[i].path);
}

bool facts_hold(const struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		struct file_id now = file_identify(facts->files[i].path);

		if (!file_id_equal(&now, &facts->files[i].id))
			return false;
	}
	return facts->count > 0;
}
