/* SPDX-License-Identifier: MIT */
#include "base/folder.h"

#include "base/windows/handle.h"

#include <errno.h>

#include "base/path.h"
#include "base/pool.h"
#include "base/windows/wide.h"

#ifndef SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE
#define SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE 2
#endif

/* A new file at PATH, of BYTES or, where there are none, of what FROM holds. */
static int put_new(struct pool *p, const char *path, const char *bytes, size_t len, const char *from)
{
	HANDLE handle;
	int result, why;

	if (!bytes)
		return CopyFileW(wide_path(p, from), wide_path(p, path), TRUE) ? 0 : wide_fail();
	handle = handle_open(path, GENERIC_WRITE, CREATE_NEW, false);
	if (handle == INVALID_HANDLE_VALUE)
		return -1;
	result = handle_write_close(handle, bytes, len);
	why = errno;
	if (result < 0)
		DeleteFileW(wide_path(p, path));
	errno = why;
	return result;
}

/* What was made BESIDE takes the place of WHOLE, or goes. */
static int replace(struct pool *p, const char *beside, const char *whole)
{
	int result = handle_move(beside, whole, true), why = errno;

	if (result < 0)
		handle_unlink(wide_path(p, beside));
	errno = why;
	return result;
}

/* Over what is there, by a name beside it that is always the same: what a killed run left is replaced. */
static int put(int folder, const char *path, const char *bytes, size_t len, const char *from)
{
	struct pool pool = POOL_INIT;
	const char *whole = folder_at(&pool, folder, path), *beside = pool_join(&pool, whole, ".cvenv~", "");
	int result = -1;

	if (pool.failed)
		errno = ENOMEM;
	else
		result = put_new(&pool, whole, bytes, len, from);
	if (result < 0 && errno == EEXIST) {
		handle_unlink(wide_path(&pool, beside));
		result = put_new(&pool, beside, bytes, len, from);
		if (result == 0)
			result = replace(&pool, beside, whole);
	}
	pool_release(&pool);
	return result;
}

int folder_write(int folder, const char *path, const char *bytes, size_t len, unsigned mode, bool exact)
{
	(void)mode;
	(void)exact;
	return put(folder, path, bytes, len, NULL);
}

int folder_write_new(int folder, const char *path, const char *bytes, size_t len, unsigned mode, bool exact)
{
	struct pool pool = POOL_INIT;
	int result = put_new(&pool, folder_at(&pool, folder, path), bytes, len, NULL);

	(void)mode;
	(void)exact;
	pool_release(&pool);
	return result;
}

int folder_copy(int folder, const char *path, const char *from, unsigned mode, bool exact)
{
	(void)mode;
	(void)exact;
	return put(folder, path, NULL, 0, from);
}

/* Not every user may, and not every file system can. Some systems say that they did, and did not. */
static int make_link(struct pool *p, const char *path, const char *target)
{
	enum file_kind kind = file_identify(path_join(p, path_parent(p, path), target)).kind;
	DWORD flags = SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE | (kind == FILE_FOLDER ? SYMBOLIC_LINK_FLAG_DIRECTORY : 0);

	if (file_identify_link(path).kind != FILE_ABSENT) {
		errno = EEXIST;
		return -1;
	}
	if (!CreateSymbolicLinkW(wide_path(p, path), wide_path(p, target), flags))
		return wide_fail();
	if (file_identify_link(path).kind != FILE_ABSENT)
		return 0;
	errno = ENOSYS;
	return -1;
}

int folder_link_new(int folder, const char *path, const char *target)
{
	struct pool pool = POOL_INIT;
	int result = make_link(&pool, folder_at(&pool, folder, path), target);

	pool_release(&pool);
	return result;
}

int folder_link(int folder, const char *path, const char *target)
{
	struct pool pool = POOL_INIT;
	const char *whole = folder_at(&pool, folder, path), *beside = pool_join(&pool, whole, ".cvenv~", "");
	int result = make_link(&pool, whole, target);

	if (result < 0 && errno == EEXIST) {
		handle_unlink(wide_path(&pool, beside));
		result = make_link(&pool, beside, target);
		if (result == 0)
			result = replace(&pool, beside, whole);
	}
	pool_release(&pool);
	return result;
}
