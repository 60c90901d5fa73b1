/* SPDX-License-Identifier: MIT */
#include "base/embedded.h"
#include "cmd/cmd.h"
#include "cmd/shell.h"
#include "emit/candidates.h"
#include "emit/emit.h"

static int run(struct context *c, int argc, char **argv)
{
	int status = EXIT_USAGE, operands = options_parse(c, &cmd_completions, NULL, argc, argv, &status);
	const struct shell *shell;

	if (operands < 0)
		return status;
	if (operands != 1)
		return usage_error(c, &cmd_completions, operands ? "too many arguments" : "which SHELL?");
	shell = shell_chosen(c, &cmd_completions, argv[1], &status);
	if (!shell)
		return status;
	if (!shell->completion) {
		report_error(&c->report, "there is no completion for '%s'", shell->name);
		return EXIT_FAILED;
	}
	buf_add(&c->out, shell->completion->script->data, shell->completion->script->len);
	return EXIT_DONE;
}

const struct command cmd_completions = {
	.name = "completions",
	.arguments = "SHELL",
	.summary = "print the code that makes a shell complete cvenv's words",
	.details =
		"The hook has it in it; this is for a shell without one, and for packages. Put it where your\n"
		"shell looks for such files, or evaluate it in its start-up file.\n",
	.run = run,
};
