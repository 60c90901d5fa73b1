/* SPDX-License-Identifier: MIT */
#include <stddef.h>

#include "base/path.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "switch/switch.h"
#include "venv/health.h"

struct which_options {
	bool python;
};

static const struct option_spec options[] = {
	{ .name = "python", .help = "the path of its interpreter instead", .offset = offsetof(struct which_options, python) },
	{ 0 },
};

static int run(struct context *c, int argc, char **argv)
{
	struct which_options o = { 0 };
	int status, operands = options_parse(c, &cmd_which, &o, argc, argv, &status);
	struct outlook look;
	struct session s;
	const char *bin;

	if (operands < 0)
		return status;
	if (operands > 0)
		return usage_error(c, &cmd_which, "unexpected argument '%s'", argv[1]);
	if (open_session(c, &s, NULL) < 0)
		return EXIT_FAILED;
	if (switch_look(&look, &s) < 0 || !look.environment || venv_health(look.environment) != VENV_GOOD)
		return EXIT_FAILED;
	bin = path_join(&c->pool, look.environment, venv_bin_name);
	out_text(c, o.python ? path_join(&c->pool, bin, venv_python_name) : look.environment);
	buf_byte(&c->out, '\n');
	return EXIT_DONE;
}

const struct command cmd_which = {
	.name = "which",
	.arguments = "[--python]",
	.summary = "print the path of the environment that applies here",
	.details = "Exits with 1 where none applies, or where it was not made yet. Makes and changes nothing.\n",
	.options = options,
	.run = run,
};
