/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/sys.h"
#include "cmd/cmd.h"
#include "cmd/hook_file.h"
#include "cmd/shell.h"
#include "emit/emit.h"
#include "switch/find.h"

static int run(struct context *c, int argc, char **argv)
{
	int status = EXIT_USAGE, operands = options_parse(c, &cmd_hook, NULL, argc, argv, &status);
	struct strings ceilings = { 0 };
	const struct shell *shell;
	const char *list;

	if (operands < 0)
		return status;
	if (operands != 1)
		return usage_error(c, &cmd_hook, operands ? "too many arguments" : "which SHELL?");
	shell = shell_chosen(c, &cmd_hook, argv[1], &status);
	if (!shell)
		return status;
	if (!shell->hook)
		return usage_error(c, &cmd_hook, "'%s' is a format that 'cvenv export' knows, and no shell", shell->name);
	find_ceilings(&ceilings, &c->pool, &c->env, sys_home(&c->pool, &c->env));
	list = path_list_join(&c->pool, &ceilings);
	if (shell->kept)
		return hook_keep(c, shell, list ? list : "");
	return emit_hook(&c->out, shell, c->exe, list ? list : "", &c->report) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static void start_ups(struct buf *out)
{
	for (const struct shell *const *shell = shells; *shell; shell++)
		if ((*shell)->hook)
			buf_printf(out, "  %-5s %-27s %s\n", (*shell)->name, (*shell)->start_up, (*shell)->line);
}

const struct command cmd_hook = {
	.name = "hook",
	.arguments = "SHELL",
	.summary = "print the code that a start-up file evaluates",
	.details = "Put the line for your shell at the end of its start-up file:\n\n",
	.more = start_ups,
	.run = run,
};
