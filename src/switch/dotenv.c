/* SPDX-License-Identifier: MIT */
#include "switch/dotenv.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/pool.h"
#include "base/report.h"
#include "switch/names.h"

struct reader {
	const char *file;
	const char *at;
	const char *end;
	const char *line_start;
	size_t line;
	struct pool *pool;
	const char *const *special;
	const struct report *report;
	int answer;
};

static void complain(struct reader *r, const char *where, const char *what, const char *subject)
{
	report_error(r->report, "%s:%zu:%zu: %s%s%s%s", r->file, r->line, (size_t)(where - r->line_start) + 1, what,
	             subject ? " '" : "", subject ? subject : "", subject ? "'" : "");
	r->answer = -1;
}

static bool at_end(const struct reader *r)
{
	return r->at >= r->end;
}

static void skip_blanks(struct reader *r)
{
	while (!at_end(r) && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r'))
		r->at++;
}

static void skip_line(struct reader *r)
{
	while (!at_end(r) && *r->at != '\n')
		r->at++;
}

static void next_line(struct reader *r)
{
	r->at++;
	r->line++;
	r->line_start = r->at;
}

static void add_escaped(struct buf *out, char letter)
{
	static const char letters[] = "nrt\"\\$", meanings[] = "\n\r\t\"\\$";
	const char *found = letter ? strchr(letters, letter) : NULL;

	if (found) {
		buf_byte(out, meanings[found - letters]);
	} else {
		buf_byte(out, '\\');
		buf_byte(out, letter);
	}
}

static void read_quoted(struct reader *r, struct buf *out)
{
	const char *opening = r->at;
	const struct reader start = *r;
	char quote = *r->at++;

	while (!at_end(r) && *r->at != quote) {
		if (quote == '"' && *r->at == '\\' && r->at + 1 < r->end) {
			add_escaped(out, r->at[1]);
			r->at++;
		} else {
			buf_byte(out, *r->at);
		}
		if (*r->at == '\n')
			next_line(r);
		else
			r->at++;
	}
	if (at_end(r)) {
		*r = start;
		complain(r, opening, "a quote that is not closed", NULL);
		r->at = r->end;
		return;
	}
	r->at++;
	skip_blanks(r);
	if (!at_end(r) && *r->at != '\n' && *r->at != '#')
		complain(r, r->at, "text behind the closing quote", NULL);
	skip_line(r);
}

static void read_plain(struct reader *r, struct buf *out)
{
	const char *start = r->at, *stop;

	skip_line(r);
	for (stop = start; stop < r->at; stop++)
		if (*stop == '#' && (stop == start || stop[-1] == ' ' || stop[-1] == '\t'))
			break;
	while (stop > start && (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\r'))
		stop--;
	buf_add(out, start, (size_t)(stop - start));
}

static void read_value(struct reader *r, struct env *out, const char *name)
{
	struct buf value = BUF_INIT;

	skip_blanks(r);
	if (!at_end(r) && (*r->at == '\'' || *r->at == '"'))
		read_quoted(r, &value);
	else
		read_plain(r, &value);
	r->pool->failed |= value.failed;
	env_set(out, r->pool, name, value.data);
	buf_release(&value);
}

static void skip_export(struct reader *r)
{
	static const char word[] = "export";
	size_t len = sizeof(word) - 1;

	if ((size_t)(r->end - r->at) > len && memcmp(r->at, word, len) == 0 && (r->at[len] == ' ' || r->at[len] == '\t')) {
		r->at += len;
		skip_blanks(r);
	}
}

static void read_assignment(struct reader *r, struct env *out)
{
	const char *start, *name, *why;

	skip_export(r);
	start = r->at;
	while (!at_end(r) && *r->at != '=' && *r->at != '\n' && *r->at != ' ' && *r->at != '\t' && *r->at != '\r')
		r->at++;
	name = pool_strn(r->pool, start, (size_t)(r->at - start));
	skip_blanks(r);
	if (at_end(r) || *r->at != '=') {
		complain(r, start, "a line that is not NAME=VALUE:", name);
		skip_line(r);
		return;
	}
	r->at++;
	why = env_name_is_portable(name) ? name_refused(name, r->special) : "is not a name that every shell can set";
	if (why) {
		report_error(r->report, "%s:%zu:%zu: '%s' %s; a project cannot set it", r->file, r->line,
		             (size_t)(start - r->line_start) + 1, name, why);
		r->answer = -1;
	}
	read_value(r, out, name);
}

int dotenv_parse(struct env *out, struct pool *p, const char *file, const char *bytes, size_t len,
                 const char *const *special, const struct report *report)
{
	struct reader r = {
		.file = file, .at = bytes, .end = bytes + len, .line_start = bytes, .line = 1, .pool = p, .special = special,
		.report = report,
	};
	const char *nul = memchr(bytes, '\0', len);

	if (nul) {
		report_error(report, "%s: a NUL byte; a dotenv file is text", file);
		return -1;
	}
	while (!at_end(&r)) {
		skip_blanks(&r);
		if (at_end(&r))
			break;
		if (*r.at == '#')
			skip_line(&r);
		else if (*r.at != '\n')
			read_assignment(&r, out);
		if (!at_end(&r))
			next_line(&r);
	}
	return r.answer;
}
