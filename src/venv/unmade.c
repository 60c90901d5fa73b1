/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "base/report.h"
#include "venv/builder.h"
#include "venv/image.h"
#include "venv/image_make.h"
#include "venv/place.h"
#include "venv/seeds.h"
#include "venv/store.h"

/* What stands in for the making of environments where that is not done: one that is there is switched to all the same. */

const char place_mark[] = ".cvenv-incomplete";
const char image_folder[] = "images-1";

int builder_create(const struct builder *b, struct pool *p, struct venv_context *out, const char *env_dir)
{
	(void)p;
	(void)out;
	report_error(b->report, "cannot make '%s': cvenv makes no environments on Windows yet; make it with 'py -m venv \"%s\"'",
	             env_dir, env_dir);
	return -1;
}

int seeds_find(struct seeds *out, struct pool *p, const struct builder *b)
{
	(void)p;
	(void)b;
	*out = (struct seeds){ 0 };
	return 0;
}

/* Nobody has made an image here. */
enum store_answer store_remove(struct pool *p, const struct stored_image *image)
{
	(void)p;
	(void)image;
	errno = ENOSYS;
	return STORE_FAILED;
}
