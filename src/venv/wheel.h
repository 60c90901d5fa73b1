/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_WHEEL_H
#define CVENV_VENV_WHEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct pool;

/*
 * A wheel, whose file's name says what it is (packaging.python.org, "Binary distribution format"). Those that were
 * asked for by their paths are kept in the cache, so that afterwards their names will do:
 *
 *	CACHE/wheels-1/KEY/NAME-VERSION-PYTHON-ABI-PLATFORM.whl
 *
 * KEY stands for the bytes. When one was used last is the time of its folder.
 */
struct wheel {
	const char *file;     /* its path */
	const char *project;  /* "setuptools", as its file's name has it */
	const char *version;
	const char *key;      /* NULL: it is not in the cache */
	int64_t used, used_ns, size; /* of one in the cache */
};

enum { WHEEL_KEY = 32 }; /* letters */

extern const char wheel_folder[]; /* within the cache: a later layout has another name */

/* The wheel that the file PATH is by its name; false where it is none. */
bool wheel_parse(struct wheel *out, struct pool *p, const char *path);

/* Whether TEXT is meant as the path of a wheel rather than as the name of a project. */
bool wheel_is_path(const char *text);

/* Whether the two are names of one project (packaging.python.org, "Names and normalization"). */
bool wheel_is_project(const char *name, const char *other);

/* Those in the cache, the one used last first. */
struct wheels {
	struct wheel *items;
	size_t count, cap;
};

/* None where there is no such folder. -1 and errno where it cannot be read, or is another's. */
int wheels_list(struct wheels *out, struct pool *p, const char *cache);

/* Puts WHEEL, which has these BYTES, into the cache, where it then is, and was used just now; -1 and errno. */
int wheel_keep(struct wheel *wheel, struct pool *p, const char *cache, const struct buf *bytes);

/* Notes that one in the cache was used. */
void wheel_used(struct pool *p, const struct wheel *wheel);

/* Takes one out of the cache; -1 and errno. */
int wheel_remove(struct pool *p, const struct wheel *wheel);

#endif
