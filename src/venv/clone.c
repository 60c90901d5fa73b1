/* SPDX-License-Identifier: MIT */
#include "venv/clone.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/fs.h>
#include <sys/ioctl.h>
#endif

#include "base/file.h"
#include "base/sys.h"
#include "venv/manifest.h"

#ifdef O_PATH
enum { HANDLE = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
#else
enum { HANDLE = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };
#endif

enum {
	WORKERS = 4,          /* beyond that the file system's own locks are what is waited for */
	FOLDERS_A_WORKER = 8,
	NO_MODE = 0xffff,     /* of no file */
	LINKS = 60000,        /* one that is near its file system's limit (ext4: 65000) had better be made again */
};

/* What the workers share. */
struct work {
	struct clone *clone;
	_Atomic size_t next;           /* folder */
	bool no_links;
	_Atomic int mode;              /* of enum cvenv_link_mode: what is tried for the next file */
	_Atomic int answer;            /* of enum clone_answer: the first that is not done */
	pthread_mutex_t lock;          /* for what it failed at */
	const char *folder, *name;
	int why;
};

/* One folder of the image, and its likeness. */
struct pair {
	int from, to;
	uid_t owner;
	unsigned plain; /* the mode of a file that got it by being made here: the next one does too */
	char *bytes; /* room for a file, where files are copied */
	size_t room;
};

static bool is_as_noted(const struct pair *pair, const struct manifest_file *file, const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_size == file->size && st->st_mtime == file->modified &&
	       (st->st_mode & 07777) == file->mode && st->st_uid == pair->owner;
}

/* Whether it failed because files cannot be shared between these two places, or in this way. */
static bool cannot_be_shared(int why)
{
	return why == EXDEV || why == EPERM || why == EOPNOTSUPP || why == ENOTSUP || why == ENOSYS || why == ENOTTY ||
	       why == EINVAL || why == EMLINK;
}

static int fill_by_clone(int to, int from)
{
#ifdef FICLONE
	return ioctl(to, FICLONE, from);
#else
	(void)to;
	(void)from;
	errno = EOPNOTSUPP;
	return -1;
#endif
}

static int fill_by_copy(struct pair *pair, int to, int from, const struct manifest_file *file)
{
	size_t size = (size_t)file->size;

	if (size > pair->room) {
		char *grown = realloc(pair->bytes, size);

		if (!grown)
			return -1;
		pair->bytes = grown;
		pair->room = size;
	}
	for (size_t done = 0; done < size;) {
		ssize_t got = read(from, pair->bytes + done, size - done);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got ? errno : EIO;
			return -1;
		}
		done += (size_t)got;
	}
	return file_write_all(to, pair->bytes, size);
}

/* The umask, or what the folder says instead of it, may have taken something of the mode. */
static int set_mode(struct pair *pair, int to, const struct manifest_file *file)
{
	struct stat st;

	if (file->mode == pair->plain)
		return 0;
	if (fstat(to, &st) < 0)
		return -1;
	if ((st.st_mode & 07777) != file->mode)
		return fchmod(to, (mode_t)file->mode);
	pair->plain = file->mode;
	return 0;
}

/* A file of its own with the same content, mode and time. */
static int make_file(struct pair *pair, const struct manifest_file *file, int from, bool clone)
{
	const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = file->modified } };
	int to = openat(pair->to, file->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)file->mode);
	int why = 0;

	if (to < 0)
		return -1;
	if ((clone && file->size ? fill_by_clone(to, from) : fill_by_copy(pair, to, from, file)) < 0 ||
	    futimens(to, times) < 0 || set_mode(pair, to, file) < 0)
		why = errno;
	/* Where a disk is full, some file systems say so only now. */
	if (close(to) < 0 && !why)
		why = errno;
	if (!why)
		return 0;
	unlinkat(pair->to, file->name, 0);
	errno = why;
	return -1;
}

static enum clone_answer share_content(struct pair *pair, const struct manifest_file *file, bool clone)
{
	int from = openat(pair->from, file->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), why, result;
	struct stat st;

	if (from < 0)
		return errno == ENOENT || errno == ELOOP ? CLONE_STALE : CLONE_FAILED;
	if (fstat(from, &st) < 0 || !is_as_noted(pair, file, &st)) {
		close(from);
		return CLONE_STALE;
	}
	result = make_file(pair, file, from, clone);
	why = errno;
	close(from);
	errno = why;
	return result == 0 ? CLONE_DONE : CLONE_FAILED;
}

static enum clone_answer share_file(struct pair *pair, const struct manifest_file *file)
{
	struct stat st;

	if (fstatat(pair->from, file->name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !is_as_noted(pair, file, &st) ||
	    st.st_nlink > LINKS)
		return CLONE_STALE;
	if (linkat(pair->from, file->name, pair->to, file->name, 0) == 0)
		return CLONE_DONE;
	return errno == ENOENT ? CLONE_STALE : CLONE_FAILED;
}

/* A limit of links concerns this file alone; what else cannot be shared makes all that follow go the next way. */
static enum clone_answer put_file(struct work *w, struct pair *pair, const struct manifest_file *file)
{
	for (;;) {
		int mode = atomic_load(&w->mode), next = mode + 1;
		enum clone_answer answer = mode == CVENV_LINK_HARDLINK ? share_file(pair, file)
		                                                       : share_content(pair, file, mode == CVENV_LINK_CLONE);

		if (answer != CLONE_FAILED || mode == CVENV_LINK_COPY || !cannot_be_shared(errno))
			return answer;
		if (mode == CVENV_LINK_HARDLINK && errno == EMLINK)
			return share_content(pair, file, false);
		if (next == CVENV_LINK_HARDLINK && w->no_links)
			next = CVENV_LINK_COPY;
		atomic_compare_exchange_strong(&w->mode, &mode, next);
	}
}

static void fail(struct work *w, enum clone_answer answer, const char *folder, const char *name)
{
	int none = CLONE_DONE, why = errno;

	pthread_mutex_lock(&w->lock);
	if (atomic_compare_exchange_strong(&w->answer, &none, (int)answer)) {
		w->folder = folder;
		w->name = name;
		w->why = why;
	}
	pthread_mutex_unlock(&w->lock);
}

static void put_folder(struct work *w, struct pair *pair, const struct manifest_folder *folder)
{
	const struct manifest_file *files = w->clone->manifest->files + folder->first;

	pair->from = openat(w->clone->from, folder->path, HANDLE);
	pair->to = openat(w->clone->to, folder->path, HANDLE);
	pair->plain = NO_MODE;
	if (pair->from < 0 || pair->to < 0)
		fail(w, pair->from < 0 ? CLONE_STALE : CLONE_FAILED, folder->path, "");
	for (size_t i = 0; i < folder->count && atomic_load(&w->answer) == CLONE_DONE; i++) {
		enum clone_answer answer = put_file(w, pair, &files[i]);

		if (answer != CLONE_DONE)
			fail(w, answer, folder->path, files[i].name);
	}
	if (pair->from >= 0)
		close(pair->from);
	if (pair->to >= 0)
		close(pair->to);
}

static void *run_worker(void *data)
{
	struct work *w = data;
	struct pair pair = { .owner = geteuid() };
	size_t count = w->clone->manifest->folder_count, index;

	while (atomic_load(&w->answer) == CLONE_DONE && (index = atomic_fetch_add(&w->next, 1)) < count)
		put_folder(w, &pair, &w->clone->manifest->folders[index]);
	free(pair.bytes);
	return NULL;
}

/* Several at once, of which this thread is one. Signals stay with the thread that called. */
static void run_workers(struct work *w)
{
	size_t count = w->clone->manifest->folder_count / FOLDERS_A_WORKER, started = 0;
	size_t processors = (size_t)sys_processors();
	pthread_t threads[WORKERS];
	sigset_t all, before;

	count = count < processors ? count : processors;
	count = count < WORKERS ? count : WORKERS;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started + 1 < count && pthread_create(&threads[started], NULL, run_worker, w) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	run_worker(w);
	while (started > 0)
		pthread_join(threads[--started], NULL);
}

/* Of the first folders, as many as MADE. */
static void undo(const struct clone *c, size_t made)
{
	const struct manifest *m = c->manifest;

	while (made-- > 0) {
		int folder = openat(c->to, m->folders[made].path, HANDLE);

		for (size_t i = 0; folder >= 0 && i < m->folders[made].count; i++)
			unlinkat(folder, m->files[m->folders[made].first + i].name, 0);
		if (folder >= 0)
			close(folder);
		if (made > 0)
			unlinkat(c->to, m->folders[made].path, AT_REMOVEDIR);
	}
}

/* Whether none of FOLDER's files is there: what comes in by another package must neither be replaced nor undone. */
static bool is_free(const struct clone *c, const struct manifest_folder *folder, const char **taken)
{
	int to = openat(c->to, folder->path, HANDLE);
	struct stat st;

	*taken = "";
	for (size_t i = 0; to >= 0 && i < folder->count; i++)
		if (fstatat(to, c->manifest->files[folder->first + i].name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
			*taken = c->manifest->files[folder->first + i].name;
			close(to);
			errno = EEXIST;
			return false;
		}
	if (to < 0)
		return false;
	close(to);
	return true;
}

/* As many of the manifest's folders as there are behind the first, which is TO itself; less where one cannot be made. */
static size_t make_folders(struct work *w)
{
	const struct manifest *m = w->clone->manifest;
	const char *taken = "";
	size_t made = 1;

	if (!is_free(w->clone, &m->folders[0], &taken)) {
		fail(w, CLONE_FAILED, m->folders[0].path, taken);
		return 0;
	}
	for (; made < m->folder_count; made++) {
		if (mkdirat(w->clone->to, m->folders[made].path, 0777) == 0)
			continue;
		if (errno == EEXIST && is_free(w->clone, &m->folders[made], &taken))
			continue;
		fail(w, CLONE_FAILED, m->folders[made].path, taken);
		break;
	}
	return made;
}

enum clone_answer clone_run(struct clone *c)
{
	struct work w = { .clone = c, .no_links = c->own_group && c->mode == CVENV_LINK_AUTO, .lock = PTHREAD_MUTEX_INITIALIZER };
	size_t made;

	atomic_init(&w.mode, (int)(c->mode == CVENV_LINK_AUTO ? CVENV_LINK_CLONE : c->mode));
	made = make_folders(&w);
	if (atomic_load(&w.answer) == CLONE_DONE)
		run_workers(&w);
	pthread_mutex_destroy(&w.lock);
	c->mode = (enum cvenv_link_mode)atomic_load(&w.mode);
	if (atomic_load(&w.answer) == CLONE_DONE)
		return CLONE_DONE;
	undo(c, made);
	c->path = *w.name ? w.name : w.folder;
	errno = w.why;
	return (enum clone_answer)atomic_load(&w.answer);
}
