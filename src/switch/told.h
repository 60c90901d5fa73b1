/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_TOLD_H
#define CVENV_SWITCH_TOLD_H

#include <stdbool.h>

#include "base/pool.h"

struct report;

/*
 * What a shell was told already, so that nothing is said at prompt after prompt: short digests that
 * travel in the token. Without a token (a command, not the hook) everything is said.
 */
struct told {
	const struct report *report;
	struct strings seen; /* digests, oldest first */
	bool always;
};

enum { TOLD_DIGITS = 8, TOLD_LIMIT = 16 };

/*
 * Whom to tell about SUBJECT (what is told, about which file, with which content: the strings up to
 * NULL): the report, or, where this shell was told before, one that keeps silent.
 */
const struct report *told_about(struct told *t, struct pool *p, const char *subject, ...) __attribute__((sentinel));

/* Counts SUBJECT as told: whoever was told of one thing is not to be told of what follows from it. */
void told_note(struct told *t, struct pool *p, const char *subject, ...) __attribute__((sentinel));

#endif
