/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_BUILDER_H
#define CVENV_VENV_BUILDER_H

#include <stdbool.h>

#include "venv/cvenv.h"
#include "venv/seeds.h"
#include "venv/speaker.h"

struct env;
struct interpreter;
struct pool;
struct report;
struct venv_context;

/* What to make (struct cvenv_options), as the steps are handed it. */
struct builder {
	struct cvenv_options options; /* with the defaults resolved: python and steps are never NULL */
	const struct interpreter *python;
	const struct env *env;
	const char *cache; /* folder of the cache; NULL: nothing is kept */
	struct seeds seeds; /* what the option of that name asks for; none without pip */
	const struct report *report; /* the speaker's */
	struct speaker *speaker;
};

/* Whether the caller wants it to end. */
bool builder_cancelled(const struct builder *b);

/*
 * Makes the environment ENV_DIR (absolute, clean), as python -m venv of that interpreter would leave
 * it; what it is goes to OUT and P. A new one is built beside its place and renamed; of several makers at
 * once one wins and the others use its result. What has to run Python (pip) or is the caller's runs at
 * the final place, under the mark of an incomplete environment. -1, reported, or cancelled; what was not
 * there before is then not there after.
 */
int builder_create(const struct builder *b, struct pool *p, struct venv_context *out, const char *env_dir);

#endif
