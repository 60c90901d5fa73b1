/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "cmd/cmd.h"

const struct command *const commands[] = {
	&cmd_create,
	&cmd_hook,
	&cmd_export,
	&cmd_activate,
	&cmd_deactivate,
	&cmd_allow,
	&cmd_deny,
	&cmd_which,
	&cmd_status,
	&cmd_pythons,
	&cmd_reload,
	&cmd_cache,
	&cmd_completions,
	&cmd_help,
	&cmd_version,
	&cmd_complete,
	NULL,
};

const struct command *command_find(const char *name)
{
	for (const struct command *const *command = commands; *command; command++)
		if (strcmp((*command)->name, name) == 0)
			return *command;
	return NULL;
}

int command_unknown(struct context *c, const char *name)
{
	const char *names[sizeof(commands) / sizeof(*commands)] = { 0 }, *near;
	size_t count = 0;

	for (const struct command *const *command = commands; *command; command++)
		if ((*command)->summary)
			names[count++] = (*command)->name;
	near = text_nearest(name, names);
	if (near)
		return usage_error(c, NULL, "unknown command '%s'; did you mean '%s'?", name, near);
	return usage_error(c, NULL, "unknown command '%s'", name);
}
