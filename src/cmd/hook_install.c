/* SPDX-License-Identifier: MIT */
#include "cmd/hook_install.h"

#include <errno.h>
#include <string.h>

#include "base/autorun.h"
#include "cmd/cmd.h"
#include "cmd/hook_file.h"
#include "emit/emit.h"

static int failed(struct context *c, const struct shell *shell, const char *what)
{
	if (errno == ENOSYS)
		report_error(&c->report, "this system has no line that each start of %s runs: --install and --uninstall are for Windows",
		             shell->name);
	else if (errno == EINVAL)
		report_error(&c->report, "'%s' holds no line of text, as it has to: look at it by 'reg query', and mend or delete it",
		             autorun_place);
	else
		report_error(&c->report, "cannot %s '%s': %s", what, autorun_place, strerror(errno));
	return EXIT_FAILED;
}

static int read_line(struct context *c, const struct shell *shell, struct autorun *now)
{
	if (autorun_read(now, &c->pool) < 0)
		return failed(c, shell, "read");
	return c->pool.failed ? (report_memory(&c->report), EXIT_FAILED) : EXIT_DONE;
}

/* Puts LINE (NULL: nothing) there, unless that is what there is. */
static int write_line(struct context *c, const struct shell *shell, const struct autorun *now, const char *line, const char *has)
{
	struct autorun next = { .line = line, .kind = now->kind };

	if (now->line && line && strcmp(line, now->line) == 0)
		return EXIT_DONE;
	if (autorun_write(&next, &c->pool) < 0)
		return failed(c, shell, "write");
	report_info(&c->report, "every %s that is started from now on %s the hook, by '%s'", shell->name, has, autorun_place);
	return EXIT_DONE;
}

int hook_install(struct context *c, const struct shell *shell, const char *ceilings)
{
	const char *folder = hook_folder(c, shell);
	struct buf line = BUF_INIT;
	struct autorun now;
	int status = folder ? read_line(c, shell, &now) : EXIT_FAILED;

	if (status == EXIT_DONE && shell->chain(&line, now.line, folder, &c->env) < 0) {
		hook_unsaid(c, shell, folder);
		status = EXIT_FAILED;
	} else if (status == EXIT_DONE && line.failed) {
		report_memory(&c->report);
		status = EXIT_FAILED;
	}
	if (status == EXIT_DONE && hook_write(c, shell, folder, ceilings) < 0)
		status = EXIT_FAILED;
	if (status == EXIT_DONE)
		status = write_line(c, shell, &now, line.data, "has");
	buf_release(&line);
	return status;
}

int hook_uninstall(struct context *c, const struct shell *shell)
{
	struct buf line = BUF_INIT;
	struct autorun now;
	int status = read_line(c, shell, &now);
	bool left = status == EXIT_DONE && now.line && shell->unchain(&line, now.line);

	if (line.failed) {
		report_memory(&c->report);
		status = EXIT_FAILED;
	}
	if (status == EXIT_DONE && now.line)
		status = write_line(c, shell, &now, left ? line.data : NULL, "is without");
	buf_release(&line);
	return status;
}
