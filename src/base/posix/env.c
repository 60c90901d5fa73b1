/* SPDX-License-Identifier: MIT */
#include "base/env.h"

#include <string.h>
#include <unistd.h>

extern char **environ;

int env_compare(const char *a, const char *b)
{
	return strcmp(a, b);
}

void env_from_process(struct env *e, struct pool *p)
{
	env_from_block(e, p, (const char *const *)environ);
}
