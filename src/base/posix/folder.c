/* SPDX-License-Identifier: MIT */
#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"

int folder_open(const char *path, bool follow)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
}

void folder_close(int folder)
{
	close(folder);
}

int folder_lock(int handle, bool wait)
{
	return flock(handle, LOCK_EX | (wait ? 0 : LOCK_NB));
}

bool folder_is_own(int folder)
{
	struct stat st;

	return fstat(folder, &st) == 0 && st.st_uid == geteuid();
}

enum file_kind folder_look(int folder, const char *path, bool follow)
{
	struct stat st;

	if (fstatat(folder, path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) < 0)
		return FILE_ABSENT;
	if (S_ISREG(st.st_mode))
		return FILE_REGULAR;
	if (S_ISDIR(st.st_mode))
		return FILE_FOLDER;
	return S_ISLNK(st.st_mode) ? FILE_LINK : FILE_OTHER;
}

bool folder_is_empty(int folder)
{
	int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* its own place in the list */
	DIR *stream = again < 0 ? NULL : fdopendir(again);
	struct dirent *entry;
	bool empty = stream != NULL;

	if (!stream && again >= 0)
		close(again);
	while (empty && (errno = 0, entry = readdir(stream)))
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	empty = empty && !errno;
	if (stream)
		closedir(stream);
	return empty;
}

bool folder_is(int folder, const char *path)
{
	struct stat here, there;

	return fstat(folder, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev &&
	       here.st_ino == there.st_ino;
}

bool folder_leads(int folder, const char *path, const char *to)
{
	struct stat here, there;

	return fstatat(folder, path, &here, 0) == 0 && stat(to, &there) == 0 && here.st_dev == there.st_dev &&
	       here.st_ino == there.st_ino;
}

bool folder_is_mount(int folder, const char *path)
{
	struct pool pool = POOL_INIT;
	struct stat here, above;
	bool mount = false;
#if defined(HAVE_STATX) && defined(STATX_ATTR_MOUNT_ROOT)
	struct statx more;

	if (statx(folder, path, AT_SYMLINK_NOFOLLOW, 0, &more) == 0 && (more.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT))
		return more.stx_attributes & STATX_ATTR_MOUNT_ROOT;
#endif
	if (fstatat(folder, path, &here, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(here.st_mode) &&
	    fstatat(folder, pool_printf(&pool, "%s/..", path), &above, AT_SYMLINK_NOFOLLOW) == 0)
		mount = here.st_dev != above.st_dev || here.st_ino == above.st_ino;
	pool_release(&pool);
	return mount;
}

int folder_remove(const char *path)
{
	return rmdir(path);
}

int folder_unlink(int folder, const char *path)
{
	return unlinkat(folder, path, 0) == 0 ? 0 : unlinkat(folder, path, AT_REMOVEDIR);
}

bool folder_is_writable(const char *path)
{
	return faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0;
}

int folder_exchange(const char *path, const char *other, const char *aside)
{
	(void)aside;
#if defined(HAVE_RENAMEAT2) && defined(RENAME_EXCHANGE)
	return renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_EXCHANGE);
#elif defined(HAVE_RENAMEX_NP)
	return renamex_np(path, other, RENAME_SWAP);
#else
	(void)path;
	(void)other;
	errno = ENOSYS;
	return -1;
#endif
}

char *folder_link_target(int folder, struct pool *p, const char *path)
{
	char target[PATH_MAX];
	ssize_t len = readlinkat(folder, path, target, sizeof(target));

	return len < 0 ? NULL : pool_strn(p, target, (size_t)len);
}

int folder_make(int folder, const char *path, unsigned mode)
{
	return mkdirat(folder, path, (mode_t)mode);
}

int folder_name_again(int folder, const char *path, const char *name)
{
	return linkat(folder, path, folder, name, 0);
}

int folder_move(int folder, const char *from, const char *to)
{
	return renameat(folder, from, folder, to);
}

int folder_set_mode(int folder, const char *path, unsigned mode)
{
	return fchmodat(folder, path, (mode_t)mode, 0);
}

/* What a new file holds: BYTES, or, where there are none, what the open file FD holds. */
struct content {
	const char *bytes;
	size_t len;
	int fd;
};

static int fill(int fd, const struct content *content)
{
	char chunk[16 * 1024];
	ssize_t got;

	if (content->bytes)
		return file_write_all(fd, content->bytes, content->len);
	if (lseek(content->fd, 0, SEEK_SET) < 0)
		return -1;
	do {
		got = read(content->fd, chunk, sizeof(chunk));
		if (got > 0 && file_write_all(fd, chunk, (size_t)got) < 0)
			return -1;
	} while (got > 0 || (got < 0 && errno == EINTR));
	return (int)got;
}

static int put_new(int folder, const char *path, const struct content *content, unsigned mode, bool exact)
{
	int fd = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)mode), why = 0;

	if (fd < 0)
		return -1;
	if (fill(fd, content) < 0 || (exact && fchmod(fd, (mode_t)mode) < 0))
		why = errno;
	/* Where a disk is full, some file systems say so only now. */
	if (close(fd) < 0 && !why)
		why = errno;
	if (!why)
		return 0;
	unlinkat(folder, path, 0);
	errno = why;
	return -1;
}

/* A name beside PATH, always the same one: what a run left there that was killed, the next replaces. */
static const char *beside(struct pool *p, int folder, const char *path)
{
	const char *name = pool_printf(p, "%s.cvenv~", path);

	if (p->failed)
		return NULL;
	unlinkat(folder, name, 0);
	return name;
}

static int move_over(int folder, const char *from, const char *to)
{
	int why;

	if (renameat(folder, from, folder, to) == 0)
		return 0;
	why = errno;
	unlinkat(folder, from, 0);
	errno = why;
	return -1;
}

/* Those of the file that is there; false where it is none. */
static bool mode_of(int folder, const char *path, unsigned *mode)
{
	struct stat st;

	if (fstatat(folder, path, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return false;
	*mode = st.st_mode & 07777;
	return true;
}

static int put(int folder, const char *path, const struct content *content, unsigned mode, bool exact)
{
	struct pool pool = POOL_INIT;
	const char *name;
	int result = -1;

	if (put_new(folder, path, content, mode, exact) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	if (!exact)
		exact = mode_of(folder, path, &mode);
	name = beside(&pool, folder, path);
	if (!name)
		errno = ENOMEM;
	else if (put_new(folder, name, content, mode, exact) == 0)
		result = move_over(folder, name, path);
	pool_release(&pool);
	return result;
}

int folder_write(int folder, const char *path, const char *bytes, size_t len, unsigned mode, bool exact)
{
	return put(folder, path, &(struct content){ .bytes = bytes, .len = len, .fd = -1 }, mode, exact);
}

int folder_write_new(int folder, const char *path, const char *bytes, size_t len, unsigned mode, bool exact)
{
	return put_new(folder, path, &(struct content){ .bytes = bytes, .len = len, .fd = -1 }, mode, exact);
}

int folder_copy(int folder, const char *path, const char *from, unsigned mode, bool exact)
{
	struct content content = { .fd = open(from, O_RDONLY | O_CLOEXEC) };
	int result, why;

	if (content.fd < 0)
		return -1;
	result = put(folder, path, &content, mode, exact);
	why = errno;
	close(content.fd);
	errno = why;
	return result;
}

int folder_link_new(int folder, const char *path, const char *target)
{
	return symlinkat(target, folder, path);
}

int folder_link(int folder, const char *path, const char *target)
{
	struct pool pool = POOL_INIT;
	const char *name;
	int result = -1;

	if (symlinkat(target, folder, path) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	name = beside(&pool, folder, path);
	if (!name)
		errno = ENOMEM;
	else if (symlinkat(target, folder, name) == 0)
		result = move_over(folder, name, path);
	pool_release(&pool);
	return result;
}
