/* SPDX-License-Identifier: MIT */
#include "venv/context.h"

#include <errno.h>
#include <string.h>

#include "base/folder.h"
#include "base/path.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/builder.h"
#include "venv/health.h"
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
	return b->python->is_64bit && !since(b, 15) && strcmp(sys_os(), "darwin") != 0 && strcmp(sys_os(), "windows") != 0;
}

bool venv_isolates_pip(const struct builder *b)
{
	return !since(b, 10);
}

bool venv_has_setuptools(const struct builder *b)
{
	return !since(b, 12);
}

static const char *prompt(const struct builder *b, struct pool *p, const char *env_name)
{
	const char *asked = b->options.prompt, *here;

	if (!asked)
		return env_name;
	if (strcmp(asked, ".") != 0 || !venv_knows_dot(b))
		return asked;
	here = sys_working_folder(p);
	return here ? path_name(here) : asked;
}

/* What the interpreter is called in an environment; on Windows, since 3.13, by its simplest name. */
static const char *program_name(const struct builder *b)
{
	if (!*PROGRAM_ENDING || !since(b, 13))
		return path_name(b->python->base_executable);
	return b->python->debug ? "python_d" PROGRAM_ENDING : "python" PROGRAM_ENDING;
}

void context_init(struct venv_context *c, const struct builder *b, struct pool *p, const char *env_dir)
{
	const struct interpreter *python = b->python;
	const char *bin = path_join(p, env_dir, venv_bin_name), *name = program_name(b);

	*c = (struct venv_context){
		.builder = b, .pool = p, .wants_system = b->options.system_site_packages,
		.relocatable = b->options.relocatable, .root = -1, .settled = PLACE_READY,
	};
	c->seen = (struct cvenv_context){
		.size = sizeof(c->seen),
		.options = &b->options,
		.python = b->options.python,
		.env_dir = env_dir,
		.env_name = path_name(env_dir),
		.prompt = prompt(b, p, path_name(env_dir)),
		.executable = python->base_executable,
		.python_dir = path_parent(p, python->base_executable),
		.python_exe = name,
		.inc_path = path_join(p, env_dir, python->include),
		.lib_path = path_join(p, env_dir, python->purelib),
		.bin_path = bin,
		.bin_name = venv_bin_name,
		.env_exe = path_join(p, bin, name),
		.env_exec_cmd = path_join(p, bin, name),
		.cfg_path = path_join(p, env_dir, "pyvenv.cfg"),
	};
	c->named = b->options.prompt ? c->seen.prompt : NULL;
}

int context_settle(struct venv_context *c)
{
	enum place_answer (*settle)(struct venv_context *) = c->settle;

	if (!settle)
		return c->settled == PLACE_READY ? 0 : -1;
	c->settle = NULL;
	c->settled = settle(c);
	return c->settled == PLACE_READY ? 0 : -1;
}

void context_made(struct venv_context *c, const char *path)
{
	size_t before = c->made.count;

	strings_add(&c->made, c->pool, path);
	/* What is not noted nobody would take away. */
	if (c->made.count == before)
		folder_unlink(c->root, path);
}

int context_failed(const struct venv_context *c, const char *what, const char *path)
{
	int why = errno;

	if (c->pool->failed)
		return report_memory(c->builder->report);
	report_error(c->builder->report, "cannot %s '%s': %s", what, path_join(c->pool, c->seen.env_dir, path), strerror(why));
	return -1;
}

int context_keep(struct venv_context *c, const char *path)
{
	return c->keeps && kept_add(&c->kept, c->place, path) < 0 ? context_failed(c, "replace", path) : 0;
}

int context_write(struct venv_context *c, const char *path, const char *bytes, size_t len, unsigned mode, bool exact)
{
	if (folder_write_new(c->root, path, bytes, len, mode, exact) == 0) {
		context_made(c, path);
		return 0;
	}
	if (errno == EEXIST) {
		if (context_keep(c, path) < 0)
			return -1;
		if (folder_write(c->root, path, bytes, len, mode, exact) == 0)
			return 0;
	}
	return context_failed(c, "write", path);
}

int context_copy(struct venv_context *c, const char *path, const char *from, unsigned mode, bool exact)
{
	bool new = folder_look(c->root, path, false) == FILE_ABSENT;
	int why;

	if (!new && context_keep(c, path) < 0)
		return -1;
	if (folder_copy(c->root, path, from, mode, exact) == 0) {
		if (new)
			context_made(c, path);
		return 0;
	}
	why = errno;
	if (c->pool->failed)
		return report_memory(c->builder->report);
	report_error(c->builder->report, "cannot copy '%s' to '%s': %s", from, path_join(c->pool, c->seen.env_dir, path),
	             strerror(why));
	return -1;
}
