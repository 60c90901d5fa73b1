/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/call.h"
#include "venv/context.h"

/* pip's own words are told whole: what is to be done stands in them. */
static void tell(const struct report *report, struct buf *said)
{
	char *line = said->data, *end;

	for (; *line; line = end + 1) {
		end = strchr(line, '\n');
		if (end)
			*end = '\0';
		if (*line)
			report_warning(report, "pip: %s", line);
		if (!end)
			return;
	}
}

int step_dependencies(struct venv_context *c)
{
	const char *const arguments[] = {
		"-m", "pip", "install", "--upgrade", "pip", venv_has_setuptools(c->builder) ? "setuptools" : NULL, NULL,
	};
	struct buf err = BUF_INIT;
	int result = call_python(c, arguments, &err);

	if (result < 0 && !builder_cancelled(c->builder))
		tell(c->builder->report, &err);
	buf_release(&err);
	return result;
}
