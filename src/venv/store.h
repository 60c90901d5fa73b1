/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_STORE_H
#define CVENV_VENV_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "venv/wheel.h"

/* What is in a cache: images (image.h), wheels (wheel.h), and the facts of interpreters (interpreter.c). */

struct stored_image {
	const char *place;
	const char *python;       /* which interpreter made it; NULL: it is not whole */
	const char *version;      /* its version */
	struct strings packages;  /* "pip 24.2" */
	int64_t size;             /* bytes */
	int64_t used;             /* when last, in seconds since 1970 */
	bool gone;                /* the interpreter, or what was installed of it, is not there any more or is another */
};

struct store {
	struct stored_image *images; /* in the order of their names */
	size_t count, cap;
	struct wheels wheels;
	size_t interpreters;      /* whose facts are kept */
};

/* What CACHE holds now; nothing where it is not there. -1 and errno where it cannot be read, or is another's. */
int store_read(struct store *out, struct pool *p, const char *cache);

enum store_answer { STORE_FAILED = -1, STORE_REMOVED, STORE_BUSY /* somebody is making it right now */ };

/* Takes one image away; who is just copying it makes it again. errno where it fails. */
enum store_answer store_remove(struct pool *p, const struct stored_image *image);

/* Takes away the facts of interpreters: of all, or of those that are not what they were. -1 and errno. */
int store_forget(struct pool *p, const char *cache, bool all);

#endif
