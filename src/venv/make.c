/* SPDX-License-Identifier: MIT */
#include "venv/make.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/clear.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/refuse.h"
#include "venv/steps.h"

/* From the first that needs the place, or behind the last, it is where SETTLE moves it. */
static enum place_answer make_steps(struct venv_context *c, struct place *place,
                                    enum place_answer (*settle)(struct venv_context *c))
{
	c->place = place;
	c->root = place->root;
	c->settle = settle;
	if (steps_make(c) == 0)
		return PLACE_READY;
	return c->settled == PLACE_READY ? PLACE_FAILED : c->settled;
}

/* Folders above a new environment that are missing; FIRST is the topmost of them. */
static int make_parents(const struct builder *b, struct pool *p, const char *env_dir, const char **first)
{
	const char *parent = path_parent(p, env_dir);

	*first = NULL;
	/* The drive itself may be gone. */
	for (const char *path = parent; !p->failed && *path_name(path) && file_identify_link(path).kind == FILE_ABSENT;
	     path = path_parent(p, path))
		*first = path;
	if (p->failed) {
		*first = NULL;
		return report_memory(b->report);
	}
	if (file_make_folders(parent, 0777) == 0)
		return 0;
	report_error(b->report, "cannot make the folder '%s': %s", parent, strerror(errno));
	return -1;
}

static void remove_parents(struct pool *p, const char *env_dir, const char *first)
{
	bool failed = pool_retry(p);

	for (const char *path = path_parent(p, env_dir); first && path_is_below(path, first); path = path_parent(p, path))
		if (folder_remove(path) < 0 && errno != ENOENT)
			break;
	p->failed |= failed;
}

static enum place_answer publish(struct venv_context *c)
{
	return place_publish(c->place, c->complete);
}

static enum place_answer make_new(struct venv_context *c, struct place *place)
{
	enum place_answer answer;
	const char *first;

	if (make_parents(c->builder, c->pool, place->target, &first) < 0) {
		remove_parents(c->pool, place->target, first);
		return PLACE_FAILED;
	}
	answer = place_open_beside(place);
	if (answer == PLACE_READY)
		answer = make_steps(c, place, publish);
	if (answer == PLACE_READY && place_finish(place) < 0)
		answer = PLACE_FAILED;
	if (answer == PLACE_FAILED) {
		if (place->own)
			place_discard(place);
		remove_parents(c->pool, place->target, first);
	}
	return answer;
}

/* What was not there before goes again, and what was replaced comes back; the environment is then what it was. */
static void undo(struct venv_context *c, struct place *place, bool was_complete)
{
	bool failed = pool_retry(c->pool);

	for (size_t i = c->made.count; i-- > 0;)
		file_remove_tree(path_join(c->pool, place->target, c->made.items[i]));
	if (kept_restore(&c->kept, place) && (was_complete || place->own))
		place_finish(place);
	c->pool->failed |= failed;
}

/* Another minor version's packages would stay where this one does not look for them. */
static int check_version(const struct builder *b, struct pool *p, const char *env_dir, const char *target)
{
	const char *version = venv_version(p, target);
	const char *ours = pool_printf(p, "%d.%d.", b->python->major, b->python->minor);

	if (!version || strncmp(pool_printf(p, "%s.", version), ours, strlen(ours)) == 0)
		return 0;
	report_error(b->report,
	             "'%s' is an environment of Python %s; use --clear to make it anew with Python %s, or --upgrade to keep it",
	             env_dir, version, b->python->version);
	return -1;
}

static bool is_true(const char *value)
{
	return value && strcasecmp(value, "true") == 0;
}

/* What an upgrade is not told otherwise stays as it is. */
static void keep_settings(struct venv_context *c, const char *target)
{
	if (!c->named && venv_config_get(c->pool, target, "prompt"))
		c->named = c->seen.prompt = venv_prompt(c->pool, target);
	c->wants_system |= is_true(venv_config_get(c->pool, target, "include-system-site-packages"));
	c->relocatable |= is_true(venv_config_get(c->pool, target, "relocatable"));
}

static enum place_answer make_there(struct venv_context *c, struct place *place)
{
	const struct cvenv_options *o = &c->builder->options;
	enum venv_health before = venv_health(place->target);
	enum place_answer answer;

	if (o->upgrade)
		keep_settings(c, place->target);
	else if (before != VENV_INCOMPLETE && !o->clear && check_version(c->builder, c->pool, place->env_dir, place->target) < 0)
		return PLACE_FAILED;
	answer = place_open_there(place);
	if (answer != PLACE_READY)
		return answer;
	if ((o->clear || place->own) && place_empty(place) < 0)
		return PLACE_FAILED;
	c->keeps = !place->own;
	if (c->keeps && kept_recover(place) < 0) {
		report_error(c->builder->report, "cannot put back what an interrupted cvenv replaced in '%s': %s", place->env_dir,
		             strerror(errno));
		return PLACE_FAILED;
	}
	c->again = !place->own && (before == VENV_GOOD || before == VENV_BROKEN || before == VENV_INCOMPLETE);
	if (make_steps(c, place, NULL) != PLACE_READY) {
		undo(c, place, before != VENV_INCOMPLETE);
		return PLACE_FAILED;
	}
	kept_drop(&c->kept, place);
	return place_finish(place) < 0 ? PLACE_FAILED : PLACE_READY;
}

static enum place_answer exchange(struct venv_context *c)
{
	int answer = place_exchange(c->place, c->complete);

	if (answer == 0)
		return PLACE_READY;
	return answer < 0 ? PLACE_FAILED : PLACE_AGAIN;
}

/* The new one goes to OLD's place; where it fails, OLD comes back. */
static enum place_answer trade(struct venv_context *c, struct place *place, struct place *old)
{
	const char *beside = place->path;
	enum place_answer answer = make_steps(c, place, exchange);
	bool traded = place->path == place->target;

	if (traded)
		old->path = beside;
	if (answer == PLACE_READY && place_finish(place) < 0)
		answer = PLACE_FAILED;
	if (answer != PLACE_READY && traded)
		place_exchange_back(place, old);
	return answer;
}

/*
 * --clear of an environment that is there: the old one stays until the new one is complete. Where that
 * cannot be, it is emptied in place.
 */
static enum place_answer make_instead(struct venv_context *c, struct place *place)
{
	struct place old = *place;
	enum place_answer answer;

	if (!folder_is_writable(path_parent(c->pool, place->target)))
		return make_there(c, place);
	place->instead = old.instead = true;
	answer = place_open_there(&old);
	place->waited |= old.waited;
	if (answer != PLACE_READY)
		goto out;
	answer = place_open_beside(place);
	if (answer != PLACE_READY)
		goto finish;
	answer = trade(c, place, &old);
	if (answer == PLACE_READY) {
		place_discard(&old);
		goto out;
	}
	place_discard(place);
finish:
	if (!old.own)
		place_finish(&old);
out:
	place_close(&old);
	if (answer != PLACE_AGAIN || c->root < 0)
		return answer;
	context_init(c, c->builder, c->pool, c->seen.env_dir);
	return make_there(c, place);
}

enum place_answer make_environment(struct venv_context *c, struct place *place)
{
	const struct builder *b = c->builder;
	bool clear = b->options.clear;
	enum file_kind kind = file_identify_link(c->seen.env_dir).kind;
	enum file_kind behind = file_identify(c->seen.env_dir).kind;
	const char *real, *held;

	if (kind == FILE_LINK && behind == FILE_ABSENT)
		return refuse_errno(b->report, EEXIST, c->seen.env_dir);
	if (kind != FILE_ABSENT && behind != FILE_FOLDER)
		return clear ? refuse_errno(b->report, ENOTDIR, c->seen.env_dir) : refuse_folder(b->report, c->seen.env_dir);
	if (kind == FILE_LINK && !clear)
		return refuse_folder(b->report, c->seen.env_dir);
	place_sweep(place);
	if (kind == FILE_ABSENT)
		return make_new(c, place);
	if (!clear)
		return make_there(c, place);
	real = file_real_path(c->pool, c->seen.env_dir);
	if (!real)
		return PLACE_AGAIN;
	if (kind == FILE_LINK)
		place->target = real;
	if (clear_check(c->pool, b->env, b->report, c->seen.env_dir, real, b->options.force) < 0)
		return PLACE_FAILED;
	held = file_held(c->pool, real);
	if (held) {
		report_error(b->report, "cannot empty '%s': another program has '%s' open; end it first", c->seen.env_dir, held);
		return PLACE_FAILED;
	}
	return make_instead(c, place);
}
