/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_ALLOW_H
#define CVENV_CMD_ALLOW_H

struct context;
struct session;

/*
 * Shows what the project at PATH (as in permit_find) would do, and allows it: for the commands by which
 * the user says so. -1, reported.
 */
int allow_project(struct context *c, struct session *s, const char *path);

#endif
