/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/interpreter.h"
#include "venv/repr.h"

static void add_line(struct buf *out, const char *key, const char *value)
{
	buf_strs(out, key, " = ", NULL);
	repr_line(out, value, strlen(value));
	buf_byte(out, '\n');
}

/* What python -m venv would have been called with. Nobody reads it back, so that escapes do no harm. */
static void add_command(struct buf *out, const struct venv_context *c, bool system_site)
{
	const struct builder *b = c->builder;
	struct buf command = BUF_INIT;

	buf_strs(&command, b->python->executable, " -m venv", NULL);
	if (!b->with_pip)
		buf_str(&command, " --without-pip");
	if (system_site)
		buf_str(&command, " --system-site-packages");
	if (b->clear)
		buf_str(&command, " --clear");
	if (b->prompt)
		buf_strs(&command, " --prompt=\"", b->prompt, "\"", NULL);
	buf_strs(&command, " ", c->env_dir, NULL);
	add_line(out, "command", command.data);
	out->failed |= command.failed;
	buf_release(&command);
}

int step_configuration(struct venv_context *c, bool system_site)
{
	const struct builder *b = c->builder;
	const struct interpreter *python = b->python;
	struct buf text = BUF_INIT;
	int result;

	add_line(&text, "home", c->python_dir);
	buf_strs(&text, "include-system-site-packages = ", system_site ? "true" : "false", "\n", NULL);
	buf_printf(&text, "version = %d.%d.%d\n", python->major, python->minor, python->micro);
	if (b->prompt && venv_has_prompt(b)) {
		buf_str(&text, "prompt = ");
		repr_add(&text, c->prompt, strlen(c->prompt));
		buf_byte(&text, '\n');
	}
	if (venv_has_command(b)) {
		add_line(&text, "executable", python->real_executable);
		add_command(&text, c, system_site);
	}
	if (text.failed)
		result = report_memory(b->report);
	else
		result = context_write(c, "pyvenv.cfg", text.data, text.len, 0666, false);
	buf_release(&text);
	return result;
}
