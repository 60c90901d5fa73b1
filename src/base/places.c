/* SPDX-License-Identifier: MIT */
#include "base/places.h"

#include <stddef.h>

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"

/* NAME's value where it can be relied upon. */
static const char *absolute(const struct env *e, const char *name)
{
	const char *value = env_get(e, name);

	return value && path_is_absolute(value) ? value : NULL;
}

const char *places_in(struct pool *p, const struct env *e, const char *variable, const char *fallback,
                      const char *leaf)
{
	const char *base = absolute(e, variable);

	if (!base) {
		const char *home = fallback ? sys_home(p, e) : NULL;

		if (!home)
			return NULL;
		base = path_join(p, home, fallback);
	}
	return path_clean(p, path_join(p, base, leaf));
}

const char *places_config(struct pool *p, const struct env *e)
{
	return places_in(p, e, "XDG_CONFIG_HOME", ".config", "cvenv");
}

const char *places_state(struct pool *p, const struct env *e)
{
	return places_in(p, e, "XDG_STATE_HOME", ".local/state", "cvenv");
}

const char *places_cache(struct pool *p, const struct env *e)
{
	const char *own = absolute(e, "CVENV_CACHE_DIR");

	return own ? path_clean(p, own) : places_in(p, e, "XDG_CACHE_HOME", ".cache", "cvenv");
}

const char *places_central(struct pool *p, const struct env *e)
{
	const char *own = absolute(e, "WORKON_HOME");

	return own ? path_clean(p, own) : places_in(p, e, "XDG_DATA_HOME", ".local/share", "virtualenvs");
}

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
