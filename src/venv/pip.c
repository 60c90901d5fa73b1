/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/interrupt.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/interpreter.h"
#include "venv/repr.h"

enum { SAID_LIMIT = 16 * 1024 * 1024 };

/* As venv does: so that no variable leads the environment's Python to another one's packages. */
static void prepare_env(struct env *out, const struct venv_context *c)
{
	const struct env *from = c->builder->env;

	for (size_t i = 0; i < from->count; i++)
		env_set(out, c->pool, from->entries[i].name, from->entries[i].value);
	env_set(out, c->pool, "VIRTUAL_ENV", c->env_dir);
	env_remove(out, "PYTHONHOME");
	env_remove(out, "PYTHONPATH");
}

/* The last line that it said, which of a traceback is the reason, and venv's own words for the failure. */
static int pip_failed(struct venv_context *c, const char *const *argv, int status, struct buf *said)
{
	struct buf command = BUF_INIT;
	const char *last;

	for (size_t i = 0; argv[i]; i++) {
		buf_str(&command, i ? ", " : "");
		repr_add(&command, argv[i], strlen(argv[i]));
	}
	while (said->len && said->data[said->len - 1] == '\n')
		buf_truncate(said, said->len - 1);
	last = strrchr(said->data, '\n');
	last = last ? last + 1 : said->data;
	report_error(c->builder->report, "Command '[%s]' returned non-zero exit status %d.%s%s", command.data, status,
	             *last ? " It said last: " : "", last);
	buf_release(&command);
	return -1;
}

int step_pip(struct venv_context *c)
{
	const struct builder *b = c->builder;
	const char *argv[] = {
		c->env_exe, venv_isolates_pip(b) ? "-Im" : "-m", "ensurepip", "--upgrade", "--default-pip", NULL,
	};
	struct env env = { 0 };
	struct buf said = BUF_INIT;
	struct child child = {
		.argv = argv, .dir = c->env_dir, .env = &env, .out = &said, .err = &said, .limit = SAID_LIMIT,
	};
	int status;

	prepare_env(&env, c);
	if (c->pool->failed)
		return report_memory(b->report);
	status = child_run(&child);
	if (interrupt_came())
		status = -1;
	else if (status < 0)
		report_error(b->report, "cannot run '%s' to install pip: %s", c->env_exe, strerror(errno));
	else if (status > 0)
		status = pip_failed(c, argv, status, &said);
	buf_release(&said);
	return status;
}
