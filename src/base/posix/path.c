/* SPDX-License-Identifier: MIT */
#include "base/path.h"

#include <string.h>

bool path_is_separator(char byte)
{
	return byte == '/';
}

size_t path_root(const char *path)
{
	return path[0] == '/';
}

char *path_join_partial(struct pool *p, const char *dir, const char *name)
{
	(void)p;
	(void)dir;
	(void)name;
	return NULL;
}

int path_compare(const char *a, const char *b, size_t len)
{
	return memcmp(a, b, len);
}

const char *path_problem(const char *path)
{
	(void)path;
	return NULL;
}
