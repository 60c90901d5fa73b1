/* SPDX-License-Identifier: MIT */
#include "switch/find.h"

#include <string.h>

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "switch/switch.h"

void find_ceilings(struct strings *out, struct pool *p, const struct env *env, const char *home)
{
	const char *given = env_get(env, "CVENV_CEILING_DIRECTORIES");
	struct strings entries = { 0 };

	if (!given) {
		if (home)
			strings_add(out, p, path_parent(p, home));
		file_automounts(out, p);
		return;
	}
	path_list_split(&entries, p, given);
	for (size_t i = 0; i < entries.count; i++)
		if (path_is_absolute(entries.items[i]))
			strings_add(out, p, path_clean(p, entries.items[i]));
}

static void add_upwards(struct strings *out, struct pool *p, const char *from, const struct strings *ceilings)
{
	const char *folder = from, *parent;

	for (;; folder = parent) {
		if (folder != from && strings_have(ceilings, folder))
			return;
		if (!strings_have(out, folder))
			strings_add(out, p, folder);
		parent = path_parent(p, folder);
		if (strings_have(ceilings, folder) || strcmp(parent, folder) == 0 || p->failed)
			return;
	}
}

void find_folders(struct strings *out, const struct session *s)
{
	struct strings ceilings = { 0 };

	find_ceilings(&ceilings, s->pool, s->env, s->home);
	if (s->logical)
		add_upwards(out, s->pool, s->logical, &ceilings);
	if (s->physical)
		add_upwards(out, s->pool, s->physical, &ceilings);
}

const char *find_config(const struct session *s)
{
	struct strings folders = { 0 };

	find_folders(&folders, s);
	for (size_t i = 0; i < folders.count; i++)
		if (file_identify_link(path_join(s->pool, folders.items[i], CONFIG_NAME)).kind != FILE_ABSENT)
			return folders.items[i];
	return NULL;
}
