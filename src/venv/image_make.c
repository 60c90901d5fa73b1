/* SPDX-License-Identifier: MIT */
#include "venv/image_make.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/child.h"
#include "base/embedded.h"
#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "base/text.h"
#include "venv/builder.h"
#include "venv/interpreter.h"
#include "venv/wheel.h"

extern const struct embedded embedded_image_py;

/* The statuses by which image.py says that something is otherwise than it knows, and that a wheel must not be installed. */
enum { UNKNOWN = 3, REFUSED = 4 };

static enum image_answer unusable(const struct builder *b, const struct image_source *source, const char *path, const char *what)
{
	report_warning(b->report, "cannot %s '%s': %s; %s is installed without the cache", what, path, strerror(errno),
	               source->name);
	return IMAGE_NONE;
}

/* What backup programs go by (bford.info/cachedir). */
static void tag(struct pool *p, const char *cache)
{
	static const char text[] = "Signature: 8a477f597d28d172789f06886806bc55\n"
	                           "# This folder is a cache of cvenv: it may be removed at any time, best by 'cvenv cache clean'.\n";
	const char *path = path_join(p, cache, "CACHEDIR.TAG");

	if (file_identify_link(path).kind == FILE_ABSENT)
		file_write(path, text, sizeof(text) - 1, 0600);
}

static int open_lock(struct pool *p, const char *place)
{
	return open(pool_printf(p, "%s.lock", place), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
}

enum image_answer image_lock(struct image_lock *lock, struct pool *p, const struct builder *b,
                             const struct image_source *source, const char *place)
{
	const char *folder = path_parent(p, place);

	if (file_make_private(folder) < 0)
		return unusable(b, source, folder, "use the cache");
	tag(p, b->cache);
	lock->file = open_lock(p, place);
	if (lock->file < 0)
		return unusable(b, source, folder, "write to the cache");
	if (flock(lock->file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return IMAGE_READY;
	report_info(b->report, "Waiting for another cvenv that is preparing %s for Python %s", source->name,
	            b->python->version);
	while (flock(lock->file, LOCK_EX) < 0)
		if (errno != EINTR)
			return IMAGE_READY;
		else if (builder_cancelled(b))
			return IMAGE_FAILED;
	return IMAGE_READY;
}

bool image_try_lock(struct image_lock *lock, struct pool *p, const char *place)
{
	lock->file = open_lock(p, place);
	return lock->file >= 0 && (flock(lock->file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK);
}

void image_unlock(struct image_lock *lock)
{
	if (lock->file >= 0)
		close(lock->file);
	lock->file = -1;
}

/* A folder beside PLACE of this process alone: its name says which, and on which host. */
static const char *beside(struct pool *p, const char *place, const char *what)
{
	return path_join(p, path_parent(p, place),
	                 pool_printf(p, ".%s-%s-%s-%ld", path_name(place), what, sys_host(p), sys_process()));
}

/* Whether who made PATH is still at it. Of another host that cannot be asked, and is believed for a day. */
static bool is_in_use(struct pool *p, const char *path)
{
	enum { DAY = 24 * 60 * 60 };
	const char *number = strrchr(path, '-'), *host = pool_printf(p, "-%s-", sys_host(p));
	size_t len = strlen(host);
	long process = number ? strtol(number + 1, NULL, 10) : 0;

	if (number && (size_t)(number + 1 - path) > len && strncmp(number + 1 - len, host, len) == 0)
		return process != sys_process() && sys_process_lives(process);
	return file_identify_link(path).modified + DAY > sys_now_ns() / 1000000000;
}

/* Takes away what killed makers left, and what this one does not need any more. */
static void sweep(struct pool *p, const char *place)
{
	const char *folder = path_parent(p, place), *ours = pool_printf(p, ".%s-", path_name(place));
	struct strings entries = { 0 };

	if (file_list(&entries, p, folder) < 0)
		return;
	for (size_t i = 0; i < entries.count; i++)
		if (text_starts(entries.items[i], ours) && !is_in_use(p, path_join(p, folder, entries.items[i])))
			file_remove_tree(path_join(p, folder, entries.items[i]));
}

int image_remove(struct pool *p, const char *place)
{
	const char *aside = beside(p, place, "old");

	if (rename(place, aside) < 0 && errno != ENOENT)
		return -1;
	sweep(p, place);
	return file_identify_link(aside).kind == FILE_ABSENT ? 0 : file_remove_tree(aside);
}

static void prepare_env(struct env *out, struct pool *p, const struct builder *b, const char *folder)
{
	for (size_t i = 0; i < b->env->count; i++)
		env_set(out, p, b->env->entries[i].name, b->env->entries[i].value);
	/* A copy of the wheel that a killed one left goes with the rest. */
	env_set(out, p, "TMPDIR", folder);
}

/* How far it is, and who wants to know. */
struct progress {
	const struct cvenv_caller *caller;
	const struct builder *builder;
	size_t done, total;
};

static void count(void *data, bool err, const char *line)
{
	struct progress *progress = data;

	if (!err && text_starts(line, "total "))
		progress->total = (size_t)strtoul(line + strlen("total "), NULL, 10);
	else if (!err && text_starts(line, "more "))
		progress->done += (size_t)strtoul(line + strlen("more "), NULL, 10);
	else
		return;
	if (progress->caller->progress && progress->done <= progress->total)
		progress->caller->progress(progress->caller->data, progress->done, progress->total);
}

static bool cancelled(void *data)
{
	return builder_cancelled(((const struct progress *)data)->builder);
}

/* Why it failed is the last thing that it said. */
static enum image_answer not_made(struct pool *p, const struct builder *b, const struct image_source *source, int status,
                                  const struct buf *err)
{
	size_t end = err->len, start;
	const char *why;

	if (builder_cancelled(b))
		return IMAGE_FAILED;
	while (end && err->data[end - 1] == '\n')
		end--;
	for (start = end; start && err->data[start - 1] != '\n';)
		start--;
	why = status < 0 ? strerror(errno) : pool_strn(p, err->data + start, end - start);
	if (status == REFUSED && source->wheel) {
		report_error(b->report, "cannot install %s: %s", source->name, why);
		return IMAGE_FAILED;
	}
	if (status == UNKNOWN)
		report_detail(b->report, "%s installs %s itself, since it cannot be kept in the cache: %s",
		              source->wheel ? "pip" : "ensurepip", source->name, why);
	else
		report_warning(b->report, "cannot put %s of Python %s into the cache: %s; it is installed without", source->name,
		               b->python->version, why);
	return IMAGE_NONE;
}

static void prepare_arguments(struct strings *out, struct pool *p, const struct builder *b, const struct image_source *source,
                              const char *folder, unsigned umask)
{
	const char *const first[] = {
		b->python->base_executable, "-I", "-S", "-c", embedded_image_py.data, folder, pool_printf(p, "%03o", umask),
		b->python->purelib,
	};

	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++)
		strings_add(out, p, first[i]);
	if (source->wheel)
		strings_add(out, p, source->wheel->file);
	for (size_t i = 0; source->without && i < source->without->count; i++)
		strings_add(out, p, pool_join(p, "-", source->without->items[i], ""));
	strings_add(out, p, NULL);
}

static enum image_answer run_python(struct pool *p, const struct builder *b, const struct image_source *source,
                                    const char *folder, unsigned umask, struct strings *sources)
{
	struct strings argv = { 0 };
	struct buf out = BUF_INIT, err = BUF_INIT;
	struct env env = { 0 };
	struct progress progress = { .caller = &b->speaker->caller, .builder = b };
	struct child child = {
		.dir = folder, .env = &env, .out = &out, .err = &err, .cancelled = cancelled, .heard = count,
		.data = &progress,
	};
	int status;

	prepare_env(&env, p, b, folder);
	prepare_arguments(&argv, p, b, source, folder, umask);
	if (p->failed)
		return IMAGE_FAILED;
	child.argv = argv.items;
	status = child_run(&child);
	for (const char *line = out.data, *end; status == 0 && (end = strchr(line, '\n')); line = end + 1)
		if (text_starts(line, "depends "))
			strings_add(sources, p, pool_strn(p, line + strlen("depends "), (size_t)(end - line) - strlen("depends ")));
	buf_release(&out);
	if (status == 0) {
		buf_release(&err);
		return IMAGE_READY;
	}
	status = not_made(p, b, source, status, &err);
	buf_release(&err);
	return (enum image_answer)status;
}

/* The manifest stands at its place when the image is whole, and is the last thing that is written. */
static enum image_answer finish(struct pool *p, const struct builder *b, const struct image_source *source, const char *folder,
                                const struct strings *sources)
{
	enum { LIMIT = 16 * 1024 * 1024 };
	const char *made = path_join(p, folder, "made"), *path = path_join(p, folder, "manifest");
	struct manifest m = { .text = BUF_INIT };
	struct buf text = BUF_INIT;
	enum image_answer answer = IMAGE_READY;
	struct file_id id;

	manifest_head(&text, b->python->base_executable, b->python->version, sources);
	if (file_read(&m.text, made, LIMIT, &id) < 0) {
		answer = unusable(b, source, made, "read");
	} else {
		buf_add(&text, m.text.data, m.text.len);
		if (!manifest_parse(&m, p, true) || text.failed) {
			report_warning(b->report, "cannot put %s of Python %s into the cache: what it was told to make is not there",
			               source->name, b->python->version);
			answer = IMAGE_NONE;
		} else if (file_write(path, text.data, text.len, 0600) < 0) {
			answer = unusable(b, source, path, "write");
		} else {
			unlink(made);
		}
	}
	manifest_release(&m);
	buf_release(&text);
	return answer;
}

enum image_answer image_make(struct pool *p, const struct builder *b, const struct image_source *source, const char *place,
                             unsigned umask)
{
	const char *folder = beside(p, place, "new");
	struct strings sources = { 0 };
	enum image_answer answer;

	sweep(p, place);
	if (p->failed)
		return IMAGE_FAILED;
	if (file_make_private(folder) < 0)
		return unusable(b, source, folder, "write to the cache");
	report_detail(b->report, "Preparing %s for Python %s, once", source->name, b->python->version);
	answer = run_python(p, b, source, folder, umask, &sources);
	if (answer == IMAGE_READY)
		answer = finish(p, b, source, folder, &sources);
	if (answer == IMAGE_READY && file_identify_link(place).kind != FILE_ABSENT) {
		const char *old = beside(p, place, "old");

		if (rename(place, old) < 0 && errno != ENOENT)
			answer = unusable(b, source, place, "replace");
	}
	if (answer == IMAGE_READY && file_rename_new(folder, place) < 0 && errno != EEXIST)
		answer = unusable(b, source, place, "write");
	sweep(p, place);
	return answer;
}
