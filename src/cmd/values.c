/* SPDX-License-Identifier: MIT */
#include "cmd/values.h"

#include <stdlib.h>
#include <string.h>

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/places.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "emit/candidates.h"
#include "emit/emit.h"
#include "switch/config.h"
#include "switch/project.h"
#include "switch/switch.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/wheel.h"

bool values_fit(const struct asked *w, const char *value)
{
	return w->shell->matches || text_starts(value, w->start);
}

void values_one(const struct asked *w, const char *value, const char *about, bool whole)
{
	struct pool *p = &w->c->pool;
	size_t ahead = (size_t)(w->start - w->typed->word);

	/* a word that begins so would be an option */
	if (!values_fit(w, value) || (ahead == 0 && *value == '-' && !w->operands))
		return;
	if (ahead > 0)
		value = pool_printf(p, "%.*s%s", (int)ahead, w->typed->word, value);
	candidates_add(w->out, value, about, whole);
}

static void add_shells(const struct asked *w)
{
	for (const struct shell *const *shell = shells; *shell; shell++) {
		const char *about;

		if (!(*shell)->hook)
			continue;
		about = pool_printf(&w->c->pool, "reads %s", (*shell)->start_up);
		values_one(w, (*shell)->name, about, true);
		for (const char *at = (*shell)->aliases; at && *at;) {
			size_t len = strcspn(at, " ");

			values_one(w, pool_strn(&w->c->pool, at, len), about, true);
			at += len + strspn(at + len, " ");
		}
	}
}

static void add_formats(const struct asked *w)
{
	for (const struct shell *const *shell = shells; *shell; shell++)
		if (!(*shell)->hook)
			values_one(w, (*shell)->name, "", true);
}

static void add_commands(const struct asked *w)
{
	for (const struct command *const *command = commands; *command; command++)
		if ((*command)->summary)
			values_one(w, (*command)->name, (*command)->summary, true);
}

/* What the environment at PLACE is, in a line. */
static const char *about_environment(struct pool *p, const char *place)
{
	const char *version = venv_version(p, place);

	return version ? pool_printf(p, "Python %s at %s", version, place) : place;
}

/* The further environments of the project here, if it is allowed. */
static void add_project(const struct asked *w, struct session *s)
{
	struct project project;

	project_find(&project, s, NULL);
	if (project.verdict != PROJECT_GOOD)
		return;
	for (size_t i = 0; i < project.config.environment_count; i++)
		values_one(w, project.config.environments[i].name, pool_printf(s->pool, "of %s", project.root), true);
}

static void add_folder(const struct asked *w, const char *folder)
{
	struct pool *p = &w->c->pool;
	struct strings names = { 0 };

	if (!folder || file_list(&names, p, folder) < 0)
		return;
	for (size_t i = 0; i < names.count; i++) {
		const char *place = path_join(p, folder, names.items[i]);

		if (values_fit(w, names.items[i]) && venv_health(place) == VENV_GOOD)
			values_one(w, names.items[i], about_environment(p, place), true);
	}
}

/* In the order in which they are looked for (switch/hand.h). A path is something else. */
static void add_environments(const struct asked *w, bool here)
{
	struct session s;

	if (strchr(w->start, '/') ||
	    session_open(&s, &w->c->pool, &w->c->env, NULL, shells_special(&w->c->pool), &report_silent) < 0)
		return;
	add_project(w, &s);
	if (here)
		add_folder(w, s.logical ? s.logical : s.physical);
	add_folder(w, s.settings.central ? s.settings.central : places_central(s.pool, &s.outside));
}

static void add_env(const struct asked *w)
{
	add_environments(w, true);
	values_paths(w, false);
}

/* Newest first. */
static int compare_pythons(const void *left, const void *right)
{
	const struct interpreter *a = &((const struct interpreter_found *)left)->python;
	const struct interpreter *b = &((const struct interpreter_found *)right)->python;

	if (a->major != b->major)
		return b->major - a->major;
	return a->minor != b->minor ? b->minor - a->minor : b->micro - a->micro;
}

/* "3.13t", "pypy3.10": what asks for one like it. */
static const char *spec_of(struct pool *p, const struct interpreter *python)
{
	bool usual = strcmp(python->implementation, "cpython") == 0;

	return pool_printf(p, "%s%d.%d%s%s", usual ? "" : python->implementation, python->major, python->minor,
	                   python->free_threaded ? "t" : "", python->debug ? "d" : "");
}

/* Those that were met before: what a look at all there are would cost, a key must not. */
static void add_known(const struct asked *w)
{
	struct pool *p = &w->c->pool;
	struct interpreter_search search = { .env = &w->c->env, .report = &report_silent };
	struct interpreters known = { 0 };
	struct strings said = { 0 };
	struct session s;

	if (session_open(&s, p, &w->c->env, NULL, shells_special(p), &report_silent) < 0)
		return;
	search.cache = s.settings.cache ? s.settings.cache : places_cache(p, &w->c->env);
	interpreter_known(&known, p, &search);
	if (known.count > 0)
		qsort(known.items, known.count, sizeof(*known.items), compare_pythons);
	for (size_t i = 0; i < known.count; i++) {
		const struct interpreter *python = &known.items[i].python;
		const char *spec = spec_of(p, python);

		if (python->in_environment || strings_have(&said, spec))
			continue;
		strings_add(&said, p, spec);
		values_one(w, spec, pool_printf(p, "Python %s at %s", python->version, python->executable), true);
	}
}

static void add_pythons(const struct asked *w)
{
	values_one(w, "auto", "the first that fits on PATH", true);
	add_known(w);
	if (strchr(w->start, '/'))
		values_paths(w, true);
}

static void add_folders(const struct asked *w)
{
	values_paths(w, false);
}

static void add_files(const struct asked *w)
{
	values_paths(w, true);
}

static void add_projects(const struct asked *w)
{
	values_named(w, CONFIG_NAME);
	values_named(w, CONFIG_LOCAL_NAME);
	values_paths(w, false);
}

/* What the cache has a wheel of, and what may be one. */
static void add_packages(const struct asked *w)
{
	struct pool *p = &w->c->pool;
	struct wheels kept = { 0 };
	struct strings said = { 0 };
	struct session s;
	const char *cache;

	values_paths(w, true);
	if (session_open(&s, p, &w->c->env, NULL, shells_special(p), &report_silent) < 0)
		return;
	cache = s.settings.cache ? s.settings.cache : places_cache(p, &w->c->env);
	if (!cache || wheels_list(&kept, p, cache) < 0)
		return;
	for (size_t i = 0; i < kept.count; i++) {
		if (strings_have(&said, kept.items[i].project))
			continue;
		strings_add(&said, p, kept.items[i].project);
		values_one(w, kept.items[i].project, pool_printf(p, "%s, from the cache", kept.items[i].version), true);
	}
}

/* Every name of a value or operand that help shows. Without ADD nobody can know what it may be. */
static const struct {
	const char *name;
	void (*add)(const struct asked *w);
} rows[] = {
	{ "COMMAND", add_commands },
	{ "DIR", add_folders },
	{ "ENV", add_env },
	{ "ENV_DIR", add_folders },
	{ "FILE", add_files },
	{ "FORMAT", add_formats },
	{ "N", NULL },
	{ "N", NULL },
	{ "PACKAGE", add_packages },
	{ "PATH", add_projects },
	{ "PROMPT", NULL },
	{ "SHELL", add_shells },
	{ "SPEC", add_pythons },
	{ "TOKEN", NULL },
};

static bool add_one(const struct asked *w, const char *name)
{
	if (*name >= 'a' && *name <= 'z') {
		values_one(w, name, "", true);
		return true;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		if (rows[i].add)
			rows[i].add(w);
		return true;
	}
	return false;
}

bool values_add(const struct asked *w, const char *name)
{
	bool known = true;

	for (size_t len; *name; name += len + (name[len] == '|')) {
		len = strcspn(name, "|");
		known &= add_one(w, pool_strn(&w->c->pool, name, len));
	}
	return known;
}
