/* SPDX-License-Identifier: MIT */
#include "switch/resolve.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/places.h"
#include "base/report.h"
#include "base/text.h"
#include "switch/dotenv.h"
#include "switch/expand.h"
#include "switch/project.h"
#include "switch/switch.h"
#include "venv/interpreter.h"

enum { POINTER_LIMIT = 64 * 1024 };

/* One project on its way: what the steps below share. */
struct work {
	struct session *s;
	const struct project *project;
	const struct config *config;
	const struct report *report;
	struct expansion expansion;
	struct resolved *out;
};

static int refuse(const struct work *w, const struct text *value, const char *why)
{
	report_error(w->report, "%s:%zu:%zu: %s: '%s'", value->mark.file, value->mark.line, value->mark.column, why,
	             value->text);
	return -1;
}

bool resolve_is_own(struct session *s, const char *folder, const char **why)
{
	for (size_t i = 0; i < s->settings.safe_directories.count; i++)
		if (path_is_below(folder, s->settings.safe_directories.items[i]))
			return true;
	return file_identify(folder).kind == FILE_ABSENT || file_is_safe(s->pool, folder, why);
}

bool resolve_is_safe(struct session *s, const char *folder)
{
	const char *why = NULL;

	if (resolve_is_own(s, folder, &why))
		return true;
	report_error(told_about(&s->told, s->pool, "unsafe", folder, why ? why : "", NULL),
	             "'%s' does not go on PATH: others can write to '%s'; take that right away, or list it under "
	             "safe-directories in your config.yml",
	             folder, why ? why : folder);
	return false;
}

/* A .venv that is a file names the environment in its first line, relative to its folder (PEP 832, draft). */
static int follow_pointer(const struct work *w, const char **venv)
{
	struct session *s = w->s;
	struct buf bytes = BUF_INIT;
	size_t len, at = 0, step;
	int answer = -1;

	if (watch_read(&s->watch, *venv, &bytes, POINTER_LIMIT, NULL) < 0) {
		report_error(w->report, "cannot read '%s': %s", *venv, strerror(errno));
		goto out;
	}
	len = strcspn(bytes.data, "\r\n");
	while (at < len && (step = text_utf8(bytes.data + at, len - at)) > 0)
		at += step;
	if (len == 0 || at < len || strlen(bytes.data) < len) {
		report_error(w->report, "'%s' is a file whose first line names no environment; correct or remove it", *venv);
		goto out;
	}
	*venv = path_clean(s->pool, path_join(s->pool, path_parent(s->pool, *venv), pool_strn(s->pool, bytes.data, len)));
	w->out->pointed = true;
	answer = 0;
out:
	s->pool->failed |= bytes.failed;
	buf_release(&bytes);
	return answer;
}

static const char *central_folder(struct session *s)
{
	return s->settings.central ? s->settings.central : places_central(s->pool, &s->outside);
}

static int find_place(const struct work *w)
{
	struct session *s = w->s;
	const struct config *c = w->config;
	const char *venv, *central, *name, *why;

	if (c->venv_name.text) {
		central = central_folder(s);
		if (!central)
			return refuse(w, &c->venv_name, "no home folder in which a named environment could be");
		name = expand_text(&w->expansion, &c->venv_name);
		if (!name)
			return -1;
		why = config_name_wrong(name);
		if (why)
			return refuse(w, &c->venv_name, why);
		venv = path_join(s->pool, central, name);
	} else if (c->venv.text) {
		venv = expand_path(&w->expansion, &c->venv);
		if (!venv)
			return -1;
	} else {
		venv = path_join(s->pool, w->project->root, ".venv");
	}
	if (file_identify(venv).kind == FILE_REGULAR && follow_pointer(w, &venv) < 0)
		return -1;
	if (strchr(venv, PATH_LIST_SEPARATOR)) {
		report_error(w->report, "the environment '%s' cannot go on PATH: its name holds '%c'; choose another with 'venv:'",
		             venv, PATH_LIST_SEPARATOR);
		return -1;
	}
	w->out->target.venv = venv;
	return 0;
}

static int add_paths(const struct work *w)
{
	struct pool *p = w->s->pool;

	for (size_t i = 0; i < w->config->path.count; i++) {
		const struct text *value = &w->config->path.items[i];
		const char *folder = expand_path(&w->expansion, value);

		if (!folder)
			return -1;
		if (strchr(folder, PATH_LIST_SEPARATOR))
			return refuse(w, value, "a folder for PATH that holds the separator");
		if (!resolve_is_safe(w->s, folder))
			return -1;
		strings_add(&w->out->target.paths, p, folder);
	}
	return 0;
}

/* The bytes that are compared with what was allowed are the bytes that are parsed. */
static int add_dotenv(const struct work *w, const struct text *value)
{
	struct session *s = w->s;
	const char *file = expand_path(&w->expansion, value);
	/* One that a config above names ("inherit") was allowed with that one. */
	struct trust_record one = { .root = file_real_path(s->pool, path_parent(s->pool, value->mark.file)) };
	struct buf bytes = BUF_INIT;
	enum trust_answer allowed;
	int answer = -1;
	bool absent;

	if (!file || !one.root)
		return -1;
	absent = watch_read(&s->watch, file, &bytes, CONFIG_LIMIT, NULL) < 0;
	if (absent && errno != ENOENT && errno != ENOTDIR) {
		report_error(w->report, "cannot read '%s': %s", file, strerror(errno));
		goto out;
	}
	trust_add(&one, s->pool, TRUST_DOTENV, file, absent ? NULL : bytes.data, bytes.len);
	if (one.count == 0)
		goto out;
	allowed = trust_ask(&s->trust, &s->watch, &s->settings, one.root, &one.files[0], w->report);
	if (allowed != TRUST_ALLOWED)
		report_warning(told_about(&s->told, s->pool, "blocked", file, one.files[0].digest, NULL),
		               "'%s' was changed since it was allowed; look at it and run 'cvenv allow'", file);
	else
		answer = absent ? 0 : dotenv_parse(&w->out->target.variables, s->pool, file, bytes.data, bytes.len, s->special, w->report);
out:
	s->pool->failed |= bytes.failed;
	buf_release(&bytes);
	return answer;
}

static int add_variables(const struct work *w)
{
	struct session *s = w->s;

	for (size_t i = 0; i < w->config->dotenv.count; i++)
		if (add_dotenv(w, &w->config->dotenv.items[i]) < 0)
			return -1;
	for (size_t i = 0; i < w->config->env.count; i++) {
		const struct setting_pair *pair = &w->config->env.items[i];
		const char *value = pair->value.text ? expand_text(&w->expansion, &pair->value) : NULL;

		if (pair->value.text && !value)
			return -1;
		env_set(&w->out->target.variables, s->pool, pair->name, value);
	}
	return 0;
}

static int add_watched(const struct work *w)
{
	for (size_t i = 0; i < w->config->watch.count; i++) {
		const char *file = expand_path(&w->expansion, &w->config->watch.items[i]);

		if (!file)
			return -1;
		watch_file(&w->s->watch, file);
	}
	return 0;
}

/* What activation means by the venv documentation ("How venvs work"), and what uv and prompts look at. */
static void add_activation(struct resolved *r, struct session *s, bool usual_place)
{
	struct env *variables = &r->target.variables;
	struct strings paths = { 0 };

	env_set(variables, s->pool, "VIRTUAL_ENV", r->target.venv);
	env_set(variables, s->pool, "VIRTUAL_ENV_PROMPT", r->prompt);
	env_set(variables, s->pool, "PYTHONHOME", NULL);
	if (!usual_place)
		env_set(variables, s->pool, "UV_PROJECT_ENVIRONMENT", r->target.venv);
	strings_add(&paths, s->pool, path_join(s->pool, r->target.venv, venv_bin_name));
	for (size_t i = 0; i < r->target.paths.count; i++)
		strings_add(&paths, s->pool, r->target.paths.items[i]);
	r->target.paths = paths;
}

static int take_scalars(const struct work *w)
{
	const struct config *c = w->config;
	struct resolved *r = w->out;
	const char *why;

	r->pip = c->pip != FLAG_FALSE;
	r->system_site_packages = c->system_site_packages == FLAG_TRUE;
	r->create = c->create != CREATE_NEVER;
	r->prompt = path_name(w->project->root);
	if (r->target.name)
		r->prompt = pool_printf(w->s->pool, "%s-%s", r->prompt, r->target.name);
	if (c->prompt.text && !(r->prompt = expand_text(&w->expansion, &c->prompt)))
		return -1;
	if (!c->python.text || strcmp(c->python.text, "auto") == 0)
		return 0;
	r->python_mark = c->python.mark;
	r->python = expand_text(&w->expansion, &c->python);
	if (!r->python)
		return -1;
	if (!interpreter_spec_valid(r->python, &why))
		return refuse(w, &c->python, why);
	if (path_has_separator(r->python) && !path_is_absolute(r->python))
		r->python = expand_path(&w->expansion, &c->python);
	return r->python ? 0 : -1;
}

void resolve_health(struct resolved *r, struct session *s)
{
	watch_file(&s->watch, path_join(s->pool, r->target.venv, "pyvenv.cfg"));
	watch_file(&s->watch, path_join(s->pool, path_join(s->pool, r->target.venv, venv_bin_name), venv_python_name));
	r->health = venv_health(r->target.venv);
}

static int resolve(const struct work *w)
{
	struct session *s = w->s;
	struct resolved *r = w->out;
	const char *usual = path_join(s->pool, w->project->root, ".venv");

	if (find_place(w) < 0 || take_scalars(w) < 0 || add_paths(w) < 0 || add_variables(w) < 0 || add_watched(w) < 0)
		return -1;
	if (!resolve_is_safe(s, path_join(s->pool, r->target.venv, venv_bin_name)))
		return -1;
	add_activation(r, s, strcmp(usual, r->target.venv) == 0);
	resolve_health(r, s);
	return s->pool->failed ? report_memory(s->report) : 0;
}

int resolve_project(struct resolved *out, struct session *s, const struct project *project, const char *name)
{
	const struct report *report =
		told_about(&s->told, s->pool, "unusable", project->root, project->fingerprint, name ? name : "", NULL);
	struct work w = {
		.s = s,
		.project = project,
		.config = name ? config_environment(&project->config, s->pool, name) : &project->config,
		.report = report,
		.expansion = { .pool = s->pool, .outside = &s->outside, .home = s->home, .report = report },
		.out = out,
	};

	*out = (struct resolved){ .target = { .mode = STATE_AUTO, .root = project->root, .name = name } };
	if (!w.config) {
		report_error(report, "the project '%s' has no environment '%s'", project->root, name);
		return -1;
	}
	return resolve(&w);
}

int resolve_folder(struct resolved *out, struct session *s, const char *venv)
{
	const char *bin = path_join(s->pool, venv, venv_bin_name);

	*out = (struct resolved){ .target = { .mode = STATE_HAND, .venv = venv } };
	out->prompt = venv_prompt(s->pool, venv);
	if (strchr(venv, PATH_LIST_SEPARATOR)) {
		report_error(s->report, "the environment '%s' cannot go on PATH: its name holds '%c'", venv, PATH_LIST_SEPARATOR);
		return -1;
	}
	if (!resolve_is_safe(s, bin))
		return -1;
	add_activation(out, s, true);
	resolve_health(out, s);
	return 0;
}
