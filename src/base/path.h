/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_PATH_H
#define CVENV_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

struct pool;
struct strings;

/*
 * Names of files as text, without asking the system. What separates folders and what separates the
 * entries of PATH is known here and nowhere else.
 */
#define PATH_LIST_SEPARATOR ':'

bool path_is_absolute(const char *path);

/* DIR/NAME, with one separator between them; NAME alone where it is absolute. */
char *path_join(struct pool *p, const char *dir, const char *name);

/* The folder that holds PATH ("/" for "/x" and for "/"; "." for "x"). */
char *path_parent(struct pool *p, const char *path);

/* The last component, a part of PATH itself ("" for "/"). */
const char *path_name(const char *path);

/* An absolute PATH without ".", ".." (resolved as text), empty components and a closing separator. */
char *path_clean(struct pool *p, const char *path);

/* Whether PATH is DIR or lies below it, compared component by component; both absolute and clean. */
bool path_is_below(const char *path, const char *dir);

/* The entries of a PATH-like VALUE, empty ones included; an empty VALUE has one empty entry, NULL has none. */
void path_list_split(struct strings *out, struct pool *p, const char *value);

/* The opposite: NULL for no entries. */
const char *path_list_join(struct pool *p, const struct strings *entries);

#endif
