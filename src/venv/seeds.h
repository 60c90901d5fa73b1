/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_SEEDS_H
#define CVENV_VENV_SEEDS_H

#include "venv/wheel.h"

struct builder;

/* The packages that an environment gets beside what ensurepip brings, or in its stead. */
struct seeds {
	struct wheel *items;
	size_t count, cap;
};

/* Whether one of them is of PROJECT. */
bool seeds_have(const struct seeds *s, const char *project);

/*
 * The wheels that B's option "seed" names: by a path, of which the cache then keeps a copy where it can, or by
 * the name of a project of which it has one. -1, reported: one that is not there, is no wheel by its name, or is of a
 * project that another is of.
 */
int seeds_find(struct seeds *out, struct pool *p, const struct builder *b);

#endif
