/* SPDX-License-Identifier: MIT */
#include "base/places.h"

#include <stddef.h>

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"

/* Each folder in these is an installation of Python: python.org's, for one user and for all. */
void places_programs(struct strings *out, struct pool *p)
{
	static const struct { const char *variable, *below; } above[] = {
		{ "LOCALAPPDATA", "Programs\\Python" }, { "ProgramFiles", "" }, { "SystemDrive", "\\" },
	};
	struct env env;

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
