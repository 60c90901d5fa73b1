/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "switch/config.h"
#include "switch/config_fields.h"
#include "venv/wheel.h"

/* The settings as somebody wrote them: in the file, or in variables. */
struct settings_written {
	struct texts trusted_paths;
	struct texts safe_directories;
	struct texts seed;
	struct text python;
	struct text message;
	struct text cache;
	struct text central;
	enum flag detect;
	int verbosity; /* of enum verbosity and enum link_mode, and one more; 0: not given */
	int link_mode;
};

static const char *const verbosity_words[] = { "quiet", "normal", "verbose", NULL };
static const char *const link_words[] = { "auto", "clone", "hardlink", "copy", NULL };
static const char *const placeholders[] = { "action", "prompt", "venv", "root", "python", NULL };

static bool is_placeholder(const char *name, size_t len)
{
	for (size_t i = 0; placeholders[i]; i++)
		if (strlen(placeholders[i]) == len && !memcmp(placeholders[i], name, len))
			return true;
	return false;
}

static const char *wrong_message(const char *text)
{
	while ((text = strchr(text, '{'))) {
		size_t len = strcspn(++text, "{}");

		if (text[len] != '}' || !is_placeholder(text, len))
			return "has a '{' before something that is none of {action}, {prompt}, {venv}, {root}, {python}";
		text += len + 1;
	}
	return NULL;
}

#define MEMBER(name) offsetof(struct settings_written, name)

const struct field settings_fields[] = {
	{ "trusted-paths", FIELD_LIST, MEMBER(trusted_paths), .wrong = field_wrong_empty, .variable = "CVENV_TRUSTED_PATHS",
	  .about = "Folders below which every config is allowed without being asked about." },
	{ "safe-directories", FIELD_LIST, MEMBER(safe_directories), .wrong = field_wrong_empty,
	  .variable = "CVENV_SAFE_DIRECTORIES",
	  .about = "Folders below which it does not matter who else can write to a folder that goes on PATH." },
	{ "python", FIELD_TEXT, MEMBER(python), .wrong = field_wrong_empty, .variable = "CVENV_PYTHON",
	  .about = "The base interpreter where a project does not say." },
	{ "detect", FIELD_FLAG, MEMBER(detect), .variable = "CVENV_DETECT",
	  .about = "Whether a .venv without a config, below a trusted path, is a project." },
	{ "verbosity", FIELD_WORD, MEMBER(verbosity), .words = verbosity_words, .variable = "CVENV_VERBOSITY",
	  .about = "How much cvenv says." },
	{ "message", FIELD_TEXT, MEMBER(message), .wrong = wrong_message, .variable = "CVENV_MESSAGE",
	  .about = "The format of the one line about a switch; empty for none." },
	{ "link-mode", FIELD_WORD, MEMBER(link_mode), .words = link_words, .variable = "CVENV_LINK_MODE",
	  .about = "How files get from the cache into an environment." },
	{ "seed", FIELD_LIST, MEMBER(seed), .wrong = field_wrong_empty, .variable = "CVENV_SEED",
	  .about = "What is installed in new environments: auto, which is pip, or none, and further packages by the names or paths of wheels." },
	{ "cache-folder", FIELD_TEXT, MEMBER(cache), .wrong = field_wrong_empty, .variable = "CVENV_CACHE_DIR",
	  .about = "Where the cache is kept." },
	{ "central-folder", FIELD_TEXT, MEMBER(central), .wrong = field_wrong_empty, .variable = "CVENV_CENTRAL_DIR",
	  .about = "Where environments are kept that a config names instead of giving a path." },
	{ 0 },
};

void settings_default(struct settings *s)
{
	*s = (struct settings){
		.verbosity = VERBOSITY_NORMAL, .message = "{action} {prompt} ({venv})", .link_mode = LINK_AUTO,
	};
}

/* VALUE with ~ as HOME, absolute and clean; NULL, and a complaint, where it is not absolute then. */
static const char *folder_of(struct complaints *c, const char *home, const struct text *value)
{
	const char *path = value->text;

	if (path[0] == '~' && (path[1] == '\0' || path_is_separator(path[1]))) {
		if (!home) {
			complain(c, &value->mark, "'%s' needs a home folder, and there is none; set HOME or write the path in full",
			         complain_show(c, path));
			return NULL;
		}
		path = path_join(c->pool, home, path[1] ? path + 2 : "");
	}
	if (path_is_absolute(path))
		return path_clean(c->pool, path);
	complain(c, &value->mark, "'%s' is not absolute; start it with / or ~/", complain_show(c, path));
	return NULL;
}

static void apply_folders(struct strings *out, struct complaints *c, const char *home, const struct texts *list)
{
	if (!list->given)
		return;
	*out = (struct strings){ 0 };
	for (size_t i = 0; i < list->count; i++) {
		const char *folder = folder_of(c, home, &list->items[i]);

		if (folder)
			strings_add(out, c->pool, folder);
	}
}

static void apply_folder(const char **out, struct complaints *c, const char *home, const struct text *value)
{
	if (value->text)
		*out = folder_of(c, home, value);
}

/* A version or a name is not a path, and there is no folder that a path could be relative to. */
static void apply_python(const char **out, struct complaints *c, const char *home, const struct text *value)
{
	if (!value->text)
		return;
	if (value->text[0] == '~' || path_name(value->text) != value->text)
		*out = folder_of(c, home, value);
	else
		*out = value->text;
}

/* A name is not a path, and there is no folder that a path could be relative to. */
static void apply_seed(struct strings *out, struct complaints *c, const char *home, const struct texts *list)
{
	if (!list->given)
		return;
	*out = (struct strings){ 0 };
	for (size_t i = 0; i < list->count; i++) {
		const char *seed = list->items[i].text;

		if (seed[0] == '~' || wheel_is_path(seed))
			seed = folder_of(c, home, &list->items[i]);
		if (seed)
			strings_add(out, c->pool, seed);
		if (strcmp(list->items[i].text, "none") == 0 && list->count > 1)
			complain(c, &list->items[i].mark, "'none' of 'seed' goes with nothing else");
	}
}

static void apply(struct settings *s, const struct settings_written *w, struct complaints *c, const char *home)
{
	apply_folders(&s->trusted_paths, c, home, &w->trusted_paths);
	apply_folders(&s->safe_directories, c, home, &w->safe_directories);
	apply_seed(&s->seed, c, home, &w->seed);
	apply_folder(&s->cache, c, home, &w->cache);
	apply_folder(&s->central, c, home, &w->central);
	apply_python(&s->python, c, home, &w->python);
	if (w->message.text)
		s->message = w->message.text;
	if (w->detect)
		s->detect = w->detect == FLAG_TRUE;
	if (w->verbosity)
		s->verbosity = (enum verbosity)(w->verbosity - 1);
	if (w->link_mode)
		s->link_mode = (enum link_mode)(w->link_mode - 1);
}

int settings_parse(struct settings *s, struct pool *p, const char *file, const char *bytes, size_t len,
                   const char *home, const struct report *report)
{
	struct settings_written written = { 0 };
	struct complaints c = { .pool = p, .report = report };

	fields_parse(settings_fields, &written, &c, file, bytes, len);
	if (!p->failed)
		apply(s, &written, &c, home);
	return complaints_tell(&c);
}

static void take_list(struct complaints *c, const struct field *f, const char *value, struct settings_written *out)
{
	struct texts *list = (struct texts *)((char *)out + f->offset);
	struct strings entries = { 0 };

	list->given = true;
	path_list_split(&entries, c->pool, value);
	/* As in PATH itself, a separator too many is no folder. */
	for (size_t i = 0; i < entries.count; i++)
		if (*entries.items[i])
			field_put(c, f, &(struct text){ entries.items[i], { f->variable, 0, 0 } }, out);
}

int settings_environment(struct settings *s, struct pool *p, const struct env *env, const char *home,
                         const struct report *report)
{
	struct settings_written written = { 0 };
	struct complaints c = { .pool = p, .report = report };

	for (const struct field *f = settings_fields; f->name; f++) {
		const char *value = env_get(env, f->variable);

		if (value && f->kind == FIELD_LIST)
			take_list(&c, f, value, &written);
		else if (value && (*value || f->wrong == wrong_message))
			field_put(&c, f, &(struct text){ pool_str(p, value), { f->variable, 0, 0 } }, &written);
	}
	if (!p->failed)
		apply(s, &written, &c, home);
	return complaints_tell(&c);
}
