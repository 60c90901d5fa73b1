/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_SPEC_H
#define CVENV_VENV_SPEC_H

#include <stdbool.h>
#include <stddef.h>

struct interpreter;

enum spec_kind {
	SPEC_ANY,
	SPEC_SYSTEM,  /* what a version manager has not brought: pyenv's "system" */
	SPEC_VERSION, /* an implementation, versions, or both */
	SPEC_NAME,    /* a program on PATH, or an installation of a version manager's */
	SPEC_PATH,
};

enum spec_op { SPEC_PREFIX, SPEC_NOT_PREFIX, SPEC_SAME, SPEC_NOT, SPEC_LESS, SPEC_AT_MOST, SPEC_MORE, SPEC_AT_LEAST };

enum { SPEC_PARTS = 4, SPEC_FINAL = 9999 };

/* One condition on a version. */
struct spec_clause {
	enum spec_op op;
	int version[SPEC_PARTS]; /* major, minor, micro, and how far it was on its way: what is not said is 0, 0, 0, SPEC_FINAL */
	int said;                /* how many parts are: 1 to 4 */
};

enum { SPEC_CLAUSES = 16 };

/* Which interpreter somebody asks for (interpreter_find). */
struct spec {
	enum spec_kind kind;
	const char *implementation; /* "cpython", "pypy"; NULL: any */
	bool free_threaded;         /* "3.13t", "3.13+freethreaded" */
	bool debug;                 /* "3.13d", "3.13+debug" */
	struct spec_clause clauses[SPEC_CLAUSES];
	size_t count;
	struct spec_clause own;     /* the implementation's own version, as in "pypy3.10-7.3.12"; SAID 0: any */
};

/*
 * What people write for pyenv and for uv, and PEP 440's specifiers: "3.12", "312", "3.15.0b1", "3.14-dev", "3.13t",
 * "3.13+debug", ">=3.11,<3.14", "pypy", "cpython@3.12", "pp310", "pypy3.10-7.3.12", "system", names, paths. False, and
 * *WHY a constant that ends a sentence, where TEXT (not NULL) is of no known form.
 */
bool spec_parse(struct spec *out, const char *text, const char **why);

/*
 * Whether PYTHON is what is asked for; of a name or a path every one is. One without the global lock, or for
 * debugging, is another thing than what "3.13" has always meant: it is asked for by its letter.
 */
bool spec_fits(const struct spec *spec, const struct interpreter *python);

/* Whether some interpreter of version MAJOR.MINOR could be what is asked for. */
bool spec_may_fit(const struct spec *spec, int major, int minor);

/* Whether a program called NAME ("python3.12") may be what is asked for; every one of which the name tells nothing. */
bool spec_name_may_fit(const struct spec *spec, const char *name);

/* "3", "3.12", "3.12.1" or "3.13.0b1" at *TEXT, which then is behind it; false where there is none. */
bool spec_version_read(struct spec_clause *clause, const char **text);

/* Whether NAME begins as a Python's does ("python3.12", "PyPy"). */
bool spec_names_python(const char *name);

/* Whether the spec names one minor version, as "3.12" and "cpython3.12.1" do. */
bool spec_is_minor(const struct spec *spec);

#endif
