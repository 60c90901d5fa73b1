/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_FIND_H
#define CVENV_SWITCH_FIND_H

struct env;
struct pool;
struct session;
struct strings;

/*
 * The folders above which no project is looked for, and which are themselves only looked into by who
 * stands in them: CVENV_CEILING_DIRECTORIES (a list as PATH is), else the parent of HOME and whatever
 * an automounter serves, where a look costs a question on the network.
 */
void find_ceilings(struct strings *out, struct pool *p, const struct env *env, const char *home);

/*
 * The folders in which a project may stand, nearest first: the logical working directory and those
 * above it, then the physical one's that are not among them. None where it was deleted.
 */
void find_folders(struct strings *out, const struct session *s);

/* The nearest of those folders in which something is called as a config is; NULL where there is none. */
const char *find_config(const struct session *s);

#endif
