/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_CMD_H
#define CVENV_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/pool.h"
#include "base/printf_like.h"
#include "base/report.h"

/* Exit statuses (DESIGN section 1). */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/* What the process was given, read once in main and handed down; nothing below reads it again. */
struct context {
	struct pool pool;     /* lives as long as the process */
	struct env env;
	const char *exe;      /* absolute path of this program */
	struct buf out;       /* standard output, written whole and once when the command is done */
	struct report report; /* standard error */
	int verbose;          /* -1 for -q, 1 for -v */
	bool colour;          /* on standard error */
};

/* One option of a command. What is parsed goes to the command's own struct, at OFFSET. */
struct option_spec {
	const char *name;       /* "without-pip" */
	char letter;            /* 'C'; 0: none */
	const char *value_name; /* "SPEC": a const char * stands at OFFSET; NULL: a bool does */
	const char *help;       /* NULL: not shown */
	size_t offset;
	bool many;              /* it may be given again: a struct strings stands at OFFSET */
	const char *unlike;     /* the option that this one must not stand beside; NULL: none */
};

struct command {
	const char *name;
	const char *arguments; /* "[OPTION…] [ENV_DIR…]" */
	const char *summary;   /* one line for `cvenv help`; NULL: the command is not shown */
	const char *details;   /* paragraphs for `cvenv help NAME`; NULL: none */
	void (*more)(struct buf *out); /* adds to them what has to be looked up; NULL: nothing */
	const struct option_spec *options; /* closed by an entry without a name; NULL: only -h */
	int (*run)(struct context *c, int argc, char **argv); /* argv[0] is the command's name; answers an exit status */
};

/* One file each. */
extern const struct command cmd_activate, cmd_allow, cmd_cache, cmd_complete, cmd_completions, cmd_create, cmd_deactivate,
	cmd_deny, cmd_export, cmd_help, cmd_hook, cmd_pythons, cmd_reload, cmd_status, cmd_version, cmd_which;

/* Every command there is, closed by NULL: the one list of them, in the order in which help shows them. */
extern const struct command *const commands[];

const struct command *command_find(const char *name);

/* Reports that there is no command NAME, with the nearest that there is, and answers EXIT_USAGE. */
int command_unknown(struct context *c, const char *name);

/* The options ahead of a command, closed as a command's are; and the one that every command has. Nothing is stored by these. */
extern const struct option_spec program_options[], help_option;

/* The option of a table that the LEN letters of NAME begin; NULL where none or (*AMBIGUOUS) several do. */
const struct option_spec *option_named(const struct option_spec *options, const char *name, size_t len, bool *ambiguous);

/* The one of that letter; NULL where there is none. */
const struct option_spec *option_letter(const struct option_spec *options, char letter);

/*
 * Parses the options of COMMAND into VALUES, the command's struct, zeroed by the caller: "--name=value",
 * "--name value", unambiguous beginnings, "-x", "--". -h and --help print the command's help. Answers
 * the number of operands, which are moved to argv[1] and on; -1 where the command is to end with *STATUS.
 */
int options_parse(struct context *c, const struct command *command, void *values, int argc, char **argv, int *status);

/* Reports wrong usage, points to --help, and answers EXIT_USAGE. */
int usage_error(struct context *c, const struct command *command, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* Adds the help of one command (with its options) or, for NULL, of the program. */
void help_print(struct buf *out, const struct command *command);

/* Adds a path or other text from outside to OUT as standard output shall have it: exact, but escaped on a terminal. */
void out_text(struct context *c, const char *text);

#endif
