/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_WATCH_H
#define CVENV_SWITCH_WATCH_H

#include <stddef.h>

#include "base/file.h"
#include "base/pool.h"

struct buf;
struct plan;

/*
 * Every file that a decision rested on, found or absent, in the order in which it was looked at, each
 * once. Whatever src/switch opens on the way to a decision it opens through here; the shell then
 * compares just these (DESIGN, "The hook").
 */
struct watch {
	struct pool *pool;
	struct watch_entry {
		const char *path;
		struct file_id id;
	} *entries;
	size_t count;
	size_t cap;
};

/* Notes PATH as it stands now and answers that. */
struct file_id watch_file(struct watch *w, const char *path);

/* Notes PATH and reads it as file_read does; absent: -1 with ENOENT (or ENOTDIR). */
int watch_read(struct watch *w, const char *path, struct buf *out, size_t limit, struct file_id *id);

/*
 * Hands the list to PLAN, with a stamp for each file that exists. STAMPS is the folder of stamps, made
 * where it is missing; NULL, or one that cannot be written: existence alone is compared. A file younger
 * than its clock's step leaves the plan unsettled.
 */
void watch_plan(const struct watch *w, struct plan *plan, const char *stamps);

#endif
