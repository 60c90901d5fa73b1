/* SPDX-License-Identifier: MIT */
#include "base/report.h"
#include "venv/builder.h"
#include "venv/call.h"
#include "venv/context.h"
#include "venv/interpreter.h"

int step_pip(struct venv_context *c)
{
	const char *const arguments[] = {
		venv_isolates_pip(c->builder) ? "-Im" : "-m", "ensurepip", "--upgrade", "--default-pip", NULL,
	};

	c->seen.pip = "ensurepip";
	return call_python(c, arguments, NULL);
}
