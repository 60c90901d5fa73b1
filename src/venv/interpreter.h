/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_INTERPRETER_H
#define CVENV_VENV_INTERPRETER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct buf;
struct env;
struct report;
struct strings;

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
	const struct strings *system; /* the system's folders of programs; NULL: those of places_programs */
	bool unasked;            /* nobody named this very program: where it was of no use within the hour, it is not started */
	const struct report *report;
};

/*
 * The facts of the interpreter at PATH (absolute). -1, reported, where it is missing, not executable,
 * hangs (10 s), prints rubbish, or is older than Python 3.6.
 */
int interpreter_probe(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *path);

/*
 * The interpreter that SPEC asks for (spec.h): the first fitting on PATH, then of what else is installed (sources.h); a
 * name is that of a program on PATH or, where none is called so, of an installation; NULL or "auto": the first that can
 * be used. PLACE (or NULL) is where it was found (source_word); NULL for a path. -1, reported with what there is, where
 * none fits. A program whose name tells that it cannot fit is not started.
 */
int interpreter_find(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *spec,
                     const char **place);

/* Whether SPEC is of a form that interpreter_find understands; where not, *WHY says what is wrong (a constant). */
bool interpreter_spec_valid(const char *spec, const char **why);

struct interpreters {
	struct interpreter_found {
		struct interpreter python;
		const char *place; /* source_word */
	} *items;
	size_t count;
	size_t cap;
};

/*
 * Every interpreter that there is, each program once, in the order in which they are looked for; environments are among
 * them only where they are on PATH. What cannot be used is passed over, as a detail for the report.
 */
void interpreter_list(struct interpreters *out, struct pool *p, const struct interpreter_search *s);

/* Those that were found before and still are what they were, in no order: nothing is started or looked for. */
void interpreter_known(struct interpreters *out, struct pool *p, const struct interpreter_search *s);

/* Adds "3.11.2 at '/usr/bin/python3', …", as an error tells what there is; nothing where there is none. */
void interpreter_tell(struct buf *out, struct pool *p, const struct interpreter_search *s);

/* The folder of the installation that is called NAME in pyenv, uv, mise, asdf or conda; NULL where there is none. */
const char *interpreter_installed(struct pool *p, const struct interpreter_search *s, const char *name);

#endif
