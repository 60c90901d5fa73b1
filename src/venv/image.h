/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_IMAGE_H
#define CVENV_VENV_IMAGE_H

#include "base/file.h"
#include "venv/manifest.h"

struct builder;
struct pool;
struct wheel;

/* What an image is of: a wheel that is in the cache, or what ensurepip installs but for the projects WITHOUT. */
struct image_source {
	const struct wheel *wheel;   /* NULL: ensurepip's */
	const struct strings *without; /* NULL: none */
	const char *name;            /* of it, for people: "pip" */
};

/*
 * What ensurepip of one interpreter installs, or a wheel, kept in the cache as it stands in an environment:
 *
 *	CACHE/images-1/KEY/files/     what goes into site-packages
 *	CACHE/images-1/KEY/manifest   how each file of it has to be (manifest.h)
 *	CACHE/images-1/KEY.lock       held by who makes KEY, or takes it away
 *
 * KEY stands for the source, the interpreter, its version and the modes that a umask gives. An image is made beside
 * its place and renamed, never changed, and never believed where somebody else could have.
 */
struct image {
	struct manifest manifest;
	int files;         /* the open folder; -1: none */
	struct file_id id; /* of the manifest: tells one image under a key from the next */
	const char *place; /* its folder */
};

#define IMAGE_INIT { .manifest = { .text = BUF_INIT }, .files = -1 }

extern const char image_folder[]; /* within the cache: a later layout has another name */

enum image_answer {
	IMAGE_FAILED = -1, /* cancelled, or reported: no memory, or a wheel that nothing may install */
	IMAGE_READY,
	IMAGE_NONE,        /* it can neither be found nor made; why was told */
};

/*
 * Opens the image of SOURCE for the builder's interpreter under UMASK, which is made where it is missing, or where it is not
 * what it was made of; of several makers at once one makes it, and the others wait. STALE: the id of one that was
 * opened before and turned out to be spoilt; NULL: none.
 */
enum image_answer image_open(struct image *out, struct pool *p, const struct builder *b,
                             const struct image_source *source, unsigned umask, const struct file_id *stale);

void image_close(struct image *image);

#endif
