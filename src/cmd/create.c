/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/path.h"
#include "base/places.h"
#include "base/sys.h"
#include "cmd/allow.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "switch/find.h"
#include "switch/project.h"
#include "switch/provide.h"
#include "switch/resolve.h"
#include "switch/switch.h"
#include "venv/builder.h"
#include "venv/interpreter.h"

struct create_options {
	const char *python;
	const char *prompt;
	bool without_pip;
	bool system_site_packages;
	bool clear;
	bool force;
	bool quiet;
	bool verbose;
};

#define OPTION(member) offsetof(struct create_options, member)

static const struct option_spec options[] = {
	{ "python", 'p', "SPEC", "which Python: a version, a range, a name on PATH or a path", OPTION(python) },
	{ "prompt", 0, "PROMPT", "what the prompt shows; '.' is the working directory's name", OPTION(prompt) },
	{ "without-pip", 0, NULL, "do not install pip", OPTION(without_pip) },
	{ "system-site-packages", 0, NULL, "let it see the packages of its base Python", OPTION(system_site_packages) },
	{ "clear", 0, NULL, "empty the folder first, if it is an environment", OPTION(clear) },
	{ "force", 0, NULL, "with --clear: also if it is not", OPTION(force) },
	{ "quiet", 'q', NULL, "say nothing but errors", OPTION(quiet) },
	{ "verbose", 'v', NULL, "say more", OPTION(verbose) },
	{ 0 },
};

/* TARGET as venv makes it absolute: against the working directory without links. */
static const char *absolute(struct context *c, const char *target)
{
	const char *here = path_is_absolute(target) ? "/" : sys_working_folder(&c->pool);

	if (!here) {
		report_error(&c->report, "cannot make '%s': the working directory is gone", target);
		return NULL;
	}
	return path_clean(&c->pool, path_join(&c->pool, here, target));
}

static int create(struct context *c, const struct builder *builder, const char *target)
{
	int64_t started = sys_clock_ms();
	const char *path = absolute(c, target);

	if (!path)
		return EXIT_FAILED;
	builder_announce(builder, *target ? target : ".");
	if (builder_create(builder, path) < 0)
		return EXIT_FAILED;
	builder_announce_done(builder, started);
	return EXIT_DONE;
}

/* What the command line says, or, where it is silent, the project (NULL: none). */
static int create_all(struct context *c, const struct create_options *o, const struct resolved *project, int count,
                      const char *const *targets)
{
	const struct interpreter_search search = {
		.env = &c->env,
		.cache = places_cache(&c->pool, &c->env),
		.venv = env_get(&c->env, "VIRTUAL_ENV"),
		.report = &c->report,
	};
	struct interpreter python;
	const struct builder builder = {
		.python = &python,
		.system_site_packages = o->system_site_packages || (project && project->system_site_packages),
		.clear = o->clear,
		.force = o->force,
		.with_pip = !o->without_pip && (!project || project->pip),
		.prompt = o->prompt || !project ? o->prompt : project->prompt,
		.env = &c->env,
		.report = &c->report,
	};
	int status = EXIT_DONE;

	if (interpreter_find(&python, &c->pool, &search, o->python || !project ? o->python : project->python) < 0)
		return EXIT_FAILED;
	for (int i = 0; i < count && status == EXIT_DONE; i++)
		status = create(c, &builder, targets[i]);
	return status;
}

/* The environment of the nearest config, which the user allows by asking for it; .venv where there is none. */
static int create_here(struct context *c, const struct create_options *o)
{
	struct project project;
	struct resolved resolved;
	struct session s;
	int status;

	if (open_session(c, &s, "") < 0)
		return EXIT_FAILED;
	if (find_config(&s) && allow_project(c, &s, NULL) < 0)
		return EXIT_FAILED;
	project_find(&project, &s, NULL);
	if (project.verdict == PROJECT_NONE)
		return create_all(c, o, NULL, 1, (const char *const[]){ ".venv" });
	if (project.verdict != PROJECT_GOOD || resolve_project(&resolved, &s, &project, NULL) < 0)
		return EXIT_FAILED;
	status = create_all(c, o, &resolved, 1, (const char *const[]){ resolved.target.venv });
	if (status == EXIT_DONE)
		provide_forget(&s, resolved.target.venv);
	return status;
}

static int run(struct context *c, int argc, char **argv)
{
	struct create_options o = { 0 };
	int status, operands = options_parse(c, &cmd_create, &o, argc, argv, &status);

	if (operands < 0)
		return status;
	if (o.force && !o.clear)
		return usage_error(c, &cmd_create, "option '--force' goes with '--clear'");
	if (o.quiet || o.verbose)
		c->verbose = o.quiet ? -1 : 1;
	return operands == 0 ? create_here(c, &o) : create_all(c, &o, NULL, operands, (const char *const *)(argv + 1));
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
