/* SPDX-License-Identifier: MIT */
#include "venv/builder.h"

#include <string.h>

#include "base/interrupt.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/context.h"
#include "venv/interpreter.h"
#include "venv/make.h"
#include "venv/place.h"
#include "venv/repr.h"

enum { TRIES = 16 };

static int check_request(const struct builder *b, const char *env_dir)
{
	const struct interpreter *python = b->python;

	if (strchr(env_dir, PATH_LIST_SEPARATOR)) {
		report_error(b->report, "Refusing to create a venv in %s because it contains the PATH separator %c.", env_dir,
		             PATH_LIST_SEPARATOR);
		return -1;
	}
	/* pyvenv.cfg must name it just as it is, and has no way to write these. */
	if (!repr_is_line(python->base_executable) || !repr_is_line(python->real_executable)) {
		report_error(b->report, "'%s' cannot be an environment's Python: its path holds control characters or is not UTF-8",
		             python->base_executable);
		return -1;
	}
	if (b->with_pip && !python->has_ensurepip) {
		report_error(b->report, "'%s' has no ensurepip to install pip with; install it (Debian and Ubuntu: apt install "
		             "python%d.%d-venv), or use --without-pip", python->executable, python->major, python->minor);
		return -1;
	}
	return 0;
}

static void context_init(struct venv_context *c, const struct builder *b, struct pool *p, struct strings *made,
                         const char *env_dir)
{
	const char *here;

	*c = (struct venv_context){
		.builder = b,
		.pool = p,
		.env_dir = env_dir,
		.env_name = path_name(env_dir),
		.python_dir = path_parent(p, b->python->base_executable),
		.exename = path_name(b->python->base_executable),
		.root = -1,
		.made = made,
	};
	c->env_exe = path_join(p, path_join(p, env_dir, venv_bin_name), c->exename);
	c->prompt = b->prompt ? b->prompt : c->env_name;
	if (strcmp(c->prompt, ".") == 0 && venv_knows_dot(b)) {
		here = sys_working_folder(p);
		c->prompt = here ? path_name(here) : c->prompt;
	}
}

static int create(const struct builder *b, struct pool *p, const char *env_dir)
{
	bool waited = false;

	for (int tries = 0; tries < TRIES && !interrupt_came(); tries++) {
		struct place place = {
			.pool = p, .report = b->report, .env_dir = env_dir, .target = env_dir, .root = -1, .mark = -1, .waited = waited,
		};
		struct strings made = { 0 };
		struct venv_context context;
		enum place_answer answer;

		if (waited && venv_health(env_dir) == VENV_GOOD)
			return 0;
		context_init(&context, b, p, &made, env_dir);
		answer = make_environment(&context, &place);
		place_close(&place);
		if (p->failed)
			return report_memory(b->report);
		if (answer == PLACE_READY || answer == PLACE_FAILED)
			return answer == PLACE_READY ? 0 : -1;
		waited = place.waited;
	}
	if (!interrupt_came())
		report_error(b->report, "cannot make '%s': something else keeps changing it", env_dir);
	return -1;
}

int builder_create(const struct builder *b, const char *env_dir)
{
	struct pool pool = POOL_INIT;
	int result;

	if (check_request(b, env_dir) < 0)
		return -1;
	interrupt_hold();
	result = create(b, &pool, env_dir);
	if (result < 0 && interrupt_came())
		report_error(b->report, "interrupted: '%s' was not made", env_dir);
	pool_release(&pool);
	interrupt_release();
	return result;
}

void builder_announce(const struct builder *b, const char *shown)
{
	static const char *const names[][2] = { { "cpython", "CPython" }, { "pypy", "PyPy" }, { "graalpy", "GraalPy" } };
	const char *name = b->python->implementation;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i][0]) == 0)
			name = names[i][1];
	report_info(b->report, "Using %s %s interpreter at: %s", name, b->python->version, b->python->executable);
	report_info(b->report, "Creating virtual environment at: %s", shown);
}

void builder_announce_done(const struct builder *b, int64_t started)
{
	int64_t elapsed = sys_clock_ms() - started;

	if (elapsed < 1000)
		report_info(b->report, "Created in %dms", (int)elapsed);
	else
		report_info(b->report, "Created in %.2fs", (double)elapsed / 1000);
}
