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
#ifdef _WIN32
#define PATH_SEPARATOR '\\'
#define PATH_LIST_SEPARATOR ';'
#define PROGRAM_ENDING ".exe" /* of a program's file */
#else
#define PATH_SEPARATOR '/'
#define PATH_LIST_SEPARATOR ':'
#define PROGRAM_ENDING ""
#endif

/* These five are each system's own. Whether BYTE separates folders. */
bool path_is_separator(char byte);

/*
 * The length of what an absolute PATH begins with and no ".." leaves, a separator at its end included
 * where one is there ("/", "C:\", "\\server\share\"); 0 where PATH is not absolute.
 */
size_t path_root(const char *path);

/*
 * NAME, which is not absolute, and what it stands for with the folder DIR, where it says more than its
 * components: on Windows "\x", and "C:x" where DIR is on that drive too. NULL: what it says.
 */
char *path_join_partial(struct pool *p, const char *dir, const char *name);

/* Orders two names of LEN bytes as the system tells them apart: bytes on Unix; on Windows without regard to case and kind of separator. */
int path_compare(const char *a, const char *b, size_t len);

/* Why nothing can have the absolute PATH as its name, as what "because" goes before; NULL where something can. */
const char *path_problem(const char *path);

bool path_is_absolute(const char *path);

/* Whether PATH has more than one component, or a root: what is no bare name. */
bool path_has_separator(const char *path);

/* Whether A and B are the same name; both absolute and clean. */
bool path_equal(const char *a, const char *b);

/* DIR/NAME, with one separator between them; NAME alone where it is absolute. */
char *path_join(struct pool *p, const char *dir, const char *name);

/* The folder that holds PATH ("/" for "/x" and for "/"; "." for "x"). */
char *path_parent(struct pool *p, const char *path);

/* The last component, a part of PATH itself ("" for "/"). */
const char *path_name(const char *path);

/* An absolute PATH without ".", ".." (resolved as text), empty components and a closing separator, each separator the system's own. */
char *path_clean(struct pool *p, const char *path);

/* Whether PATH is DIR or lies below it, compared component by component; both absolute and clean. */
bool path_is_below(const char *path, const char *dir);

/* The entries of a PATH-like VALUE, empty ones included; an empty VALUE has one empty entry, NULL has none. */
void path_list_split(struct strings *out, struct pool *p, const char *value);

/* The opposite: NULL for no entries. */
const char *path_list_join(struct pool *p, const struct strings *entries);

#endif
