/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_OPEN_H
#define CVENV_CMD_OPEN_H

struct context;
struct session;

/* session_open for a command: what the user's settings say of verbosity holds where no option said otherwise. */
int open_session(struct context *c, struct session *s, const char *token);

#endif
