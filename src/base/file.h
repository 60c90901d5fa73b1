/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_FILE_H
#define CVENV_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct pool;
struct strings;

/* Functions that answer an int answer 0, or -1 with errno set, unless they say otherwise. */

enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_LINK, FILE_OTHER };

/* What tells one version of a file from another. All zero for a file that is absent. */
struct file_id {
	enum file_kind kind;
	uint64_t device;
	uint64_t inode;
	int64_t size;         /* bytes */
	int64_t changed;      /* seconds since 1970: contents or attributes */
	int64_t modified;     /* seconds since 1970: contents */
	int32_t modified_ns;  /* nanoseconds within that second */
	uint32_t mode;        /* permission bits */
	uint32_t owner;
};

/* What PATH is, links followed; absent where it cannot be reached, errno then tells why. */
struct file_id file_identify(const char *path);

/* The same of the link itself. */
struct file_id file_identify_link(const char *path);

bool file_id_equal(const struct file_id *a, const struct file_id *b);

/* Adds all of it as nine numbers with blanks between them. */
void file_id_text(struct buf *out, const struct file_id *id);

/* Whether a program may be run from PATH by this user. */
bool file_is_executable(const char *path);

/*
 * Reads a regular file of at most LIMIT bytes, by one open. ID, where not NULL, is of what was read.
 * errno: EISDIR for a folder, ENXIO for a FIFO or device (never waited on), EFBIG above LIMIT.
 */
int file_read(struct buf *out, const char *path, size_t limit, struct file_id *id);

/* How many of the first LEN bytes of PATH there are, which are put into BYTES; -1 where it cannot be read. */
int file_read_start(const char *path, char *bytes, size_t len);

/* In words why it failed, of the errno that it left: a constant, or strerror's. LIMIT was 1 MiB. */
const char *file_read_problem(int error);

/*
 * Puts LEN bytes at PATH in one step: written beside, flushed to disk, renamed over. At a failure
 * PATH is as it was and nothing stays beside it. MODE is exact, whatever the umask. A link at PATH is
 * itself replaced.
 */
int file_write(const char *path, const char *bytes, size_t len, unsigned mode);

/* Adds LEN bytes at the end of PATH, a file that there is. */
int file_append(const char *path, const char *bytes, size_t len);

/* Makes PATH and the folders above it that are missing, with MODE less the umask. One that exists is no error. */
int file_make_folders(const char *path, unsigned mode);

/* Makes PATH an owner-only folder (0700), parents too; one that is another's or open to others is EPERM. */
int file_make_private(const char *path);

/*
 * Removes PATH, a tree or not, without following a link or leaving its file system: a mount inside is
 * EXDEV, and stays as it is. It ends at the first thing that cannot be removed. Absent is no error.
 */
int file_remove_tree(const char *path);

/*
 * What in the tree at PATH another program has open in a way that keeps it from being removed, as Windows knows it; from
 * the pool. NULL where nothing is.
 */
const char *file_held(struct pool *p, const char *path);

/* The entries of a folder, without "." and "..", sorted by bytes. */
int file_list(struct strings *out, struct pool *p, const char *path);

/* Renames where TO does not exist; errno EEXIST where it does. */
int file_rename_new(const char *from, const char *to);

/* The absolute path without links; NULL, and errno, where it cannot be resolved. */
char *file_real_path(struct pool *p, const char *path);

/* The target of a link as it stands in it. */
char *file_link_target(struct pool *p, const char *path);

/*
 * Whether nobody but this user and root can change what PATH (a folder) holds or is: it and every
 * folder above it, links resolved, belong to one of the two, and none is writable by others. One
 * above PATH may be where it is sticky, since others can then not replace what leads to PATH.
 * Writable by a group is accepted for the process's own group. Where not, and WHY is not NULL, *WHY
 * is the folder that is at fault, from the pool.
 */
bool file_is_safe(struct pool *p, const char *path, const char **why);

/*
 * Whether FILE, which is cvenv's own, may be believed: a regular file of this very user that nobody
 * else can write. root believes only root's own.
 */
bool file_id_is_own(const struct file_id *id);

/* Makes now the time of modification of what is at PATH, no link followed; nothing happens where that cannot be done. */
void file_touch(const char *path);

/* Sets PATH's time of modification (creating an empty owner-only file), and says whether the file system held it exactly. */
bool file_stamp(const char *path, int64_t seconds, int32_t nanoseconds);

/* Writes everything to the open FD, again where it was interrupted. */
int file_write_all(int fd, const char *bytes, size_t len);

/* Mount points that are served by an automounter, each from the pool. None where the system does not say. */
void file_automounts(struct strings *out, struct pool *p);

#endif
