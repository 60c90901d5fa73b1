/* SPDX-License-Identifier: MIT */
#include "base/path.h"

#include <windows.h>
#include <string.h>

#include "base/pool.h"
#include "base/windows/wide.h"

bool path_is_separator(char byte)
{
	return byte == '\\' || byte == '/';
}

static bool is_drive(const char *path)
{
	return ((path[0] | 32) >= 'a' && (path[0] | 32) <= 'z') && path[1] == ':';
}

/* Behind the component at PATH, and the separator behind it. */
static const char *skip(const char *path)
{
	while (*path && !path_is_separator(*path))
		path++;
	return *path ? path + 1 : path;
}

/* "\\server\share\", "\\?\C:\", "\\?\UNC\server\share\", "\\.\device\" */
static const char *share_end(const char *path)
{
	bool verbatim = path[2] == '?' && path_is_separator(path[3]);
	const char *at = path + (verbatim ? 4 : 2);

	if (verbatim && is_drive(at))
		return skip(at);
	if (verbatim && _strnicmp(at, "UNC", 3) == 0 && path_is_separator(at[3]))
		at += 4;
	return skip(skip(at));
}

size_t path_root(const char *path)
{
	if (is_drive(path))
		return path_is_separator(path[2]) ? 3 : 0;
	if (path_is_separator(path[0]) && path_is_separator(path[1]) && path[2] && !path_is_separator(path[2]))
		return (size_t)(share_end(path) - path);
	return 0;
}

char *path_join_partial(struct pool *p, const char *dir, const char *name)
{
	size_t root = path_root(dir);
	char *top;

	if (!root)
		return NULL;
	top = pool_strn(p, dir, root);
	if (path_is_separator(name[0]))
		return path_join(p, top, name + 1);
	if (is_drive(name))
		return (name[0] | 32) == (dir[0] | 32) ? path_join(p, dir, name + 2) : pool_str(p, name);
	return NULL;
}

static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] & 0x80)
			return false;
	return true;
}

static unsigned char folded(char byte)
{
	if (byte == '/')
		return '\\';
	return (unsigned char)(byte >= 'a' && byte <= 'z' ? byte - 32 : byte);
}

/* Of two paths that hold more than ASCII, the system itself knows which letters are the same. */
static int compare_wide(const char *a, const char *b, size_t len)
{
	struct pool pool = POOL_INIT;
	wchar_t *first = wide_from(&pool, pool_strn(&pool, a, len)), *second = wide_from(&pool, pool_strn(&pool, b, len));
	int order;

	for (wchar_t *at = first; *at; at++)
		*at = *at == L'/' ? L'\\' : *at;
	for (wchar_t *at = second; *at; at++)
		*at = *at == L'/' ? L'\\' : *at;
	order = pool.failed ? memcmp(a, b, len) : CompareStringOrdinal(first, -1, second, -1, TRUE) - CSTR_EQUAL;
	pool_release(&pool);
	return order;
}

int path_compare(const char *a, const char *b, size_t len)
{
	if (!is_plain(a, len) || !is_plain(b, len))
		return compare_wide(a, b, len);
	for (size_t i = 0; i < len; i++)
		if (folded(a[i]) != folded(b[i]))
			return folded(a[i]) < folded(b[i]) ? -1 : 1;
	return 0;
}

/* What the system reads as a device in every folder, whatever follows a dot (learn.microsoft.com, "Naming Files, Paths, and Namespaces"). */
static bool is_device(const char *name, size_t len)
{
	static const char *const devices[] = { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };
	size_t stem = 0;

	while (stem < len && name[stem] != '.')
		stem++;
	while (stem && name[stem - 1] == ' ')
		stem--;
	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		if (strlen(devices[i]) == stem && _strnicmp(name, devices[i], stem) == 0)
			return true;
	return stem == 4 && (_strnicmp(name, "COM", 3) == 0 || _strnicmp(name, "LPT", 3) == 0) && name[3] >= '1' && name[3] <= '9';
}

static const char *name_problem(const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] < ' ' || strchr("<>:\"|?*", name[i]))
			return "a name in it holds a character that Windows has no files with";
	if (len && (name[len - 1] == '.' || name[len - 1] == ' '))
		return "a name in it ends in a dot or a space, which Windows would leave out";
	return is_device(name, len) ? "a name in it is a device's, not a file's" : NULL;
}

const char *path_problem(const char *path)
{
	const char *problem = NULL;

	for (const char *at = path + path_root(path), *next; *at && !problem; at = next) {
		next = skip(at);
		problem = name_problem(at, (size_t)(next - at) - (next > at && path_is_separator(next[-1])));
	}
	return problem;
}
