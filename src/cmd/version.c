/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

static int run(struct context *c, int argc, char **argv)
{
	int status, operands = options_parse(c, &cmd_version, NULL, argc, argv, &status);

	if (operands < 0)
		return status;
	if (operands > 0)
		return usage_error(c, &cmd_version, "unexpected argument '%s'", argv[1]);
	buf_str(&c->out, "cvenv " PACKAGE_VERSION "\n");
	return EXIT_DONE;
}

const struct command cmd_version = {
	.name = "version",
	.arguments = "",
	.summary = "show the version",
	.run = run,
};
