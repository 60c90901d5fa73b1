/* SPDX-License-Identifier: MIT */
#include "venv/context.h"

#include <errno.h>
#include <string.h>

#include "base/folder.h"
#include "base/path.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/builder.h"
#include "venv/interpreter.h"

/* Python 3.X: only the minor version matters, and that there may be a 4.0 does not matter yet. */
static bool since(const struct builder *b, int minor)
{
	return b->python->major > 3 || b->python->minor >= minor;
}

bool venv_has_prompt(const struct builder *b)
{
	return since(b, 8);
}

bool venv_knows_dot(const struct builder *b)
{
	return since(b, 9);
}

bool venv_has_command(const struct builder *b)
{
	return since(b, 11);
}

bool venv_has_minor_link(const struct builder *b)
{
	return since(b, 9);
}

bool venv_has_ignore(const struct builder *b)
{
	return since(b, 13);
}

bool venv_has_lib64_link(const struct builder *b)
{
	return b->python->is_64bit && !since(b, 15) && strcmp(sys_os(), "darwin") != 0;
}

bool venv_isolates_pip(const struct builder *b)
{
	return !since(b, 10);
}

void context_made(struct venv_context *c, const char *path)
{
	strings_add(c->made, c->pool, path);
}

int context_failed(const struct venv_context *c, const char *what, const char *path)
{
	int why = errno;

	report_error(c->builder->report, "cannot %s '%s': %s", what, path_join(c->pool, c->env_dir, path), strerror(why));
	return -1;
}

int context_write(struct venv_context *c, const char *path, const char *bytes, size_t len, unsigned mode, bool exact)
{
	bool new = folder_look(c->root, path, false) == FILE_ABSENT;

	if (new)
		context_made(c, path);
	if (folder_write(c->root, path, bytes, len, mode, exact) < 0)
		return context_failed(c, "write", path);
	return 0;
}
