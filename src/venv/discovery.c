/* SPDX-License-Identifier: MIT */
#include "venv/discovery.h"

#include <stdlib.h>

#include "base/env.h"
#include "base/places.h"
#include "base/pool.h"
#include "venv/speaker.h"

/* What a caller is handed, and what the library keeps of it. One of a list lives in the list's memory. */
struct found {
	struct cvenv_python shown;
	struct interpreter facts;
	struct pool pool;
};

const struct interpreter *discovery_facts(const struct cvenv_python *python)
{
	return &((const struct found *)(const void *)python)->facts;
}

static void show(struct found *f, const char *place)
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
		.debug = facts->debug,
		.place = place,
	};
}

void discovery_env(struct env *out, struct pool *p, const struct cvenv_caller *caller)
{
	if (caller->environment)
		env_from_block(out, p, caller->environment);
	else
		env_from_process(out, p);
}

const char *discovery_cache(struct pool *p, const struct env *env, const struct cvenv_caller *caller)
{
	const char *cache = caller->cache ? caller->cache : places_cache(p, env);

	return cache && *cache ? cache : NULL;
}

/* How CALLER has interpreters looked for; false where there is no memory. */
static bool search_open(struct interpreter_search *search, struct env *env, struct pool *p, const struct speaker *s)
{
	*search = (struct interpreter_search){ .env = env, .report = &s->report };
	discovery_env(env, p, &s->caller);
	search->venv = env_get(env, "VIRTUAL_ENV");
	search->cache = discovery_cache(p, env, &s->caller);
	return !p->failed;
}

static int find(struct found *f, const struct speaker *s, const char *spec)
{
	struct env env = { 0 };
	struct interpreter_search search;
	const char *place = NULL;
	int answer;

	if (!search_open(&search, &env, &f->pool, s))
		return report_memory(&s->report);
	answer = interpreter_find(&f->facts, &f->pool, &search, spec, &place);
	show(f, place);
	return answer;
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

/* What a caller is handed, and the memory of all of it. */
struct listed {
	struct cvenv_pythons shown;
	struct pool pool;
};

static int list(struct listed *l, const struct speaker *s)
{
	struct env env = { 0 };
	struct interpreter_search search;
	struct interpreters there = { 0 };
	const struct cvenv_python **items;

	if (!search_open(&search, &env, &l->pool, s))
		return report_memory(&s->report);
	interpreter_list(&there, &l->pool, &search);
	items = pool_alloc(&l->pool, (there.count + 1) * sizeof(*items));
	for (size_t i = 0; items && i < there.count; i++) {
		struct found *f = pool_alloc(&l->pool, sizeof(*f));

		if (!f)
			break;
		f->facts = there.items[i].python;
		show(f, there.items[i].place);
		items[i] = &f->shown;
	}
	l->shown = (struct cvenv_pythons){ .size = sizeof(l->shown), .count = there.count, .items = items };
	return l->pool.failed ? report_memory(&s->report) : 0;
}

struct cvenv_error *cvenv_python_list(struct cvenv_pythons **out, const struct cvenv_caller *caller)
{
	struct listed *l;
	struct speaker s;
	struct cvenv_error *error = speaker_open(&s, caller);

	*out = NULL;
	if (error)
		return error;
	l = calloc(1, sizeof(*l));
	if (!l)
		return error_no_memory();
	error = speaker_take(&s, list(l, &s));
	if (error)
		cvenv_python_list_free(&l->shown);
	else
		*out = &l->shown;
	return error;
}

void cvenv_python_list_free(struct cvenv_pythons *list)
{
	struct listed *l = (struct listed *)(void *)list;

	if (!l)
		return;
	pool_release(&l->pool);
	free(l);
}
