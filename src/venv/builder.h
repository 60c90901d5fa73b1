/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_BUILDER_H
#define CVENV_VENV_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

struct env;
struct interpreter;
struct report;

/* What to make; the names are those of venv.EnvBuilder (venv docs, "API"). Everything is borrowed. */
struct builder {
	const struct interpreter *python;
	bool system_site_packages;
	bool clear;
	bool force;          /* with CLEAR: also where it is not an environment */
	bool with_pip;
	const char *prompt;  /* NULL: the folder's name; "." is the working directory's */
	const struct env *env;
	const struct report *report;
};

/*
 * Makes the environment ENV_DIR (absolute, clean), as python -m venv of that interpreter would leave
 * it. A new one is built beside its place and renamed; of several makers at once one wins and the
 * others use its result. What has to run Python (pip) runs after that, at the final place, under the
 * mark of an incomplete environment. -1, reported; what was not there before is then not there after.
 */
int builder_create(const struct builder *b, const char *env_dir);

/*
 * Says by report_info which Python is used and where the environment will be (SHOWN: the path as the
 * user knows it), as uv does; and, when it is made, how long that took since STARTED (sys_clock_ms).
 */
void builder_announce(const struct builder *b, const char *shown);
void builder_announce_done(const struct builder *b, int64_t started);

enum venv_health {
	VENV_ABSENT,     /* nothing there, or an empty folder */
	VENV_GOOD,
	VENV_INCOMPLETE, /* its making was cut short */
	VENV_BROKEN,     /* pyvenv.cfg is there, its Python is not */
	VENV_FOREIGN,    /* something that is not an environment */
};

/* What stands at PATH, by three looks at files and without starting anything. */
enum venv_health venv_health(const char *path);

/* A value of PATH/pyvenv.cfg, keys without regard to case (PEP 405); NULL where it is not there. */
const char *venv_config_get(struct pool *p, const char *path, const char *key);

/* What the environment at PATH is called: the prompt that pyvenv.cfg says, decoded, or the folder's name. */
const char *venv_prompt(struct pool *p, const char *path);

/* The folder of programs in an environment: "bin", on Windows "Scripts". */
extern const char venv_bin_name[];

#endif
