/* SPDX-License-Identifier: MIT */
#include "venv/wheel.h"

#include <stddef.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"

int wheel_keep(struct wheel *wheel, struct pool *p, const char *cache, const struct buf *bytes)
{
	const char *wheels = path_join(p, cache, wheel_folder), *folder, *file;
	char hex[DIGEST_HEX];
	struct file_id there;

	digest_hex(hex, bytes->data, bytes->len);
	wheel->key = pool_strn(p, hex, WHEEL_KEY);
	folder = path_join(p, wheels, wheel->key);
	file = path_join(p, folder, path_name(wheel->file));
	if (file_make_private(wheels) < 0 || file_make_private(folder) < 0) {
		wheel->key = NULL;
		return -1;
	}
	there = file_identify_link(file);
	/* Written anew it would have another time, and what was made of it would be made again. */
	if (!(file_id_is_own(&there) && there.size == (int64_t)bytes->len) && file_write(file, bytes->data, bytes->len, 0600) < 0) {
		wheel->key = NULL;
		return -1;
	}
	wheel->file = file;
	wheel_used(p, wheel);
	return 0;
}

void wheel_used(struct pool *p, const struct wheel *wheel)
{
	file_touch(path_parent(p, wheel->file));
}
