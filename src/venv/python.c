/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"

/*
 * A link that leads elsewhere, or nowhere, is of the interpreter that the environment had before, and
 * is put right: pyvenv.cfg names the new one already.
 */
static int link_base(struct venv_context *c, const char *path)
{
	const char *target = c->seen.executable;
	const char *there = NULL;
	enum file_kind kind = folder_look(c->root, path, false);

	if (kind == FILE_ABSENT)
		context_made(c, path);
	else if (kind == FILE_LINK)
		there = folder_link_target(c->root, c->pool, path);
	if (there && strcmp(there, target) == 0)
		return 0;
	return folder_link(c->root, path, target) < 0 ? context_failed(c, "make the link", path) : 0;
}

static int link_name(struct venv_context *c, const char *name)
{
	const char *path = path_join(c->pool, venv_bin_name, name);

	if (strcmp(name, c->seen.python_exe) == 0)
		return 0;
	if (folder_look(c->root, path, true) != FILE_ABSENT)
		return 0;
	if (folder_look(c->root, path, false) == FILE_ABSENT)
		context_made(c, path);
	return folder_link(c->root, path, c->seen.python_exe) < 0 ? context_failed(c, "make the link", path) : 0;
}

int step_python(struct venv_context *c)
{
	const struct builder *b = c->builder;
	const struct interpreter *python = b->python;
	const char *names[6];
	size_t count = 0;

	names[count++] = "python";
	names[count++] = "python3";
	if (venv_has_minor_link(b))
		names[count++] = pool_printf(c->pool, "python3.%d", python->minor);
	if (strcmp(python->implementation, "pypy") == 0) {
		names[count++] = "pypy3";
		names[count++] = "pypy";
	} else if (python->minor == 14 && python->utf8_names) {
		names[count++] = "\xf0\x9d\x9c\x8bthon";
	}
	if (link_base(c, path_join(c->pool, venv_bin_name, c->seen.python_exe)) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (link_name(c, names[i]) < 0)
			return -1;
	return 0;
}
