/* SPDX-License-Identifier: MIT */
#include "base/env.h"

#include <windows.h>
#include <string.h>

#include "base/pool.h"
#include "base/windows/wide.h"

int env_compare(const char *a, const char *b)
{
	struct pool pool = POOL_INIT;
	int order = 0;
	size_t at = 0;

	for (; a[at] && !(a[at] & 0x80) && !(b[at] & 0x80); at++) {
		int first = a[at] >= 'a' && a[at] <= 'z' ? a[at] - 32 : a[at], second = b[at] >= 'a' && b[at] <= 'z' ? b[at] - 32 : b[at];

		if (first != second)
			return first < second ? -1 : 1;
	}
	if (a[at] || b[at])
		order = CompareStringOrdinal(wide_from(&pool, a + at), -1, wide_from(&pool, b + at), -1, TRUE) - CSTR_EQUAL;
	pool_release(&pool);
	return order;
}

/* Names that start with "=" are the shell's working directories on each drive: env_from_block leaves them out. */
void env_from_process(struct env *e, struct pool *p)
{
	wchar_t *wide = GetEnvironmentStringsW();
	struct strings block = { 0 };

	for (const wchar_t *at = wide; at && *at; at += wcslen(at) + 1)
		strings_add(&block, p, wide_to(p, at, wcslen(at)));
	strings_add(&block, p, NULL);
	if (wide)
		FreeEnvironmentStringsW(wide);
	env_from_block(e, p, block.items);
}
