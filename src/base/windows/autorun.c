/* SPDX-License-Identifier: MIT */
#include "base/autorun.h"

#include <windows.h>
#include <errno.h>

#include "base/pool.h"
#include "base/windows/wide.h"

static const wchar_t place[] = L"Software\\Microsoft\\Command Processor", name[] = L"AutoRun";

const char autorun_place[] = "HKEY_CURRENT_USER\\Software\\Microsoft\\Command Processor\\AutoRun";

static int fail(LSTATUS status)
{
	SetLastError((DWORD)status);
	return wide_fail();
}

/* As it is there, without expanding what it names; another process may make it longer between the two calls. */
static int read_value(struct autorun *out, struct pool *p, HKEY key)
{
	DWORD kind, size = 0;
	LSTATUS status = RegQueryValueExW(key, name, NULL, &kind, NULL, &size);
	size_t len = size / sizeof(wchar_t);
	wchar_t *wide;

	if (status == ERROR_FILE_NOT_FOUND)
		return 0;
	wide = pool_alloc(p, (len + 2) * sizeof(*wide));
	if (!wide)
		return 0;
	if (status == ERROR_SUCCESS)
		status = RegQueryValueExW(key, name, NULL, &kind, (BYTE *)wide, &size);
	if (status != ERROR_SUCCESS)
		return fail(status);
	/* no end, or more than one, is not what we could put back */
	if ((kind != REG_SZ && kind != REG_EXPAND_SZ) || size % sizeof(*wide) || (size && wcslen(wide) + 1 != size / sizeof(*wide))) {
		errno = EINVAL;
		return -1;
	}
	out->line = wide_to(p, wide, wcslen(wide));
	out->kind = kind;
	return 0;
}

int autorun_read(struct autorun *out, struct pool *p)
{
	HKEY key;
	LSTATUS status = RegOpenKeyExW(HKEY_CURRENT_USER, place, 0, KEY_QUERY_VALUE, &key);
	int answer;

	out->line = NULL;
	out->kind = REG_SZ;
	if (status == ERROR_FILE_NOT_FOUND)
		return 0;
	if (status != ERROR_SUCCESS)
		return fail(status);
	answer = read_value(out, p, key);
	RegCloseKey(key);
	return answer;
}

int autorun_write(const struct autorun *now, struct pool *p)
{
	const wchar_t *wide = now->line ? wide_from(p, now->line) : NULL;
	HKEY key;
	LSTATUS status;

	if (p->failed) {
		errno = ENOMEM;
		return -1;
	}
	status = RegCreateKeyExW(HKEY_CURRENT_USER, place, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL);
	if (status != ERROR_SUCCESS)
		return fail(status);
	if (wide)
		status = RegSetValueExW(key, name, 0, now->kind, (const BYTE *)wide, (DWORD)((wcslen(wide) + 1) * sizeof(*wide)));
	else
		status = RegDeleteValueW(key, name);
	RegCloseKey(key);
	return status == ERROR_SUCCESS ? 0 : fail(status);
}
