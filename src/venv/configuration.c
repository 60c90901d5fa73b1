/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/repr.h"

static void add_line(struct buf *out, const char *key, const char *value)
{
	buf_strs(out, key, " = ", NULL);
	repr_line(out, value, strlen(value));
	buf_str(out, venv_line_end);
}

/* What python -m venv would have been called with. Nobody reads it back, so that escapes do no harm. */
static void add_command(struct buf *out, const struct venv_context *c)
{
	const struct cvenv_options *o = &c->builder->options;
	const bool usual = venv_usually_links;
	const struct {
		bool given;
		const char *words;
	} flags[] = {
		{ o->symlinks && !usual, " --symlinks" },
		{ !o->symlinks && usual, " --copies" },
		{ !o->with_pip, " --without-pip" },
		{ c->system_site, " --system-site-packages" },
		{ o->clear, " --clear" },
		{ o->upgrade, " --upgrade" },
		{ o->upgrade_deps, " --upgrade-deps" },
	};
	struct buf command = BUF_INIT;

	buf_strs(&command, c->builder->python->executable, " -m venv", NULL);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (flags[i].given)
			buf_str(&command, flags[i].words);
	if (c->named)
		buf_strs(&command, " --prompt=\"", o->prompt ? o->prompt : c->named, "\"", NULL);
	if (venv_has_ignore(c->builder) && !(o->scm_ignore_files && *o->scm_ignore_files))
		buf_str(&command, " --without-scm-ignore-files");
	buf_strs(&command, " ", c->seen.env_dir, NULL);
	add_line(out, "command", command.data);
	out->failed |= command.failed;
	buf_release(&command);
}

int step_configuration(struct venv_context *c)
{
	const struct builder *b = c->builder;
	const struct interpreter *python = b->python;
	struct buf text = BUF_INIT;
	int result;

	add_line(&text, "home", c->seen.python_dir);
	buf_strs(&text, "include-system-site-packages = ", c->system_site ? "true" : "false", venv_line_end, NULL);
	buf_printf(&text, "version = %d.%d.%d%s", python->major, python->minor, python->micro, venv_line_end);
	if (c->named && venv_has_prompt(b)) {
		buf_str(&text, "prompt = ");
		repr_add(&text, c->named, strlen(c->named));
		buf_str(&text, venv_line_end);
	}
	if (venv_has_command(b)) {
		add_line(&text, "executable", python->real_executable);
		add_command(&text, c);
	}
	if (c->relocatable)
		buf_strs(&text, "relocatable = true", venv_line_end, NULL);
	if (text.failed)
		result = report_memory(b->report);
	else
		result = context_write(c, "pyvenv.cfg", text.data, text.len, 0666, false);
	buf_release(&text);
	return result;
}
