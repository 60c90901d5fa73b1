/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include "base/windows/handle.h"

#include <errno.h>
#include <inttypes.h>
#include <io.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"
#include "base/windows/wide.h"

int handle_write(HANDLE handle, const char *bytes, size_t len)
{
	while (len) {
		DWORD put;

		if (!WriteFile(handle, bytes, len > 1 << 20 ? 1 << 20 : (DWORD)len, &put, NULL))
			return wide_fail();
		bytes += put;
		len -= put;
	}
	return 0;
}

int handle_write_close(HANDLE handle, const char *bytes, size_t len)
{
	int result, why;

	if (handle == INVALID_HANDLE_VALUE)
		return -1;
	result = handle_write(handle, bytes, len);
	why = errno;
	CloseHandle(handle);
	errno = why;
	return result;
}

/* A console shows characters, whatever its code page is. */
static int write_console(HANDLE handle, const char *bytes, size_t len)
{
	struct pool pool = POOL_INIT;
	const wchar_t *wide = wide_from(&pool, pool_strn(&pool, bytes, len));
	size_t left = wcslen(wide);
	int result = pool.failed ? -1 : 0;

	errno = ENOMEM;
	while (left && !result) {
		DWORD put;

		if (!WriteConsoleW(handle, wide, left > 4096 ? 4096 : (DWORD)left, &put, NULL))
			result = wide_fail();
		wide += put;
		left -= put;
	}
	pool_release(&pool);
	return result;
}

int file_write_all(int fd, const char *bytes, size_t len)
{
	HANDLE handle = (HANDLE)_get_osfhandle(fd);
	DWORD mode;

	if (handle == INVALID_HANDLE_VALUE) {
		errno = EBADF;
		return -1;
	}
	return GetConsoleMode(handle, &mode) ? write_console(handle, bytes, len) : handle_write(handle, bytes, len);
}

/* Somebody else may have it open for a moment: a scanner for viruses, an indexer. */
static bool move(const wchar_t *from, const wchar_t *to, DWORD flags)
{
	enum { TRIES = 10, PAUSE_MS = 10 };

	for (int tries = 1;; tries++) {
		DWORD why;

		if (MoveFileExW(from, to, flags))
			return true;
		why = GetLastError();
		if (tries == TRIES || !(flags & MOVEFILE_REPLACE_EXISTING) ||
		    (why != ERROR_SHARING_VIOLATION && why != ERROR_ACCESS_DENIED))
			return false;
		Sleep(PAUSE_MS);
	}
}

static HANDLE create_new(struct pool *p, const char *path, char **name)
{
	enum { TRIES = 16 };
	static LONG count;

	for (int tries = 0; tries < TRIES; tries++) {
		uint64_t noise = (uint64_t)sys_now_ns() ^ (uint64_t)sys_process() << 40 ^ (uint64_t)InterlockedIncrement(&count);
		HANDLE handle;

		*name = path_join(p, path_parent(p, path), pool_printf(p, ".cvenv-%016" PRIx64, noise));
		handle = p->failed ? INVALID_HANDLE_VALUE : handle_open(*name, GENERIC_WRITE, CREATE_NEW, false);
		if (p->failed)
			errno = ENOMEM;
		if (handle != INVALID_HANDLE_VALUE || errno != EEXIST)
			return handle;
	}
	return INVALID_HANDLE_VALUE;
}

/* Who may read it is what its folder says; of MODE only "nobody writes" has a counterpart, and nothing asks for that. */
int file_write(const char *path, const char *bytes, size_t len, unsigned mode)
{
	struct pool pool = POOL_INIT;
	char *name = NULL;
	HANDLE handle = create_new(&pool, path, &name);
	int result = -1, why;

	(void)mode;
	if (handle != INVALID_HANDLE_VALUE) {
		result = handle_write(handle, bytes, len);
		if (!result && !FlushFileBuffers(handle))
			result = wide_fail();
		why = errno;
		CloseHandle(handle);
		errno = why;
		if (!result && !move(wide_path(&pool, name), wide_path(&pool, path), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
			result = wide_fail();
		why = errno;
		if (result)
			DeleteFileW(wide_path(&pool, name));
		errno = why;
	}
	pool_release(&pool);
	return result;
}

int file_append(const char *path, const char *bytes, size_t len)
{
	return handle_write_close(handle_open(path, FILE_APPEND_DATA, OPEN_EXISTING, true), bytes, len);
}

static int make_folder(struct pool *p, const char *path)
{
	if (CreateDirectoryW(wide_path(p, path), NULL))
		return 0;
	wide_fail();
	if (file_identify(path).kind == FILE_FOLDER)
		return 0;
	if (errno == EEXIST)
		errno = ENOTDIR;
	return -1;
}

int file_make_folders(const char *path, unsigned mode)
{
	struct pool pool = POOL_INIT;
	size_t len = strlen(path);
	char *part = pool_str(&pool, path);
	int result = 0;

	if (file_identify(path).kind == FILE_FOLDER)
		return 0;
	for (size_t i = path_root(path); i < len && !result && !pool.failed; i++) {
		char separator = part[i];

		if (!i || !path_is_separator(separator))
			continue;
		part[i] = '\0';
		result = make_folder(&pool, part);
		part[i] = separator;
	}
	if (!result)
		result = make_folder(&pool, part);
	if (pool.failed) {
		errno = ENOMEM;
		result = -1;
	}
	(void)mode;
	pool_release(&pool);
	return result;
}

/* The user's own profile is closed to others by the lists of who may what that everything below it inherits. */
int file_make_private(const char *path)
{
	struct pool pool = POOL_INIT;
	bool safe;

	if (file_make_folders(path, 0700) || file_identify(path).kind != FILE_FOLDER)
		return -1;
	safe = file_is_safe(&pool, path, NULL);
	pool_release(&pool);
	errno = EPERM;
	return safe ? 0 : -1;
}

int handle_move(const char *from, const char *to, bool replace)
{
	struct pool pool = POOL_INIT;
	const wchar_t *wide_before = wide_path(&pool, from), *wide_after = wide_path(&pool, to);
	int result = -1;

	if (pool.failed)
		errno = ENOMEM;
	else
		result = move(wide_before, wide_after, replace ? MOVEFILE_REPLACE_EXISTING : 0) ? 0 : wide_fail();
	pool_release(&pool);
	return result;
}

int file_rename_new(const char *from, const char *to)
{
	if (handle_move(from, to, false) == 0) {
		folder_moved(from, to);
		return 0;
	}
	/* What is refused because something is there may be called by either name. */
	if (errno == EACCES && file_identify_link(to).kind != FILE_ABSENT)
		errno = EEXIST;
	return -1;
}
