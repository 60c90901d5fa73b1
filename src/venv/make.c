/* SPDX-License-Identifier: MIT */
#include "venv/make.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/interrupt.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/clear.h"
#include "venv/context.h"
#include "venv/interpreter.h"
#include "venv/refuse.h"

/* Everything that is written without starting Python. */
static int make_files(struct venv_context *c)
{
	const struct builder *b = c->builder;

	if (step_directories(c) < 0 || step_ignore(c) < 0 ||
	    step_configuration(c, b->system_site_packages && !b->with_pip) < 0 || step_python(c) < 0 ||
	    step_scripts(c) < 0)
		return -1;
	return interrupt_came() ? -1 : 0;
}

/* What needs the environment to be in its place. */
static int make_rest(struct venv_context *c)
{
	const struct builder *b = c->builder;

	if (!b->with_pip)
		return 0;
	if (step_pip(c) < 0)
		return -1;
	return b->system_site_packages ? step_configuration(c, true) : 0;
}

/* Folders above a new environment that are missing; FIRST is the topmost of them. */
static int make_parents(const struct builder *b, struct pool *p, const char *env_dir, const char **first)
{
	const char *parent = path_parent(p, env_dir);

	*first = NULL;
	for (const char *path = parent; file_identify_link(path).kind == FILE_ABSENT; path = path_parent(p, path))
		*first = path;
	if (file_make_folders(parent, 0777) == 0)
		return 0;
	report_error(b->report, "cannot make the folder '%s': %s", parent, strerror(errno));
	return -1;
}

static void remove_parents(struct pool *p, const char *env_dir, const char *first)
{
	if (!first)
		return;
	for (const char *path = path_parent(p, env_dir); path_is_below(path, first); path = path_parent(p, path))
		if (folder_remove(path) < 0 && errno != ENOENT)
			return;
}

static enum place_answer make_new(struct venv_context *c, struct place *place)
{
	enum place_answer answer;
	const char *first;

	if (make_parents(c->builder, c->pool, place->target, &first) < 0)
		return PLACE_FAILED;
	answer = place_open_beside(place);
	c->root = place->root;
	if (answer == PLACE_READY && make_files(c) < 0)
		answer = PLACE_FAILED;
	if (answer == PLACE_READY)
		answer = place_publish(place);
	if (answer == PLACE_READY && (make_rest(c) < 0 || place_finish(place) < 0))
		answer = PLACE_FAILED;
	if (answer == PLACE_FAILED) {
		if (place->own)
			place_discard(place);
		remove_parents(c->pool, place->target, first);
	}
	return answer;
}

/* What was not there before goes again; the environment is then what it was. */
static void undo(struct venv_context *c, struct place *place, bool was_complete)
{
	for (size_t i = c->made->count; i-- > 0;)
		file_remove_tree(path_join(c->pool, place->target, c->made->items[i]));
	if (was_complete || place->own)
		place_finish(place);
}

/* Another minor version's packages would stay where this one does not look for them. */
static int check_version(const struct builder *b, struct pool *p, const char *env_dir, const char *target)
{
	const char *version = venv_config_get(p, target, "version");
	const char *ours = pool_printf(p, "%d.%d.", b->python->major, b->python->minor);

	/* venv's key, and the one that virtualenv and uv write. */
	if (!version)
		version = venv_config_get(p, target, "version_info");
	if (!version || strncmp(pool_printf(p, "%s.", version), ours, strlen(ours)) == 0)
		return 0;
	report_error(b->report, "'%s' is an environment of Python %s; use --clear to make it anew with Python %s", env_dir,
	             version, b->python->version);
	return -1;
}

static enum place_answer make_there(struct venv_context *c, struct place *place)
{
	const struct builder *b = c->builder;
	enum venv_health before = venv_health(place->target);
	enum place_answer answer;

	if (before != VENV_INCOMPLETE && !b->clear && check_version(b, c->pool, place->env_dir, place->target) < 0)
		return PLACE_FAILED;
	answer = place_open_there(place);
	if (answer != PLACE_READY)
		return answer;
	c->root = place->root;
	if ((b->clear || place->own) && place_empty(place) < 0)
		return PLACE_FAILED;
	if (make_files(c) < 0 || make_rest(c) < 0) {
		undo(c, place, before != VENV_INCOMPLETE);
		return PLACE_FAILED;
	}
	return place_finish(place) < 0 ? PLACE_FAILED : PLACE_READY;
}

/* The new one is in OLD's place, or goes there; where it fails, OLD comes back. */
static enum place_answer trade(struct venv_context *c, struct place *place, struct place *old)
{
	const char *beside = place->path;
	int traded;

	if (make_files(c) < 0)
		return PLACE_FAILED;
	traded = place_exchange(place);
	if (traded != 0)
		return traded < 0 ? PLACE_FAILED : PLACE_AGAIN;
	old->path = beside;
	if (make_rest(c) == 0 && place_finish(place) == 0)
		return PLACE_READY;
	if (folder_exchange(place->target, beside) == 0) {
		place->path = beside;
		old->path = old->target;
	}
	return PLACE_FAILED;
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
	answer = place_open_there(&old);
	place->waited |= old.waited;
	if (answer != PLACE_READY)
		goto out;
	answer = place_open_beside(place);
	if (answer != PLACE_READY)
		goto finish;
	c->root = place->root;
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
	if (answer == PLACE_AGAIN && place->root < 0 && c->root >= 0)
		return make_there(c, place);
	return answer;
}

enum place_answer make_environment(struct venv_context *c, struct place *place)
{
	const struct builder *b = c->builder;
	enum file_kind kind = file_identify_link(c->env_dir).kind;
	enum file_kind behind = file_identify(c->env_dir).kind;
	const char *real;

	if (kind == FILE_LINK && behind == FILE_ABSENT)
		return refuse_errno(b->report, EEXIST, c->env_dir);
	if (kind != FILE_ABSENT && behind != FILE_FOLDER)
		return b->clear ? refuse_errno(b->report, ENOTDIR, c->env_dir) : refuse_folder(b->report, c->env_dir);
	if (kind == FILE_LINK && !b->clear)
		return refuse_folder(b->report, c->env_dir);
	place_sweep(place);
	if (kind == FILE_ABSENT)
		return make_new(c, place);
	if (!b->clear)
		return make_there(c, place);
	real = file_real_path(c->pool, c->env_dir);
	if (!real)
		return PLACE_AGAIN;
	if (kind == FILE_LINK)
		place->target = real;
	if (clear_check(c->pool, b->env, b->report, c->env_dir, real, b->force) < 0)
		return PLACE_FAILED;
	return make_instead(c, place);
}
