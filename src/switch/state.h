/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_STATE_H
#define CVENV_SWITCH_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct buf;

/*
 * What cvenv has done to an environment, so that any shell that inherits it can undo it: the value of
 * one exported variable (PLAN_STATE_NAME). Words separated by spaces, each KEY=VALUE with the value
 * percent-encoded (text_percent), after the version of the format and before the closing ".", by
 * which one that was cut is told:
 *
 *     1 mode=auto root=/home/u/shop venv=/home/u/shop/.venv path=/home/u/shop/.venv/bin
 *       put=VIRTUAL_ENV=/home/u/shop/.venv cut=PYTHONHOME was=/opt/python .
 *
 * "put" and "cut" name a variable that was set or unset, "was" follows where it had a value before.
 */
enum { STATE_LIMIT = 32 * 1024 }; /* bytes; a longer one is neither written nor believed */

enum state_mode {
	STATE_NONE, /* nothing done */
	STATE_AUTO, /* by the hook, for ROOT */
	STATE_HAND, /* by `activate`: holds until ROOT is left, or, without ROOT, until `deactivate` */
	STATE_OFF,  /* by `deactivate` in ROOT: its "env" and "path" apply, its environment does not */
};

struct state_entry {
	const char *name;
	const char *put; /* NULL: it was unset */
	const char *was; /* NULL: it was not set before */
};

struct state {
	enum state_mode mode;
	const char *root; /* the project's folder; NULL: none */
	const char *name; /* a named environment of the project; NULL: its default */
	const char *venv; /* NULL: no environment is active */
	struct strings paths; /* what was put on PATH, in order */
	struct state_entry *entries;
	size_t count;
	size_t cap;
};

/* The variables that stand for an environment itself, which no project sets by hand; closed by NULL. */
extern const char *const state_venv_names[];

enum state_error {
	STATE_OK,
	STATE_DAMAGED, /* cut, forged, not of this format */
	STATE_NEWER,   /* written by a later version of cvenv */
	STATE_LARGE,
};

/*
 * Reads VALUE (NULL: not set, which is STATE_OK and STATE_NONE). OUT is empty unless STATE_OK. SPECIAL: the
 * names that shells keep for themselves (names.h).
 */
enum state_error state_parse(struct state *out, struct pool *p, const char *value, const char *const *special);

/* Adds the value for STATE; nothing for STATE_NONE. */
void state_format(struct buf *out, const struct state *state);

void state_add(struct state *state, struct pool *p, const char *name, const char *put, const char *was);
const struct state_entry *state_find(const struct state *state, const char *name);

#endif
