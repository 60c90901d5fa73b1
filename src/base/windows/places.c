/* SPDX-License-Identifier: MIT */
#include "base/places.h"

#include <windows.h>
#include <string.h>

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/windows/wide.h"

enum { LONGEST_KEY = 256, LONGEST_VALUE = 32768 };

/* A folder that the key says, by the value NAME (NULL: its default one) itself or as what holds that file. */
static void add_registered(struct strings *out, struct pool *p, HKEY key, const wchar_t *name)
{
	DWORD size = LONGEST_VALUE * sizeof(wchar_t);
	wchar_t *wide = pool_alloc(p, size);
	const char *path;

	if (!wide || RegGetValueW(key, L"InstallPath", name, RRF_RT_REG_SZ, NULL, wide, &size) != ERROR_SUCCESS)
		return;
	path = wide_to_path(p, wide, wcslen(wide));
	if (!path_is_absolute(path))
		return;
	path = path_clean(p, path);
	path = name ? path_parent(p, path) : path;
	for (size_t i = 0; i < out->count; i++)
		if (path_equal(out->items[i], path))
			return;
	strings_add(out, p, path);
}

/* The keys of KEY, each handed on; AT is how deep they are: a company's, and below it a version's. */
static void walk_keys(struct strings *out, struct pool *p, HKEY key, int at)
{
	wchar_t name[LONGEST_KEY];
	DWORD len = LONGEST_KEY;

	for (DWORD i = 0; RegEnumKeyExW(key, i, name, &len, NULL, NULL, NULL, NULL) == ERROR_SUCCESS; i++, len = LONGEST_KEY) {
		HKEY below;

		/* What py itself notes there is no installation (PEP 514). */
		if ((at == 0 && _wcsicmp(name, L"PyLauncher") == 0) || RegOpenKeyExW(key, name, 0, KEY_READ, &below) != ERROR_SUCCESS)
			continue;
		if (at == 0) {
			walk_keys(out, p, below, 1);
		} else {
			add_registered(out, p, below, L"ExecutablePath");
			add_registered(out, p, below, NULL);
		}
		RegCloseKey(below);
	}
}

/* Where installers tell of what they installed (PEP 514): for this user, and for all. */
static void registered(struct strings *out, struct pool *p)
{
	const struct { HKEY root; REGSAM view; } keys[] = {
		{ HKEY_CURRENT_USER, 0 }, { HKEY_LOCAL_MACHINE, KEY_WOW64_64KEY }, { HKEY_LOCAL_MACHINE, KEY_WOW64_32KEY },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		HKEY key;

		if (RegOpenKeyExW(keys[i].root, L"Software\\Python", 0, KEY_READ | keys[i].view, &key) != ERROR_SUCCESS)
			continue;
		walk_keys(out, p, key, 0);
		RegCloseKey(key);
	}
}

/* Each folder in these is an installation of Python: python.org's, for one user and for all. */
void places_programs(struct strings *out, struct pool *p)
{
	static const struct { const char *variable, *below; } above[] = {
		{ "LOCALAPPDATA", "Programs\\Python" }, { "ProgramFiles", "" }, { "SystemDrive", "\\" },
	};
	struct env env;

	registered(out, p);
	env_from_process(&env, p);
	for (size_t i = 0; i < sizeof(above) / sizeof(*above); i++) {
		const char *folder = env_get(&env, above[i].variable);
		struct strings entries = { 0 };

		if (!folder || !*folder)
			continue;
		folder = i == 2 ? pool_join(p, folder, above[i].below, "") : path_join(p, folder, above[i].below);
		if (!path_is_absolute(folder) || file_list(&entries, p, folder) < 0)
			continue;
		for (size_t j = 0; j < entries.count; j++)
			if (path_equal(pool_strn(p, entries.items[j], 6), "Python"))
				strings_add(out, p, path_join(p, folder, entries.items[j]));
	}
}
