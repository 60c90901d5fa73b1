/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_HOOK_INSTALL_H
#define CVENV_CMD_HOOK_INSTALL_H

struct context;
struct shell;

/*
 * Has every start of SHELL, one that has CHAIN (emit/emit.h), run its hook, the files of which are written as hook_keep
 * does; CEILINGS: as emit_hook's. Where that is so already nothing changes. Answers an exit status.
 */
int hook_install(struct context *c, const struct shell *shell, const char *ceilings);

/*
 * The opposite: what was there before stands there again, with what the user added to it meanwhile. The files stay, because
 * shells that are running use them. Answers an exit status.
 */
int hook_uninstall(struct context *c, const struct shell *shell);

#endif
