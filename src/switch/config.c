/* SPDX-License-Identifier: MIT */
#include "switch/config.h"

#include <string.h>

#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "switch/config_fields.h"
#include "switch/names.h"

static const char *wrong_folder(const char *text)
{
	if (strchr(text, PATH_LIST_SEPARATOR))
		return "holds the separator of PATH; give each folder an entry of its own";
	return field_wrong_empty(text);
}

const char *config_name_wrong(const char *name)
{
	if (!*name)
		return "is empty";
	if (path_name(name) != name)
		return "is a path; it must be a single name";
	if (!strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, "~"))
		return "means a folder; it must be a name";
	if (*name == '-')
		return "starts with '-', as an option does";
	return NULL;
}

static void read_venv(struct config_reader *r, const struct field *f, void *out);
static void read_env(struct config_reader *r, const struct field *f, void *out);
static void read_environments(struct config_reader *r, const struct field *f, void *out);

static const char *const create_words[] = { "auto", "never", NULL };
static const char *const sync_words[] = { "hint", "never", NULL };

#define MEMBER(name) offsetof(struct config, name)

const struct field config_fields[] = {
	{ "venv", FIELD_OTHER, MEMBER(venv), .read = read_venv, .wanted = "a path or {name: NAME}",
	  .about = "Where the environment is: a path relative to this file, or a name in the central folder." },
	{ "python", FIELD_TEXT, MEMBER(python), .wrong = field_wrong_empty,
	  .about = "The base interpreter: auto, a version, a range of versions, a name or a path." },
	{ "prompt", FIELD_TEXT, MEMBER(prompt),
	  .about = "What the shell's prompt shows; by default the name of the project's folder." },
	{ "system-site-packages", FIELD_FLAG, MEMBER(system_site_packages),
	  .about = "Whether the base interpreter's packages can be imported." },
	{ "pip", FIELD_FLAG, MEMBER(pip), .about = "Whether a new environment gets pip." },
	{ "create", FIELD_WORD, MEMBER(create), .words = create_words,
	  .about = "Whether a missing environment is made on entering the project." },
	{ "requirements", FIELD_LIST, MEMBER(requirements), .wrong = field_wrong_empty,
	  .about = "What sync installs: requirements files, pylock.toml, pyproject.toml, group:NAME, .[extra]." },
	{ "packages", FIELD_LIST, MEMBER(packages), .wrong = field_wrong_empty,
	  .about = "What sync installs besides: requirements as pip takes them." },
	{ "sync", FIELD_WORD, MEMBER(sync), .words = sync_words,
	  .about = "Whether one line tells when the environment is not what the config asks for." },
	{ "env", FIELD_OTHER, MEMBER(env), .read = read_env,
	  .wanted = "a map (lines of 'NAME: VALUE', or {} for none)",
	  .about = "Variables while inside: a value sets, null unsets." },
	{ "path", FIELD_LIST, MEMBER(path), .wrong = wrong_folder,
	  .about = "Folders that are put before PATH, behind the environment's own." },
	{ "dotenv", FIELD_LIST, MEMBER(dotenv), .wrong = field_wrong_empty,
	  .about = "Files of NAME=VALUE lines, read as data." },
	{ "inherit", FIELD_FLAG, MEMBER(inherit), .top = true,
	  .about = "Whether the next config above is applied first." },
	{ "disable", FIELD_FLAG, MEMBER(disable), .top = true, .about = "Whether cvenv is quiet in this tree." },
	{ "watch", FIELD_LIST, MEMBER(watch), .wrong = field_wrong_empty,
	  .about = "Files whose change makes the project be looked at again." },
	{ "post-create", FIELD_LIST, MEMBER(post_create), .wrong = field_wrong_empty,
	  .about = "Commands that sync runs once in a new environment." },
	{ "environments", FIELD_OTHER, MEMBER(environments), .top = true, .read = read_environments,
	  .wanted = "a map of names to environments",
	  .about = "Further environments of the project, by name, each with keys of its own." },
	{ 0 },
};

/* What stands in "venv" where it is not a path. */
static const struct field venv_fields[] = {
	{ "name", FIELD_TEXT, MEMBER(venv_name), .wrong = config_name_wrong, .about = "Its name in the central folder." },
	{ 0 },
};

static void read_venv(struct config_reader *r, const struct field *f, void *out)
{
	struct complaints *c = field_complaints(r);
	struct mark mark = field_mark(r);
	struct config *config = out;
	size_t before = c->count;
	struct text value;

	if (field_comes_map(r)) {
		fields_read(r, venv_fields, false, out);
		if (!config->venv_name.text && c->count == before)
			complain(c, &mark, "'venv' has no 'name'; write a path or {name: NAME}");
	} else if (field_text(r, "'venv'", f->wanted, false, &value)) {
		if (*value.text)
			config->venv = value;
		else
			complain(c, &value.mark, "'venv' is empty");
	}
}

static void add_pair(struct pairs *pairs, struct pool *p, const struct setting_pair *pair)
{
	struct setting_pair *items = pool_grow(p, pairs->items, pairs->count, &pairs->cap, sizeof *items);

	if (!items)
		return;
	pairs->items = items;
	pairs->items[pairs->count++] = *pair;
}

static void read_variable(struct config_reader *r, const struct text *name, void *out)
{
	struct complaints *c = field_complaints(r);
	struct setting_pair pair = { .name = name->text, .mark = name->mark };
	const char *shown = complain_show(c, name->text);

	if (!env_name_is_portable(name->text))
		complain(c, &name->mark, "'%s' is not a name that every shell can set; use letters, digits and _", shown);
	field_text(r, pool_printf(c->pool, "'%s'", shown), "a string or null", true, &pair.value);
	add_pair(out, c->pool, &pair);
}

static void read_env(struct config_reader *r, const struct field *f, void *out)
{
	struct config *config = out;

	config->env.given = field_comes_map(r);
	fields_each(r, f, read_variable, &config->env);
}

static void add_environment(struct config *base, struct pool *p, const struct named_config *named)
{
	struct named_config *items =
		pool_grow(p, base->environments, base->environment_count, &base->environment_cap, sizeof *items);

	if (!items)
		return;
	base->environments = items;
	base->environments[base->environment_count++] = *named;
}

static void read_environment(struct config_reader *r, const struct text *name, void *out)
{
	struct complaints *c = field_complaints(r);
	struct named_config named = {
		.name = name->text, .mark = name->mark, .config = pool_alloc(c->pool, sizeof *named.config),
	};
	const char *why = config_name_wrong(name->text), *shown = complain_show(c, name->text);
	struct text value;

	if (why)
		complain(c, &name->mark, "the environment's name '%s' %s", shown, why);
	if (!named.config) {
		field_skip(r);
		return;
	}
	if (field_comes_map(r))
		fields_read(r, config_fields, true, named.config);
	else if (field_text(r, pool_printf(c->pool, "'%s'", shown), "a map of keys, or empty", true, &value) && value.text)
		complain(c, &value.mark, "'%s' must be a map of keys, or empty, not a string", shown);
	add_environment(out, c->pool, &named);
}

static void read_environments(struct config_reader *r, const struct field *f, void *out)
{
	fields_each(r, f, read_environment, out);
}

static void check_names(const struct config *config, const char *const *special, struct complaints *c)
{
	for (size_t i = 0; i < config->env.count; i++) {
		const struct setting_pair *pair = &config->env.items[i];
		const char *why = env_name_is_portable(pair->name) ? name_refused(pair->name, special) : NULL;

		if (why)
			complain(c, &pair->mark, "'%s' %s; a project cannot set it", complain_show(c, pair->name), why);
	}
	for (size_t i = 0; i < config->environment_count; i++)
		check_names(config->environments[i].config, special, c);
}

int config_parse(struct config *out, struct pool *p, const char *file, const char *bytes, size_t len,
                 const char *const *special, const struct report *report)
{
	struct complaints c = { .pool = p, .report = report };

	*out = (struct config){ 0 };
	fields_parse(config_fields, out, &c, file, bytes, len);
	check_names(out, special, &c);
	return complaints_tell(&c);
}
