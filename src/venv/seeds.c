/* SPDX-License-Identifier: MIT */
#include "venv/seeds.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/builder.h"
#include "venv/context.h"

enum { WHEEL_LIMIT = 512 * 1024 * 1024 };

bool seeds_have(const struct seeds *s, const char *project)
{
	for (size_t i = 0; i < s->count; i++)
		if (wheel_is_project(s->items[i].project, project))
			return true;
	return false;
}

static int take_file(struct wheel *out, struct pool *p, const struct builder *b, const char *path)
{
	const char *here = path_is_absolute(path) ? "/" : sys_working_folder(p);
	struct buf bytes = BUF_INIT;
	struct file_id id;
	int result = -1;

	if (!wheel_parse(out, p, path)) {
		report_error(b->report, "'%s' is not a wheel: the name of one is NAME-VERSION-PYTHON-ABI-PLATFORM.whl", path);
		return -1;
	}
	if (here)
		out->file = path_join(p, here, path);
	if (file_read(&bytes, path, WHEEL_LIMIT, &id) < 0) {
		report_error(b->report, "cannot read the wheel '%s': %s", path, strerror(errno));
	} else if (bytes.failed) {
		report_memory(b->report);
	} else {
		if (b->cache && wheel_keep(out, p, b->cache, &bytes) < 0)
			report_warning(b->report, "cannot put '%s' into the cache '%s': %s; pip installs it", path, b->cache,
			               strerror(errno));
		result = 0;
	}
	buf_release(&bytes);
	return result;
}

/* What names there are, each once. */
static const char *names_of(struct pool *p, const struct wheels *kept)
{
	struct strings names = { 0 };
	const char *all = "";

	for (size_t i = 0; i < kept->count; i++) {
		bool said = false;

		for (size_t j = 0; j < names.count; j++)
			said |= wheel_is_project(names.items[j], kept->items[i].project);
		if (said)
			continue;
		all = pool_join(p, all, names.count ? ", " : "", kept->items[i].project);
		strings_add(&names, p, kept->items[i].project);
	}
	return all;
}

/* 0, or 1 where there is nothing to do for it. */
static int take_name(struct wheel *out, struct pool *p, const struct builder *b, const char *name)
{
	struct wheels kept = { 0 };

	if (b->cache && wheels_list(&kept, p, b->cache) < 0) {
		report_error(b->report, "cannot read the cache '%s': %s", b->cache, strerror(errno));
		return -1;
	}
	for (size_t i = 0; i < kept.count; i++)
		if (wheel_is_project(kept.items[i].project, name)) {
			*out = kept.items[i];
			wheel_used(p, out);
			return 0;
		}
	/* These come with pip itself. */
	if (wheel_is_project(name, "pip") || (venv_has_setuptools(b) && wheel_is_project(name, "setuptools")))
		return 1;
	report_error(b->report, "there is no wheel of '%s' in the cache, which has %s%s; name the path of one, and from then on "
	             "its name will do", name, kept.count ? "wheels of: " : "none", names_of(p, &kept));
	return -1;
}

int seeds_find(struct seeds *out, struct pool *p, const struct builder *b)
{
	*out = (struct seeds){ 0 };
	for (const char *const *seed = b->options.seed; *seed; seed++) {
		struct wheel wheel;
		int answer = wheel_is_path(*seed) ? take_file(&wheel, p, b, *seed) : take_name(&wheel, p, b, *seed);
		struct wheel *grown;

		if (answer < 0)
			return -1;
		if (answer > 0)
			continue;
		if (seeds_have(out, wheel.project)) {
			report_error(b->report, "'%s' is asked for twice; take one of the two away: '%s'", wheel.project, *seed);
			return -1;
		}
		grown = pool_grow(p, out->items, out->count, &out->cap, sizeof(*out->items));
		if (!grown)
			return report_memory(b->report);
		out->items = grown;
		out->items[out->count++] = wheel;
	}
	return 0;
}
