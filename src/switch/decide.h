/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_DECIDE_H
#define CVENV_SWITCH_DECIDE_H

#include <stdbool.h>

#include "switch/transition.h"

struct request;
struct session;

/* The first letter of a token, which is what the shell is left with. Only 'n' means anything to the shell. */
enum {
	TOKEN_ACTIVE = 'a',  /* an environment */
	TOKEN_OTHER = 'o',   /* none */
	TOKEN_NOTHING = 'n', /* none, and no config here or above */
	TOKEN_FOREIGN = 'f', /* another's, which is left alone */
	TOKEN_FAILED = 'x',  /* a plan that this shell could not hold or apply */
};

/* What was decided: what shall hold, what the prompt shows, what kind of token tells of it. */
struct decision {
	struct target target;
	const char *prompt;
	char letter;
	bool met;     /* a folder with a config, good or not, was come by */
	bool pending; /* something is left to do at the next prompt */
};

/*
 * What REQUEST asks for here; environments that are missing are made on the way. -1, reported, where a
 * request of the user's cannot be met.
 */
int decide(struct decision *d, struct session *s, const struct request *request);

/*
 * Whether somebody else's activation is in force: a VIRTUAL_ENV that is not what we put there, or a
 * conda environment. conda's automatic "base" is none.
 */
bool decide_is_foreign(const struct session *s);

/* Whether the project that something was done for was not left yet. */
bool decide_holds(const struct session *s);

#endif
