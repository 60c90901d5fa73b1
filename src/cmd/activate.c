/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/shell.h"
#include "switch/switch.h"

static int run(struct context *c, int argc, char **argv)
{
	struct shell_options o = { 0 };
	int status, operands = options_parse(c, &cmd_activate, &o, argc, argv, &status);

	if (operands < 0)
		return status;
	if (operands > 1)
		return usage_error(c, &cmd_activate, "one environment at a time");
	return shell_by_hand(c, &cmd_activate, &o, &(struct request){
		.kind = REQUEST_ACTIVATE, .environment = operands ? argv[1] : NULL,
	});
}

const struct command cmd_activate = {
	.name = "activate",
	.arguments = "[OPTION…] [ENV]",
	.summary = "activate an environment by hand",
	.details =
		"ENV is a folder, an environment of this project, or the name of one in the central folder;\n"
		"without it the project's own, or .venv. It holds until you leave the project, or, outside of\n"
		"one, until you say 'deactivate'. Without the hook this prints code to evaluate:\n"
		"\n"
		"  eval \"$(cvenv activate)\"\n",
	.options = shell_option_specs,
	.run = run,
};
