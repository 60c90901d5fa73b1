/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"
#include "cmd/open.h"

#include "switch/permit.h"
#include "switch/switch.h"

static int deny(struct context *c, const char *path)
{
	struct permit_place place;
	struct session s;

	if (open_session(c, &s, NULL) < 0 || permit_find(&place, &s, path) < 0)
		return EXIT_FAILED;
	if (place.one && place.local) {
		report_error(&c->report, "'%s' cannot be denied by itself; remove it, or deny the project '%s'", path,
		             place.folder);
		return EXIT_FAILED;
	}
	if (trust_deny(&s.trust, place.folder, &c->report) < 0)
		return EXIT_FAILED;
	report_info(&c->report, "denied '%s'; 'cvenv allow' ends that", place.folder);
	return EXIT_DONE;
}

static int run(struct context *c, int argc, char **argv)
{
	int status, operands = options_parse(c, &cmd_deny, NULL, argc, argv, &status);

	if (operands < 0)
		return status;
	if (operands > 1)
		return usage_error(c, &cmd_deny, "unexpected argument '%s'", argv[2]);
	return deny(c, operands == 1 ? argv[1] : NULL);
}

const struct command cmd_deny = {
	.name = "deny",
	.arguments = "[PATH]",
	.summary = "never use a project's config, whatever it becomes",
	.details =
		"PATH is a project's folder or its .cvenv.yml; without it, the nearest .cvenv.yml\n"
		"here or above is meant. Nothing is said about a denied project any more, and no\n"
		"trusted path makes up for it; 'cvenv allow' ends the denial.\n",
	.run = run,
};
