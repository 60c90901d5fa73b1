/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/shell.h"
#include "switch/switch.h"

static int run(struct context *c, int argc, char **argv)
{
	struct shell_options o = { 0 };
	int status, operands = options_parse(c, &cmd_deactivate, &o, argc, argv, &status);

	if (operands < 0)
		return status;
	if (operands > 0)
		return usage_error(c, &cmd_deactivate, "unexpected argument '%s'", argv[1]);
	return shell_by_hand(c, &cmd_deactivate, &o, &(struct request){ .kind = REQUEST_DEACTIVATE });
}

const struct command cmd_deactivate = {
	.name = "deactivate",
	.arguments = "[OPTION…]",
	.summary = "leave the environment by hand",
	.details =
		"Takes the environment and the prompt away, not the project's 'env' and 'path', and holds until\n"
		"you leave the project or say 'cvenv activate'.\n",
	.options = shell_option_specs,
	.run = run,
};
