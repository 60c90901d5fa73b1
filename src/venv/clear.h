/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_CLEAR_H
#define CVENV_VENV_CLEAR_H

#include <stdbool.h>

struct env;
struct pool;
struct report;

/*
 * Whether the folder TARGET (without links) may be emptied: it is an environment, or empty, or FORCE is
 * given; and it is neither the root, the home folder, the working directory, above one of these, nor
 * a mount point, whatever is given. Where not, that is reported, of ENV_DIR, and -1.
 */
int clear_check(struct pool *p, const struct env *env, const struct report *report, const char *env_dir,
                const char *target, bool force);

#endif
