/* SPDX-License-Identifier: MIT */
#include "switch/maker.h"

#include <stdint.h>
#include <string.h>

#include "base/env.h"
#include "base/interrupt.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "switch/config.h"

static void say(void *data, enum cvenv_level level, const char *text)
{
	static const enum report_level levels[] = {
		[CVENV_DETAIL] = REPORT_DETAIL, [CVENV_INFO] = REPORT_INFO, [CVENV_WARNING] = REPORT_WARNING,
	};
	const struct maker *m = data;

	m->report->say(m->report->data, levels[level], text);
}

static void hear(void *data, enum cvenv_stream stream, const char *line)
{
	const struct maker *m = data;

	if (m->heard && stream == CVENV_STDOUT)
		m->heard(m->data, line);
	else
		report_detail(m->report, "%s", line);
}

static void progress(void *data, size_t done, size_t total)
{
	const struct maker *m = data;

	if (m->progress)
		m->progress(m->data, done, total);
}

static bool cancelled(void *data)
{
	(void)data;
	return interrupt_came();
}

static struct cvenv_caller caller(const struct maker *m)
{
	return (struct cvenv_caller){
		.size = sizeof(struct cvenv_caller),
		.environment = (const char *const *)env_block(m->env, m->pool),
		.cache = m->cache,
		.message = say,
		.output = hear,
		.cancelled = cancelled,
		.progress = progress,
		.data = (void *)(uintptr_t)m,
	};
}

/* Answers -1 where there was one. */
static int reported(const struct report *report, struct cvenv_error *error)
{
	if (!error)
		return 0;
	report_error(report, "%s", cvenv_error_text(error));
	cvenv_error_free(error);
	return -1;
}

enum cvenv_link_mode maker_link_mode(const struct settings *settings)
{
	static const enum cvenv_link_mode modes[] = {
		[LINK_AUTO] = CVENV_LINK_AUTO, [LINK_CLONE] = CVENV_LINK_CLONE, [LINK_HARDLINK] = CVENV_LINK_HARDLINK,
		[LINK_COPY] = CVENV_LINK_COPY,
	};

	return modes[settings->link_mode];
}

struct maker_seed maker_seed(struct pool *p, const struct strings *words)
{
	struct strings seed = { 0 };

	for (size_t i = 0; i < words->count; i++)
		if (strcmp(words->items[i], "auto") != 0 && strcmp(words->items[i], "none") != 0)
			strings_add(&seed, p, words->items[i]);
	if (seed.count)
		strings_add(&seed, p, NULL);
	return (struct maker_seed){ .pip = !strings_have(words, "none"), .seed = seed.items };
}

struct cvenv_python *maker_python(const struct maker *m, const char *spec, const struct report *report)
{
	const struct cvenv_caller who = caller(m);
	struct cvenv_python *python = NULL;

	reported(report, cvenv_python_find(&python, &who, spec));
	return python;
}

struct cvenv_pythons *maker_pythons(const struct maker *m)
{
	const struct cvenv_caller who = caller(m);
	struct cvenv_pythons *list = NULL;

	reported(m->report, cvenv_python_list(&list, &who));
	return list;
}

const char *maker_name(const struct cvenv_python *python)
{
	static const char *const names[][2] = { { "cpython", "CPython" }, { "pypy", "PyPy" }, { "graalpy", "GraalPy" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(python->implementation, names[i][0]) == 0)
			return names[i][1];
	return python->implementation;
}

struct cvenv_builder *maker_builder(const struct maker *m, const struct cvenv_options *options)
{
	const struct cvenv_caller who = caller(m);
	struct cvenv_builder *builder = NULL;

	reported(m->report, cvenv_builder_new(&builder, &who, options));
	return builder;
}

int maker_create(const struct maker *m, struct cvenv_builder *builder, const struct cvenv_python *python,
                 const char *env_dir, const char *shown, const char *by)
{
	int64_t started = sys_clock_ms();
	int elapsed;

	report_info(m->report, "Using %s %s interpreter at: %s%s%s%s", maker_name(python), python->version,
	            python->executable, by ? " (wanted by " : "", by ? by : "", by ? ")" : "");
	report_info(m->report, "Creating virtual environment at: %s", shown);
	interrupt_hold();
	elapsed = reported(m->report, cvenv_builder_create(builder, env_dir));
	interrupt_release();
	if (elapsed < 0)
		return -1;
	elapsed = (int)(sys_clock_ms() - started);
	if (elapsed < 1000)
		report_info(m->report, "Created in %dms", elapsed);
	else
		report_info(m->report, "Created in %.2fs", (double)elapsed / 1000);
	return elapsed;
}
