/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_EXPAND_H
#define CVENV_SWITCH_EXPAND_H

struct env;
struct pool;
struct report;
struct text;

/* What the values of one project are expanded from. */
struct expansion {
	struct pool *pool;
	const struct env *outside; /* the environment as it is outside of the project */
	const char *home;          /* NULL: not known */
	const struct report *report;
};

/*
 * VALUE with "~" or "~/" at its start as the home folder, ${NAME} from the environment outside of the
 * project (empty where it is not set), ${CVENV_ROOT}, ${CVENV_OS}, ${CVENV_ARCH} and ${CVENV_HOST} as
 * their names say, and $$ as a dollar; nothing else is touched. NULL, reported with its place in the
 * file, where ${ is not followed by a name and }, or there is no home folder.
 */
const char *expand_text(const struct expansion *e, const struct text *value);

/* The same, made absolute: relative to the folder of the file that VALUE stands in, and clean. */
const char *expand_path(const struct expansion *e, const struct text *value);

#endif
