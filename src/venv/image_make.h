/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_IMAGE_MAKE_H
#define CVENV_VENV_IMAGE_MAKE_H

#include <stdbool.h>

#include "venv/image.h"

/*
 * Who makes an image, or takes it away, holds its lock: the system's, which goes with a process that is killed.
 * Where the file system has none, several may make the same at once, each in a folder of its own.
 */
struct image_lock {
	int file; /* -1: none */
};

#define IMAGE_LOCK_INIT { .file = -1 }

/* Waits for the lock on the image at PLACE, whose folder is made. IMAGE_NONE where the cache cannot be written. */
enum image_answer image_lock(struct image_lock *lock, struct pool *p, const struct builder *b,
                             const struct image_source *source, const char *place);

/* The same without waiting: whether it is held. */
bool image_try_lock(struct image_lock *lock, struct pool *p, const char *place);

void image_unlock(struct image_lock *lock);

/* Makes the image at PLACE, instead of one that is there. Under the lock. */
enum image_answer image_make(struct pool *p, const struct builder *b, const struct image_source *source, const char *place,
                             unsigned umask);

/* Takes away the image at PLACE, in one step as far as others can see, and what was left half-made beside it. */
int image_remove(struct pool *p, const char *place);

#endif
