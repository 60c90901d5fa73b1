/* SPDX-License-Identifier: MIT */
#include "venv/pypy.h"

#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"

enum { LIBRARY_MODE = 0755, FILE_MODE = 0666 };

static bool is_there(const struct venv_context *c, const char *path)
{
	return folder_look(c->root, path, true) != FILE_ABSENT;
}

/* 1: there is such a library, and the environment has it now. */
static int copy_library(struct venv_context *c, const char *name)
{
	const char *from = path_join(c->pool, c->seen.python_dir, name), *to = path_join(c->pool, venv_bin_name, name);

	if (file_identify(from).kind != FILE_REGULAR)
		return 0;
	return context_copy(c, to, from, LIBRARY_MODE, true) < 0 ? -1 : 1;
}

static int copy_libraries(struct venv_context *c)
{
	static const char *const endings[] = { "so", "dylib" };
	const struct interpreter *python = c->builder->python;
	int found = 0;

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		/* Since PyPy of 3.9 the name has the minor version. */
		int one = copy_library(c, pool_printf(c->pool, "libpypy%d.%d-c.%s", python->major, python->minor, endings[i]));
		int other = copy_library(c, pool_printf(c->pool, "libpypy%d-c.%s", python->major, endings[i]));

		if (one < 0 || other < 0)
			return -1;
		found |= one | other;
	}
	return found;
}

static int copy_folder(struct venv_context *c, const char *from, const char *to, unsigned mode);

/* Links are followed, and one that leads nowhere is left out, at which shutil.copytree would fail. */
static int copy_entry(struct venv_context *c, const char *from, const char *to)
{
	struct file_id id = file_identify(from);

	switch (id.kind) {
	case FILE_FOLDER:
		return copy_folder(c, from, to, id.mode);
	case FILE_REGULAR:
		return context_copy(c, to, from, id.mode, true);
	default:
		return 0;
	}
}

static int copy_folder(struct venv_context *c, const char *from, const char *to, unsigned mode)
{
	struct strings entries = { 0 };

	if (folder_make(c->root, to, 0700) < 0)
		return context_failed(c, "make", to);
	context_made(c, to);
	if (file_list(&entries, c->pool, from) < 0) {
		report_error(c->builder->report, "cannot read '%s': %s", from, strerror(errno));
		return -1;
	}
	for (size_t i = 0; i < entries.count; i++)
		if (copy_entry(c, path_join(c->pool, from, entries.items[i]), path_join(c->pool, to, entries.items[i])) < 0)
			return -1;
	return folder_set_mode(c->root, to, mode) < 0 ? context_failed(c, "make", to) : 0;
}

/* In lib itself venv gives files no modes of their own. */
static int copy_beside(struct venv_context *c, const char *lib)
{
	const struct interpreter *python = c->builder->python;
	const char *standard = pool_printf(c->pool, "pypy%d.%d", python->major, python->minor);
	struct strings entries = { 0 };

	if (file_list(&entries, c->pool, lib) < 0)
		return 0;
	for (size_t i = 0; i < entries.count; i++) {
		const char *from = path_join(c->pool, lib, entries.items[i]), *to = path_join(c->pool, "lib", entries.items[i]);
		int result = 0;

		if (strcmp(entries.items[i], standard) == 0 || is_there(c, to))
			continue;
		if (file_identify(from).kind == FILE_REGULAR)
			result = context_copy(c, to, from, FILE_MODE, false);
		else
			result = copy_entry(c, from, to);
		if (result < 0)
			return -1;
	}
	return c->pool->failed ? report_memory(c->builder->report) : 0;
}

int pypy_copy(struct venv_context *c)
{
	int found = copy_libraries(c);

	return found > 0 ? copy_beside(c, path_join(c->pool, path_parent(c->pool, c->seen.python_dir), "lib")) : found;
}
