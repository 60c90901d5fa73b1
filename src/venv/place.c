/* SPDX-License-Identifier: MIT */
#include "venv/place.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/mark.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/builder.h"

const char place_mark[] = ".cvenv-incomplete";

enum { TRIES = 16 };

static const char own_text[] = "new\n";

/* A name of at most 255 bytes, hidden, that nothing else uses. */
static const char *beside(struct place *place, const char *ending)
{
	return path_join(place->pool, path_parent(place->pool, place->target),
	                 pool_printf(place->pool, ".%.230s.cvenv-%s", path_name(place->target), ending));
}

static int failed(const struct place *place, const char *what)
{
	if (place->pool->failed)
		report_memory(place->builder->report);
	else
		report_error(place->builder->report, "cannot %s '%s': %s", what, place->env_dir, strerror(errno));
	return PLACE_FAILED;
}

/* 0 locked, 1 HANDLE cannot be locked, -1 cancelled. */
static int lock(struct place *place, int handle)
{
	if (folder_lock(handle, false) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return 1;
	report_info(place->builder->report, "Waiting for another cvenv that is making '%s'", place->env_dir);
	place->waited = true;
	while (folder_lock(handle, true) < 0)
		if (errno != EINTR)
			return 1;
		else if (builder_cancelled(place->builder))
			return -1;
	return 0;
}

/* Opens the mark in ROOT, or makes it (*MADE). */
static int open_mark(struct place *place, bool *made)
{
	place->mark = mark_open(place->root, place_mark, made);
	return place->mark < 0 ? -1 : 0;
}

/* Another maker's may stand there: the one that was opened went with the work of whoever had it locked first. */
static bool mark_is_there(const struct place *place)
{
	return mark_is(place->mark, place->root, place_mark);
}

/*
 * Whether what was locked is still what stands there. Where another maker moved the folder meanwhile,
 * a mark that was MADE in it would call its work incomplete. Nobody takes away a mark that another holds.
 */
static bool still_there(const struct place *place, bool made)
{
	bool marked = mark_is_there(place);

	if (marked && folder_is(place->root, place->path))
		return true;
	if (marked && made)
		folder_unlink(place->root, place_mark);
	return false;
}

static int write_mark(const struct place *place)
{
	return mark_write(place->mark, own_text, sizeof(own_text) - 1);
}

static bool mark_says_own(const struct place *place)
{
	return mark_says(place->mark, own_text, sizeof(own_text) - 1);
}

/*
 * Takes what is at TARGET away in two steps, so that nobody finds half of it: it moves aside, and is
 * removed there. Whoever comes upon what a kill left aside removes that as well.
 */
static int remove_aside(struct place *place)
{
	const char *aside = beside(place, "old");

	for (int tries = 0; tries < TRIES; tries++) {
		if (file_rename_new(place->path, aside) == 0)
			return file_remove_tree(aside);
		if (errno != EEXIST)
			return errno == ENOENT ? 0 : -1;
		file_remove_tree(aside);
	}
	return -1;
}

static bool is_empty(struct place *place)
{
	struct strings entries = { 0 };

	return file_list(&entries, place->pool, place->path) == 0 && entries.count == (place->mark >= 0);
}

/* What else stands under the name is another user's, or no folder at all. */
static bool in_the_way(const struct place *place)
{
	if (place->root < 0)
		return errno == ENOTDIR || errno == ELOOP;
	return !folder_is_own(place->root);
}

static enum place_answer enter_beside(struct place *place)
{
	place->root = folder_open(place->path, false);
	if (in_the_way(place)) {
		report_error(place->builder->report, "cannot make '%s': '%s' is in the way; remove it", place->env_dir, place->path);
		return PLACE_FAILED;
	}
	if (place->root >= 0)
		return PLACE_READY;
	return errno == ENOENT ? PLACE_AGAIN : failed(place, "make");
}

static enum place_answer open_beside(struct place *place)
{
	bool made = folder_make(-1, place->path, 0777) == 0;
	enum place_answer answer;

	if (!made && errno != EEXIST)
		return failed(place, "make");
	answer = enter_beside(place);
	if (answer == PLACE_FAILED && made)
		folder_remove(place->path);
	return answer;
}

/* As lock. Network file systems lock only what is open for writing, which a folder cannot be. */
static int lock_beside(struct place *place)
{
	int locked = lock(place, place->root);
	bool made;

	return locked > 0 && open_mark(place, &made) == 0 ? lock(place, place->mark) : locked;
}

enum place_answer place_open_beside(struct place *place)
{
	enum place_answer answer;
	int locked;

	place->path = beside(place, "new");
	answer = open_beside(place);
	if (answer != PLACE_READY)
		return answer;
	locked = lock_beside(place);
	if (locked < 0)
		return PLACE_FAILED;
	if (locked > 0) {
		/* Nobody can tell who is at work in the common folder. */
		place_close(place);
		place->path = beside(place, pool_printf(place->pool, "new-%ld", sys_process()));
		if (file_remove_tree(place->path) < 0)
			return failed(place, "make");
		answer = open_beside(place);
		if (answer != PLACE_READY)
			return answer;
	}
	if (!folder_is(place->root, place->path) || (place->mark >= 0 && !mark_is_there(place)))
		return PLACE_AGAIN;
	/* A leftover, or somebody was faster. */
	if (!is_empty(place) ||
	    (place->waited && !place->instead && file_identify_link(place->target).kind != FILE_ABSENT)) {
		place_discard(place);
		return PLACE_AGAIN;
	}
	place->own = true;
	return PLACE_READY;
}

enum place_answer place_open_there(struct place *place)
{
	bool made;
	int locked;

	place->path = place->target;
	place->root = folder_open(place->target, false);
	if (place->root < 0)
		return errno == ENOENT ? PLACE_AGAIN : failed(place, "open");
	if (open_mark(place, &made) < 0)
		return errno == ENOENT || errno == EEXIST ? PLACE_AGAIN : failed(place, "write to");
	locked = lock(place, place->mark);
	if (locked < 0)
		return PLACE_FAILED;
	if (locked > 0 && !made) {
		report_error(place->builder->report,
		             "'%s' is incomplete, and its file system has no locks that tell whether somebody is at work in it; if nobody is, remove its '%s'",
		             place->env_dir, place_mark);
		return PLACE_FAILED;
	}
	/* It may come to lie beside, where the folder is what is locked. */
	if (place->instead && lock(place, place->root) < 0)
		return PLACE_FAILED;
	if (!still_there(place, made))
		return place->waited ? PLACE_DONE : PLACE_AGAIN;
	place->own = mark_says_own(place);
	place->found = !made;
	return PLACE_READY;
}

int place_empty(struct place *place)
{
	struct strings entries = { 0 };

	place->own = true;
	if (write_mark(place) < 0 || file_list(&entries, place->pool, place->path) < 0)
		return failed(place, "empty");
	for (size_t i = 0; i < entries.count; i++) {
		const char *path = path_join(place->pool, place->path, entries.items[i]);

		if (strcmp(entries.items[i], place_mark) == 0)
			continue;
		if (folder_is_mount(place->root, entries.items[i])) {
			report_error(place->builder->report, "cannot empty '%s': something is mounted on '%s'", place->env_dir, path);
			return -1;
		}
		if (file_remove_tree(path) < 0) {
			report_error(place->builder->report, "cannot remove '%s': %s", path, strerror(errno));
			return -1;
		}
	}
	return 0;
}

/* What is to be seen from now on shall be seen as what it is. */
static int mark_own(struct place *place)
{
	bool made;

	if (place->mark < 0 && open_mark(place, &made) < 0)
		return -1;
	/* Nobody else is here, and where there are no locks it cannot be helped. */
	(void)!folder_lock(place->mark, false);
	return write_mark(place);
}

enum place_answer place_publish(struct place *place, bool complete)
{
	if (!complete && mark_own(place) < 0)
		return failed(place, "make");
	if (file_rename_new(place->path, place->target) == 0) {
		place->path = place->target;
		return PLACE_READY;
	}
	if (errno != EEXIST)
		return failed(place, "make");
	place_discard(place);
	return PLACE_AGAIN;
}

int place_exchange(struct place *place, bool complete)
{
	if (!complete && mark_own(place) < 0)
		return failed(place, "make");
	if (folder_exchange(place->path, place->target, beside(place, "old")) == 0) {
		place->path = place->target;
		return 0;
	}
	if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP)
		return 1;
	return failed(place, "replace");
}

bool place_exchange_back(struct place *place, struct place *old)
{
	const char *path = old->path;

	if (folder_exchange(place->path, path, beside(place, "old")) < 0)
		return false;
	old->path = place->path;
	place->path = path;
	return true;
}

int place_finish(struct place *place)
{
	if (place->mark >= 0 && folder_unlink(place->root, place_mark) < 0 && errno != ENOENT)
		return failed(place, "complete");
	place_close(place);
	return 0;
}

/*
 * Beside, it is removed where it is: what is there is taken for good by nobody, and whoever wants to
 * use the folder waits for its lock.
 */
void place_discard(struct place *place)
{
	bool failed = pool_retry(place->pool);
	bool there = place->root >= 0 && folder_is(place->root, place->path);

	if (there && place->path == place->target && remove_aside(place) == 0)
		there = false;
	if (there && file_remove_tree(place->path) < 0)
		report_warning(place->builder->report, "cannot remove what was made of '%s': %s", place->path, strerror(errno));
	place_close(place);
	place->pool->failed |= failed;
}

void place_close(struct place *place)
{
	if (place->mark >= 0)
		folder_close(place->mark);
	if (place->root >= 0)
		folder_close(place->root);
	place->mark = place->root = -1;
}

void place_sweep(struct place *place)
{
	const char *aside = beside(place, "old");

	if (file_identify_link(aside).kind != FILE_ABSENT)
		file_remove_tree(aside);
}
