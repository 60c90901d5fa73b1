/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_DISCOVERY_H
#define CVENV_VENV_DISCOVERY_H

#include "venv/cvenv.h"
#include "venv/interpreter.h"

/* What the library knows of an interpreter that it handed out. */
const struct interpreter *discovery_facts(const struct cvenv_python *python);

/* The environment that CALLER names. */
void discovery_env(struct env *out, struct pool *p, const struct cvenv_caller *caller);

/* The folder of the cache that CALLER wants; NULL: none. */
const char *discovery_cache(struct pool *p, const struct env *env, const struct cvenv_caller *caller);

#endif
