/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sys.h"
#include "base/text.h"
#include "cmd/allow.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "switch/find.h"
#include "switch/maker.h"
#include "switch/project.h"
#include "switch/provide.h"
#include "switch/resolve.h"
#include "switch/switch.h"
#include "switch/wanted.h"
#include "venv/cvenv.h"
#include "venv/health.h"

struct create_options {
	const char *python;
	const char *prompt;
	const char *link_mode;
	struct strings seed;
	bool system_site_packages;
	bool symlinks;
	bool copies;
	bool clear;
	bool force;
	bool upgrade;
	bool without_pip;
	bool upgrade_deps;
	bool without_scm_ignore_files;
	bool relocatable;
	bool json;
	bool quiet;
	bool verbose;
};

#define OPTION(member) .offset = offsetof(struct create_options, member)

static const struct option_spec options[] = {
	{ "python", 'p', "SPEC", "which Python: a version, a range, a name on PATH or a path", OPTION(python) },
	{ "prompt", 0, "PROMPT", "what the prompt shows; '.' is the working directory's name", OPTION(prompt) },
	{ "system-site-packages", 0, NULL, "let it see the packages of its base Python", OPTION(system_site_packages) },
	{ "symlinks", 0, NULL, "link to the base Python: the default, but on Windows", OPTION(symlinks), .unlike = "copies" },
	{ "copies", 0, NULL, "copy the base Python's program instead: the default on Windows", OPTION(copies), .unlike = "symlinks" },
	{ "clear", 0, NULL, "empty the folder first, if it is an environment", OPTION(clear) },
	{ "force", 0, NULL, "with --clear: also if it is not", OPTION(force) },
	{ "upgrade", 0, NULL, "of an environment that is there: use this Python from now on", OPTION(upgrade) },
	{ "without-pip", 0, NULL, "do not install pip", OPTION(without_pip) },
	{ "upgrade-deps", 0, NULL, "then let pip upgrade itself to the newest that its index has", OPTION(upgrade_deps) },
	{ "without-scm-ignore-files", 0, NULL, "do not write a .gitignore", OPTION(without_scm_ignore_files) },
	{ "relocatable", 0, NULL, "let its scripts find it by their own place, so that it may be moved", OPTION(relocatable) },
	{ "link-mode", 0, "auto|clone|hardlink|copy", "how files come from the cache", OPTION(link_mode) },
	{ "seed", 0, "auto|none|PACKAGE", "what is installed: pip, or nothing, or, beside pip, wheels by path or name", OPTION(seed), .many = true },
	{ "json", 0, NULL, "print a JSON object for each environment", OPTION(json) },
	{ "quiet", 'q', NULL, "say nothing but errors", OPTION(quiet) },
	{ "verbose", 'v', NULL, "say more", OPTION(verbose) },
	{ 0 },
};

static void json_text(struct buf *out, const char *key, const char *value)
{
	buf_str(out, ", ");
	text_json_member(out, key, value);
}

/* One line, so that what reads them can take them one by one. */
static void print_json(struct buf *out, const struct cvenv_context *made)
{
	buf_strs(out, "{\"created\": ", made->created ? "true" : "false", NULL);
	json_text(out, "path", made->env_dir);
	json_text(out, "python", made->env_exe);
	json_text(out, "base", made->executable);
	json_text(out, "version", made->python->version);
	json_text(out, "implementation", made->python->implementation);
	json_text(out, "prompt", made->prompt);
	json_text(out, "pip", made->pip);
	json_text(out, "link-mode", made->link_mode);
	buf_str(out, "}\n");
}

/* What somebody is shown who waits: what pip says, and, once it takes long, how far its files are. */
struct shown {
	struct report report; /* to TO, with no bar in the way */
	const struct report *to;
	int64_t began;
	bool bar; /* it stands on the terminal now */
};

static void show_progress(void *data, const char *line)
{
	report_info(&((struct shown *)data)->report, "pip: %s", line);
}

static void clear_bar(struct shown *shown)
{
	if (shown->bar)
		fputs("\r\033[K", stderr);
	shown->bar = false;
}

static void say(void *data, enum report_level level, const char *text)
{
	struct shown *shown = data;

	clear_bar(shown);
	shown->to->say(shown->to->data, level, text);
}

static void show_bar(void *data, size_t done, size_t total)
{
	enum { WIDTH = 30, LONG_MS = 500 };
	static const char full[] = "==============================", none[] = "                              ";
	struct shown *shown = data;
	int part = total ? (int)(done * WIDTH / total) : 0;

	if (done == total) {
		clear_bar(shown);
	} else if (sys_clock_ms() - shown->began >= LONG_MS) {
		fprintf(stderr, "\r\033[KPreparing packages, once for this Python [%.*s%.*s]", part, full, WIDTH - part, none);
		shown->bar = true;
	}
}

static const char *const link_modes[] = {
	[CVENV_LINK_AUTO] = "auto", [CVENV_LINK_CLONE] = "clone", [CVENV_LINK_HARDLINK] = "hardlink", [CVENV_LINK_COPY] = "copy",
};

/* The mode of that name; -1 where there is none. */
static int link_mode(const char *name)
{
	for (int i = 0; i < (int)(sizeof(link_modes) / sizeof(*link_modes)); i++)
		if (strcmp(link_modes[i], name) == 0)
			return i;
	return -1;
}

/* What the command line asks for, in words of its own: a file is one, whatever its name holds. */
static struct strings seed_words(struct context *c, const struct create_options *o)
{
	struct strings words = { 0 };

	for (size_t i = 0; i < o->seed.count; i++) {
		const char *at = o->seed.items[i];

		if (file_identify(at).kind == FILE_REGULAR) {
			strings_add(&words, &c->pool, at);
			continue;
		}
		for (size_t len; len = strcspn(at, ","), true; at += len + 1) {
			strings_add(&words, &c->pool, pool_strn(&c->pool, at, len));
			if (!at[len])
				break;
		}
	}
	return words;
}

/* What is wrong with what is to be installed; NULL: nothing. */
static const char *wrong_seed(const struct create_options *o, const struct strings *words)
{
	if (strings_have(words, ""))
		return "option '--seed' has an empty name";
	if (words->count > 1 && strings_have(words, "none"))
		return "'none' of option '--seed' goes with nothing else";
	if (words->count && o->without_pip && !(words->count == 1 && strings_have(words, "none")))
		return "option '--seed' does not go with '--without-pip'";
	return NULL;
}

/* What the command line says, or, where it is silent, the project (NULL: none) or the user's settings, made of BASE. */
static int create_all(struct context *c, const struct create_options *o, const struct settings *settings,
                      const struct wanted *base, const struct resolved *project, int count, const char *const *targets)
{
	const bool waits = sys_is_terminal(STDERR_FILENO), asks = o->upgrade || o->upgrade_deps;
	struct shown shown = { .report = { .say = say, .data = &shown }, .to = &c->report, .began = sys_clock_ms() };
	const struct maker m = {
		.pool = &c->pool, .env = &c->env, .report = &shown.report, .cache = settings->cache,
		.heard = waits && asks ? show_progress : NULL, .progress = waits && c->verbose >= 0 ? show_bar : NULL, .data = &shown,
	};
	static const char *const git[] = { "git", NULL };
	struct cvenv_python *python = wanted_python(base, &m);
	const struct strings asked = seed_words(c, o);
	const struct maker_seed seed = maker_seed(&c->pool, asked.count ? &asked : &settings->seed);
	/* Who asks for packages by name asks for pip, too, whatever the project says. */
	const bool pip = asked.count || !project || project->pip;
	const struct cvenv_options wanted = {
		.size = sizeof(wanted),
		.python = python,
		.system_site_packages = o->system_site_packages || (project && project->system_site_packages),
		.clear = o->clear,
		.force = o->force,
		.symlinks = o->symlinks || (venv_usually_links && !o->copies),
		.upgrade = o->upgrade,
		.with_pip = !o->without_pip && pip && seed.pip,
		.seed = seed.seed,
		.upgrade_deps = o->upgrade_deps,
		.relocatable = o->relocatable,
		.prompt = o->prompt || !project ? o->prompt : project->prompt,
		.scm_ignore_files = o->without_scm_ignore_files ? NULL : git,
		.link_mode = o->link_mode ? (enum cvenv_link_mode)link_mode(o->link_mode) : maker_link_mode(settings),
	};
	struct cvenv_builder *builder = python ? maker_builder(&m, &wanted) : NULL;
	int status = builder ? EXIT_DONE : EXIT_FAILED;

	for (int i = 0; i < count && status == EXIT_DONE; i++) {
		if (maker_create(&m, builder, python, targets[i], *targets[i] ? targets[i] : ".", base->by) < 0)
			status = EXIT_FAILED;
		else if (o->json)
			print_json(&c->out, cvenv_builder_context(builder));
	}
	clear_bar(&shown);
	cvenv_builder_free(builder);
	cvenv_python_free(python);
	return status;
}

static int find_base(struct wanted *out, const struct create_options *o, struct session *s, const struct resolved *project)
{
	if (!o->python)
		return project ? wanted_by(out, s, project) : wanted_auto(out, s, NULL);
	wanted_given(out, s->pool, o->python, NULL);
	return 0;
}

/* The environment of the nearest config, which the user allows by asking for it; .venv where there is none. */
static int create_here(struct context *c, struct session *s, const struct create_options *o)
{
	struct project project;
	struct resolved resolved;
	struct wanted base;
	int status;

	if (find_config(s) && allow_project(c, s, NULL) < 0)
		return EXIT_FAILED;
	project_find(&project, s, NULL);
	if (project.verdict == PROJECT_NONE) {
		if (find_base(&base, o, s, NULL) < 0)
			return EXIT_FAILED;
		return create_all(c, o, &s->settings, &base, NULL, 1, (const char *const[]){ ".venv" });
	}
	if (project.verdict != PROJECT_GOOD || resolve_project(&resolved, s, &project, NULL) < 0 ||
	    find_base(&base, o, s, &resolved) < 0)
		return EXIT_FAILED;
	status = create_all(c, o, &s->settings, &base, &resolved, 1, (const char *const[]){ resolved.target.venv });
	if (status == EXIT_DONE)
		provide_forget(s, resolved.target.venv);
	return status;
}

/* As typed: of the config's keys none counts, but the same files tell which Python is wanted. */
static int create_named(struct context *c, struct session *s, const struct create_options *o, int count, const char *const *targets)
{
	struct wanted base;

	if (find_base(&base, o, s, NULL) < 0)
		return EXIT_FAILED;
	return create_all(c, o, &s->settings, &base, NULL, count, targets);
}

static int run(struct context *c, int argc, char **argv)
{
	struct create_options o = { 0 };
	struct strings words;
	const char *wrong;
	struct session s;
	int status, operands = options_parse(c, &cmd_create, &o, argc, argv, &status);

	if (operands < 0)
		return status;
	if (o.force && !o.clear)
		return usage_error(c, &cmd_create, "option '--force' goes with '--clear'");
	if (o.link_mode && link_mode(o.link_mode) < 0)
		return usage_error(c, &cmd_create, "option '--link-mode' takes auto, clone, hardlink or copy, not '%s'", o.link_mode);
	words = seed_words(c, &o);
	if ((wrong = wrong_seed(&o, &words)))
		return usage_error(c, &cmd_create, "%s", wrong);
	if (o.quiet || o.verbose)
		c->verbose = o.quiet ? -1 : 1;
	if (open_session(c, &s, "") < 0)
		return EXIT_FAILED;
	return operands == 0 ? create_here(c, &s, &o) : create_named(c, &s, &o, operands, (const char *const *)(argv + 1));
}

const struct command cmd_create = {
	.name = "create",
	.arguments = "[OPTION…] [ENV_DIR…]",
	.summary = "make virtual environments, as python -m venv does",
	.details = "A folder that exists is reused. Without ENV_DIR: what the nearest .cvenv.yml asks for,\n"
	           "which is thereby allowed, or .venv. Several are made alike, in turn,\n"
	           "up to the first that fails.\n",
	.options = options,
	.run = run,
};
