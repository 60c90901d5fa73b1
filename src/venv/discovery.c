/* SPDX-License-Identifier: MIT */
#include "venv/discovery.h"

#include <stdlib.h>

#include "base/env.h"
#include "base/places.h"
#include "base/pool.h"
#include "venv/speaker.h"

/* What a caller is handed, and what the library keeps of it. */
struct found {
	struct cvenv_python shown;
	struct interpreter facts;
	struct pool pool;
};

const struct interpreter *discovery_facts(const struct cvenv_python *python)
{
	return &((const struct found *)(const void *)python)->facts;
}

static void show(struct found *f)
{
	const struct interpreter *facts = &f->facts;

	f->shown = (struct cvenv_python){
		.size = sizeof(f->shown),
		.executable = facts->executable,
		.base_executable = facts->base_executable,
		.real_executable = facts->real_executable,
		.base_prefix = facts->base_prefix,
		.implementation = facts->implementation,
		.version = facts->version,
		.major = facts->major,
		.minor = facts->minor,
		.micro = facts->micro,
		.free_threaded = facts->free_threaded,
		.is_64bit = facts->is_64bit,
		.in_environment = facts->in_environment,
		.has_ensurepip = facts->has_ensurepip,
	};
}

void discovery_env(struct env *out, struct pool *p, const struct cvenv_caller *caller)
{
	if (caller->environment)
		env_from_block(out, p, caller->environment);
	else
		env_from_process(out, p);
}

static int find(struct found *f, const struct speaker *s, const char *spec)
{
	struct env env;
	struct interpreter_search search = { .env = &env, .report = &s->report };

	discovery_env(&env, &f->pool, &s->caller);
	search.venv = env_get(&env, "VIRTUAL_ENV");
	search.cache = s->caller.cache ? s->caller.cache : places_cache(&f->pool, &env);
	if (search.cache && !*search.cache)
		search.cache = NULL;
	if (f->pool.failed)
		return report_memory(&s->report);
	return interpreter_find(&f->facts, &f->pool, &search, spec);
}

struct cvenv_error *cvenv_python_find(struct cvenv_python **out, const struct cvenv_caller *caller, const char *spec)
{
	struct found *f;
	struct speaker s;
	struct cvenv_error *error = speaker_open(&s, caller);

	*out = NULL;
	if (error)
		return error;
	f = calloc(1, sizeof(*f));
	if (!f)
		return error_no_memory();
	error = speaker_take(&s, find(f, &s, spec));
	show(f);
	if (error)
		cvenv_python_free(&f->shown);
	else
		*out = &f->shown;
	return error;
}

void cvenv_python_free(struct cvenv_python *python)
{
	struct found *f = (struct found *)(void *)python;

	if (!f)
		return;
	pool_release(&f->pool);
	free(f);
}
