/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef HAVE_SYS_RANDOM_H
#include <sys/random.h>
#endif

#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"

/* A name that nobody can have taken in advance; that nobody did is O_EXCL's to say. */
static char *temporary_beside(struct pool *p, const char *path)
{
	static unsigned count;
	uint64_t noise = 0;

#ifdef HAVE_GETENTROPY
	if (getentropy(&noise, sizeof noise))
		noise = 0;
#endif
	if (!noise)
		noise = (uint64_t)sys_now_ns() ^ (uint64_t)getpid() << 40 ^ ++count;
	return path_join(p, path_parent(p, path), pool_printf(p, ".cvenv-%016jx", (uintmax_t)noise));
}

static int create_new(struct pool *p, const char *path, char **name)
{
	for (int tries = 0; tries < 16; tries++) {
		int fd;

		*name = temporary_beside(p, path);
		if (p->failed) {
			errno = ENOMEM;
			return -1;
		}
		fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* After the rename the new contents are there for everybody, so what goes wrong here is not undone and not told. */
static void flush_folder(int folder)
{
	if (folder < 0)
		return;
	fsync(folder);
	close(folder);
}

int file_write(const char *path, const char *bytes, size_t len, unsigned mode)
{
	struct pool pool = POOL_INIT;
	char *name = NULL;
	int fd, why, folder, result = -1;

	fd = create_new(&pool, path, &name);
	if (fd < 0)
		goto out;
	result = file_write_all(fd, bytes, len) || fchmod(fd, (mode_t)mode) || fsync(fd) ? -1 : 0;
	why = errno;
	/* Where a disk is full, some file systems say so only now. */
	if (close(fd) && !result) {
		result = -1;
		why = errno;
	}
	errno = why;
	if (result)
		goto unlink;
	/* One that can be written to but not listed cannot be opened, and so not flushed. */
	folder = open(path_parent(&pool, path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	result = rename(name, path);
	if (!result)
		flush_folder(folder);
	else if (folder >= 0) {
		why = errno;
		close(folder);
		errno = why;
	}
unlink:
	if (result) {
		why = errno;
		unlink(name);
		errno = why;
	}
out:
	pool_release(&pool);
	return result;
}

int file_append(const char *path, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC), why, result;

	if (fd < 0)
		return -1;
	result = file_write_all(fd, bytes, len);
	why = errno;
	if (close(fd) && !result)
		return -1;
	errno = why;
	return result;
}

static bool is_folder(const char *path)
{
	return file_identify(path).kind == FILE_FOLDER;
}

/* One level. What mkdir says of a folder that is there differs (EEXIST, EROFS, EACCES), so it is looked at. */
static int make_folder(const char *path, unsigned mode)
{
	int why;

	if (!mkdir(path, (mode_t)mode))
		return 0;
	why = errno;
	if (is_folder(path))
		return 0;
	errno = why == EEXIST ? ENOTDIR : why;
	return -1;
}

int file_make_folders(const char *path, unsigned mode)
{
	char *part, *slash;
	int result = 0, why;

	if (is_folder(path))
		return 0;
	part = strdup(path);
	if (!part)
		return -1;
	for (slash = part + strspn(part, "/"); !result && (slash = strchr(slash, '/'));) {
		*slash = '\0';
		result = make_folder(part, mode);
		*slash = '/';
		slash += strspn(slash, "/");
	}
	if (!result)
		result = make_folder(part, mode);
	why = errno;
	free(part);
	errno = why;
	return result;
}

int file_make_private(const char *path)
{
	struct file_id id;

	if (file_make_folders(path, 0700))
		return -1;
	id = file_identify(path);
	if (id.kind != FILE_FOLDER)
		return -1;
	if (id.owner != geteuid() || (id.mode & 077)) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

/*
 * Where the system or the file system cannot rename without replacing: TO is claimed first, by
 * something empty that only one of several can make, and then replaced in one step. Whoever looks in
 * between finds TO taken. A folder that somebody filled meanwhile makes rename fail by itself.
 */
static int claim_and_rename(const char *from, const char *to)
{
	bool folder = file_identify_link(from).kind == FILE_FOLDER;
	int fd, why;

	if (folder) {
		if (mkdir(to, 0700))
			return -1;
	} else {
		fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0)
			return -1;
		close(fd);
	}
	if (!rename(from, to))
		return 0;
	why = errno;
	if (folder)
		rmdir(to);
	else
		unlink(to);
	errno = why == ENOTEMPTY ? EEXIST : why;
	return -1;
}

int file_rename_new(const char *from, const char *to)
{
	struct stat st;
	int why;

#if defined(HAVE_RENAMEAT2) && defined(RENAME_NOREPLACE)
	if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return 0;
	if (errno != ENOSYS && errno != EINVAL)
		return -1;
#elif defined(HAVE_RENAMEX_NP)
	if (!renamex_np(from, to, RENAME_EXCL))
		return 0;
	if (errno != ENOTSUP && errno != EINVAL)
		return -1;
#endif
	/* First of all, so that nothing is claimed for a source that is not there. */
	if (lstat(from, &st))
		return -1;
	if (!S_ISDIR(st.st_mode)) {
		/* A second name cannot replace anything either, and nobody sees an empty file. */
		if (!linkat(AT_FDCWD, from, AT_FDCWD, to, 0)) {
			if (!unlink(from))
				return 0;
			why = errno;
			unlink(to);
			errno = why;
			return -1;
		}
	}
	return claim_and_rename(from, to);
}
