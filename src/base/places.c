/* SPDX-License-Identifier: MIT */
#include "base/places.h"

#include <stddef.h>

#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"

/* NAME's value where it can be relied upon. */
static const char *absolute(const struct env *e, const char *name)
{
	const char *value = env_get(e, name);

	return value && path_is_absolute(value) ? value : NULL;
}

/* LEAF in the folder that VARIABLE names, or in the home folder's FALLBACK. */
static const char *place(struct pool *p, const struct env *e, const char *variable, const char *fallback,
			 const char *leaf)
{
	const char *base = absolute(e, variable);

	if (!base) {
		const char *home = sys_home(p, e);

		if (!home)
			return NULL;
		base = path_join(p, home, fallback);
	}
	return path_clean(p, path_join(p, base, leaf));
}

const char *places_config(struct pool *p, const struct env *e)
{
	return place(p, e, "XDG_CONFIG_HOME", ".config", "cvenv");
}

const char *places_state(struct pool *p, const struct env *e)
{
	return place(p, e, "XDG_STATE_HOME", ".local/state", "cvenv");
}

const char *places_cache(struct pool *p, const struct env *e)
{
	const char *own = absolute(e, "CVENV_CACHE_DIR");

	return own ? path_clean(p, own) : place(p, e, "XDG_CACHE_HOME", ".cache", "cvenv");
}

const char *places_central(struct pool *p, const struct env *e)
{
	const char *own = absolute(e, "WORKON_HOME");

	return own ? path_clean(p, own) : place(p, e, "XDG_DATA_HOME", ".local/share", "virtualenvs");
}
