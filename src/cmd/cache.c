/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/path.h"
#include "base/places.h"
#include "base/report.h"
#include "base/sys.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "switch/switch.h"
#include "venv/store.h"

enum { DAYS = 30, DAY = 24 * 60 * 60 };

struct cache_options {
	const char *days;
	bool json;
};

static const struct option_spec options[] = {
	{ "days", 0, "N", "with prune: what was not used for that long; 30 by default", .offset = offsetof(struct cache_options, days) },
	{ "json", 0, NULL, "print a JSON object", .offset = offsetof(struct cache_options, json) },
	{ 0 },
};

/* Bytes as people read them. */
static void add_size(struct buf *out, int64_t size)
{
	if (size < 1024 * 1024)
		buf_printf(out, "%.1f KiB", (double)size / 1024);
	else
		buf_printf(out, "%.1f MiB", (double)size / (1024 * 1024));
}

static int64_t total(const struct store *store)
{
	int64_t size = 0;

	for (size_t i = 0; i < store->count; i++)
		size += store->images[i].size;
	for (size_t i = 0; i < store->wheels.count; i++)
		size += store->wheels.items[i].size;
	return size;
}

/* ": 1.5 MiB, used on 2026-01-01" */
static void print_use(struct context *c, int64_t size, int64_t when)
{
	const time_t used = (time_t)when;
	struct tm parts;
	char date[sizeof("2026-01-01")] = "";

	if (localtime_r(&used, &parts))
		strftime(date, sizeof(date), "%Y-%m-%d", &parts);
	if (size >= 0) {
		buf_str(&c->out, ": ");
		add_size(&c->out, size);
	}
	buf_printf(&c->out, ", used on %s", date);
}

static void print_image(struct context *c, const struct stored_image *image)
{
	buf_str(&c->out, "  ");
	if (image->python) {
		for (size_t i = 0; i < image->packages.count; i++) {
			buf_str(&c->out, i ? ", " : "");
			out_text(c, image->packages.items[i]);
		}
		buf_str(&c->out, " for Python ");
		out_text(c, image->version);
		buf_str(&c->out, " at ");
		out_text(c, image->python);
	} else {
		buf_str(&c->out, "not whole: ");
		out_text(c, image->place);
	}
	print_use(c, image->python ? image->size : -1, image->used);
	buf_str(&c->out, image->python && image->gone ? "; its Python or its wheel is gone or another\n" : "\n");
}

static void print(struct context *c, const char *cache, const struct store *store)
{
	out_text(c, cache);
	buf_str(&c->out, ": ");
	add_size(&c->out, total(store));
	buf_printf(&c->out, ", and what is known of %zu interpreter%s\n", store->interpreters, store->interpreters == 1 ? "" : "s");
	for (size_t i = 0; i < store->count; i++)
		print_image(c, &store->images[i]);
	for (size_t i = 0; i < store->wheels.count; i++) {
		buf_str(&c->out, "  ");
		out_text(c, path_name(store->wheels.items[i].file));
		print_use(c, store->wheels.items[i].size, store->wheels.items[i].used);
		buf_byte(&c->out, '\n');
	}
}

/* What each entry has, the comma ahead of all but the first; NAME is what it has under KEY. */
static void json_entry(struct buf *out, size_t i, const char *path, const char *key, const char *name, const char *version)
{
	buf_str(out, i ? ", {" : "{");
	text_json_member(out, "path", path);
	buf_str(out, ", ");
	text_json_member(out, key, name);
	buf_str(out, ", ");
	text_json_member(out, "version", version);
}

static void json_use(struct buf *out, int64_t size, int64_t used)
{
	buf_printf(out, ", \"size\": %" PRId64 ", \"used\": %" PRId64, size, used);
}

static void json_image(struct buf *out, size_t i, const struct stored_image *image)
{
	json_entry(out, i, image->place, "python", image->python, image->version);
	buf_str(out, ", \"packages\": [");
	for (size_t j = 0; j < image->packages.count; j++) {
		buf_str(out, j ? ", " : "");
		text_json(out, image->packages.items[j], strlen(image->packages.items[j]));
	}
	buf_byte(out, ']');
	json_use(out, image->size, image->used);
	buf_strs(out, ", \"gone\": ", image->gone ? "true" : "false", "}", NULL);
}

static void json_wheel(struct buf *out, size_t i, const struct wheel *wheel)
{
	json_entry(out, i, wheel->file, "name", wheel->project, wheel->version);
	json_use(out, wheel->size, wheel->used);
	buf_byte(out, '}');
}

static void print_json(struct buf *out, const char *cache, const struct store *store)
{
	buf_byte(out, '{');
	text_json_member(out, "path", cache);
	buf_printf(out, ", \"size\": %" PRId64 ", \"interpreters\": %zu, \"images\": [", total(store), store->interpreters);
	for (size_t i = 0; i < store->count; i++)
		json_image(out, i, &store->images[i]);
	buf_str(out, "], \"wheels\": [");
	for (size_t i = 0; i < store->wheels.count; i++)
		json_wheel(out, i, &store->wheels.items[i]);
	buf_str(out, "]}\n");
}

/* What was taken away. */
struct emptied {
	size_t images, wheels;
	int64_t size;
};

/* Those of before BEFORE, and those that can serve no more; with ALL every one. */
static int remove_images(struct emptied *out, struct context *c, const struct store *store, int64_t before, bool all)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < store->count; i++) {
		const struct stored_image *image = &store->images[i];

		if (!all && image->used >= before && !image->gone)
			continue;
		switch (store_remove(&c->pool, image)) {
		case STORE_REMOVED:
			out->images++;
			out->size += image->size;
			break;
		case STORE_BUSY:
			report_warning(&c->report, "'%s' is just being made and stays", image->place);
			break;
		case STORE_FAILED:
			report_error(&c->report, "cannot remove '%s': %s", image->place, strerror(errno));
			status = EXIT_FAILED;
		}
	}
	return status;
}

static int remove_wheels(struct emptied *out, struct context *c, const struct store *store, int64_t before, bool all)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < store->wheels.count; i++) {
		const struct wheel *wheel = &store->wheels.items[i];

		if (!all && wheel->used >= before)
			continue;
		if (wheel_remove(&c->pool, wheel) == 0) {
			out->wheels++;
			out->size += wheel->size;
		} else {
			report_error(&c->report, "cannot remove '%s': %s", wheel->file, strerror(errno));
			status = EXIT_FAILED;
		}
	}
	return status;
}

static int empty(struct context *c, const char *cache, const struct store *store, int64_t before, bool all)
{
	struct emptied did = { 0 };
	int images = remove_images(&did, c, store, before, all), wheels = remove_wheels(&did, c, store, before, all);
	int status = images == EXIT_DONE ? wheels : images;
	struct buf said = BUF_INIT;

	if (store_forget(&c->pool, cache, all) < 0) {
		report_error(&c->report, "cannot empty the cache '%s': %s", cache, strerror(errno));
		status = EXIT_FAILED;
	}
	buf_printf(&said, "%zu image%s", did.images, did.images == 1 ? "" : "s");
	if (did.wheels)
		buf_printf(&said, " and %zu wheel%s", did.wheels, did.wheels == 1 ? "" : "s");
	buf_str(&said, " (");
	add_size(&said, did.size);
	report_info(&c->report, "Removed %s)", said.data);
	buf_release(&said);
	return status;
}

static bool parse_days(const char *text, int64_t *days)
{
	char *end;
	long value = strtol(text, &end, 10);

	*days = value;
	return *text >= '0' && *text <= '9' && !*end && value <= 36500;
}

static int run_on(struct context *c, const struct cache_options *o, const char *what)
{
	int64_t days = DAYS;
	struct session s;
	struct store store;
	const char *cache;

	if (o->days && strcmp(what, "prune") != 0)
		return usage_error(c, &cmd_cache, "option '--days' goes with 'prune'");
	if (o->days && !parse_days(o->days, &days))
		return usage_error(c, &cmd_cache, "option '--days' takes a number of days, not '%s'", o->days);
	if (open_session(c, &s, "") < 0)
		return EXIT_FAILED;
	cache = s.settings.cache ? s.settings.cache : places_cache(&c->pool, &c->env);
	if (!cache) {
		report_error(&c->report, "there is no cache: neither XDG_CACHE_HOME nor a home folder is known; set CVENV_CACHE_DIR");
		return EXIT_FAILED;
	}
	if (store_read(&store, &c->pool, cache) < 0) {
		report_error(&c->report, "cannot read the cache '%s': %s", cache,
		             errno == EPERM ? "it is another user's, or others can write to it" : strerror(errno));
		return EXIT_FAILED;
	}
	if (*what)
		return empty(c, cache, &store, sys_now_ns() / 1000000000 - days * DAY, strcmp(what, "clean") == 0);
	if (o->json)
		print_json(&c->out, cache, &store);
	else
		print(c, cache, &store);
	return EXIT_DONE;
}

static int run(struct context *c, int argc, char **argv)
{
	struct cache_options o = { 0 };
	int status, operands = options_parse(c, &cmd_cache, &o, argc, argv, &status);
	const char *what = operands == 1 ? argv[1] : "";

	if (operands < 0)
		return status;
	if (operands > 1 || (*what && strcmp(what, "clean") != 0 && strcmp(what, "prune") != 0))
		return usage_error(c, &cmd_cache, "'%s' is nothing that can be done with the cache; there are clean and prune",
		                   operands > 1 ? argv[2] : what);
	return run_on(c, &o, what);
}

const struct command cmd_cache = {
	.name = "cache",
	.arguments = "[OPTION…] [clean|prune]",
	.summary = "show or empty the cache of packages",
	.details = "Without a word: what is in it and how large. clean: takes everything away. prune: what was\n"
	           "not used for a while, and what belongs to interpreters that are gone.\n"
	           "Environments stay as they are, and what is missing is made again.\n",
	.options = options,
	.run = run,
};
