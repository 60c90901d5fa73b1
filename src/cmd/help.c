/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include <string.h>

/* Column in which descriptions start; a longer left side gets a line of its own. */
enum { HELP_COLUMN = 30, LIST_COLUMN = 15 };

const struct option_spec program_options[] = {
	{ .name = "quiet", .letter = 'q', .help = "say nothing but warnings and errors" },
	{ .name = "verbose", .letter = 'v', .help = "say more" },
	{ .name = "help", .letter = 'h', .help = "show this help and exit" },
	{ .name = "version", .letter = 'V', .help = "show the version and exit" },
	{ 0 },
};

const struct option_spec help_option = { .name = "help", .letter = 'h', .help = "show this help and exit" };

static void row(struct buf *out, const char *left, const char *right, size_t column)
{
	size_t width = strlen(left);

	buf_strs(out, "  ", left, NULL);
	if (width + 2 >= column) {
		buf_byte(out, '\n');
		width = 0;
		buf_str(out, "  ");
	}
	for (; width + 2 < column; width++)
		buf_byte(out, ' ');
	buf_strs(out, right, "\n", NULL);
}

static void option_row(struct buf *out, const struct option_spec *option)
{
	struct buf left = BUF_INIT;

	if (option->letter)
		buf_printf(&left, "-%c, ", option->letter);
	buf_strs(&left, "--", option->name, NULL);
	if (option->value_name)
		buf_strs(&left, " ", option->value_name, NULL);
	row(out, left.data, option->help, HELP_COLUMN);
	buf_release(&left);
}

static void command_help(struct buf *out, const struct command *command)
{
	buf_strs(out, "usage: cvenv ", command->name, *command->arguments ? " " : "", command->arguments, "\n", NULL);
	if (command->summary)
		buf_strs(out, "\n", command->summary, "\n", NULL);
	if (command->details)
		buf_strs(out, "\n", command->details, NULL);
	if (command->more)
		command->more(out);
	buf_str(out, "\noptions:\n");
	for (const struct option_spec *o = command->options; o && o->name; o++)
		if (o->help)
			option_row(out, o);
	option_row(out, &help_option);
}

static void program_help(struct buf *out)
{
	buf_str(out,
	        "usage: cvenv [-q | -v] COMMAND [ARGUMENT…]\n"
	        "\n"
	        "Creates Python virtual environments and switches them as you change directory.\n"
	        "\n"
	        "commands:\n");
	for (const struct command *const *command = commands; *command; command++)
		if ((*command)->summary)
			row(out, (*command)->name, (*command)->summary, LIST_COLUMN);
	buf_str(out, "\noptions:\n");
	for (const struct option_spec *o = program_options; o->name; o++)
		option_row(out, o);
	buf_str(out, "\n'cvenv help COMMAND' tells more about a command; the manual is cvenv(1).\n");
}

void help_print(struct buf *out, const struct command *command)
{
	if (command)
		command_help(out, command);
	else
		program_help(out);
}

static int run(struct context *c, int argc, char **argv)
{
	int status, operands = options_parse(c, &cmd_help, NULL, argc, argv, &status);
	const struct command *command;

	if (operands < 0)
		return status;
	if (operands == 0) {
		help_print(&c->out, NULL);
		return EXIT_DONE;
	}
	command = command_find(argv[1]);
	if (!command)
		return command_unknown(c, argv[1]);
	help_print(&c->out, command);
	return EXIT_DONE;
}

const struct command cmd_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "tell about cvenv or about one command",
	.run = run,
};
