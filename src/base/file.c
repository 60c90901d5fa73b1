/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"

bool file_id_equal(const struct file_id *a, const struct file_id *b)
{
	return a->kind == b->kind && a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->changed == b->changed && a->modified == b->modified && a->modified_ns == b->modified_ns &&
	       a->mode == b->mode && a->owner == b->owner;
}

void file_id_text(struct buf *out, const struct file_id *id)
{
	buf_printf(out, "%d %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId32 " %" PRIu32 " %" PRIu32,
	           (int)id->kind, id->device, id->inode, id->size, id->changed, id->modified, id->modified_ns, id->mode,
	           id->owner);
}

const char *file_read_problem(int error)
{
	switch (error) {
	case EISDIR:
		return "it is a folder";
	case ENXIO:
		return "it is not a regular file";
	case EFBIG:
		return "it is larger than 1 MiB";
	default:
		return strerror(error);
	}
}
