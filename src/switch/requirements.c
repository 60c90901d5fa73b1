/* SPDX-License-Identifier: MIT */
#include "switch/requirements.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "switch/config.h"
#include "switch/expand.h"

static void note(struct requirements *out, struct pool *p, enum requirement_kind kind, const char *file, size_t line,
                 const char *text)
{
	struct requirement_note *notes =
		pool_grow(p, out->notes, out->note_count, &out->note_cap, sizeof(*out->notes));

	if (!notes)
		return;
	out->notes = notes;
	notes[out->note_count++] = (struct requirement_note){ .kind = kind, .file = file, .line = line, .text = text };
}

/* Loops are told by where a file really is, and by nothing that a link could make new names of. */
static const char *real_name(struct pool *p, const char *path)
{
	const char *folder = file_real_path(p, path_parent(p, path));

	return folder ? path_join(p, folder, path_name(path)) : path;
}

static int read_whole(struct requirement_file *file, struct pool *p, const struct report *report)
{
	struct buf bytes = BUF_INIT;
	int status = 0;

	if (file_read(&bytes, file->path, REQUIREMENTS_LIMIT, NULL) == 0) {
		file->bytes = pool_strn(p, bytes.data, bytes.len);
		file->len = bytes.len;
	} else if (errno != ENOENT && errno != ENOTDIR) {
		report_error(report, "cannot read the requirements file '%s': %s", file->path, file_read_problem(errno));
		status = -1;
	}
	buf_release(&bytes);
	return status;
}

static int add_file(struct requirements *out, struct pool *p, const char *path, bool lines,
                    const struct report *report)
{
	const char *name = real_name(p, path);
	struct requirement_file *files;

	for (size_t i = 0; i < out->count; i++)
		if (strcmp(out->files[i].path, name) == 0) {
			out->files[i].lines |= lines;
			return 0;
		}
	if (out->count >= REQUIREMENTS_FILES) {
		report_error(report, "cannot follow the requirements as far as '%s': there are more than %d files", name,
		             REQUIREMENTS_FILES);
		return -1;
	}
	files = pool_grow(p, out->files, out->count, &out->cap, sizeof(*files));
	if (!files)
		return report_memory(report);
	out->files = files;
	files[out->count] = (struct requirement_file){ .path = name, .lines = lines };
	return read_whole(&files[out->count++], p, report);
}

/* Scanning: physical lines, then continued ones, then without the comment, as pip takes a file apart. */

struct scan {
	const char *at;
	const char *end;
	size_t line; /* of what was read last, counted from 1 */
};

/* Bytes at AT that end a line: whatever Python's str.splitlines takes for an end, lest a line be hidden in a comment. */
static size_t line_end(const char *at, const char *end)
{
	size_t left = (size_t)(end - at);

	if (*at == '\r' && left > 1 && at[1] == '\n')
		return 2;
	if ((*at >= '\n' && *at <= '\r') || (*at >= 0x1c && *at <= 0x1e))
		return 1;
	if (left > 1 && memcmp(at, "\xc2\x85", 2) == 0)
		return 2;
	if (left > 2 && (memcmp(at, "\xe2\x80\xa8", 3) == 0 || memcmp(at, "\xe2\x80\xa9", 3) == 0))
		return 3;
	return 0;
}

static bool next_physical(struct scan *s, const char **start, size_t *len)
{
	size_t skip = 0;

	if (s->at >= s->end)
		return false;
	*start = s->at;
	while (s->at < s->end && (skip = line_end(s->at, s->end)) == 0)
		s->at++;
	*len = (size_t)(s->at - *start);
	s->at += s->at < s->end ? skip : 0;
	s->line++;
	return true;
}

/* The length of the blank at AT, as Python's str.isspace has it, or 0: an installer would strip it from a name. */
static size_t blank_length(const char *at, size_t left)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80" };

	if (left > 0 && (*at == ' ' || *at == '\t' || *at == 0x1f))
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++)
		if (left >= strlen(wide[i]) && memcmp(at, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	/* U+2000 to U+200A */
	return left > 2 && memcmp(at, "\xe2\x80", 2) == 0 && (unsigned char)at[2] >= 0x80 && (unsigned char)at[2] <= 0x8a ? 3 : 0;
}

static size_t skip_blanks(const char *line, size_t len)
{
	size_t at = 0, step;

	while ((step = blank_length(line + at, len - at)) > 0)
		at += step;
	return at;
}

static bool is_comment(const char *line, size_t len)
{
	size_t at = skip_blanks(line, len);

	return at < len && line[at] == '#';
}

/* A line with those that continue it; FIRST is the number of its first. */
static bool next_logical(struct scan *s, struct buf *line, size_t *first)
{
	const char *start;
	size_t len;
	bool any = false, more = true;

	buf_clear(line);
	while (more && next_physical(s, &start, &len)) {
		bool comment = is_comment(start, len);

		if (!any)
			*first = s->line;
		any = true;
		more = len > 0 && start[len - 1] == '\\' && !comment;
		while (more && len > 0 && start[len - 1] == '\\')
			len--;
		if (comment)
			buf_byte(line, ' '); /* so that it is one behind a continued line, too */
		buf_add(line, start, len);
	}
	return any;
}

/* Adds the line without blanks around it and without its comment: from a # on, at the start or behind a blank. */
static void strip(struct buf *out, const struct buf *line)
{
	size_t start = skip_blanks(line->data, line->len), at = start, end = start;
	bool blank = true;

	while (at < line->len && !(blank && line->data[at] == '#')) {
		size_t step = blank_length(line->data + at, line->len - at);

		blank = step > 0;
		at += blank ? step : 1;
		if (!blank)
			end = at;
	}
	buf_add(out, line->data + start, end - start);
}

static int scan_line(struct requirements *out, struct pool *p, const char *file, size_t number,
                     const struct buf *line, const struct report *report)
{
	struct requirement_line read;
	const char *text = pool_strn(p, line->data, line->len);

	requirement_line_read(&read, p, text);
	if (strlen(text) != line->len)
		read.kind = REQUIREMENT_OTHER; /* a NUL: what is behind it was not looked at */
	if (read.kind != REQUIREMENT_NAMED)
		note(out, p, read.kind, file, number, text);
	for (size_t i = 0; i < read.includes.count; i++)
		if (add_file(out, p, path_join(p, path_parent(p, file), read.includes.items[i]), true, report) < 0)
			return -1;
	return 0;
}

static int scan_file(struct requirements *out, struct pool *p, const struct requirement_file *file,
                     const struct report *report)
{
	struct scan s = { .at = file->bytes, .end = file->bytes + file->len };
	struct buf line = BUF_INIT, plain = BUF_INIT;
	const char *path = file->path; /* FILE itself may move when one is added */
	size_t number = 0;
	int status = 0;

	if (file->len >= 2 && (memcmp(s.at, "\xff\xfe", 2) == 0 || memcmp(s.at, "\xfe\xff", 2) == 0)) {
		note(out, p, REQUIREMENT_OTHER, path, 0, "it is not UTF-8");
		return 0;
	}
	if (file->len >= 3 && memcmp(s.at, "\xef\xbb\xbf", 3) == 0)
		s.at += 3;
	while (status == 0 && next_logical(&s, &line, &number)) {
		buf_clear(&plain);
		strip(&plain, &line);
		if (plain.len > 0)
			status = scan_line(out, p, path, number, &plain, report);
	}
	if (line.failed || plain.failed)
		status = report_memory(report);
	buf_release(&line);
	buf_release(&plain);
	return status;
}

static int scan_all(struct requirements *out, struct pool *p, const struct report *report)
{
	for (size_t i = 0; i < out->count; i++) {
		struct requirement_file *file = &out->files[i];

		if (!file->bytes || !file->lines || file->scanned)
			continue;
		file->scanned = true;
		if (scan_file(out, p, file, report) < 0)
			return -1;
		i = (size_t)-1; /* one that was passed may be wanted line by line by now */
	}
	return p->failed ? report_memory(report) : 0;
}

static bool is_whole(const char *path)
{
	const char *name = path_name(path);
	size_t len = strlen(name);

	return strcmp(name, "pyproject.toml") == 0 ||
	       (text_starts(name, "pylock.") && len > 5 && strcmp(name + len - 5, ".toml") == 0);
}

int requirements_add(struct requirements *out, const struct expansion *e, const struct text *item)
{
	bool own = strcmp(item->text, ".") == 0 || text_starts(item->text, ".[");
	struct text project = { .text = "pyproject.toml", .mark = item->mark };
	const char *path = expand_path(e, own || text_starts(item->text, "group:") ? &project : item);

	if (!path)
		return -1;
	if (own)
		note(out, e->pool, REQUIREMENT_PATH, item->mark.file, item->mark.line, item->text);
	if (add_file(out, e->pool, path, !is_whole(path), e->report) < 0)
		return -1;
	return scan_all(out, e->pool, e->report);
}

void requirements_add_package(struct requirements *out, struct pool *p, const struct text *item)
{
	struct requirement_line line;

	requirement_line_read(&line, p, item->text);
	/* Here nothing is included: an option among packages is none of the format's. */
	if (line.includes.count > 0 && line.kind == REQUIREMENT_NAMED)
		line.kind = REQUIREMENT_OTHER;
	if (line.kind != REQUIREMENT_NAMED)
		note(out, p, line.kind, item->mark.file, item->mark.line, item->text);
}
