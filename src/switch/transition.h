/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_TRANSITION_H
#define CVENV_SWITCH_TRANSITION_H

#include "base/env.h"
#include "base/pool.h"
#include "switch/state.h"

struct plan;

/* What shall hold: everything is final, absolute and checked. */
struct target {
	enum state_mode mode; /* STATE_NONE: nothing shall be active, and the rest is not looked at */
	const char *root;
	const char *name;
	const char *venv;     /* NULL: only VARIABLES and PATHS */
	struct strings paths; /* to stand at the front of PATH, in this order, the environment's own among them */
	struct env variables; /* set, or, with the value NULL, unset; VIRTUAL_ENV and the like among them */
};

/* From where to where. */
struct transition {
	const struct env *env;       /* as it is now; nothing else of the environment is read */
	const struct state *old;     /* what was done in it */
	const struct target *wanted;
	bool fresh;   /* the shell is new: OLD is held against ENV before it is believed, what is missing is done again */
	bool sourced; /* the environment's own activate was sourced over ours: its entry stands on PATH twice */
};

/*
 * The changes that lead there: what was done before is undone and the new is applied in one step, each
 * name at most once, in the order of names, PATH then, the state last. NEXT is what will then have
 * been done.
 *
 * Restoration is exact and keeps what the user did meanwhile: a variable goes back
 * only if it still holds what OLD put there, and only OLD's own entries leave PATH. Where OLD and
 * WANTED are of the same root, what both ask alike is not touched.
 *
 * Does no I/O. -1 where the state would be larger than STATE_LIMIT; nothing is then added to PLAN.
 */
int transition_plan(struct plan *plan, struct state *next, struct pool *p, const struct transition *t);

/* The environment as it would be had OLD not been done: what a project's values are expanded from. */
void transition_outside(struct env *out, struct pool *p, const struct env *env, const struct state *old);

#endif
