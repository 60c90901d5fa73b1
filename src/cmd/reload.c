/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/shell.h"
#include "switch/switch.h"

static int run(struct context *c, int argc, char **argv)
{
	struct shell_options o = { 0 };
	int status, operands = options_parse(c, &cmd_reload, &o, argc, argv, &status);

	if (operands < 0)
		return status;
	if (operands > 0)
		return usage_error(c, &cmd_reload, "unexpected argument '%s'", argv[1]);
	return shell_by_hand(c, &cmd_reload, &o, &(struct request){ .kind = REQUEST_RELOAD });
}

const struct command cmd_reload = {
	.name = "reload",
	.arguments = "[OPTION…]",
	.summary = "look at this directory again, and try again what failed",
	.options = shell_option_specs,
	.run = run,
};
