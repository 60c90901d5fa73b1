/* SPDX-License-Identifier: MIT */
#include "switch/wanted.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/path.h"
#include "base/places.h"
#include "base/report.h"
#include "base/text.h"
#include "switch/find.h"
#include "switch/maker.h"
#include "switch/python_version.h"
#include "switch/resolve.h"
#include "switch/switch.h"
#include "venv/interpreter.h"
#include "venv/requires.h"
#include "venv/spec.h"

#define PYPROJECT_NAME "pyproject.toml"

static const char settings_name[] = "the user's settings", remedy[] = "say 'python:' in " CONFIG_NAME;

static void add_spec(struct wanted *w, struct pool *p, const struct text *spec)
{
	struct text *items = pool_grow(p, w->specs.items, w->specs.count, &w->specs.cap, sizeof(*items));

	if (!items)
		return;
	w->specs.items = items;
	items[w->specs.count++] = *spec;
}

void wanted_given(struct wanted *out, struct pool *p, const char *spec, const char *by)
{
	*out = (struct wanted){ .by = by };
	if (spec)
		add_spec(out, p, &(struct text){ .text = spec });
}

static struct interpreter_search search_of(const struct session *s, const struct report *report)
{
	const char *own = s->settings.cache;

	return (struct interpreter_search){
		.env = &s->outside,
		.cache = own ? own : places_cache(s->pool, &s->outside),
		.venv = env_get(&s->outside, "VIRTUAL_ENV"),
		.report = report,
	};
}

/* Whom to tell about FILE with these BYTES. */
static const struct report *told_of(struct session *s, const char *file, const struct buf *bytes)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, bytes->data, bytes->len);
	return told_about(&s->told, s->pool, "wanted", file, pool_str(s->pool, hex), NULL);
}

static int refuse_path(const struct report *report, const struct text *spec, const char *why)
{
	report_error(report, "%s:%zu:%zu: '%s' is not run: %s; name a version, or %s", spec->mark.file, spec->mark.line,
	             spec->mark.column, spec->text, why, remedy);
	return -1;
}

/* Makes SPEC, a path, absolute; what may lead to something that the project brought is refused. */
static int settle_path(struct text *spec, struct session *s, const struct report *report)
{
	const char *root = path_parent(s->pool, spec->mark.file), *path = spec->text, *real_root, *real;

	if (text_starts(path, "~/") && s->home)
		path = path_join(s->pool, s->home, path + 2);
	if (!path_is_absolute(path))
		return refuse_path(report, spec, "it is a path that is relative to the project");
	path = path_clean(s->pool, path);
	real = file_real_path(s->pool, path);
	real_root = file_real_path(s->pool, root);
	if (path_is_below(path, root) || (real && real_root && path_is_below(real, real_root)))
		return refuse_path(report, spec, "it is in the project");
	if (!resolve_is_own(s, path_parent(s->pool, path), NULL) || (real && !resolve_is_own(s, path_parent(s->pool, real), NULL)))
		return refuse_path(report, spec, "others can write to its folder");
	spec->text = path;
	return 0;
}

/* A name is not looked up on PATH, where it might be any program's. */
static int settle_name(struct text *spec, struct session *s, const struct report *report)
{
	const struct interpreter_search search = search_of(s, &report_silent);
	const char *folder = interpreter_installed(s->pool, &search, spec->text);
	struct buf there = BUF_INIT;

	if (folder) {
		spec->text = folder;
		return 0;
	}
	interpreter_tell(&there, s->pool, &search);
	report_error(report, "%s:%zu:%zu: no Python is installed as '%s'; there is %s", spec->mark.file, spec->mark.line,
	             spec->mark.column, spec->text, there.len ? there.data : "none");
	buf_release(&there);
	return -1;
}

/* Of several, those count that can be had: they are what the file's other readers would take. */
static int settle(struct wanted *w, struct session *s, const struct texts *asked, const struct report *report)
{
	for (size_t i = 0; i < asked->count; i++) {
		struct text spec = asked->items[i];
		const struct report *tell = i + 1 < asked->count || w->specs.count > 0 ? &report_silent : report;
		struct spec parsed;
		const char *why;

		if (!spec_parse(&parsed, spec.text, &why))
			continue;
		if (parsed.kind == SPEC_PATH ? settle_path(&spec, s, report) < 0
		                             : parsed.kind == SPEC_NAME && settle_name(&spec, s, tell) < 0) {
			if (tell == report || parsed.kind == SPEC_PATH)
				return -1;
			continue;
		}
		add_spec(w, s->pool, &spec);
	}
	return 0;
}

/* A file in the working directory is called by its name alone, and so is one of the project's. */
static const char *shown(const struct session *s, const char *root, const char *file)
{
	const char *folder = path_parent(s->pool, file);

	return root || (s->logical && strcmp(folder, s->logical) == 0) ? path_name(file) : file;
}

/* 1 where FILE was read, 0 where there is none, -1 reported. */
static int read_file(struct buf *bytes, struct file_id *id, struct session *s, const char *file, size_t limit)
{
	if (watch_read(&s->watch, file, bytes, limit, id) == 0)
		return 1;
	if (errno == ENOENT || errno == ENOTDIR)
		return 0;
	report_error(told_about(&s->told, s->pool, "wanted", file, strerror(errno), NULL),
	             "cannot read '%s', which says what Python is wanted: %s; correct it, or %s", file,
	             errno == EFBIG ? "it is too large" : file_read_problem(errno), remedy);
	return -1;
}

/* 1 where FOLDER's .python-version decides. */
static int by_version_file(struct wanted *w, struct session *s, const char *root, const char *folder)
{
	const char *file = path_join(s->pool, folder, PYTHON_VERSION_NAME);
	struct buf bytes = BUF_INIT;
	struct texts asked = { 0 };
	int answer = read_file(&bytes, NULL, s, file, PYTHON_VERSION_LIMIT);

	if (answer == 1) {
		const struct report *report = told_of(s, file, &bytes);

		if (python_version_parse(&asked, s->pool, file, bytes.data, bytes.len, report) < 0 ||
		    settle(w, s, &asked, report) < 0)
			answer = -1;
		else
			answer = w->specs.count > 0;
		w->by = shown(s, root, file);
	}
	buf_release(&bytes);
	return answer;
}

/* PEP 621 has specifiers there, and nothing else is taken: neither a name nor a path. */
static int take_required(struct wanted *w, struct session *s, const char *file, const char *value,
                         const struct report *report)
{
	const char *why;
	struct spec spec;

	if (!value[strspn(value, " \t")])
		return 0;
	if (!spec_parse(&spec, value, &why) || spec.kind != SPEC_VERSION || spec.implementation || spec.count == 0) {
		report_error(report, "%s: requires-python is '%s', and a range is written as >=3.11,<3.14; correct it, or %s", file,
		             value, remedy);
		return -1;
	}
	add_spec(w, s->pool, &(struct text){ .text = value, .mark = { .file = file } });
	return 1;
}

/* 1 where FOLDER's pyproject.toml decides; *THERE: it has one. */
static int by_project_file(struct wanted *w, struct session *s, const char *root, const char *folder, bool *there)
{
	static const char key[] = "requires-python";
	const char *file = path_join(s->pool, folder, PYPROJECT_NAME), *text = "";
	const struct report *report;
	struct interpreter_search search;
	struct buf bytes = BUF_INIT;
	struct file_id id;
	int answer = read_file(&bytes, &id, s, file, CONFIG_LIMIT);

	*there = answer != 0;
	if (answer < 1)
		goto out;
	report = told_of(s, file, &bytes);
	if (strlen(bytes.data) < bytes.len) {
		report_error(report, "%s: this is no text; correct it, or %s", file, remedy);
		answer = -1;
		goto out;
	}
	/* A word that is nowhere in it need not be looked for by a Python. */
	if (!strstr(bytes.data, key)) {
		answer = 0;
		goto out;
	}
	search = search_of(s, report);
	w->by = pool_printf(s->pool, "%s of %s", key, shown(s, root, file));
	switch (requires_python(&text, s->pool, &search, file, &id)) {
	case REQUIRES_SAID:
		answer = take_required(w, s, file, text, report);
		break;
	case REQUIRES_NOTHING:
		answer = 0;
		break;
	case REQUIRES_WRONG:
		report_error(report, "%s: this is not as it has to be: %s; correct it, or %s", file, text, remedy);
		answer = -1;
		break;
	case REQUIRES_UNREAD:
		report_warning(report, "%s: %s is not looked at: that takes a Python that reads TOML, 3.11 or later; install one, or %s",
		               file, key, remedy);
		answer = 0;
		break;
	}
out:
	buf_release(&bytes);
	return answer;
}

static int by_files(struct wanted *w, struct session *s, const char *root)
{
	struct strings folders = { 0 };
	bool there = false;
	int decided = 0;

	if (root)
		strings_add(&folders, s->pool, root);
	else
		find_folders(&folders, s);
	for (size_t i = 0; i < folders.count && decided == 0 && !there; i++) {
		decided = by_version_file(w, s, root, folders.items[i]);
		if (decided == 0)
			decided = by_project_file(w, s, root, folders.items[i], &there);
	}
	return decided;
}

int wanted_auto(struct wanted *out, struct session *s, const char *root)
{
	int decided;

	*out = (struct wanted){ 0 };
	decided = by_files(out, s, root);
	if (decided == 0)
		wanted_given(out, s->pool, s->settings.python, s->settings.python ? settings_name : NULL);
	if (s->pool->failed)
		return report_memory(s->report);
	return decided < 0 ? -1 : 0;
}

int wanted_by(struct wanted *out, struct session *s, const struct resolved *r)
{
	if (!r->python)
		return wanted_auto(out, s, r->target.root);
	*out = (struct wanted){ .by = path_name(r->python_mark.file) };
	add_spec(out, s->pool, &(struct text){ .text = r->python, .mark = r->python_mark });
	return 0;
}

/* What is wrong with the first that is asked for, to be told where there is none of the others either. */
struct kept {
	struct report report;
	const struct report *to;
	struct pool *pool;
	const char *error;
};

static void keep_first(void *data, enum report_level level, const char *text)
{
	struct kept *kept = data;

	if (level != REPORT_ERROR)
		kept->to->say(kept->to->data, level, text);
	else if (!kept->error)
		kept->error = pool_str(kept->pool, text);
}

/* The place that asks for it, as an error begins with it. */
static const char *place_of(struct pool *p, const struct wanted *w)
{
	const struct mark *mark = &w->specs.items[0].mark;

	if (!mark->file)
		return w->by ? pool_printf(p, "%s: ", w->by) : "";
	if (mark->line == 0)
		return pool_printf(p, "%s: ", mark->file);
	return pool_printf(p, "%s:%zu:%zu: ", mark->file, mark->line, mark->column);
}

struct cvenv_python *wanted_python(const struct wanted *w, const struct maker *m)
{
	struct kept kept = { .report = { .say = keep_first, .data = &kept }, .to = m->report, .pool = m->pool };
	struct cvenv_python *python = NULL;

	if (w->specs.count == 0)
		return maker_python(m, NULL, m->report);
	for (size_t i = 0; i < w->specs.count && !python; i++)
		python = maker_python(m, w->specs.items[i].text, &kept.report);
	if (!python)
		report_error(m->report, "%s%s", place_of(m->pool, w), kept.error ? kept.error : report_no_memory);
	return python;
}

const char *wanted_text(struct pool *p, const struct wanted *w)
{
	const struct mark *mark = w->specs.count ? &w->specs.items[0].mark : NULL;
	struct buf text = BUF_INIT;
	const char *copy;

	for (size_t i = 0; i < w->specs.count; i++)
		buf_strs(&text, i > 0 ? ", " : "", w->specs.items[i].text, NULL);
	if (!mark)
		buf_str(&text, "auto (the first on PATH)");
	else if (!mark->file)
		buf_strs(&text, " (", w->by ? w->by : "", ")", NULL);
	else if (mark->line == 0)
		buf_strs(&text, " (", mark->file, ")", NULL);
	else
		buf_printf(&text, " (%s:%zu)", mark->file, mark->line);
	copy = pool_str(p, text.data);
	p->failed |= text.failed;
	buf_release(&text);
	return copy;
}
