/* SPDX-License-Identifier: MIT */
#include "switch/python_version.h"

#include <string.h>

#include "base/pool.h"
#include "base/report.h"
#include "base/text.h"
#include "switch/config.h"
#include "venv/interpreter.h"

static const char blanks[] = " \t\r";

static int refuse(const struct report *report, const struct mark *mark, const char *why)
{
	report_error(report, "%s:%zu:%zu: %s; correct it, or say 'python:' in " CONFIG_NAME, mark->file, mark->line,
	             mark->column, why);
	return -1;
}

/* The length of the text at the start of LINE; a control character or a byte that is no UTF-8 ends it. */
static size_t text_length(const char *line, size_t len)
{
	size_t at = 0, step;

	while (at < len && (step = text_utf8(line + at, len - at)) > 0) {
		unsigned char first = (unsigned char)line[at];

		if ((first < ' ' && !strchr(blanks, first)) || first == '\0' || first == 0x7f)
			break;
		at += step;
	}
	return at;
}

static int add(struct texts *out, struct pool *p, const struct text *text, const struct report *report)
{
	struct text *items;

	if (out->count == PYTHON_VERSION_LINES)
		return refuse(report, &text->mark, "more versions than anybody needs");
	items = pool_grow(p, out->items, out->count, &out->cap, sizeof(*items));
	if (!items)
		return report_memory(report);
	out->items = items;
	items[out->count++] = *text;
	return 0;
}

/* LEN bytes without a newline. A request of several words is uv's; of anything else pyenv takes the first word. */
static int read_line(struct texts *out, struct pool *p, const struct mark *start, const char *line, size_t len,
                     const struct report *report)
{
	size_t good = text_length(line, len), indent = strspn(line, blanks), end = len;
	struct text text = { .mark = *start };
	const char *why, *comment;

	if (good < len) {
		text.mark.column += good;
		return refuse(report, &text.mark, "this is no text");
	}
	if (indent >= len || line[indent] == '#')
		return 0;
	text.mark.column += indent;
	text.text = pool_strn(p, line + indent, len - indent);
	comment = strstr(text.text, " #");
	end = comment ? (size_t)(comment - text.text) : strlen(text.text);
	while (end > 0 && strchr(blanks, text.text[end - 1]))
		end--;
	text.text = pool_strn(p, text.text, end);
	if (!interpreter_spec_valid(text.text, &why))
		text.text = pool_strn(p, text.text, strcspn(text.text, blanks));
	if (!interpreter_spec_valid(text.text, &why)) {
		report_error(report, "%s:%zu:%zu: '%s' does not name a Python: %s", text.mark.file, text.mark.line,
		             text.mark.column, text.text, why);
		return -1;
	}
	return add(out, p, &text, report);
}

int python_version_parse(struct texts *out, struct pool *p, const char *file, const char *bytes, size_t len,
                         const struct report *report)
{
	struct mark mark = { .file = file, .line = 1, .column = 1 };

	*out = (struct texts){ .given = true };
	for (size_t at = 0; at < len; mark.line++) {
		const char *end = memchr(bytes + at, '\n', len - at);
		size_t size = end ? (size_t)(end - bytes) - at : len - at;

		if (read_line(out, p, &mark, pool_strn(p, bytes + at, size), size, report) < 0)
			return -1;
		at += size + 1;
	}
	return p->failed ? report_memory(report) : 0;
}
