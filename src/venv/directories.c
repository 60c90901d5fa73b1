/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/folder.h"
#include "base/path.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/refuse.h"

static int failed(struct venv_context *c, int why, const char *path)
{
	if (c->pool->failed)
		return report_memory(c->builder->report);
	return refuse_errno(c->builder->report, why, path_join(c->pool, c->seen.env_dir, path));
}

/* PATH and what is missing above it. Only the last component is looked at as closely as venv does. */
static int make(struct venv_context *c, const char *path)
{
	for (size_t len = 1; path[len]; len++) {
		const char *above;

		if (!path_is_separator(path[len]))
			continue;
		above = pool_strn(c->pool, path, len);
		if (folder_make(c->root, above, 0777) == 0)
			context_made(c, above);
		else if (errno != EEXIST)
			return failed(c, errno, above);
	}
	if (folder_make(c->root, path, 0777) == 0) {
		context_made(c, path);
		return 0;
	}
	if (errno != EEXIST)
		return failed(c, errno, path);
	if (folder_look(c->root, path, false) != FILE_FOLDER)
		return refuse_folder(c->builder->report, path_join(c->pool, c->seen.env_dir, path));
	return 0;
}

/* Not touched where it leads somewhere; one that leads nowhere is put right. */
static int link_lib64(struct venv_context *c)
{
	if (folder_link_new(c->root, "lib64", "lib") == 0) {
		context_made(c, "lib64");
		return 0;
	}
	if (errno == EEXIST) {
		if (folder_look(c->root, "lib64", true) != FILE_ABSENT)
			return 0;
		if (context_keep(c, "lib64") < 0)
			return -1;
		if (folder_link(c->root, "lib64", "lib") == 0)
			return 0;
	}
	return context_failed(c, "make the link", "lib64");
}

int step_directories(struct venv_context *c)
{
	const struct interpreter *python = c->builder->python;

	if (make(c, python->include) < 0 || make(c, python->purelib) < 0)
		return -1;
	if (venv_has_lib64_link(c->builder) ? link_lib64(c) < 0 : make(c, python->platlib) < 0)
		return -1;
	return make(c, venv_bin_name);
}

int step_ignore(struct venv_context *c)
{
	const char *text = pool_printf(c->pool, "# Created by venv; see https://docs.python.org/3/library/venv.html%s*%s",
	                               venv_line_end, venv_line_end);

	return context_write(c, ".gitignore", text, strlen(text), 0666, false);
}
