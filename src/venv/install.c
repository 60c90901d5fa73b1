/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/quote.h"

enum { SCRIPT_LIMIT = 64 * 1024 * 1024 };

typedef void quoting(struct buf *out, const char *bytes, size_t len);

static bool ends_with(const char *text, const char *ending)
{
	size_t len = strlen(text), tail = strlen(ending);

	return len >= tail && strcmp(text + len - tail, ending) == 0;
}

static void quote_nothing(struct buf *out, const char *bytes, size_t len)
{
	buf_add(out, bytes, len);
}

static quoting *quoting_of(const char *name)
{
	if (ends_with(name, ".ps1"))
		return quote_doubled;
	return ends_with(name, ".bat") ? quote_nothing : quote_shlex;
}

/* What the placeholder at TEXT stands for, and its LEN; NULL where there is none. */
static const char *value_at(const struct venv_context *c, const char *text, size_t *len)
{
	const struct {
		const char *placeholder, *value;
	} words[] = {
		{ "__VENV_DIR__", c->seen.env_dir },         { "__VENV_NAME__", c->seen.env_name },
		{ "__VENV_PROMPT__", c->seen.prompt },       { "__VENV_BIN_NAME__", c->seen.bin_name },
		{ "__VENV_PYTHON__", c->seen.env_exe },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		*len = strlen(words[i].placeholder);
		if (text_starts(text, words[i].placeholder))
			return words[i].value;
	}
	return NULL;
}

/* Where a placeholder may begin, up to END; NULL where none does. The text may hold NUL. */
static const char *find_word(const char *at, const char *end)
{
	static const char word[] = "__VENV_";
	const size_t len = sizeof(word) - 1;

	for (; (at = memchr(at, '_', (size_t)(end - at))); at++) {
		if ((size_t)(end - at) < len)
			return NULL;
		if (memcmp(at, word, len) == 0)
			return at;
	}
	return NULL;
}

static void fill(struct buf *out, const struct venv_context *c, const struct buf *text, quoting *quote)
{
	const char *at = text->data, *end = text->data + text->len;

	while (at < end) {
		const char *next = find_word(at, end), *value = NULL;
		size_t len = 1;

		if (!next)
			next = end;
		buf_add(out, at, (size_t)(next - at));
		if (next < end)
			value = value_at(c, next, &len);
		if (value)
			quote(out, value, strlen(value));
		else if (next < end)
			buf_add(out, next, len = 1);
		at = next + (next < end ? len : 0);
	}
}

static bool is_utf8(const struct buf *text)
{
	for (size_t i = 0, used; i < text->len; i += used)
		if (!(used = text->data[i] ? text_utf8(text->data + i, text->len - i) : 1))
			return false;
	return true;
}

/* FROM, a file of the caller's, to TO, relative to the environment. */
static int install_file(struct venv_context *c, const char *from, const char *to)
{
	const struct report *report = c->builder->report;
	struct buf text = BUF_INIT, filled = BUF_INIT;
	struct file_id id;
	int result = -1;

	if (file_read(&text, from, SCRIPT_LIMIT, &id) < 0) {
		report_error(report, "cannot read '%s': %s", from, strerror(errno));
	} else if (!is_utf8(&text)) {
		report_warning(report, "unable to copy script '%s', may be binary: it is not UTF-8", from);
		result = 0;
	} else {
		fill(&filled, c, &text, quoting_of(to));
		result = filled.failed ? report_memory(report) : context_write(c, to, filled.data, filled.len, id.mode, true);
	}
	buf_release(&text);
	buf_release(&filled);
	return result;
}

/* Links to folders are not followed. */
static int install_folder(struct venv_context *c, const char *from, const char *to)
{
	struct strings entries = { 0 };

	if (folder_make(c->root, to, 0777) == 0) {
		context_made(c, to);
	} else if (errno != EEXIST) {
		return context_failed(c, "make", to);
	}
	if (file_list(&entries, c->pool, from) < 0) {
		report_error(c->builder->report, "cannot read '%s': %s", from, strerror(errno));
		return -1;
	}
	for (size_t i = 0; i < entries.count; i++) {
		const char *source = path_join(c->pool, from, entries.items[i]);
		const char *target = path_join(c->pool, to, entries.items[i]);
		bool folder = file_identify_link(source).kind == FILE_FOLDER;

		if (!folder && file_identify(source).kind == FILE_FOLDER)
			continue;
		if ((folder ? install_folder(c, source, target) : install_file(c, source, target)) < 0)
			return -1;
	}
	return c->pool->failed ? report_memory(c->builder->report) : 0;
}

int step_install(struct venv_context *c, const char *path)
{
	const char *const kinds[] = { "common", *PROGRAM_ENDING ? "nt" : "posix" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *folder = path_join(c->pool, path, kinds[i]);

		if (file_identify(folder).kind == FILE_FOLDER && install_folder(c, folder, venv_bin_name) < 0)
			return -1;
	}
	return 0;
}
