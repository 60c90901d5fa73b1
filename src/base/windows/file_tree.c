/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include "base/windows/handle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/pool.h"
#include "base/windows/wide.h"

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_dots(const wchar_t *name)
{
	return name[0] == L'.' && (!name[1] || (name[1] == L'.' && !name[2]));
}

int file_list(struct strings *out, struct pool *p, const char *path)
{
	WIN32_FIND_DATAW found;
	size_t start = out->count;
	HANDLE search = FindFirstFileW(wide_path(p, path_join(p, path, "*")), &found);
	DWORD why;

	if (search == INVALID_HANDLE_VALUE) {
		wide_fail();
		if (errno == ENOENT && file_identify(path).kind != FILE_ABSENT)
			errno = ENOTDIR;
		return -1;
	}
	do {
		if (!is_dots(found.cFileName))
			strings_add(out, p, wide_to(p, found.cFileName, wcslen(found.cFileName)));
	} while (FindNextFileW(search, &found));
	why = GetLastError();
	FindClose(search);
	if (why != ERROR_NO_MORE_FILES || p->failed) {
		out->count = start;
		SetLastError(p->failed ? ERROR_OUTOFMEMORY : why);
		return wide_fail();
	}
	if (out->count > start)
		qsort(out->items + start, out->count - start, sizeof *out->items, compare);
	return 0;
}

/* A link goes, and what it leads to stays; what is only to be read goes as well, as on Unix. */
static int remove_one(struct pool *p, const char *path, DWORD attributes)
{
	const wchar_t *wide = wide_path(p, path);

	if (attributes & FILE_ATTRIBUTE_READONLY)
		SetFileAttributesW(wide, attributes & ~(DWORD)FILE_ATTRIBUTE_READONLY);
	if (attributes & FILE_ATTRIBUTE_DIRECTORY ? RemoveDirectoryW(wide) : DeleteFileW(wide))
		return 0;
	wide_fail();
	return errno == ENOENT ? 0 : -1;
}

static int remove_tree(struct pool *p, const char *path)
{
	DWORD attributes = GetFileAttributesW(wide_path(p, path));
	struct strings entries = { 0 };

	if (attributes == INVALID_FILE_ATTRIBUTES) {
		wide_fail();
		return errno == ENOENT ? 0 : -1;
	}
	if ((attributes & FILE_ATTRIBUTE_DIRECTORY) && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT)) {
		if (file_list(&entries, p, path))
			return -1;
		for (size_t i = 0; i < entries.count; i++)
			if (remove_tree(p, path_join(p, path, entries.items[i])))
				return -1;
	}
	if (p->failed) {
		errno = ENOMEM;
		return -1;
	}
	return remove_one(p, path, attributes);
}

int file_remove_tree(const char *path)
{
	struct pool pool = POOL_INIT;
	int result = remove_tree(&pool, path);

	pool_release(&pool);
	return result;
}

/* A program that runs may be opened to be removed, and then is not; to be written to it cannot be opened. */
static bool is_held(const char *path, bool folder)
{
	static const DWORD accesses[] = { DELETE, FILE_WRITE_DATA };

	for (size_t i = 0; i < (folder ? 1 : sizeof(accesses) / sizeof(*accesses)); i++) {
		HANDLE handle = handle_open(path, accesses[i], OPEN_EXISTING, false);

		if (handle == INVALID_HANDLE_VALUE && errno == EBUSY)
			return true;
		if (handle != INVALID_HANDLE_VALUE)
			CloseHandle(handle);
	}
	return false;
}

const char *file_held(struct pool *p, const char *path)
{
	bool folder = file_identify_link(path).kind == FILE_FOLDER;
	struct strings entries = { 0 };
	const char *held = NULL;

	if (is_held(path, folder))
		return path;
	if (folder && file_list(&entries, p, path) == 0)
		for (size_t i = 0; i < entries.count && !held; i++)
			held = file_held(p, path_join(p, path, entries.items[i]));
	return held;
}
