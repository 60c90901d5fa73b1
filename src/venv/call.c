/* SPDX-License-Identifier: MIT */
#include "venv/call.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/repr.h"

enum { SAID_LIMIT = 16 * 1024 * 1024 };

static void prepare_env(struct env *out, const struct venv_context *c)
{
	const struct env *from = c->builder->env;

	for (size_t i = 0; i < from->count; i++)
		env_set(out, c->pool, from->entries[i].name, from->entries[i].value);
	env_set(out, c->pool, "VIRTUAL_ENV", c->seen.env_dir);
	env_remove(out, "PYTHONHOME");
	env_remove(out, "PYTHONPATH");
}

/* The last line that it said, which of a traceback is the reason, and venv's own words for the failure. */
static void call_failed(const struct venv_context *c, const char *const *argv, int status, const struct buf *said)
{
	struct buf command = BUF_INIT;
	size_t end = said->len;
	const char *last;

	for (size_t i = 0; argv[i]; i++) {
		buf_str(&command, i ? ", " : "");
		repr_add(&command, argv[i], strlen(argv[i]));
	}
	while (end && said->data[end - 1] == '\n')
		end--;
	for (last = said->data + end; last > said->data && last[-1] != '\n';)
		last--;
	report_error(c->builder->report, "Command '[%s]' returned non-zero exit status %d.%s%.*s", command.data, status,
	             end ? " It said last: " : "", (int)(said->data + end - last), last);
	buf_release(&command);
}

static void hear(void *data, bool err, const char *line)
{
	const struct cvenv_caller *caller = &((const struct speaker *)data)->caller;

	if (caller->output)
		caller->output(caller->data, err ? CVENV_STDERR : CVENV_STDOUT, line);
}

static bool cancelled(void *data)
{
	return speaker_cancelled(data);
}

int call_python(struct venv_context *c, const char *const *arguments, struct buf *err)
{
	const struct builder *b = c->builder;
	struct strings argv = { 0 };
	struct buf out = BUF_INIT, own_err = BUF_INIT;
	struct env env = { 0 };
	struct child child = {
		.dir = c->seen.env_dir, .env = &env, .out = &out, .err = err ? err : &own_err, .limit = SAID_LIMIT,
		.cancelled = cancelled, .heard = hear, .data = b->speaker,
	};
	int status;

	if (context_settle(c) < 0)
		return -1;
	strings_add(&argv, c->pool, c->seen.env_exec_cmd);
	for (size_t i = 0; arguments[i]; i++)
		strings_add(&argv, c->pool, arguments[i]);
	strings_add(&argv, c->pool, NULL);
	prepare_env(&env, c);
	if (c->pool->failed)
		return report_memory(b->report);
	child.argv = argv.items;
	status = child_run(&child);
	if (builder_cancelled(b))
		status = -1;
	else if (status < 0)
		report_error(b->report, "cannot run '%s': %s", c->seen.env_exec_cmd, strerror(errno));
	else if (status > 0)
		call_failed(c, argv.items, status, child.err->len ? child.err : &out);
	buf_release(&out);
	buf_release(&own_err);
	return status == 0 ? 0 : -1;
}
