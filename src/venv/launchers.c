/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"

/*
 * Windows' step_python. An environment's python.exe is there a small program that starts the base's, which it finds by
 * pyvenv.cfg; each Python brings it along. From 3.13 on it is called venvlauncher.exe; before, it had the name of what it
 * starts (Python's venv/__init__.py, "setup_python").
 */

enum { PROGRAM_MODE = 0755, NAMES_LIMIT = 10 };

/* Names in Scripts, and of each, where a link leads and what is copied. */
struct programs {
	struct program {
		const char *name, *base, *launcher;
	} items[NAMES_LIMIT];
	size_t count;
};

static bool has_launcher_names(const struct interpreter *python)
{
	return python->major > 3 || python->minor >= 13;
}

static bool is_file(const char *path)
{
	return file_identify(path).kind == FILE_REGULAR;
}

/* The launcher NAME where venv keeps them; in a build that was not installed they are beside the interpreter. */
static const char *launcher(struct venv_context *c, const char *name)
{
	const char *folder = path_join(c->pool, c->builder->python->base_prefix, "Lib\\venv\\scripts\\nt");
	const char *path = path_join(c->pool, folder, name), *built = path_join(c->pool, c->seen.python_dir, name);

	return !is_file(path) && is_file(built) ? built : path;
}

static void add(struct programs *all, const char *name, const char *base, const char *from)
{
	for (size_t i = 0; i < all->count; i++)
		if (strcasecmp(all->items[i].name, name) == 0)
			return;
	if (all->count < NAMES_LIMIT)
		all->items[all->count++] = (struct program){ name, base, from };
}

/* 3.13 and later: both programs by each of their names. */
static void list_named(struct programs *all, struct venv_context *c)
{
	const struct interpreter *python = c->builder->python;
	static const char *const words[] = { "python", "pythonw" }, *const launchers[] = { "venvlauncher", "venvwlauncher" };
	const char *debug = python->debug ? "_d" : "";
	const char *threads = python->free_threaded ? pool_printf(c->pool, "3.%dt", python->minor) : "";

	for (size_t i = 0; i < 2; i++) {
		const char *base = path_join(c->pool, c->seen.python_dir, pool_printf(c->pool, "%s%s%s.exe", words[i], threads, debug));
		const char *from = launcher(c, pool_printf(c->pool, "%s%s%s.exe", launchers[i], *threads ? "t" : "", debug));

		add(all, pool_printf(c->pool, "%s.exe", words[i]), base, from);
		add(all, pool_printf(c->pool, "%s%s.exe", words[i], debug), base, from);
		add(all, pool_printf(c->pool, "%s%s.exe", words[i], threads), base, from);
		add(all, pool_printf(c->pool, "%s%s%s.exe", words[i], threads, debug), base, from);
	}
}

/* Before: what the base has of these, and what it is called itself. */
static void list_older(struct programs *all, struct venv_context *c)
{
	const char *const names[] = { "python.exe", "python_d.exe", "pythonw.exe", "pythonw_d.exe", c->seen.python_exe };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *base = path_join(c->pool, c->seen.python_dir, names[i]), *from = launcher(c, names[i]);
		bool windowed = text_starts(names[i], "pythonw");

		if (!is_file(base))
			continue;
		/* As in a build, where each launcher has its later name. */
		if (!is_file(from) || path_equal(from, base))
			from = path_join(c->pool, c->seen.python_dir, pool_printf(c->pool, "venv%slauncher%s.exe", windowed ? "w" : "",
			                 strstr(names[i], "_d.") ? "_d" : ""));
		add(all, names[i], base, from);
	}
}

static const char *in_scripts(struct venv_context *c, const char *name)
{
	return path_join(c->pool, venv_bin_name, name);
}

/* 0, 1 where no link can be made, or -1, reported. */
static int link_one(struct venv_context *c, const char *name, const char *base)
{
	const char *path = in_scripts(c, name);

	if (folder_link_new(c->root, path, base) == 0) {
		context_made(c, path);
		return 0;
	}
	if (errno == EEXIST) {
		if (context_keep(c, path) < 0)
			return -1;
		if (folder_link(c->root, path, base) == 0)
			return 0;
	}
	report_warning(c->builder->report, "cannot make the link '%s': %s; programs are copied instead",
	               path_join(c->pool, c->seen.env_dir, path), strerror(errno));
	return 1;
}

static bool has_ending(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);

	return len > tail && strcasecmp(name + len - tail, ending) == 0;
}

/* What a program loads that is itself reached by a link is looked for where the link is: links to libraries, too. */
static bool is_beside(const struct interpreter *python, const char *name)
{
	if (!has_launcher_names(python))
		return has_ending(name, ".exe") || has_ending(name, ".dll");
	return has_ending(name, ".dll") && (strncasecmp(name, "python", 6) == 0 || strncasecmp(name, "vcruntime", 9) == 0);
}

/* As link_one. What was made before one failed goes again. */
static int link_all(struct venv_context *c, const struct programs *all)
{
	struct strings entries = { 0 };
	size_t made = c->made.count;
	int answer = 0;

	if (file_list(&entries, c->pool, c->seen.python_dir) < 0) {
		report_error(c->builder->report, "cannot read '%s': %s", c->seen.python_dir, strerror(errno));
		return -1;
	}
	for (size_t i = 0; has_launcher_names(c->builder->python) && i < all->count && answer == 0; i++)
		answer = link_one(c, all->items[i].name, all->items[i].base);
	for (size_t i = 0; i < entries.count && answer == 0; i++)
		if (is_beside(c->builder->python, entries.items[i]))
			answer = link_one(c, entries.items[i], path_join(c->pool, c->seen.python_dir, entries.items[i]));
	while (answer > 0 && c->made.count > made)
		folder_unlink(c->root, c->made.items[--c->made.count]);
	return answer;
}

/* Without python.exe there is no environment; of the rest, a Python may lack some. */
static int copy_all(struct venv_context *c, const struct programs *all)
{
	bool made = false;

	for (size_t i = 0; i < all->count; i++) {
		const char *from = all->items[i].launcher;

		if (!is_file(from)) {
			report_detail(c->builder->report, "'%s' is not there, and so no '%s' is made", from, all->items[i].name);
			continue;
		}
		if (context_copy(c, in_scripts(c, all->items[i].name), from, PROGRAM_MODE, true) < 0)
			return -1;
		made |= strcasecmp(all->items[i].name, c->seen.python_exe) == 0;
	}
	if (made)
		return 0;
	if (c->pool->failed)
		return report_memory(c->builder->report);
	report_error(c->builder->report, "'%s' has no program for environments to start it by (%s); install the whole of it, or name "
	             "another Python", c->seen.executable, all->count ? all->items[0].launcher : "venvlauncher.exe");
	return -1;
}

int step_python(struct venv_context *c)
{
	struct programs all = { .count = 0 };
	int answer = 1;

	if (has_launcher_names(c->builder->python))
		list_named(&all, c);
	else
		list_older(&all, c);
	if (c->builder->options.symlinks)
		answer = link_all(c, &all);
	return answer > 0 ? copy_all(c, &all) : answer;
}
