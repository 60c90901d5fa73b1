/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_ENV_H
#define CVENV_BASE_ENV_H

#include <stdbool.h>
#include <stddef.h>

struct pool;

/*
 * Environment variables, sorted by name (env_compare). A value of NULL means "to be unset", which is
 * not the same as a name that is not there. Memory is a pool's.
 */
struct env_entry {
	const char *name;
	const char *value;
};

struct env {
	struct env_entry *entries;
	size_t count;
	size_t cap;
};

/* Orders names as the system does: bytes on Unix, without regard to case on Windows. This and env_from_process are each system's own. */
int env_compare(const char *a, const char *b);

/* What BLOCK (as execve has it) says, copied. Entries without '=' or with an empty name are left out. */
void env_from_block(struct env *e, struct pool *p, const char *const *block);
void env_from_process(struct env *e, struct pool *p);

/* The value; NULL where the name is not there or has the value NULL (env_have tells which). */
const char *env_get(const struct env *e, const char *name);
bool env_have(const struct env *e, const char *name);

/* Sets or replaces; NAME and VALUE are copied. */
void env_set(struct env *e, struct pool *p, const char *name, const char *value);
void env_remove(struct env *e, const char *name);

/* The same as execve wants it: NAME=VALUE strings closed by NULL, NULL values left out. */
char **env_block(const struct env *e, struct pool *p);

/* Whether NAME is [A-Za-z_][A-Za-z0-9_]*: the only names that every shell can set. */
bool env_name_is_portable(const char *name);

#endif
