/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/path.h"
#include "base/sys.h"
#include "cmd/cmd.h"
#include "cmd/hook_file.h"
#include "cmd/hook_install.h"
#include "cmd/shell.h"
#include "emit/emit.h"
#include "switch/find.h"

struct hook_options {
	bool install, uninstall;
};

static const struct option_spec specs[] = {
	{ .name = "install", .help = "cmd on Windows: have every one that is started run the hook (AutoRun)",
	  .offset = offsetof(struct hook_options, install), .unlike = "uninstall" },
	{ .name = "uninstall", .help = "take that back", .offset = offsetof(struct hook_options, uninstall), .unlike = "install" },
	{ 0 },
};

static int run(struct context *c, int argc, char **argv)
{
	struct hook_options o = { 0 };
	int status = EXIT_USAGE, operands = options_parse(c, &cmd_hook, &o, argc, argv, &status);
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
	if ((o.install || o.uninstall) && !shell->chain)
		return usage_error(c, &cmd_hook, "'--%s' is not for '%s', whose start-up file is yours to change",
		                   o.install ? "install" : "uninstall", shell->name);
	if (o.uninstall)
		return hook_uninstall(c, shell);
	find_ceilings(&ceilings, &c->pool, &c->env, sys_home(&c->pool, &c->env));
	list = path_list_join(&c->pool, &ceilings);
	if (o.install)
		return hook_install(c, shell, list ? list : "");
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
	.arguments = "[OPTION…] SHELL",
	.summary = "print the code that a start-up file evaluates",
	.details = "Put the line for your shell at the end of its start-up file:\n\n",
	.more = start_ups,
	.options = specs,
	.run = run,
};
