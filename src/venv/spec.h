/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_SPEC_H
#define CVENV_VENV_SPEC_H

#include <stdbool.h>
#include <stddef.h>

struct interpreter;

enum spec_kind {
	SPEC_ANY,
	SPEC_VERSION, /* an implementation, versions, or both */
	SPEC_NAME,    /* a program on PATH */
	SPEC_PATH,
};

enum spec_op { SPEC_PREFIX, SPEC_NOT_PREFIX, SPEC_SAME, SPEC_NOT, SPEC_LESS, SPEC_AT_MOST, SPEC_MORE, SPEC_AT_LEAST };

/* One condition on a version. */
struct spec_clause {
	enum spec_op op;
	int version[3]; /* what is not said is 0 */
	int said;       /* how many parts are: 1 to 3 */
};

enum { SPEC_CLAUSES = 16 };

/* Which interpreter somebody asks for (interpreter_find). */
struct spec {
	enum spec_kind kind;
	const char *implementation; /* "cpython", "pypy"; NULL: any */
	bool free_threaded;         /* "3.13t" */
	struct spec_clause clauses[SPEC_CLAUSES];
	size_t count;
};

/* False, and *WHY a constant that ends a sentence, where TEXT (not NULL) is of no known form. */
bool spec_parse(struct spec *out, const char *text, const char **why);

/* Whether PYTHON is what is asked for; of a name or a path every one is. */
bool spec_fits(const struct spec *spec, const struct interpreter *python);

/* Whether some interpreter of version MAJOR.MINOR could be what is asked for. */
bool spec_may_fit(const struct spec *spec, int major, int minor);

/* Whether the spec names one minor version, as "3.12" and "cpython3.12.1" do. */
bool spec_is_minor(const struct spec *spec);

#endif
