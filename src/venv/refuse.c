/* SPDX-License-Identifier: MIT */
#include "venv/refuse.h"

#include <string.h>

#include "base/buf.h"
#include "base/report.h"
#include "venv/repr.h"

static int refuse(const struct report *report, const char *what, const char *path)
{
	struct buf quoted = BUF_INIT;

	repr_add(&quoted, path, strlen(path));
	report_error(report, "%s %s", what, quoted.data);
	buf_release(&quoted);
	return -1;
}

int refuse_folder(const struct report *report, const char *path)
{
	return refuse(report, "Unable to create directory", path);
}

int refuse_errno(const struct report *report, int number, const char *path)
{
	struct buf what = BUF_INIT;

	buf_printf(&what, "[Errno %d] %s:", number, strerror(number));
	refuse(report, what.data, path);
	buf_release(&what);
	return -1;
}
