/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/cvenv.h"
#include "venv/discovery.h"

struct cvenv_builder {
	struct builder b;
	struct cvenv_steps steps;
	struct cvenv_python *found; /* where the caller named none */
	struct speaker speaker;
	struct env env;
	struct pool pool;           /* what lives as long as the builder */
	struct pool last;           /* what MADE holds */
	struct venv_context made;
	bool good;                  /* MADE is */
};

const char *cvenv_version(void)
{
	return PACKAGE_VERSION;
}

static struct cvenv_error *take_options(struct cvenv_builder *builder, const struct cvenv_options *options)
{
	struct cvenv_options *o = &builder->b.options;
	struct cvenv_error *error = struct_take(o, sizeof(*o), options, "cvenv_options");

	if (!error && o->steps)
		error = struct_take(&builder->steps, sizeof(builder->steps), o->steps, "cvenv_steps");
	o->steps = &builder->steps;
	return error;
}

static struct cvenv_error *fill(struct cvenv_builder *builder, const struct cvenv_caller *caller,
                                const struct cvenv_options *options)
{
	struct cvenv_error *error = speaker_open(&builder->speaker, caller);
	struct builder *b = &builder->b;

	if (!error)
		error = take_options(builder, options);
	if (!error && !b->options.python) {
		error = cvenv_python_find(&builder->found, caller, NULL);
		b->options.python = builder->found;
	}
	if (error)
		return error;
	discovery_env(&builder->env, &builder->pool, &builder->speaker.caller);
	b->python = discovery_facts(b->options.python);
	b->env = &builder->env;
	b->cache = discovery_cache(&builder->pool, &builder->env, &builder->speaker.caller);
	b->report = &builder->speaker.report;
	b->speaker = &builder->speaker;
	if (b->options.with_pip && b->options.seed && seeds_find(&b->seeds, &builder->pool, b) < 0)
		return speaker_take(&builder->speaker, -1);
	return builder->pool.failed ? error_no_memory() : NULL;
}

struct cvenv_error *cvenv_builder_new(struct cvenv_builder **out, const struct cvenv_caller *caller,
                                      const struct cvenv_options *options)
{
	const struct cvenv_options usual = { .size = sizeof(usual) };
	struct cvenv_builder *builder = calloc(1, sizeof(*builder));
	struct cvenv_error *error;

	*out = NULL;
	if (!builder)
		return error_no_memory();
	error = fill(builder, caller, options ? options : &usual);
	if (error)
		cvenv_builder_free(builder);
	else
		*out = builder;
	return error;
}

/* As venv makes it absolute: against the working directory without links. */
static const char *absolute(struct cvenv_builder *builder, const char *env_dir)
{
	const char *here = path_is_absolute(env_dir) ? "/" : sys_working_folder(&builder->last);

	if (here)
		return path_clean(&builder->last, path_join(&builder->last, here, env_dir));
	report_error(builder->b.report, "cannot make '%s': the working directory is gone", env_dir);
	return NULL;
}

struct cvenv_error *cvenv_builder_create(struct cvenv_builder *builder, const char *env_dir)
{
	int result = -1;

	builder->good = false;
	pool_release(&builder->last);
	env_dir = absolute(builder, env_dir);
	if (builder->last.failed)
		report_memory(builder->b.report);
	else if (env_dir)
		result = builder_create(&builder->b, &builder->last, &builder->made, env_dir);
	builder->good = result == 0;
	if (result < 0 && !builder->speaker.error)
		return cvenv_error_new(CVENV_CANCELLED, "interrupted: '%s' was not made", env_dir);
	return speaker_take(&builder->speaker, result);
}

const struct cvenv_context *cvenv_builder_context(const struct cvenv_builder *builder)
{
	return builder->good ? &builder->made.seen : NULL;
}

void cvenv_builder_free(struct cvenv_builder *builder)
{
	if (!builder)
		return;
	cvenv_error_free(builder->speaker.error);
	cvenv_python_free(builder->found);
	pool_release(&builder->last);
	pool_release(&builder->pool);
	free(builder);
}

struct cvenv_error *cvenv_create(const char *env_dir, const struct cvenv_options *options)
{
	struct cvenv_builder *builder;
	struct cvenv_error *error = cvenv_builder_new(&builder, NULL, options);

	if (!error)
		error = cvenv_builder_create(builder, env_dir);
	cvenv_builder_free(builder);
	return error;
}
