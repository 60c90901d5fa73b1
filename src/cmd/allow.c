/* SPDX-License-Identifier: MIT */
#include "cmd/allow.h"

#include "cmd/cmd.h"
#include "cmd/open.h"
#include "switch/permit.h"
#include "switch/switch.h"

int allow_project(struct context *c, struct session *s, const char *path)
{
	struct strings lines = { 0 };
	struct permit_place place;
	struct permit permit;

	if (permit_find(&place, s, path) < 0 || permit_read(&permit, s, &place) < 0)
		return -1;
	permit_show(&lines, &c->pool, &permit);
	for (size_t i = 0; i < lines.count; i++)
		report_info(&c->report, "%s", lines.items[i]);
	if (permit_save(&permit, s) < 0)
		return -1;
	report_info(&c->report, "allowed '%s'",
	            !place.one     ? place.folder
	            : place.config ? permit.config.path
	                           : permit.local.path);
	return 0;
}

static int run(struct context *c, int argc, char **argv)
{
	int status, operands = options_parse(c, &cmd_allow, NULL, argc, argv, &status);
	struct session s;

	if (operands < 0)
		return status;
	if (operands > 1)
		return usage_error(c, &cmd_allow, "unexpected argument '%s'", argv[2]);
	if (open_session(c, &s, NULL) < 0)
		return EXIT_FAILED;
	return allow_project(c, &s, operands == 1 ? argv[1] : NULL) < 0 ? EXIT_FAILED : EXIT_DONE;
}

const struct command cmd_allow = {
	.name = "allow",
	.arguments = "[PATH]",
	.summary = "show what a project's config would do, and allow it",
	.details =
		"PATH is a project's folder, or one of its configs, which is then allowed by\n"
		"itself; without it, the nearest .cvenv.yml here or above is meant. What was\n"
		"allowed before is compared, and the difference shown.\n"
		"\n"
		"Allowed are these very bytes, in this very folder: a config that is changed, moved\n"
		"or copied has to be allowed again. 'cvenv deny' takes it back.\n",
	.run = run,
};
