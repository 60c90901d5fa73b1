/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_HEALTH_H
#define CVENV_VENV_HEALTH_H

#include <stdbool.h>

struct pool;

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

/* The version of Python that pyvenv.cfg of PATH says, by venv's key or that of virtualenv and uv; NULL where none. */
const char *venv_version(struct pool *p, const char *path);

/* What the environment at PATH is called: the prompt that pyvenv.cfg says, decoded, or the folder's name. */
const char *venv_prompt(struct pool *p, const char *path);

/* The folder of programs in an environment: "bin", on Windows "Scripts". */
extern const char venv_bin_name[];
extern const char venv_python_name[]; /* in that folder */

/* Whether venv makes links to programs where it is not told (--symlinks, --copies). */
extern const bool venv_usually_links;

/* What ends a line of the text that Python's venv writes. */
extern const char venv_line_end[];

#endif
