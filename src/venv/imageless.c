/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "venv/image.h"
#include "venv/put.h"
#include "venv/store.h"

/* What stands in for images where none are made: pip comes by the interpreter's own ensurepip. */

const char image_folder[] = "images-1";

bool put_open(struct put *put, struct venv_context *c)
{
	*put = (struct put){ .context = c, .packages = -1 };
	return false;
}

void put_close(struct put *put)
{
	(void)put;
}

enum put_answer put_source(struct put *put, const struct image_source *source)
{
	(void)put;
	(void)source;
	return PUT_NOT;
}

/* Nobody has made an image here. */
enum store_answer store_remove(struct pool *p, const struct stored_image *image)
{
	(void)p;
	(void)image;
	errno = ENOSYS;
	return STORE_FAILED;
}
