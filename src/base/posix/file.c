/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/pool.h"

#ifdef HAVE_STRUCT_STAT_ST_MTIMESPEC
#define st_mtim st_mtimespec
#endif

static enum file_kind kind_of(mode_t mode)
{
	if (S_ISREG(mode))
		return FILE_REGULAR;
	if (S_ISDIR(mode))
		return FILE_FOLDER;
	return S_ISLNK(mode) ? FILE_LINK : FILE_OTHER;
}

static struct file_id id_of(const struct stat *st)
{
	return (struct file_id){
		.kind = kind_of(st->st_mode),
		.device = (uint64_t)st->st_dev,
		.inode = (uint64_t)st->st_ino,
		.size = st->st_size,
		.changed = st->st_ctime,
		.modified = st->st_mtim.tv_sec,
		.modified_ns = (int32_t)st->st_mtim.tv_nsec,
		.mode = st->st_mode & 07777,
		.owner = st->st_uid,
	};
}

struct file_id file_identify(const char *path)
{
	struct stat st;

	return stat(path, &st) ? (struct file_id){ 0 } : id_of(&st);
}

struct file_id file_identify_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) ? (struct file_id){ 0 } : id_of(&st);
}

bool file_is_executable(const char *path)
{
	return file_identify(path).kind == FILE_REGULAR && !faccessat(AT_FDCWD, path, X_OK, AT_EACCESS);
}

static int read_open(struct buf *out, int fd, size_t limit, struct file_id *id)
{
	struct stat st;
	size_t start = out->len;

	if (fstat(fd, &st))
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : ENXIO;
		return -1;
	}
	/* Before the first byte: what is written while it is read then differs from ID afterwards. */
	if (id)
		*id = id_of(&st);
	if (st.st_size > 0 && (uintmax_t)st.st_size > limit) {
		errno = EFBIG;
		return -1;
	}
	/* The size is no more than a hint: in /proc it is 0. One byte more shows the end without another turn. */
	for (size_t room = (size_t)st.st_size + 1;; room = 4096) {
		ssize_t got;

		if (!buf_reserve(out, room)) {
			errno = ENOMEM;
			return -1;
		}
		got = read(fd, out->data + out->len, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		out->len += (size_t)got;
		out->data[out->len] = '\0';
		if (out->len - start > limit) {
			errno = EFBIG;
			return -1;
		}
		if (!got)
			return 0;
	}
}

int file_read(struct buf *out, const char *path, size_t limit, struct file_id *id)
{
	size_t start = out->len;
	int fd, result, why;

	/* O_NONBLOCK: a FIFO's open would wait for a writer. O_NOCTTY: a terminal is not to become ours. */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	result = read_open(out, fd, limit, id);
	why = errno;
	close(fd);
	if (result)
		buf_truncate(out, start);
	errno = why;
	return result;
}

int file_read_start(const char *path, char *bytes, size_t len)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	ssize_t got;

	if (fd < 0)
		return -1;
	got = read(fd, bytes, len);
	close(fd);
	return (int)got;
}

int file_write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t put = write(fd, bytes, len);

		if (put >= 0) {
			bytes += put;
			len -= (size_t)put;
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			/* Standard output may be one that somebody else made non-blocking. */
			struct pollfd ready = { .fd = fd, .events = POLLOUT };

			if (poll(&ready, 1, -1) < 0 && errno != EINTR)
				return -1;
		} else if (errno != EINTR) {
			return -1;
		}
	}
	return 0;
}

char *file_real_path(struct pool *p, const char *path)
{
	char *found = realpath(path, NULL);
	char *real;

	if (!found)
		return NULL;
	real = pool_str(p, found);
	free(found);
	if (p->failed) {
		errno = ENOMEM;
		return NULL;
	}
	return real;
}

char *file_link_target(struct pool *p, const char *path)
{
	struct buf target = BUF_INIT;
	char *copy = NULL;
	ssize_t len;

	/* A target as long as the room may have been cut. */
	for (size_t room = 256;; room *= 2) {
		if (!buf_reserve(&target, room)) {
			buf_release(&target);
			errno = ENOMEM;
			return NULL;
		}
		len = readlink(path, target.data, room);
		if (len < 0 || (size_t)len < room)
			break;
	}
	if (len >= 0) {
		copy = pool_strn(p, target.data, (size_t)len);
		if (p->failed) {
			copy = NULL;
			errno = ENOMEM;
		}
	}
	buf_release(&target);
	return copy;
}

void file_touch(const char *path)
{
	utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW);
}

bool file_stamp(const char *path, int64_t seconds, int32_t nanoseconds)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = (time_t)seconds, .tv_nsec = nanoseconds } };
	struct stat st;
	bool exact;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd < 0)
		return false;
	exact = !futimens(fd, times) && !fstat(fd, &st) && st.st_mtim.tv_sec == seconds &&
		st.st_mtim.tv_nsec == nanoseconds;
	close(fd);
	return exact;
}
