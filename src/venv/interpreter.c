/* SPDX-License-Identifier: MIT */
#include "venv/interpreter.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/facts.h"
#include "venv/probe.h"

static const char cache_folder[] = "interpreters";

enum { CACHE_LIMIT = 64 * 1024, USELESS_SECONDS = 3600 };

/* What decides how an interpreter encodes names (setlocale(3)). */
static const char *locale_of(const struct env *env)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = env_get(env, names[i]);

		if (value && *value)
			return value;
	}
	return "";
}

/*
 * The file that keeps the facts of PATH. A home may be shared by hosts on which the same path is
 * another program: each has its own.
 */
static const char *cache_path(struct pool *p, const struct interpreter_search *s, const char *path)
{
	char hex[DIGEST_HEX];
	struct buf key = BUF_INIT;
	const char *file = NULL;

	if (!s->cache)
		return NULL;
	buf_strs(&key, path, "\n", locale_of(s->env), "\n", sys_host(p), "\n", sys_arch(p), NULL);
	if (!key.failed) {
		digest_hex(hex, key.data, key.len);
		file = path_join(p, path_join(p, s->cache, cache_folder), hex);
	}
	buf_release(&key);
	return file;
}

static bool cache_load(struct facts *out, struct pool *p, const char *file)
{
	struct buf text = BUF_INIT;
	struct file_id id;
	bool found;

	found = file_read(&text, file, CACHE_LIMIT, &id) == 0 && file_id_is_own(&id) &&
	        facts_parse(out, p, text.data, text.len, true) && facts_hold(out);
	buf_release(&text);
	return found;
}

/* A cache that cannot be written costs time at the next run and nothing else. */
static void cache_write(struct pool *p, const char *file, const struct buf *text, const struct report *report)
{
	const char *folder = path_parent(p, file);

	if (file_make_private(folder) < 0)
		report_detail(report, "cannot use the cache '%s': %s", folder, strerror(errno));
	else if (!text->failed && file_write(file, text->data, text->len, 0600) < 0)
		report_detail(report, "cannot write '%s': %s", file, strerror(errno));
}

static void cache_store(const struct facts *facts, struct pool *p, const char *file, const struct report *report)
{
	struct buf text = BUF_INIT;

	facts_format(&text, facts);
	cache_write(p, file, &text, report);
	buf_release(&text);
}

/*
 * What is in the cache of a program that is of no use: which it was, for when that was does the file's own time.
 * It is not believed for long, since what it lacks may come from elsewhere.
 */
static void useless_format(struct buf *out, const struct file_id *program)
{
	buf_str(out, "cvenv-useless 1\n");
	file_id_text(out, program);
	buf_byte(out, '\n');
}

static bool is_known_useless(const char *file, const char *path)
{
	struct file_id program = file_identify(path), id;
	struct buf kept = BUF_INIT, now = BUF_INIT;
	int64_t age = 0;
	bool known;

	useless_format(&now, &program);
	known = file_read(&kept, file, CACHE_LIMIT, &id) == 0 && file_id_is_own(&id) && !now.failed && !kept.failed &&
	        strcmp(kept.data, now.data) == 0;
	if (known)
		age = sys_now_ns() / 1000000000 - id.modified;
	buf_release(&kept);
	buf_release(&now);
	return known && age >= 0 && age < USELESS_SECONDS;
}

static void store_useless(struct pool *p, const char *file, const struct file_id *program, const struct report *report)
{
	struct buf text = BUF_INIT;

	useless_format(&text, program);
	cache_write(p, file, &text, report);
	buf_release(&text);
}

/* pyenv, asdf and their like put scripts on PATH that start one interpreter or another. */
static bool is_script(const char *path)
{
	char start[2];

	return file_read_start(path, start, sizeof(start)) == (int)sizeof(start) && memcmp(start, "#!", 2) == 0;
}

static int check_file(const char *path, const struct report *report)
{
	struct file_id id;

	if (file_is_executable(path))
		return 0;
	id = file_identify(path);
	if (id.kind == FILE_ABSENT)
		report_error(report, "no Python at '%s': %s", path, strerror(errno));
	else if (id.kind != FILE_REGULAR)
		report_error(report, "'%s' is not a program", path);
	else
		report_error(report, "'%s' may not be executed; check its permissions", path);
	return -1;
}

int interpreter_probe(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *path)
{
	const char *file;
	struct facts facts;
	bool known;
	struct file_id before, after;

	if (check_file(path, s->report) < 0)
		return -1;
	file = cache_path(p, s, path);
	known = file && cache_load(&facts, p, file);
	/* Facts that hold of PATH itself are no script's. */
	if (known && (strcmp(facts.python.executable, path) == 0 || !is_script(path))) {
		*out = facts.python;
		return 0;
	}
	/* What a script starts may be another program at the next run: its answer is not kept. */
	if (file && is_script(path))
		file = NULL;
	if (file && s->unasked && is_known_useless(file, path)) {
		report_detail(s->report, "passed over: '%s', which was of no use before", path);
		return -1;
	}
	before = file_identify(path);
	if (probe_run(&facts, p, s->env, s->report, path) < 0) {
		if (file && errno == 0)
			store_useless(p, file, &before, s->report);
		return -1;
	}
	after = file_identify(path);
	if (file && file_id_equal(&before, &after))
		cache_store(&facts, p, file, s->report);
	*out = facts.python;
	return p->failed ? report_memory(s->report) : 0;
}

void interpreter_known(struct interpreters *out, struct pool *p, const struct interpreter_search *s)
{
	const char *folder = s->cache ? path_join(p, s->cache, cache_folder) : NULL;
	struct strings files = { 0 };

	if (!folder || file_list(&files, p, folder) < 0)
		return;
	for (size_t i = 0; i < files.count; i++) {
		const char *file = path_join(p, folder, files.items[i]), *own;
		struct interpreter_found *items;
		struct facts facts;

		if (!cache_load(&facts, p, file))
			continue;
		/* Of another host or locale, or known by another path, it is not what would be found here. */
		own = cache_path(p, s, facts.python.executable);
		items = strcmp(own, file) == 0 ? pool_grow(p, out->items, out->count, &out->cap, sizeof(*items)) : NULL;
		if (!items)
			continue;
		out->items = items;
		items[out->count++] = (struct interpreter_found){ .python = facts.python };
	}
}
