/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_INTERPRETER_H
#define CVENV_VENV_INTERPRETER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct env;
struct report;

/*
 * What has to be known of an interpreter to make an environment of it without starting it. One run of
 * it yields everything (the probe); the answer is kept in the cache under the identity of the files
 * it depends on, and believed while they stay as they are. Text is the pool's.
 */
struct interpreter {
	const char *executable;      /* sys.executable, as it was found, links kept */
	const char *base_executable; /* sys._base_executable: of the real base where EXECUTABLE is an environment's (PEP 405) */
	const char *real_executable; /* realpath of EXECUTABLE */
	const char *base_prefix;
	const char *implementation;  /* sys.implementation.name: "cpython", "pypy" */
	const char *cache_tag;       /* sys.implementation.cache_tag: "cpython-313" */
	int major, minor, micro;
	const char *version;         /* "3.13.0", "3.15.0b1": as platform.python_version() says */
	bool free_threaded;          /* sysconfig Py_GIL_DISABLED */
	bool debug;                  /* sysconfig Py_DEBUG: sys.gettotalrefcount is there */
	const char *implementation_version; /* sys.implementation.version: "3.13.0", of PyPy its own "7.3.12" */
	bool is_64bit;
	bool in_environment;         /* EXECUTABLE is an environment's */
	const char *platlibdir;      /* "lib", "lib64" */
	const char *purelib;         /* relative to the environment: "lib/python3.13/site-packages" */
	const char *platlib;
	const char *include;         /* relative to the environment: "include", "include/python3.12" */
	bool utf8_names;             /* sys.getfilesystemencoding() is UTF-8 */
	bool has_ensurepip;
};

/* How to find and remember: filled in by the caller, borrowed. */
struct interpreter_search {
	const struct env *env;   /* PATH, HOME and what the probe runs with */
	const char *cache;       /* folder of the cache; NULL: facts are not kept */
	const char *venv;        /* bin folders of this environment are passed over on PATH; NULL: none */
	const struct report *report;
};

/*
 * The facts of the interpreter at PATH (absolute). -1, reported, where it is missing, not executable,
 * hangs (10 s), prints rubbish, or is older than Python 3.6.
 */
int interpreter_probe(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *path);

/*
 * The interpreter that SPEC asks for: "3.12", "3.13t", ">=3.11,<3.14", "pypy", "pypy3.10",
 * "cpython3.12", a name on PATH, a path; NULL or "auto": the first fitting on PATH. -1, reported with
 * what there is, where none fits.
 */
int interpreter_find(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *spec);

/* Whether SPEC is of a form that interpreter_find understands; where not, *WHY says what is wrong (a constant). */
bool interpreter_spec_valid(const char *spec, const char **why);

#endif
