/* SPDX-License-Identifier: MIT */
#include "venv/steps.h"

#include <strings.h>

#include "base/report.h"
#include "venv/builder.h"
#include "venv/call.h"
#include "venv/context.h"

typedef struct cvenv_error *own_step(struct cvenv_context *c);
typedef int usual_step(struct venv_context *c);

static struct venv_context *inside(struct cvenv_context *c)
{
	return (struct venv_context *)(void *)c;
}

static const struct cvenv_steps *steps_of(const struct venv_context *c)
{
	return c->builder->options.steps;
}

/* OWN where there is one: it may rely on the environment's place. */
static int make(struct venv_context *c, own_step *own, usual_step *usual)
{
	if (builder_cancelled(c->builder))
		return -1;
	if (c->pool->failed)
		return report_memory(c->builder->report);
	if (!own)
		return usual(c);
	if (context_settle(c) < 0)
		return -1;
	return speaker_put(c->builder->speaker, own(&c->seen));
}

static struct cvenv_error *answer(struct cvenv_context *c, int result)
{
	return speaker_take(inside(c)->builder->speaker, result);
}

static int ignore(struct venv_context *c, const char *scm)
{
	if (strcasecmp(scm, "git") == 0)
		return make(c, steps_of(c)->create_git_ignore_file, step_ignore);
	report_error(c->builder->report, "there is no step that makes an ignore file for '%s'", scm);
	return -1;
}

/* A Python that knows of no ignore files leaves none. */
static int ignore_all(struct venv_context *c)
{
	const struct cvenv_steps *steps = steps_of(c);

	for (const char *const *scm = c->builder->options.scm_ignore_files; scm && *scm && venv_has_ignore(c->builder); scm++) {
		if (!steps->create_scm_ignore_file) {
			if (ignore(c, *scm) < 0)
				return -1;
			continue;
		}
		if (context_settle(c) < 0 || speaker_put(c->builder->speaker, steps->create_scm_ignore_file(&c->seen, *scm)) < 0)
			return -1;
	}
	return 0;
}

static int setup_scripts(struct venv_context *c)
{
	struct cvenv_error *(*own)(struct cvenv_context *, const char *) = steps_of(c)->install_scripts;

	if (!own)
		return step_scripts(c);
	if (context_settle(c) < 0)
		return -1;
	return speaker_put(c->builder->speaker, own(&c->seen, NULL));
}

static int nothing(struct venv_context *c)
{
	(void)c;
	return 0;
}

/* What makes it see the system's packages comes behind what installs some of its own. */
static int run(struct venv_context *c)
{
	const struct cvenv_steps *own = steps_of(c);
	const struct cvenv_options *o = &c->builder->options;

	c->system_site = false;
	if (make(c, own->ensure_directories, step_directories) < 0 || ignore_all(c) < 0 ||
	    make(c, own->create_configuration, step_configuration) < 0 || make(c, own->setup_python, step_python) < 0)
		return -1;
	if (o->with_pip && make(c, own->setup_pip, step_pip) < 0)
		return -1;
	if (!o->upgrade && (make(c, own->setup_scripts, setup_scripts) < 0 || make(c, own->post_setup, nothing) < 0))
		return -1;
	c->system_site = c->wants_system;
	if (c->system_site && make(c, own->create_configuration, step_configuration) < 0)
		return -1;
	return o->upgrade_deps ? make(c, own->upgrade_dependencies, step_dependencies) : 0;
}

int steps_make(struct venv_context *c)
{
	if (make(c, steps_of(c)->create, run) < 0 || builder_cancelled(c->builder))
		return -1;
	if (c->pool->failed)
		return report_memory(c->builder->report);
	c->complete = true;
	return context_settle(c);
}

struct cvenv_error *cvenv_run_steps(struct cvenv_context *context)
{
	return answer(context, run(inside(context)));
}

struct cvenv_error *cvenv_ensure_directories(struct cvenv_context *context)
{
	return answer(context, step_directories(inside(context)));
}

struct cvenv_error *cvenv_create_scm_ignore_file(struct cvenv_context *context, const char *scm)
{
	return answer(context, ignore(inside(context), scm));
}

struct cvenv_error *cvenv_create_git_ignore_file(struct cvenv_context *context)
{
	return answer(context, step_ignore(inside(context)));
}

struct cvenv_error *cvenv_create_configuration(struct cvenv_context *context)
{
	return answer(context, step_configuration(inside(context)));
}

struct cvenv_error *cvenv_setup_python(struct cvenv_context *context)
{
	return answer(context, step_python(inside(context)));
}

struct cvenv_error *cvenv_setup_pip(struct cvenv_context *context)
{
	return answer(context, step_pip(inside(context)));
}

struct cvenv_error *cvenv_setup_scripts(struct cvenv_context *context)
{
	return answer(context, setup_scripts(inside(context)));
}

struct cvenv_error *cvenv_install_scripts(struct cvenv_context *context, const char *path)
{
	return answer(context, path ? step_install(inside(context), path) : step_scripts(inside(context)));
}

struct cvenv_error *cvenv_post_setup(struct cvenv_context *context)
{
	return answer(context, nothing(inside(context)));
}

struct cvenv_error *cvenv_upgrade_dependencies(struct cvenv_context *context)
{
	return answer(context, step_dependencies(inside(context)));
}

struct cvenv_error *cvenv_call_python(struct cvenv_context *context, const char *const *arguments)
{
	return answer(context, call_python(inside(context), arguments, NULL));
}
