/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/pypy.h"

enum { PROGRAM_MODE = 0755, NAME_LIMIT = 8 };

static int link_over(struct venv_context *c, const char *path, const char *target)
{
	if (context_keep(c, path) < 0)
		return -1;
	return folder_link(c->root, path, target) < 0 ? context_failed(c, "make the link", path) : 0;
}

/* 1 where something is there. */
static int link_new(struct venv_context *c, const char *path, const char *target)
{
	if (folder_link_new(c->root, path, target) < 0)
		return errno == EEXIST ? 1 : context_failed(c, "make the link", path);
	context_made(c, path);
	return 0;
}

static int copy(struct venv_context *c, const char *path)
{
	const char *from = c->seen.executable;
	bool pypy = strcmp(c->builder->python->implementation, "pypy") == 0;
	const char *real = pypy && file_identify_link(from).kind == FILE_LINK ? file_real_path(c->pool, from) : NULL;
	int answer;

	if (!real)
		return context_copy(c, path, from, PROGRAM_MODE, true);
	/* Its library is beside the program itself: a copy would not find it, and PyPy's venv makes a link too. */
	answer = link_new(c, path, real);
	return answer > 0 ? link_over(c, path, real) : answer;
}

/*
 * A link that leads elsewhere, or nowhere, is of the interpreter that the environment had before, and
 * is put right: pyvenv.cfg names the new one already. A copy stays one, as with venv: *COPIES.
 */
static int put_base(struct venv_context *c, const char *path, bool *copies)
{
	const char *target = c->seen.executable, *there;
	int answer = *copies ? 1 : link_new(c, path, target);

	if (answer <= 0)
		return answer;
	*copies |= folder_look(c->root, path, false) == FILE_REGULAR;
	if (*copies)
		return copy(c, path);
	there = folder_link_target(c->root, c->pool, path);
	return there && strcmp(there, target) == 0 ? 0 : link_over(c, path, target);
}

/*
 * Where venv leaves alone whatever has one of these names, it is looked at whether it is the
 * interpreter: an environment must not start its former one by any of them. A file in a folder that
 * was none is the user's.
 */
static int put_name(struct venv_context *c, const char *path, bool copies)
{
	int answer = copies ? 1 : link_new(c, path, c->seen.python_exe);
	enum file_kind kind;

	if (answer <= 0)
		return answer;
	kind = folder_look(c->root, path, false);
	if (kind == FILE_FOLDER || kind == FILE_OTHER || (kind == FILE_REGULAR && !c->again))
		return 0;
	if (copies)
		return copy(c, path);
	if (kind == FILE_LINK && folder_leads(c->root, path, c->seen.executable))
		return 0;
	return link_over(c, path, c->seen.python_exe);
}

int step_python(struct venv_context *c)
{
	const struct builder *b = c->builder;
	const struct interpreter *python = b->python;
	bool pypy = strcmp(python->implementation, "pypy") == 0, copies = !b->options.symlinks;
	const char *names[NAME_LIMIT];
	size_t count = 0;

	names[count++] = "python";
	names[count++] = "python3";
	if (venv_has_minor_link(b))
		names[count++] = pool_printf(c->pool, "python3.%d", python->minor);
	if (pypy) {
		names[count++] = "pypy3";
		names[count++] = "pypy";
	} else if (python->minor == 14 && python->utf8_names) {
		names[count++] = "\xf0\x9d\x9c\x8bthon";
	}
	if (put_base(c, path_join(c->pool, venv_bin_name, c->seen.python_exe), &copies) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], c->seen.python_exe) != 0 &&
		    put_name(c, path_join(c->pool, venv_bin_name, names[i]), copies) < 0)
			return -1;
	return pypy && copies ? pypy_copy(c) : 0;
}
