/* SPDX-License-Identifier: MIT */
#include "switch/permit.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"
#include "base/places.h"
#include "base/report.h"
#include "switch/dotenv.h"
#include "switch/expand.h"
#include "switch/find.h"
#include "switch/record.h"
#include "switch/switch.h"
#include "switch/tracked.h"

static void say_nothing(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	(void)text;
}

static const struct report silent = { .say = say_nothing };

/* Where. */

static int find_nearest(struct permit_place *out, struct session *s)
{
	const char *folder = find_config(s);

	out->folder = folder ? file_real_path(s->pool, folder) : NULL;
	if (out->folder)
		return 0;
	if (!s->logical && !s->physical)
		report_error(s->report, "the working directory was deleted; name the project's folder");
	else
		report_error(s->report, "there is no %s here or in a folder above; name the project's folder, or write one",
		             CONFIG_NAME);
	return -1;
}

int permit_find(struct permit_place *out, struct session *s, const char *path)
{
	const char *name, *folder;
	struct file_id id;

	*out = (struct permit_place){ .config = true, .local = true };
	if (!path)
		return find_nearest(out, s);
	id = file_identify(path);
	name = path_name(path);
	out->one = id.kind != FILE_FOLDER && (strcmp(name, CONFIG_NAME) == 0 || strcmp(name, CONFIG_LOCAL_NAME) == 0);
	if (out->one) {
		out->config = strcmp(name, CONFIG_NAME) == 0;
		out->local = !out->config;
	} else if (id.kind != FILE_FOLDER && id.kind != FILE_ABSENT) {
		report_error(s->report, "'%s' is neither a folder nor a file named %s", path, CONFIG_NAME);
		return -1;
	}
	folder = out->one ? path_parent(s->pool, path) : path;
	out->folder = file_real_path(s->pool, folder);
	if (!out->folder) {
		report_error(s->report, "cannot find '%s': %s", folder, strerror(errno));
		return -1;
	}
	return 0;
}

/* What. */

static int cannot_read(const struct report *report, const char *path)
{
	report_error(report, "cannot read '%s': %s", path, file_read_problem(errno));
	return -1;
}

/* 1 read, 0 absent, -1 reported. */
static int read_bytes(struct pool *p, const char *path, const char **bytes, size_t *len, const struct report *report)
{
	struct buf read = BUF_INIT;
	int found = 1;

	if (file_read(&read, path, CONFIG_LIMIT, NULL) == 0) {
		*bytes = pool_strn(p, read.data, read.len);
		*len = read.len;
	} else {
		found = errno == ENOENT || errno == ENOTDIR ? 0 : cannot_read(report, path);
	}
	buf_release(&read);
	return found;
}

static int read_config(struct permit_file *file, struct session *s, const char *folder, const char *name, bool needed)
{
	int found;

	file->path = path_join(s->pool, folder, name);
	found = read_bytes(s->pool, file->path, &file->bytes, &file->len, s->report);
	if (found < 0)
		return -1;
	if (!found && needed) {
		report_error(s->report, "there is no %s in '%s'", name, folder);
		return -1;
	}
	return found ? config_parse(&file->config, s->pool, file->path, file->bytes, file->len, s->special, s->report) : 0;
}

static int read_dotenv(struct permit *permit, struct session *s, const char *path)
{
	struct permit_dotenv *dotenvs, one = { .path = path };

	for (size_t i = 0; i < permit->dotenv_count; i++)
		if (strcmp(permit->dotenvs[i].path, path) == 0)
			return 0;
	switch (read_bytes(s->pool, path, &one.bytes, &one.len, s->report)) {
	case -1:
		return -1;
	case 1:
		if (dotenv_parse(&one.variables, s->pool, path, one.bytes, one.len, s->special, s->report) < 0)
			return -1;
	}
	dotenvs = pool_grow(s->pool, permit->dotenvs, permit->dotenv_count, &permit->dotenv_cap, sizeof(*dotenvs));
	if (!dotenvs)
		return report_memory(s->report);
	permit->dotenvs = dotenvs;
	dotenvs[permit->dotenv_count++] = one;
	return 0;
}

static int read_named(struct permit *permit, struct session *s, const struct config *c)
{
	struct expansion e = { .pool = s->pool, .outside = &s->outside, .home = s->home, .report = s->report };

	for (size_t i = 0; i < c->dotenv.count; i++) {
		const char *path = expand_path(&e, &c->dotenv.items[i]);

		if (!path || read_dotenv(permit, s, path) < 0)
			return -1;
	}
	for (size_t i = 0; i < c->requirements.count; i++)
		if (requirements_add(&permit->requirements, &e, &c->requirements.items[i]) < 0)
			return -1;
	for (size_t i = 0; i < c->packages.count; i++)
		requirements_add_package(&permit->requirements, s->pool, &c->packages.items[i]);
	for (size_t i = 0; i < c->environment_count; i++)
		if (read_named(permit, s, c->environments[i].config) < 0)
			return -1;
	return 0;
}

/* Environments that git tracks. */

static int refuse_tracked(struct session *s, const char *place)
{
	const char *file = tracked_file(s->pool, &s->outside, place);

	if (!file)
		return 0;
	report_error(s->report, "git tracks '%s', so whoever can push there could change what the environment '%s' runs; "
	             "run 'git rm -r --cached' on it, or name another place with 'venv:'", file, place);
	return -1;
}

/* PLACE itself, and, where it is a file, what its first line points to. */
static int check_place(struct session *s, const char *place)
{
	struct buf bytes = BUF_INIT;
	const char *target = NULL;
	size_t len;

	if (refuse_tracked(s, place) < 0)
		return -1;
	if (file_read(&bytes, place, CONFIG_LIMIT, NULL) == 0) {
		len = strcspn(bytes.data, "\r\n");
		if (len > 0)
			target = path_clean(s->pool, path_join(s->pool, path_parent(s->pool, place),
			                                       pool_strn(s->pool, bytes.data, len)));
	}
	buf_release(&bytes);
	return target ? refuse_tracked(s, target) : 0;
}

static int check_one(struct session *s, const struct config *c, const char *folder)
{
	struct expansion e = { .pool = s->pool, .outside = &s->outside, .home = s->home, .report = s->report };
	const char *place = path_join(s->pool, folder, ".venv"), *central = s->settings.central;

	if (c->venv_name.text) {
		central = central ? central : places_central(s->pool, &s->outside);
		place = central ? path_join(s->pool, central, c->venv_name.text) : NULL;
	} else if (c->venv.text) {
		place = expand_path(&e, &c->venv);
		if (!place)
			return -1;
	}
	return place ? check_place(s, place) : 0;
}

static int check_environments(struct session *s, const struct config *c, const char *folder)
{
	if (check_one(s, c, folder) < 0)
		return -1;
	for (size_t i = 0; i < c->environment_count; i++) {
		const struct config *named = config_environment(c, s->pool, c->environments[i].name);

		if (named && check_one(s, named, folder) < 0)
			return -1;
	}
	return 0;
}

/* The config by itself, since the local one may go away without anybody being asked; then both as they apply together. */
static int check_tracked(const struct permit *permit, struct session *s)
{
	const struct permit_file *config = &permit->config, *local = &permit->local;
	struct permit_file under = { 0 };

	if (config->bytes && check_environments(s, &config->config, permit->place.folder) < 0)
		return -1;
	if (!local->bytes)
		return 0;
	under.path = path_join(s->pool, permit->place.folder, CONFIG_NAME);
	if (read_bytes(s->pool, under.path, &under.bytes, &under.len, &silent) <= 0 ||
	    config_parse(&under.config, s->pool, under.path, under.bytes, under.len, s->special, &silent) < 0)
		under.config = (struct config){ 0 };
	config_merge(&under.config, s->pool, &local->config);
	return check_environments(s, &under.config, permit->place.folder);
}

/* The record. */

static void add_record(struct permit *permit, struct pool *p)
{
	const struct permit_file *files[] = { &permit->config, &permit->local };
	static const enum trust_part parts[] = { TRUST_CONFIG, TRUST_LOCAL };

	permit->now.root = permit->place.folder;
	for (size_t i = 0; i < 2; i++)
		if (files[i]->bytes)
			trust_add(&permit->now, p, parts[i], files[i]->path, files[i]->bytes, files[i]->len);
	for (size_t i = 0; i < permit->dotenv_count; i++)
		trust_add(&permit->now, p, TRUST_DOTENV, permit->dotenvs[i].path, permit->dotenvs[i].bytes,
		          permit->dotenvs[i].len);
	for (size_t i = 0; i < permit->requirements.count; i++) {
		const struct requirement_file *file = &permit->requirements.files[i];

		trust_add(&permit->now, p, TRUST_REQUIREMENT, file->path, file->bytes, file->len);
	}
}

/* Where one config was named, what was allowed of the other stays as it was, and what it may have named. */
static void keep_other(struct permit *permit, struct pool *p)
{
	enum trust_part other = permit->place.config ? TRUST_LOCAL : TRUST_CONFIG;

	if (!permit->place.one || !permit->known || !record_find(&permit->before, other, ""))
		return;
	for (size_t i = 0; i < permit->before.count; i++) {
		const struct trust_file *file = &permit->before.files[i];
		bool named = file->part == TRUST_DOTENV || file->part == TRUST_REQUIREMENT;
		struct trust_file *slot;

		if ((!named && file->part != other) || record_find(&permit->now, file->part, file->path))
			continue;
		slot = record_slot(&permit->now, p);
		if (slot)
			*slot = *file;
	}
}

int permit_read(struct permit *out, struct session *s, const struct permit_place *place)
{
	*out = (struct permit){ .place = *place };
	if (place->config && read_config(&out->config, s, place->folder, CONFIG_NAME, true) < 0)
		return -1;
	if (place->local && read_config(&out->local, s, place->folder, CONFIG_LOCAL_NAME, place->one) < 0)
		return -1;
	if (read_named(out, s, &out->config.config) < 0 || read_named(out, s, &out->local.config) < 0)
		return -1;
	if (check_tracked(out, s) < 0)
		return -1;
	out->denied = trust_ask(&s->trust, &s->watch, NULL, place->folder, NULL, s->report) == TRUST_DENIED;
	/* One that cannot be believed was reported, and is replaced like none. */
	out->known = trust_load(&out->before, s->pool, &s->trust, place->folder, s->report) > 0;
	add_record(out, s->pool);
	keep_other(out, s->pool);
	return s->pool->failed ? report_memory(s->report) : 0;
}

int permit_save(const struct permit *permit, const struct session *s)
{
	return trust_save(&s->trust, &permit->now, s->report);
}
