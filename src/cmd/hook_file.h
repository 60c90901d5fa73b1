/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_HOOK_FILE_H
#define CVENV_CMD_HOOK_FILE_H

struct context;
struct shell;

/*
 * For a shell whose hook is kept in files (emit/emit.h): writes those that are not as they should be into the state
 * folder's folder of the shell's name, and prints the line that runs them. CEILINGS: as emit_hook's. Answers an exit status.
 */
int hook_keep(struct context *c, const struct shell *shell, const char *ceilings);

/* The folder for these files; NULL, reported, where there is no place for it. */
const char *hook_folder(struct context *c, const struct shell *shell);

/* Writes them there; 0, or -1, reported. */
int hook_write(struct context *c, const struct shell *shell, const char *folder, const char *ceilings);

/* Reports that SHELL cannot run what FOLDER holds; always -1. */
int hook_unsaid(struct context *c, const struct shell *shell, const char *folder);

#endif
