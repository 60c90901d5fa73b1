/* SPDX-License-Identifier: MIT */
#include "base/places.h"

#include <stddef.h>

#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"

/* Where there is no XDG_ variable: the system's own, then a folder below home. */
struct usual {
	const char *variable;
	const char *below_home;
};

#ifdef _WIN32
static const struct usual usual_config = { "APPDATA", "AppData\\Roaming" };
static const struct usual usual_local = { "LOCALAPPDATA", "AppData\\Local" };
#define usual_state usual_local
#define usual_cache usual_local
#define usual_data usual_local
#else
static const struct usual usual_config = { NULL, ".config" };
static const struct usual usual_state = { NULL, ".local/state" };
static const struct usual usual_cache = { NULL, ".cache" };
static const struct usual usual_data = { NULL, ".local/share" };
#endif

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

static const char *own_place(struct pool *p, const struct env *e, const char *variable, const struct usual *usual,
                             const char *leaf)
{
	if (usual->variable && !absolute(e, variable))
		variable = usual->variable;
	return places_in(p, e, variable, usual->below_home, leaf);
}

const char *places_config(struct pool *p, const struct env *e)
{
	return own_place(p, e, "XDG_CONFIG_HOME", &usual_config, "cvenv");
}

const char *places_state(struct pool *p, const struct env *e)
{
	return own_place(p, e, "XDG_STATE_HOME", &usual_state, "cvenv");
}

const char *places_cache(struct pool *p, const struct env *e)
{
	const char *own = absolute(e, "CVENV_CACHE_DIR");

	return own ? path_clean(p, own) : own_place(p, e, "XDG_CACHE_HOME", &usual_cache, "cvenv");
}

const char *places_central(struct pool *p, const struct env *e)
{
	const char *own = absolute(e, "WORKON_HOME");

	return own ? path_clean(p, own) : own_place(p, e, "XDG_DATA_HOME", &usual_data, "virtualenvs");
}
