/* SPDX-License-Identifier: MIT */
#include "base/folder.h"

#include "base/windows/handle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mark.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/windows/wide.h"

enum { MOST = 64, PAUSE_MS = 20, LOCK_TRIES = 5 };

/* What is open: a folder, or a mark in one. Nothing is kept open of the system's but the lock. */
static struct open {
	volatile LONG used;
	char *path;        /* where it is now */
	struct file_id id; /* what it is */
	int in;            /* a mark's folder; -1: it is a folder */
	HANDLE lock;       /* NULL: none */
} opened[MOST];

static int take(const char *path, const struct file_id *id, int in)
{
	for (int i = 0; i < MOST; i++) {
		if (InterlockedCompareExchange(&opened[i].used, 1, 0))
			continue;
		opened[i] = (struct open){ .used = 1, .path = strdup(path), .id = *id, .in = in };
		if (opened[i].path)
			return i;
		opened[i].used = 0;
		errno = ENOMEM;
		return -1;
	}
	errno = EMFILE;
	return -1;
}

const char *folder_at(struct pool *p, int folder, const char *path)
{
	return folder < 0 ? path : strcmp(path, ".") == 0 ? opened[folder].path : path_join(p, opened[folder].path, path);
}

static bool same(const struct file_id *a, const struct file_id *b)
{
	return a->kind != FILE_ABSENT && a->kind == b->kind && a->device == b->device && a->inode == b->inode;
}

int folder_open(const char *path, bool follow)
{
	struct file_id id = follow ? file_identify(path) : file_identify_link(path);

	if (id.kind == FILE_FOLDER)
		return take(path, &id, -1);
	if (id.kind != FILE_ABSENT)
		errno = ENOTDIR;
	return -1;
}

void folder_close(int folder)
{
	struct open *o = &opened[folder];

	if (o->lock)
		CloseHandle(o->lock);
	o->lock = NULL;
	free(o->path);
	o->path = NULL;
	InterlockedExchange(&o->used, 0);
}

void folder_moved(const char *from, const char *to)
{
	for (int i = 0; i < MOST; i++) {
		struct pool pool = POOL_INIT;
		char *path;

		if (!opened[i].used || !opened[i].path || !path_is_below(opened[i].path, from))
			continue;
		path = strdup(pool_join(&pool, to, opened[i].path + strlen(from), ""));
		if (path && !pool.failed) {
			free(opened[i].path);
			opened[i].path = path;
		} else {
			free(path);
		}
		pool_release(&pool);
	}
}

/* Where another process has it, or had it until just now. */
static bool is_locked(DWORD why, const wchar_t *wide)
{
	return why == ERROR_SHARING_VIOLATION ||
	       (why == ERROR_ACCESS_DENIED && (GetFileAttributesW(wide) != INVALID_FILE_ATTRIBUTES || GetLastError() == ERROR_ACCESS_DENIED));
}

/*
 * No folder can be locked, and a folder in which a file is open cannot be renamed: the lock is a file beside it that
 * nobody else can open, and that goes when it is closed, even by a kill.
 */
static int lock_beside(struct open *o, const char *folder)
{
	struct pool pool = POOL_INIT;
	const wchar_t *wide = wide_path(&pool, pool_join(&pool, folder, ".cvenv-lock", ""));
	HANDLE lock = INVALID_HANDLE_VALUE;
	DWORD why = ERROR_OUTOFMEMORY;

	for (int tries = 0; tries < LOCK_TRIES && !pool.failed && lock == INVALID_HANDLE_VALUE; tries++) {
		lock = CreateFileW(wide, GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE, NULL);
		why = GetLastError();
		if (lock == INVALID_HANDLE_VALUE && (why != ERROR_ACCESS_DENIED || is_locked(why, wide)))
			break;
	}
	if (lock != INVALID_HANDLE_VALUE) {
		o->lock = lock;
	} else if (is_locked(why, wide)) {
		errno = EWOULDBLOCK;
	} else {
		SetLastError(why);
		wide_fail();
	}
	why = (DWORD)errno;
	pool_release(&pool);
	errno = (int)why;
	return lock == INVALID_HANDLE_VALUE ? -1 : 0;
}

int folder_lock(int handle, bool wait)
{
	struct open *o = &opened[handle];
	const char *folder = o->in < 0 ? o->path : opened[o->in].path;

	/* A folder and a mark in it have one lock between them. */
	for (int i = 0; i < MOST; i++)
		if (opened[i].used && opened[i].lock && (i == handle || i == o->in || opened[i].in == handle))
			return 0;
	if (lock_beside(o, folder) == 0)
		return 0;
	if (errno == EWOULDBLOCK && wait) {
		Sleep(PAUSE_MS);
		errno = EINTR;
	}
	return -1;
}

/*
 * Whose it is is said in lists, and what is in a folder that others may write to can be replaced by any of them anyway. That
 * it was moved meanwhile, by who made it, says nothing of whose it is.
 */
bool folder_is_own(int folder)
{
	(void)folder;
	return true;
}

enum file_kind folder_look(int folder, const char *path, bool follow)
{
	struct pool pool = POOL_INIT;
	const char *whole = folder_at(&pool, folder, path);
	enum file_kind kind = (follow ? file_identify(whole) : file_identify_link(whole)).kind;

	pool_release(&pool);
	return kind;
}

bool folder_is_empty(int folder)
{
	struct pool pool = POOL_INIT;
	struct strings entries = { 0 };
	bool empty = file_list(&entries, &pool, opened[folder].path) == 0 && entries.count == 0;

	pool_release(&pool);
	return empty;
}

bool folder_is(int folder, const char *path)
{
	struct file_id there = file_identify(path);

	return same(&opened[folder].id, &there);
}

bool folder_leads(int folder, const char *path, const char *to)
{
	struct pool pool = POOL_INIT;
	struct file_id here = file_identify(folder_at(&pool, folder, path)), there = file_identify(to);

	pool_release(&pool);
	return same(&here, &there);
}

bool folder_is_mount(int folder, const char *path)
{
	struct pool pool = POOL_INIT;
	const wchar_t *wide = wide_path(&pool, pool_join(&pool, folder_at(&pool, folder, path), "\\", ""));
	wchar_t volume[64];
	bool mount = GetVolumeNameForVolumeMountPointW(wide, volume, sizeof(volume) / sizeof(*volume));

	pool_release(&pool);
	return mount;
}

int folder_remove(const char *path)
{
	struct pool pool = POOL_INIT;
	int result = RemoveDirectoryW(wide_path(&pool, path)) ? 0 : wide_fail();

	pool_release(&pool);
	return result;
}

int handle_unlink(const wchar_t *wide)
{
	DWORD attributes = GetFileAttributesW(wide);

	if (attributes == INVALID_FILE_ATTRIBUTES)
		return wide_fail();
	if (attributes & FILE_ATTRIBUTE_READONLY)
		SetFileAttributesW(wide, attributes & ~(DWORD)FILE_ATTRIBUTE_READONLY);
	return (attributes & FILE_ATTRIBUTE_DIRECTORY ? RemoveDirectoryW(wide) : DeleteFileW(wide)) ? 0 : wide_fail();
}

int folder_unlink(int folder, const char *path)
{
	struct pool pool = POOL_INIT;
	int result = handle_unlink(wide_path(&pool, folder_at(&pool, folder, path)));

	pool_release(&pool);
	return result;
}

bool folder_is_writable(const char *path)
{
	HANDLE handle = handle_open(path, FILE_ADD_FILE | FILE_ADD_SUBDIRECTORY, OPEN_EXISTING, true);

	if (handle == INVALID_HANDLE_VALUE)
		return false;
	CloseHandle(handle);
	return true;
}

int folder_exchange(const char *path, const char *other, const char *aside)
{
	int why;

	if (handle_move(other, aside, false) < 0)
		return -1;
	if (handle_move(path, other, false) < 0) {
		why = errno;
		handle_move(aside, other, false);
		errno = why;
		return -1;
	}
	if (handle_move(aside, path, false) < 0) {
		why = errno;
		if (handle_move(other, path, false) == 0)
			handle_move(aside, other, false);
		errno = why;
		return -1;
	}
	folder_moved(other, aside);
	folder_moved(path, other);
	folder_moved(aside, path);
	return 0;
}

char *folder_link_target(int folder, struct pool *p, const char *path)
{
	return file_link_target(p, folder_at(p, folder, path));
}

int folder_make(int folder, const char *path, unsigned mode)
{
	struct pool pool = POOL_INIT;
	int result = CreateDirectoryW(wide_path(&pool, folder_at(&pool, folder, path)), NULL) ? 0 : wide_fail();

	(void)mode;
	pool_release(&pool);
	return result;
}

int folder_set_mode(int folder, const char *path, unsigned mode)
{
	(void)folder;
	(void)path;
	(void)mode;
	return 0;
}

int folder_name_again(int folder, const char *path, const char *name)
{
	struct pool pool = POOL_INIT;
	const wchar_t *old = wide_path(&pool, folder_at(&pool, folder, path)), *new = wide_path(&pool, folder_at(&pool, folder, name));
	int result = CreateHardLinkW(new, old, NULL) ? 0 : wide_fail();

	pool_release(&pool);
	return result;
}

int folder_move(int folder, const char *from, const char *to)
{
	struct pool pool = POOL_INIT;
	int result = handle_move(folder_at(&pool, folder, from), folder_at(&pool, folder, to), true);

	pool_release(&pool);
	return result;
}

int mark_open(int folder, const char *name, bool *made)
{
	struct pool pool = POOL_INIT;
	const char *path = folder_at(&pool, folder, name);
	struct file_id id;
	int mark = -1;

	*made = folder_write_new(folder, name, "", 0, 0600, true) == 0;
	if (*made || errno == EEXIST) {
		id = file_identify_link(path);
		if (id.kind == FILE_REGULAR)
			mark = take(path, &id, folder);
		else
			errno = id.kind == FILE_ABSENT ? ENOENT : ELOOP;
	}
	pool_release(&pool);
	return mark;
}

bool mark_is(int mark, int folder, const char *name)
{
	struct pool pool = POOL_INIT;
	struct file_id there = file_identify_link(folder_at(&pool, folder, name));

	pool_release(&pool);
	return same(&opened[mark].id, &there);
}

int mark_write(int mark, const char *text, size_t len)
{
	return handle_write_close(handle_open(opened[mark].path, GENERIC_WRITE, TRUNCATE_EXISTING, false), text, len);
}

bool mark_says(int mark, const char *text, size_t len)
{
	char there[64];

	return len < sizeof(there) && file_read_start(opened[mark].path, there, len + 1) == (int)len && memcmp(there, text, len) == 0;
}
