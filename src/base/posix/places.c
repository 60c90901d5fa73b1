/* SPDX-License-Identifier: MIT */
#include "base/places.h"

#include <stddef.h>

#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"

void places_programs(struct strings *out, struct pool *p)
{
	static const char *const folders[] = { "/usr/local/bin", "/usr/bin", "/bin", "/usr/pkg/bin" };
	/* Each folder in these is an installation with programs of its own. */
	static const char *const above[] = {
		"/opt", "/usr/local/opt", "/Library/Frameworks/Python.framework/Versions", "/home/linuxbrew",
	};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		strings_add(out, p, folders[i]);
	for (size_t i = 0; i < sizeof(above) / sizeof(*above); i++) {
		struct strings entries = { 0 };

		if (file_list(&entries, p, above[i]) < 0)
			continue;
		for (size_t j = 0; j < entries.count; j++)
			strings_add(out, p, path_join(p, path_join(p, above[i], entries.items[j]), "bin"));
	}
}
