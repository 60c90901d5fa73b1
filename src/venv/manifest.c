/* SPDX-License-Identifier: MIT */
#include "venv/manifest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What is left of the text. */
struct cursor {
	char *at, *end;
	struct pool *pool;
	bool good;
};

/* The next line, closed by NUL; NULL at the end. */
static char *next_line(struct cursor *c)
{
	char *line = c->at, *newline = memchr(line, '\n', (size_t)(c->end - line));

	if (!newline)
		return NULL;
	*newline = '\0';
	c->at = newline + 1;
	return line;
}

/* LEN raw bytes and their newline. */
static const char *next_bytes(struct cursor *c, size_t len)
{
	const char *bytes = c->at;

	if ((size_t)(c->end - c->at) <= len || bytes[len] != '\n') {
		c->good = false;
		return "";
	}
	c->at += len + 1;
	return bytes;
}

/* A number without a sign, with the space behind it. */
static int64_t number(struct cursor *c, char **line, int base)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(*line, &end, base);
	if (errno || end == *line || *end != ' ' || value < 0 || **line < '0' || **line > '9') {
		c->good = false;
		return 0;
	}
	*line = end + 1;
	return value;
}

static unsigned mode(struct cursor *c, char **line)
{
	int64_t value = number(c, line, 8);

	c->good &= value <= 07777;
	return (unsigned)value;
}

static bool is_name(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* Relative, of names alone. */
static bool is_inside(const char *path)
{
	for (;;) {
		size_t len = strcspn(path, "/");

		if (!len || (len == 1 && path[0] == '.') || (len == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[len])
			return true;
		path += len + 1;
	}
}

#define ADD(m, c, member)                                                                                     \
	add_one(c, (void **)&(m)->member##s, &(m)->member##_count, &(m)->member##_cap, sizeof(*(m)->member##s))

/* One element more, zeroed; NULL, and not good, for want of memory. */
static void *add_one(struct cursor *c, void **items, size_t *count, size_t *cap, size_t size)
{
	void *grown = pool_grow(c->pool, *items, *count, cap, size);

	if (!grown) {
		c->good = false;
		return NULL;
	}
	*items = grown;
	return memset((char *)grown + (*count)++ * size, 0, size);
}

static void add_source(struct manifest *m, struct cursor *c, char *line)
{
	struct manifest_source *source = ADD(m, c, source);

	if (!source)
		return;
	source->size = number(c, &line, 10);
	source->modified = number(c, &line, 10);
	source->modified_ns = (int32_t)number(c, &line, 10);
	source->path = line;
	c->good &= *line == '/';
}

static void add_package(struct manifest *m, struct cursor *c, char *line)
{
	struct manifest_package *package = ADD(m, c, package);
	char *space = strchr(line, ' ');

	c->good &= space != NULL;
	if (!package || !space)
		return;
	*space = '\0';
	*package = (struct manifest_package){ .name = line, .version = space + 1 };
}

static void add_script(struct manifest *m, struct cursor *c, char *line)
{
	struct manifest_script *script = ADD(m, c, script);

	if (!script)
		return;
	script->mode = mode(c, &line);
	script->blank = number(c, &line, 10) != 0;
	script->len = (size_t)number(c, &line, 10);
	script->name = line;
	c->good &= is_name(line);
	script->body = next_bytes(c, script->len);
}

static void add_record(struct manifest *m, struct cursor *c, char *line)
{
	struct manifest_record *record = ADD(m, c, record);

	if (!record)
		return;
	record->len = (size_t)number(c, &line, 10);
	record->path = line;
	c->good &= is_inside(line);
	record->text = next_bytes(c, record->len);
}

static void add_folder(struct manifest *m, struct cursor *c, char *line)
{
	bool top = m->folder_count == 0;
	struct manifest_folder *folder = ADD(m, c, folder);

	if (folder)
		*folder = (struct manifest_folder){ .path = line, .first = m->file_count };
	c->good &= top ? strcmp(line, ".") == 0 : is_inside(line);
}

static void add_file(struct manifest *m, struct cursor *c, char *line)
{
	struct manifest_file *file = ADD(m, c, file);

	if (!file || !m->folder_count) {
		c->good = false;
		return;
	}
	file->mode = mode(c, &line);
	file->size = number(c, &line, 10);
	file->modified = number(c, &line, 10);
	file->name = line;
	c->good &= is_name(line);
	m->folders[m->folder_count - 1].count++;
}

static void add_python(struct manifest *m, struct cursor *c, char *line)
{
	(void)c;
	m->python = line;
}

static void add_version(struct manifest *m, struct cursor *c, char *line)
{
	(void)c;
	m->version = line;
}

static const struct {
	const char *word;
	void (*add)(struct manifest *m, struct cursor *c, char *line);
} kinds[] = {
	{ "file ", add_file },       { "folder ", add_folder },   { "depends ", add_source },  { "package ", add_package },
	{ "script ", add_script },   { "record ", add_record },   { "python ", add_python },   { "version ", add_version },
};

static const char first_line[] = "cvenv-image 1";

/* One line and what belongs to it; false behind the last, or where nothing knows it. */
static bool parse_line(struct manifest *m, struct cursor *c)
{
	char *line = next_line(c);

	if (!line)
		return c->good = false;
	if (strcmp(line, "end") == 0) {
		c->good &= c->at == c->end;
		return false;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t len = strlen(kinds[i].word);

		if (strncmp(line, kinds[i].word, len) == 0) {
			kinds[i].add(m, c, line + len);
			return c->good;
		}
	}
	return c->good = false;
}

bool manifest_parse(struct manifest *m, struct pool *p, bool partial)
{
	struct cursor c = { .at = m->text.data, .end = m->text.data + m->text.len, .pool = p, .good = !m->text.failed };
	const char *first;

	if (!partial && (!(first = next_line(&c)) || strcmp(first, first_line) != 0))
		return false;
	while (c.good && parse_line(m, &c))
		continue;
	return c.good && m->package_count && m->file_count && (partial || (m->python && m->version && m->source_count));
}

void manifest_release(struct manifest *m)
{
	buf_release(&m->text);
	*m = (struct manifest){ .text = BUF_INIT };
}

void manifest_head(struct buf *out, const char *python, const char *version, const struct strings *sources)
{
	buf_printf(out, "%s\npython %s\nversion %s\n", first_line, python, version);
	for (size_t i = 0; i < sources->count; i++) {
		struct file_id id = file_identify(sources->items[i]);

		buf_printf(out, "depends %" PRId64 " %" PRId64 " %" PRId32 " %s\n", id.size, id.modified, id.modified_ns,
		           sources->items[i]);
	}
}

/*
 * By size and time alone: hosts that share a home have the same package of a distributor in files that are
 * not the same.
 */
bool manifest_holds(const struct manifest *m)
{
	for (size_t i = 0; i < m->source_count; i++) {
		const struct manifest_source *source = &m->sources[i];
		struct file_id id = file_identify(source->path);

		if (id.kind == FILE_ABSENT || id.size != source->size || id.modified != source->modified ||
		    id.modified_ns != source->modified_ns)
			return false;
	}
	return true;
}
