/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/pool.h"

static bool is_dots(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static DIR *open_folder(int parent, const char *name, int flags)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC | flags);
	DIR *stream;
	int why;

	if (fd < 0)
		return NULL;
	stream = fdopendir(fd);
	if (!stream) {
		why = errno;
		close(fd);
		errno = why;
	}
	return stream;
}

int file_list(struct strings *out, struct pool *p, const char *path)
{
	DIR *stream = open_folder(AT_FDCWD, path, 0);
	size_t start = out->count;
	struct dirent *entry;
	int why;

	if (!stream)
		return -1;
	while ((errno = 0, entry = readdir(stream)))
		if (!is_dots(entry->d_name))
			strings_add(out, p, pool_str(p, entry->d_name));
	why = errno;
	closedir(stream);
	if (!why && p->failed)
		why = ENOMEM;
	if (why) {
		out->count = start;
		errno = why;
		return -1;
	}
	if (out->count > start)
		qsort(out->items + start, out->count - start, sizeof *out->items, compare);
	return 0;
}

/*
 * A level of depth costs an open folder. Below DEEPEST, a folder is moved to the top of the tree and
 * its turn comes there, so that neither the number of open files nor the stack sets a limit.
 */
enum { DEEPEST = 64 };

struct removal {
	dev_t device;  /* of the tree: another file system's folder is left where it is */
	int top;       /* the tree's first folder */
	unsigned moved;
};

static int empty_folder(struct removal *r, DIR *stream, int depth);

/*
 * An own folder that was made unreadable is made readable. AT_SYMLINK_NOFOLLOW, and not chmod: what
 * stands under the name may change at any time, and a link's target is not ours to touch.
 */
static DIR *open_to_empty(int parent, const char *name)
{
	DIR *stream = open_folder(parent, name, O_NOFOLLOW);
	struct stat st;

	if (stream || errno != EACCES)
		return stream;
	if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISDIR(st.st_mode) || st.st_uid != geteuid() ||
	    fchmodat(parent, name, 0700, AT_SYMLINK_NOFOLLOW)) {
		errno = EACCES;
		return NULL;
	}
	return open_folder(parent, name, O_NOFOLLOW);
}

/* Out of the way, and into reach of the first folder's next round. */
static int move_to_top(struct removal *r, int parent, const char *name)
{
	char moved[32];

	for (int tries = 0; tries < 1000; tries++) {
		struct stat st;

		snprintf(moved, sizeof moved, ".cvenv-removed-%u", r->moved++);
		if (!fstatat(r->top, moved, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		return renameat(parent, name, r->top, moved);
	}
	errno = EEXIST;
	return -1;
}

static int remove_folder(struct removal *r, int parent, const char *name, int depth)
{
	DIR *stream;
	int result, why;

	if (depth > DEEPEST)
		return move_to_top(r, parent, name);
	stream = open_to_empty(parent, name);
	if (!stream)
		return errno == ENOENT ? 0 : -1;
	result = empty_folder(r, stream, depth);
	why = errno;
	closedir(stream);
	if (result) {
		errno = why;
		return -1;
	}
	return unlinkat(parent, name, AT_REMOVEDIR) && errno != ENOENT ? -1 : 0;
}

/* Anything but a folder goes at once; *FOLDER says that it is one, and still there. */
static int remove_plain(int parent, const char *name, bool *folder)
{
	struct stat st;
	int why;

	*folder = false;
	if (!unlinkat(parent, name, 0) || errno == ENOENT)
		return 0;
	/* Of a folder, Linux says EISDIR and POSIX EPERM, which may mean other things as well. */
	why = errno;
	if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW)) {
		errno = why;
		return -1;
	}
	*folder = S_ISDIR(st.st_mode);
	errno = why;
	return *folder ? 0 : -1;
}

static int remove_entry(struct removal *r, int parent, const struct dirent *entry, int depth)
{
	bool folder = false;

#ifdef DT_DIR
	folder = entry->d_type == DT_DIR;
#endif
	if (!folder && remove_plain(parent, entry->d_name, &folder))
		return -1;
	return folder ? remove_folder(r, parent, entry->d_name, depth + 1) : 0;
}

/*
 * Whether another file system is mounted on the open folder; the same one, mounted a second time, too,
 * where the system says so: its number does not.
 */
static bool is_mount(const struct removal *r, int fd, const struct stat *st)
{
#if defined(HAVE_STATX) && defined(STATX_ATTR_MOUNT_ROOT)
	struct statx more;

	if (!statx(fd, "", AT_EMPTY_PATH, 0, &more) && (more.stx_attributes & STATX_ATTR_MOUNT_ROOT))
		return true;
#else
	(void)fd;
#endif
	return st->st_dev != r->device;
}

static int empty_folder(struct removal *r, DIR *stream, int depth)
{
	int fd = dirfd(stream);
	struct dirent *entry;
	struct stat st;
	size_t found;

	if (fstat(fd, &st))
		return -1;
	if (!depth) {
		r->device = st.st_dev;
		r->top = fd;
	}
	if (depth && is_mount(r, fd, &st)) {
		errno = EXDEV;
		return -1;
	}
	if (st.st_uid == geteuid() && (st.st_mode & 0700) != 0700)
		fchmod(fd, 0700);
	/* Some file systems skip entries while others are removed, and what was moved to the top comes late. */
	do {
		found = 0;
		rewinddir(stream);
		while ((errno = 0, entry = readdir(stream))) {
			if (is_dots(entry->d_name))
				continue;
			found++;
			if (remove_entry(r, fd, entry, depth))
				return -1;
		}
		if (errno)
			return -1;
	} while (found);
	return 0;
}

int file_remove_tree(const char *path)
{
	struct removal r = { .top = -1 };
	bool folder;

	if (remove_plain(AT_FDCWD, path, &folder))
		return -1;
	return folder ? remove_folder(&r, AT_FDCWD, path, 0) : 0;
}

const char *file_held(struct pool *p, const char *path)
{
	(void)p;
	(void)path;
	return NULL;
}
