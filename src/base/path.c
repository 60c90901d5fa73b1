/* SPDX-License-Identifier: MIT */
#include "base/path.h"

#include <string.h>

#include "base/pool.h"

/* The length of the component at PATH. */
static size_t component(const char *path)
{
	size_t len = 0;

	while (path[len] && !path_is_separator(path[len]))
		len++;
	return len;
}

bool path_is_absolute(const char *path)
{
	return path_root(path) > 0;
}

bool path_has_separator(const char *path)
{
	return path_is_absolute(path) || path[component(path)];
}

bool path_equal(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == strlen(b) && path_compare(a, b, len) == 0;
}

char *path_join(struct pool *p, const char *dir, const char *name)
{
	static const char separator[] = { PATH_SEPARATOR, '\0' };
	size_t len = strlen(dir);
	char *partial;

	/* Nothing before the separator would make it absolute. */
	if (!len || path_is_absolute(name))
		return pool_str(p, name);
	if (!name[0])
		return pool_str(p, dir);
	partial = path_join_partial(p, dir, name);
	if (partial)
		return partial;
	return pool_join(p, dir, path_is_separator(dir[len - 1]) ? "" : separator, name);
}

char *path_parent(struct pool *p, const char *path)
{
	size_t len = strlen(path), root = path_root(path);

	while (len > root && path_is_separator(path[len - 1]))
		len--;
	while (len > root && !path_is_separator(path[len - 1]))
		len--;
	if (!len)
		return pool_str(p, ".");
	while (len > root && path_is_separator(path[len - 1]))
		len--;
	return pool_strn(p, path, len);
}

const char *path_name(const char *path)
{
	const char *name = path + path_root(path);

	for (const char *at = name; *at; at++)
		if (path_is_separator(*at))
			name = at + 1;
	return name;
}

char *path_clean(struct pool *p, const char *path)
{
	size_t root = path_root(path), len = root; /* of what is clean; it grows past what was read by one separator at most */
	char *clean = pool_alloc(p, strlen(path) + 2);

	if (!clean)
		return pool_str(p, "");
	for (size_t i = 0; i < root; i++)
		clean[i] = path_is_separator(path[i]) ? PATH_SEPARATOR : path[i];
	if (!len || clean[len - 1] != PATH_SEPARATOR)
		clean[len++] = PATH_SEPARATOR;
	path += root;
	root = len;
	while (*path) {
		size_t part = component(path);

		if (part == 2 && path[0] == '.' && path[1] == '.') {
			while (len > root && clean[--len] != PATH_SEPARATOR)
				;
		} else if (part && !(part == 1 && path[0] == '.')) {
			if (len > root)
				clean[len++] = PATH_SEPARATOR;
			memcpy(clean + len, path, part);
			len += part;
		}
		path += part;
		path += *path != '\0';
	}
	clean[len] = '\0';
	return clean;
}

bool path_is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (len && path_is_separator(dir[len - 1]))
		len--;
	return strlen(path) >= len && path_compare(path, dir, len) == 0 &&
	       (path_is_separator(path[len]) || path[len] == '\0');
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
