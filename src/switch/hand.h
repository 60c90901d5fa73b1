/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_HAND_H
#define CVENV_SWITCH_HAND_H

struct project;
struct resolved;
struct session;

/*
 * What `activate` was given: NAME is, in this order, a path (it holds a separator, or is . or ..), an
 * environment of PROJECT, a folder here that is an environment, or one in the central folder; NULL is
 * the project's default, or, outside of one, .venv in the working directory. 0 with *OUT resolved and
 * its mode STATE_HAND (STATE_AUTO for the project's default); -1 reported, with what there is.
 */
int hand_resolve(struct resolved *out, struct session *s, const struct project *project, const char *name);

#endif
