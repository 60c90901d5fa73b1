/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_PROBE_H
#define CVENV_VENV_PROBE_H

struct env;
struct facts;
struct pool;
struct report;

/*
 * Starts the interpreter at PATH (absolute) once, and takes down what it tells of itself and how the
 * files stand on which that rests. -1, reported; errno is then 0 where the program itself ended without an answer, as it
 * will the next time.
 */
int probe_run(struct facts *out, struct pool *p, const struct env *env, const struct report *report, const char *path);

#endif
