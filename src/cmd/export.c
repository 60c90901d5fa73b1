/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "cmd/cmd.h"
#include "cmd/shell.h"
#include "emit/emit.h"
#include "switch/switch.h"

struct export_options {
	const char *token;
	bool chpwd;
	bool sourced;
};

static const struct option_spec options[] = {
	{ .name = "token", .value_name = "TOKEN", .help = "what the last run handed out; empty for a new shell",
	  .offset = offsetof(struct export_options, token) },
	{ .name = "chpwd", .help = "not at a prompt: make no environment",
	  .offset = offsetof(struct export_options, chpwd) },
	{ .name = "sourced", .help = "the environment's own activate was sourced over the hook's",
	  .offset = offsetof(struct export_options, sourced) },
	{ 0 },
};

static void formats(struct buf *out)
{
	const char *joint = "SHELL is one that has a hook; FORMAT is for other programs:";

	for (const struct shell *const *shell = shells; *shell; shell++) {
		if ((*shell)->hook)
			continue;
		buf_strs(out, joint, " ", (*shell)->name, NULL);
		joint = ",";
	}
	buf_str(out, ".\n");
}

static int run(struct context *c, int argc, char **argv)
{
	struct export_options o = { .token = "" };
	int status = EXIT_USAGE, operands = options_parse(c, &cmd_export, &o, argc, argv, &status);
	const struct shell *shell;

	if (operands < 0)
		return status;
	if (operands != 1)
		return usage_error(c, &cmd_export, operands ? "too many arguments" : "which SHELL?");
	shell = shell_chosen(c, &cmd_export, argv[1], &status);
	if (!shell)
		return status;
	return shell_switch(c, shell, &(struct request){
		.kind = REQUEST_HOOK, .token = o.token, .chpwd = o.chpwd, .sourced = o.sourced,
	}, false);
}

const struct command cmd_export = {
	.name = "export",
	.arguments = "[OPTION…] SHELL|FORMAT",
	.summary = "print the changes that this directory asks for (what the hook runs)",
	.more = formats,
	.options = options,
	.run = run,
};
