/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_PROVIDE_H
#define CVENV_SWITCH_PROVIDE_H

#include <stdbool.h>

struct project;
struct resolved;
struct session;

enum provide_when {
	PROVIDE_ASKED,  /* the user said so: made, whatever happened before */
	PROVIDE_AGAIN,  /* made where the config asks for it, whatever happened before */
	PROVIDE_PROMPT, /* on entering: made where the config asks for it, once for each config and interpreter */
	PROVIDE_NEVER,  /* nothing is made */
};

/*
 * Sees to it that the environment of R, which PROJECT asks for, is there and good. 1 it is; 0 it is
 * not, and nothing is to be said or done about it now (it is to be made at the next prompt); -1
 * told, once to each shell, why not and what to do.
 */
int provide(struct resolved *r, struct session *s, const struct project *project, enum provide_when when);

/* Forgets the attempts at the environment VENV, so that the next prompt tries again. */
void provide_forget(struct session *s, const char *venv);

#endif
