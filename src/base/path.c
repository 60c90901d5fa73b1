/* SPDX-License-Identifier: MIT */
#include "base/path.h"

#include <string.h>

#include "base/pool.h"

bool path_is_absolute(const char *path)
{
	return path[0] == '/';
}

char *path_join(struct pool *p, const char *dir, const char *name)
{
	size_t len = strlen(dir);

	/* Nothing before the separator would make it absolute. */
	if (!len || path_is_absolute(name))
		return pool_str(p, name);
	if (!name[0])
		return pool_str(p, dir);
	return pool_join(p, dir, dir[len - 1] == '/' ? "" : "/", name);
}

char *path_parent(struct pool *p, const char *path)
{
	size_t len = strlen(path);

	while (len && path[len - 1] == '/')
		len--;
	while (len && path[len - 1] != '/')
		len--;
	if (!len)
		return pool_str(p, path_is_absolute(path) ? "/" : ".");
	while (len > 1 && path[len - 1] == '/')
		len--;
	return pool_strn(p, path, len);
}

const char *path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *path_clean(struct pool *p, const char *path)
{
	char *clean = pool_strn(p, path, strlen(path));
	size_t len = 0; /* of what is clean; it never grows past what was read */

	if (p->failed)
		return clean;
	while (*path) {
		size_t part = strcspn(path, "/");

		if (part == 2 && path[0] == '.' && path[1] == '.') {
			while (len && clean[--len] != '/')
				;
		} else if (part && !(part == 1 && path[0] == '.')) {
			clean[len++] = '/';
			memmove(clean + len, path, part);
			len += part;
		}
		path += part;
		path += *path == '/';
	}
	if (!len)
		clean[len++] = '/';
	clean[len] = '\0';
	return clean;
}

bool path_is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (len && dir[len - 1] == '/')
		len--;
	return !strncmp(path, dir, len) && (path[len] == '/' || path[len] == '\0');
}

void path_list_split(struct strings *out, struct pool *p, const char *value)
{
	const char *end;

	if (!value)
		return;
	while ((end = strchr(value, PATH_LIST_SEPARATOR))) {
		strings_add(out, p, pool_strn(p, value, (size_t)(end - value)));
		value = end + 1;
	}
	strings_add(out, p, pool_str(p, value));
}

const char *path_list_join(struct pool *p, const struct strings *entries)
{
	size_t len = 0;
	char *value, *at;

	if (!entries->count)
		return NULL;
	for (size_t i = 0; i < entries->count; i++)
		len += strlen(entries->items[i]) + 1;
	value = at = pool_alloc(p, len);
	if (!value)
		return "";
	for (size_t i = 0; i < entries->count; i++) {
		if (i)
			*at++ = PATH_LIST_SEPARATOR;
		len = strlen(entries->items[i]);
		memcpy(at, entries->items[i], len);
		at += len;
	}
	return value;
}
