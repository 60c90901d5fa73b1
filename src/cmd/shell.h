/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_SHELL_H
#define CVENV_CMD_SHELL_H

#include <stdbool.h>

#include "cmd/cmd.h"


struct request;
struct shell;

/*
 * The shell called NAME; NULL: the one that started this process. NULL, with *STATUS, reported, where
 * there is no such shell or it cannot be told.
 */
const struct shell *shell_chosen(struct context *c, const struct command *command, const char *name, int *status);

/* Carries a request out: prints the code for SHELL. BARE: the shell has no hook. Answers an exit status. */
int shell_switch(struct context *c, const struct shell *shell, const struct request *request, bool bare);

/*
 * The options by which the shell's own function calls (ARCHITECTURE.md, "By hand"), for the commands
 * activate, deactivate and reload; and the same commands without a hook.
 */
struct shell_options {
	const char *hook;  /* --hook SHELL: called by the hook's function */
	const char *shell; /* --shell SHELL */
	const char *token; /* --token TOKEN */
	bool sourced;      /* --sourced */
};

/* Those options, as struct command wants them. */
extern const struct option_spec shell_option_specs[];

/* Carries out what one of those commands asks, for the shell that its options name. */
int shell_by_hand(struct context *c, const struct command *command, const struct shell_options *options,
                  struct request *request);

#endif
