/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_TRACKED_H
#define CVENV_SWITCH_TRACKED_H

struct env;
struct pool;

/*
 * A file at or below PLACE (an absolute path that need not exist) that git tracks, links followed at the
 * end and not: whoever can push there decides what the environment runs. NULL where there is none, no
 * work tree, or no git. ENV is what git is run with; nothing that the repository configures is run.
 */
const char *tracked_file(struct pool *p, const struct env *env, const char *place);

#endif
