/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "base/file.h"
#include "base/pool.h"
#include "venv/image_make.h"
#include "venv/store.h"

enum store_answer store_remove(struct pool *p, const struct stored_image *image)
{
	struct image_lock lock = IMAGE_LOCK_INIT;
	enum store_answer answer = STORE_BUSY;
	int why;

	if (image_try_lock(&lock, p, image->place)) {
		answer = image_remove(p, image->place) < 0 ? STORE_FAILED : STORE_REMOVED;
		why = errno;
		if (answer == STORE_REMOVED)
			file_remove_tree(pool_printf(p, "%s.lock", image->place));
		errno = why;
	} else if (lock.file < 0) {
		answer = STORE_FAILED;
	}
	why = errno;
	image_unlock(&lock);
	errno = why;
	return answer;
}
