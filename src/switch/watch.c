/* SPDX-License-Identifier: MIT */
#include "switch/watch.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/sys.h"
#include "plan/plan.h"

/*
 * Two writes within one step of the clock leave the same time. Kernels stamp files with a clock that
 * goes on every 4 to 10 ms; a time without a fraction may come from a file system that counts seconds,
 * or, FAT's, pairs of them.
 */
enum { STEP_MS = 20, COARSE_STEP_MS = 2000 };

static void note(struct watch *w, const char *path, const struct file_id *id)
{
	struct watch_entry *entries;

	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->entries[i].path, path) == 0)
			return;
	entries = pool_grow(w->pool, w->entries, w->count, &w->cap, sizeof(*entries));
	if (!entries)
		return;
	w->entries = entries;
	entries[w->count++] = (struct watch_entry){ .path = pool_str(w->pool, path), .id = *id };
}

struct file_id watch_file(struct watch *w, const char *path)
{
	struct file_id id = file_identify(path);

	note(w, path, &id);
	return id;
}

int watch_read(struct watch *w, const char *path, struct buf *out, size_t limit, struct file_id *id)
{
	struct file_id seen = { .kind = FILE_ABSENT };
	int answer = file_read(out, path, limit, &seen), failure = errno;

	/* What was not there is noted as that: it may have come meanwhile, and be looked at next time. */
	if (answer < 0 && failure != ENOENT)
		seen = file_identify(path);
	note(w, path, &seen);
	if (id)
		*id = seen;
	errno = failure;
	return answer;
}

static bool is_young(const struct file_id *id, int64_t now_ns)
{
	int64_t age_ms = now_ns / 1000000 - (id->modified * 1000 + id->modified_ns / 1000000);

	return age_ms >= 0 && age_ms <= (id->modified_ns == 0 ? COARSE_STEP_MS : STEP_MS);
}

/*
 * The stamp for a time bears that time as its name, and so never has to change: any number of shells
 * and hosts can share the folder.
 */
static const char *stamp_for(struct pool *p, const char *stamps, const struct file_id *id)
{
	const char *path = path_join(p, stamps, pool_printf(p, "%lld.%09ld", (long long)id->modified, (long)id->modified_ns));
	struct file_id there = file_identify(path);

	if (there.kind == FILE_REGULAR && there.modified == id->modified && there.modified_ns == id->modified_ns)
		return path;
	return file_stamp(path, id->modified, id->modified_ns) ? path : NULL;
}

void watch_plan(const struct watch *w, struct plan *plan, const char *stamps)
{
	int64_t now = sys_now_ns();

	if (stamps && file_make_private(stamps) < 0)
		stamps = NULL;
	for (size_t i = 0; i < w->count; i++) {
		struct watch_item item = { .path = w->entries[i].path, .id = w->entries[i].id };

		if (item.id.kind != FILE_ABSENT) {
			item.stamp = stamps ? stamp_for(w->pool, stamps, &item.id) : NULL;
			plan->settled &= !is_young(&item.id, now);
		}
		plan_watch(plan, w->pool, &item);
	}
}
