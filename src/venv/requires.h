/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_REQUIRES_H
#define CVENV_VENV_REQUIRES_H

struct file_id;
struct interpreter_search;
struct pool;

enum requires_answer {
	REQUIRES_SAID,    /* *TEXT is what requires-python is */
	REQUIRES_NOTHING, /* the file does not say */
	REQUIRES_WRONG,   /* the file is not TOML, or not as pyproject.toml has to be: *TEXT says why */
	REQUIRES_UNREAD,  /* there is no Python that could read it */
};

/*
 * What FILE, a pyproject.toml that was found to be ID, says of requires-python (PEP 621), as a Python's own tomllib
 * reads it: 3.11 or later, or one that has pip's reader. The answer is kept in the cache as long as the file is the
 * same; only without one is a Python started. Nothing of the project's is run.
 */
enum requires_answer requires_python(const char **text, struct pool *p, const struct interpreter_search *s,
                                     const char *file, const struct file_id *id);

#endif
