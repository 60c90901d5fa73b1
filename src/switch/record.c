/* SPDX-License-Identifier: MIT */
#include "switch/record.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/path.h"
#include "base/text.h"

#define RECORD_NAME "cvenv-allowed"
#define RECORD_VERSION "1"

static const char *const part_words[] = { "config", "local", "dotenv", "requirement" };

static void format_file(struct buf *out, const struct trust_file *file)
{
	buf_strs(out, part_words[file->part], " ", NULL);
	text_percent(out, file->path, strlen(file->path));
	if (file->bytes)
		buf_printf(out, " %zu ", file->len);
	else
		buf_str(out, " - ");
	buf_strs(out, file->digest ? file->digest : "-", "\n", NULL);
}

void record_format(struct buf *out, const struct trust_record *record)
{
	buf_str(out, RECORD_NAME " " RECORD_VERSION "\nroot ");
	text_percent(out, record->root, strlen(record->root));
	buf_byte(out, '\n');
	for (size_t i = 0; i < record->count; i++)
		format_file(out, &record->files[i]);
	buf_str(out, "bytes\n");
	for (size_t i = 0; i < record->count; i++)
		if (record->files[i].bytes)
			buf_add(out, record->files[i].bytes, record->files[i].len);
}

/* Reading: strict, so that whatever was cut, mixed up or written by another version is told. */

struct reader {
	const char *at;
	const char *end;
	struct pool *pool;
};

/* The next word of a line, which LIMIT ends; NULL where another byte does, or it is empty. */
static const char *word(struct reader *r, char limit)
{
	const char *start = r->at, *stop = start;

	while (stop < r->end && *stop != ' ' && *stop != '\n' && *stop)
		stop++;
	if (stop == r->end || *stop != limit || stop == start)
		return NULL;
	r->at = stop + 1;
	return pool_strn(r->pool, start, (size_t)(stop - start));
}

static const char *path_word(struct reader *r, char limit)
{
	const char *coded = word(r, limit), *path = NULL;
	struct buf plain = BUF_INIT;

	if (coded && text_unpercent(&plain, coded, strlen(coded)) && path_is_absolute(plain.data))
		path = pool_str(r->pool, plain.data);
	buf_release(&plain);
	return path;
}

static bool number(const char *text, size_t *value)
{
	size_t n = 0;

	if (*text == '0' && text[1])
		return false;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || n > RECORD_LIMIT)
			return false;
		n = n * 10 + (size_t)(*text - '0');
	}
	*value = n;
	return true;
}

static bool is_digest(const char *text)
{
	return strlen(text) == DIGEST_HEX - 1 && strspn(text, "0123456789abcdef") == DIGEST_HEX - 1;
}

static bool find_part(const char *text, enum trust_part *part)
{
	for (size_t i = 0; i < sizeof(part_words) / sizeof(*part_words); i++)
		if (strcmp(part_words[i], text) == 0) {
			*part = (enum trust_part)i;
			return true;
		}
	return false;
}

struct trust_file *record_find(const struct trust_record *record, enum trust_part part, const char *path)
{
	for (size_t i = 0; i < record->count; i++) {
		struct trust_file *file = &record->files[i];

		if (file->part == part &&
		    (part == TRUST_CONFIG || part == TRUST_LOCAL || strcmp(file->path, path) == 0))
			return file;
	}
	return NULL;
}

struct trust_file *record_slot(struct trust_record *record, struct pool *p)
{
	struct trust_file *files =
		pool_grow(p, record->files, record->count, &record->cap, sizeof(*record->files));

	if (!files)
		return NULL;
	record->files = files;
	return &files[record->count++];
}

/* "PART PATH LENGTH DIGEST", whose first word was read. LEN is SIZE_MAX where the record has no bytes of it. */
static bool read_file_line(struct reader *r, struct trust_record *record, const char *kind)
{
	struct trust_file file = { 0 }, *added;
	const char *len, *digest;

	if (!find_part(kind, &file.part))
		return false;
	file.path = path_word(r, ' ');
	len = file.path ? word(r, ' ') : NULL;
	digest = len ? word(r, '\n') : NULL;
	if (!digest || record_find(record, file.part, file.path) || record->count >= RECORD_FILES)
		return false;
	file.len = SIZE_MAX;
	if (strcmp(len, "-") != 0 && !number(len, &file.len))
		return false;
	if (strcmp(digest, "-") != 0) {
		if (!is_digest(digest))
			return false;
		file.digest = digest;
	}
	/* Bytes are kept of all that was there but for dotenv files. */
	if ((file.len != SIZE_MAX) != (file.digest && file.part != TRUST_DOTENV))
		return false;
	added = record_slot(record, r->pool);
	if (added)
		*added = file;
	return added != NULL;
}

static bool read_bytes(struct reader *r, struct trust_record *record)
{
	for (size_t i = 0; i < record->count; i++) {
		struct trust_file *file = &record->files[i];
		char hex[DIGEST_HEX];

		if (file->len == SIZE_MAX) {
			file->len = 0;
			continue;
		}
		if (file->len > (size_t)(r->end - r->at))
			return false;
		file->bytes = r->at;
		r->at += file->len;
		digest_hex(hex, file->bytes, file->len);
		if (strcmp(hex, file->digest) != 0)
			return false;
	}
	return r->at == r->end;
}

enum record_reading record_read(struct trust_record *out, struct pool *p, const char *root, const char *bytes,
                                size_t len)
{
	struct reader r = { .at = bytes, .end = bytes + len, .pool = p };
	const char *kind = word(&r, ' '), *version, *owner;

	if (!kind || strcmp(kind, RECORD_NAME) != 0)
		return RECORD_DAMAGED;
	version = word(&r, '\n');
	if (!version || strspn(version, "0123456789") != strlen(version))
		return RECORD_DAMAGED;
	if (strcmp(version, RECORD_VERSION) != 0)
		return RECORD_NEWER;
	kind = word(&r, ' ');
	owner = kind && strcmp(kind, "root") == 0 ? path_word(&r, '\n') : NULL;
	if (!owner || strcmp(owner, root) != 0)
		return RECORD_DAMAGED;
	*out = (struct trust_record){ .root = owner };
	while ((kind = word(&r, ' ')))
		if (!read_file_line(&r, out, kind))
			return RECORD_DAMAGED;
	kind = word(&r, '\n');
	if (!kind || strcmp(kind, "bytes") != 0 || !read_bytes(&r, out))
		return RECORD_DAMAGED;
	return RECORD_OK;
}
