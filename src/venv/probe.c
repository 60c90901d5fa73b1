/* SPDX-License-Identifier: MIT */
#include "venv/probe.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/embedded.h"
#include "base/pool.h"
#include "base/report.h"
#include "venv/facts.h"

extern const struct embedded embedded_probe_py;

enum { TIMEOUT_MS = 10000, OUTPUT_LIMIT = 64 * 1024, NOT_EXECUTED = 126, KILLED = 128, OLDEST_MINOR = 6 };

/* What every Python since 1.5 can say, for one that does not know -I or lacks what the probe uses. */
static const char version_text[] = "import sys; sys.stdout.write('%d.%d' % sys.version_info[:2])";

/* The version, if what is at PATH is a Python at all; "" where it is not. */
static const char *old_version(struct pool *p, const struct env *env, const char *path)
{
	const char *const argv[] = { path, "-E", "-S", "-c", version_text, NULL };
	struct buf out = BUF_INIT;
	struct child child = { .argv = argv, .env = env, .out = &out, .limit = 64, .timeout_ms = TIMEOUT_MS };
	const char *version = "";

	if (child_run(&child) == 0 && out.len && strspn(out.data, "0123456789.") == out.len)
		version = pool_strn(p, out.data, out.len);
	buf_release(&out);
	return version;
}

static int not_started(const struct report *report, const char *path, int why)
{
	if (why == ETIMEDOUT)
		report_error(report, "'%s' did not answer within %d seconds; name another Python", path, TIMEOUT_MS / 1000);
	else if (why == EFBIG)
		report_error(report, "'%s' is not a Python: it said something else than it was asked", path);
	else
		report_error(report, "cannot run '%s' as a Python: %s", path, strerror(why));
	return -1;
}

/* Of a traceback the last line is the reason, of anything else the first. */
static const char *reason(struct pool *p, const char *said)
{
	const char *line = said + strspn(said, " \t\n"), *next;

	if (strncmp(line, "Traceback", strlen("Traceback")) == 0)
		while ((next = strchr(line, '\n')) && next[strspn(next, " \t\n")])
			line = next + 1;
	return pool_strn(p, line, strcspn(line, "\n"));
}

static int not_answered(struct pool *p, const struct env *env, const struct report *report, const char *path,
                        int status, const struct buf *err)
{
	const char *version = status < NOT_EXECUTED ? old_version(p, env, path) : "";
	const char *said = reason(p, err->data);

	if (*version == '2' || strcmp(version, "3.0") == 0 || strcmp(version, "3.1") == 0 || strcmp(version, "3.2") == 0)
		report_error(report, "'%s' is Python %s, which has no venv; name Python 3.%d or later", path, version,
		             OLDEST_MINOR);
	else if (*version)
		report_error(report, "'%s' (Python %s) cannot tell what it is: it ended with status %d%s%s", path, version,
		             status, *said ? ": " : "", said);
	else if (status == 0)
		report_error(report, "'%s' is not a Python: it said something else than it was asked", path);
	else
		report_error(report, "'%s' is not a Python that works: it ended with status %d%s%s", path, status,
		             *said ? ": " : "", said);
	return -1;
}

static int check_version(const struct interpreter *python, const struct report *report, const char *path)
{
	if (python->major == 3 && python->minor >= OLDEST_MINOR)
		return 0;
	report_error(report, "'%s' is Python %s; environments can be made for Python 3.%d and later", path,
	             python->version, OLDEST_MINOR);
	return -1;
}

int probe_run(struct facts *out, struct pool *p, const struct env *env, const struct report *report, const char *path)
{
	const char *const argv[] = { path, "-I", "-S", "-c", embedded_probe_py.data, NULL };
	struct buf said = BUF_INIT, err = BUF_INIT;
	struct child child = {
		.argv = argv,
		.env = env,
		.out = &said,
		.err = &err,
		.limit = OUTPUT_LIMIT,
		.timeout_ms = TIMEOUT_MS,
	};
	int status = child_run(&child), result;

	if (status < 0) {
		result = not_started(report, path, errno);
	} else if (status == 0 && facts_parse(out, p, said.data, said.len, false)) {
		facts_identify(out);
		result = check_version(&out->python, report, path);
	} else {
		result = not_answered(p, env, report, path, status, &err);
	}
	buf_release(&said);
	buf_release(&err);
	if (p->failed)
		result = report_memory(report);
	errno = status >= 0 && status < KILLED && !p->failed ? 0 : EAGAIN;
	return result;
}
