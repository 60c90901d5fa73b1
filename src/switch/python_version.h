/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_PYTHON_VERSION_H
#define CVENV_SWITCH_PYTHON_VERSION_H

#include <stddef.h>

struct pool;
struct report;
struct texts;

#define PYTHON_VERSION_NAME ".python-version"

enum { PYTHON_VERSION_LIMIT = 64 * 1024, PYTHON_VERSION_LINES = 32 };

/*
 * What a .python-version asks for, the preferred first, each with its place: a version or a name on each line, as pyenv
 * reads it (the first word counts; empty lines and those that begin with # do not), or any request of uv's, as ">=3.11".
 * Each is of a form that spec.h knows. -1, reported as "FILE:LINE:COLUMN: …", where the file is no such text; none
 * where it asks for nothing.
 */
int python_version_parse(struct texts *out, struct pool *p, const char *file, const char *bytes, size_t len,
                         const struct report *report);

#endif
