/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/file.h"
#include "base/pool.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/call.h"
#include "venv/context.h"
#include "venv/image.h"
#include "venv/put.h"
#include "venv/seeds.h"

static int run_ensurepip(struct venv_context *c)
{
	const char *const arguments[] = {
		venv_isolates_pip(c->builder) ? "-Im" : "-m", "ensurepip", "--upgrade", "--default-pip", NULL,
	};

	c->seen.pip = "ensurepip";
	return call_python(c, arguments, NULL);
}

/* As it stands in the cache: from a folder of wheels, so that no note of the path from which it came is left. */
static int run_pip(struct venv_context *c, const struct wheel *wheel)
{
	const char *const arguments[] = {
		"-m", "pip", "install", "--isolated", "--no-index", "--no-deps", "--no-cache-dir", "--disable-pip-version-check",
		"--find-links", wheel->file, pool_join(c->pool, wheel->project, "==", wheel->version), NULL,
	};

	return call_python(c, arguments, NULL);
}

/* Whether something among the names of PACKAGES is of WHEEL's project. */
static bool is_there(struct pool *p, const struct strings *packages, const struct wheel *wheel)
{
	for (size_t i = 0; i < packages->count; i++) {
		const char *name = packages->items[i], *dash = strchr(name, '-');

		if (strstr(name, ".dist-info") && dash && wheel_is_project(pool_strn(p, name, (size_t)(dash - name)), wheel->project))
			return true;
	}
	return false;
}

/* Without images: what is there stays, and of the rest pip itself finds out what is to be done. */
static int install(struct venv_context *c)
{
	const struct seeds *seeds = &c->builder->seeds;
	struct strings before = { 0 };
	int result;

	if (context_settle(c) < 0)
		return -1;
	if (seeds->count)
		file_list(&before, c->pool, c->seen.lib_path);
	result = run_ensurepip(c);
	for (size_t i = 0; i < seeds->count && result == 0; i++)
		if (!is_there(c->pool, &before, &seeds->items[i]))
			result = run_pip(c, &seeds->items[i]);
	return result;
}

/* What ensurepip brings, but for that of which there is a wheel. */
static enum put_answer put_bundled(struct put *put, const struct venv_context *c)
{
	struct strings without = { 0 };
	const struct image_source source = { .without = &without, .name = "pip" };
	bool setuptools = venv_has_setuptools(c->builder);

	if (seeds_have(&c->builder->seeds, "pip"))
		strings_add(&without, c->pool, "pip");
	if (setuptools && seeds_have(&c->builder->seeds, "setuptools"))
		strings_add(&without, c->pool, "setuptools");
	if (without.count == (setuptools ? 2 : 1))
		return PUT_DONE;
	return put_source(put, &source);
}

/* From images; what has none is left for pip, which by then is there. */
static enum put_answer put_all(struct put *put, struct venv_context *c)
{
	const struct seeds *seeds = &c->builder->seeds;
	bool *left = pool_alloc(c->pool, seeds->count + 1);
	enum put_answer answer;

	if (!left) {
		report_memory(c->builder->report);
		return PUT_FAILED;
	}
	answer = put_bundled(put, c);
	for (size_t i = 0; i < seeds->count && answer == PUT_DONE; i++) {
		const struct wheel *wheel = &seeds->items[i];
		const struct image_source source = {
			.wheel = wheel, .name = pool_join(c->pool, wheel->project, " ", wheel->version),
		};

		if (wheel->key)
			answer = put_source(put, &source);
		left[i] = !wheel->key || answer == PUT_NOT;
		/* Without pip nothing could install the rest. */
		if (left[i] && !wheel_is_project(wheel->project, "pip"))
			answer = PUT_DONE;
	}
	for (size_t i = 0; i < seeds->count && answer == PUT_DONE; i++)
		if (left[i] && run_pip(c, &seeds->items[i]) < 0)
			answer = PUT_FAILED;
	return answer;
}

int step_pip(struct venv_context *c)
{
	enum put_answer answer = PUT_NOT;
	struct put put;

	if (put_open(&put, c)) {
		answer = put_all(&put, c);
		put_close(&put);
		if (answer == PUT_DONE)
			c->seen.pip = "cache";
	}
	return answer == PUT_NOT ? install(c) : (int)answer;
}
