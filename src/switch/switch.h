/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_SWITCH_H
#define CVENV_SWITCH_SWITCH_H

#include <stdbool.h>

#include "base/env.h"
#include "base/pool.h"
#include "switch/config.h"
#include "switch/state.h"
#include "switch/told.h"
#include "switch/trust.h"
#include "switch/watch.h"

struct plan;
struct project;
struct report;
struct resolved;

/* What every question about a directory is asked with: read once, handed on. */
struct session {
	struct pool *pool;
	const struct env *env;       /* as it is */
	struct env outside;          /* as it would be without what cvenv did */
	const struct report *report;
	const char *const *special;  /* the names that shells keep for themselves (names.h) */
	const char *logical;         /* the working directory as the shell says it; NULL: it was deleted */
	const char *physical;        /* the same without links */
	const char *home;            /* NULL: not known */
	const char *state_folder;    /* where records are kept; NULL: nowhere */
	const char *stamps;          /* where stamps are kept; NULL: nowhere */
	struct settings settings;
	struct trust trust;
	struct watch watch;
	struct told told;
	struct state state;          /* what was done to ENV */
	enum state_error state_error;
};

/*
 * Fills in a session for this process: where it stands, the user's settings, the state that ENV holds.
 * SPECIAL is kept: the names that shells keep for themselves (names.h).
 * TOKEN is what the shell was handed last, and with it what it was told; NULL where no shell asks, and
 * everything is said. -1, reported, where the user's own settings are wrong.
 */
int session_open(struct session *s, struct pool *p, const struct env *env, const char *token,
                 const char *const *special, const struct report *report);

/* From here on S is asked as where cvenv had done nothing: a plan is then all that a directory asks for. */
void session_from_outside(struct session *s);

enum request_kind {
	REQUEST_HOOK,       /* what the directory asks for */
	REQUEST_ACTIVATE,   /* ENVIRONMENT, or the project's default where NULL, until the project is left */
	REQUEST_DEACTIVATE, /* no environment until the project is left */
	REQUEST_RELOAD,     /* as the hook, and what failed is tried again */
};

struct request {
	enum request_kind kind;
	const char *environment;
	const char *token; /* what the shell was handed last; empty: a new shell */
	bool chpwd;        /* not at a prompt: nothing is made */
	bool sourced;      /* the same environment's activate was sourced over ours */
};

/*
 * Decides, makes the environment where it is to be made, and fills PLAN in. 1 where the shell has to
 * do something, 0 where it stands as it should already; -1, reported, where a request of the user's
 * cannot be met; nothing is then to be changed.
 */
int switch_plan(struct session *s, const struct request *request, struct plan *plan);

/*
 * Takes the changes out of a plan that the shell cannot hold: what is left tells it what to watch, and
 * what it was told.
 */
void switch_give_up(struct session *s, struct plan *plan);

/* What stands and what would be, without making or changing anything: for `status` and `which`. */
struct outlook {
	bool foreign;             /* another's activation is in force */
	bool by_hand;             /* ENVIRONMENT was activated by hand, or an environment was left by hand */
	const char *environment;  /* what applies here, made or not; NULL: none */
	struct project *project;  /* what applies; its verdict may be PROJECT_NONE */
	struct project *nearest;  /* the nearest config, good or not */
	struct resolved *resolved; /* NULL: PROJECT is not good, or cannot be resolved */
};

/* -1, reported, where memory is short. */
int switch_look(struct outlook *out, struct session *s);

#endif
