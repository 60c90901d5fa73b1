/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_WANTED_H
#define CVENV_SWITCH_WANTED_H

#include "switch/config.h"

struct cvenv_python;
struct maker;
struct pool;
struct resolved;
struct session;

/* Which Python is wanted, and who says so. */
struct wanted {
	struct texts specs; /* the preferred first, each with its place (FILE NULL: in none); none: any will do */
	const char *by;     /* as people know it: ".python-version", "requires-python of pyproject.toml"; NULL: nobody */
};

/*
 * What "python: auto" means in ROOT, the project's folder: what .python-version asks for, else requires-python of
 * pyproject.toml, else the user's own setting, else anything. In no project (ROOT NULL) the first folder counts, from the
 * working directory upwards, that has a .python-version, up to the first that has a pyproject.toml. A project's folder
 * alone is looked into, and none below it, because where somebody stands must not decide what its one environment is.
 * What is looked at is watched.
 *
 * These files need no permission, so they may choose among the Pythons that are installed, and nothing that came with
 * the project is run: a path that leads into it, that is relative, or that others could write to is refused, and a name
 * is only that of an installation. -1, reported once to each shell, for those, and where a file cannot be read or is of
 * no known form.
 */
int wanted_auto(struct wanted *out, struct session *s, const char *root);

/* What the config of R says, or, where it says nothing or "auto", the above. */
int wanted_by(struct wanted *out, struct session *s, const struct resolved *r);

/* What a user said himself; NULL: any. */
void wanted_given(struct wanted *out, struct pool *p, const char *spec, const char *by);

/* The first that there is of those, to be given back by cvenv_python_free; NULL, reported with the place that asks. */
struct cvenv_python *wanted_python(const struct wanted *w, const struct maker *m);

/* "3.12 (/src/.python-version:1)": what is wanted, and what decided. */
const char *wanted_text(struct pool *p, const struct wanted *w);

#endif
