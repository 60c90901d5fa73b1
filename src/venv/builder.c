/* SPDX-License-Identifier: MIT */
#include "venv/builder.h"

#include <string.h>

#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/make.h"
#include "venv/place.h"
#include "venv/repr.h"

enum { TRIES = 16 };

bool builder_cancelled(const struct builder *b)
{
	return speaker_cancelled(b->speaker);
}

static int refuse(const struct builder *b, const char *why)
{
	report_error(b->report, "%s", why);
	return -1;
}

static int check_request(const struct builder *b, const char *env_dir)
{
	const struct interpreter *python = b->python;
	const char *problem = path_problem(env_dir);

	if (b->options.upgrade && b->options.clear)
		return refuse(b, "you cannot supply --upgrade and --clear together.");
	if (strchr(env_dir, PATH_LIST_SEPARATOR)) {
		report_error(b->report, "Refusing to create a venv in %s because it contains the PATH separator %c.", env_dir,
		             PATH_LIST_SEPARATOR);
		return -1;
	}
	if (problem) {
		report_error(b->report, "cannot make '%s': %s; choose another name", env_dir, problem);
		return -1;
	}
	/* pyvenv.cfg must name it just as it is, and has no way to write these. */
	if (!repr_is_line(python->base_executable) || !repr_is_line(python->real_executable)) {
		report_error(b->report, "'%s' cannot be an environment's Python: its path holds control characters or is not UTF-8",
		             python->base_executable);
		return -1;
	}
	if (b->options.with_pip && !b->options.steps->setup_pip && !python->has_ensurepip) {
		report_error(b->report, "'%s' has no ensurepip to install pip with; install it (Debian and Ubuntu: apt install "
		             "python%d.%d-venv), or use --without-pip", python->executable, python->major, python->minor);
		return -1;
	}
	return 0;
}

int builder_create(const struct builder *b, struct pool *p, struct venv_context *out, const char *env_dir)
{
	bool waited = false; /* for another maker, who then got on */

	if (check_request(b, env_dir) < 0)
		return -1;
	for (int tries = 0; tries < TRIES && !builder_cancelled(b);) {
		struct place place = {
			.pool = p, .builder = b, .env_dir = env_dir, .target = env_dir, .root = -1, .mark = -1,
		};
		enum place_answer answer;

		context_init(out, b, p, env_dir);
		if (p->failed)
			return report_memory(b->report);
		if (waited && venv_health(env_dir) == VENV_GOOD)
			return 0;
		answer = make_environment(out, &place);
		place_close(&place);
		if (p->failed)
			return report_memory(b->report);
		out->seen.created = answer == PLACE_READY && !out->again;
		if (answer == PLACE_READY || answer == PLACE_FAILED)
			return answer == PLACE_READY ? 0 : -1;
		waited |= place.waited;
		tries += !place.waited;
	}
	if (!builder_cancelled(b))
		report_error(b->report, "cannot make '%s': something else keeps changing it", env_dir);
	return -1;
}
