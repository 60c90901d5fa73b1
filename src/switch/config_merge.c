/* SPDX-License-Identifier: MIT */
#include "switch/config.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/pool.h"
#include "switch/config_fields.h"

static void merge_field(struct config *base, const struct config *over, const struct field *f)
{
	void *to = (char *)base + f->offset;
	const void *from = (const char *)over + f->offset;

	switch (f->kind) {
	case FIELD_TEXT:
		if (((const struct text *)from)->text)
			*(struct text *)to = *(const struct text *)from;
		break;
	case FIELD_LIST:
		if (((const struct texts *)from)->given)
			*(struct texts *)to = *(const struct texts *)from;
		break;
	case FIELD_FLAG:
	case FIELD_WORD:
		if (*(const int *)from)
			*(int *)to = *(const int *)from;
		break;
	case FIELD_OTHER:
		break;
	}
}

static struct setting_pair *find_pair(const struct pairs *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (env_compare(pairs->items[i].name, name) == 0)
			return &pairs->items[i];
	return NULL;
}

/* BASE's array may be somebody else's too, so what is changed is a copy. */
static void merge_pairs(struct pairs *base, struct pool *p, const struct pairs *over)
{
	struct pairs merged = { .given = base->given || over->given };

	if (!over->given)
		return;
	merged.cap = base->count + over->count;
	merged.items = pool_alloc(p, merged.cap * sizeof *merged.items);
	if (!merged.items)
		return;
	for (; merged.count < base->count; merged.count++)
		merged.items[merged.count] = base->items[merged.count];
	for (size_t i = 0; i < over->count; i++) {
		struct setting_pair *there = find_pair(&merged, base->count, over->items[i].name);

		*(there ? there : &merged.items[merged.count++]) = over->items[i];
	}
	*base = merged;
}

static struct named_config *find_environment(const struct config *c, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(c->environments[i].name, name))
			return &c->environments[i];
	return NULL;
}

static void merge_environments(struct config *base, struct pool *p, const struct config *over)
{
	struct config merged = { .environment_cap = base->environment_count + over->environment_count };

	if (!over->environment_count)
		return;
	merged.environments = pool_alloc(p, merged.environment_cap * sizeof *merged.environments);
	if (!merged.environments)
		return;
	for (; merged.environment_count < base->environment_count; merged.environment_count++)
		merged.environments[merged.environment_count] = base->environments[merged.environment_count];
	for (size_t i = 0; i < over->environment_count; i++) {
		const struct named_config *added = &over->environments[i];
		struct named_config *there = find_environment(&merged, base->environment_count, added->name);
		struct config *both = pool_alloc(p, sizeof *both);

		if (!there)
			merged.environments[merged.environment_count++] = *added;
		if (!there || !both)
			continue;
		*both = *there->config;
		config_merge(both, p, added->config);
		there->config = both;
	}
	base->environments = merged.environments;
	base->environment_count = merged.environment_count;
	base->environment_cap = merged.environment_cap;
}

void config_merge(struct config *base, struct pool *p, const struct config *over)
{
	for (const struct field *f = config_fields; f->name; f++)
		merge_field(base, over, f);
	if (over->venv.text || over->venv_name.text) {
		base->venv = over->venv;
		base->venv_name = over->venv_name;
	}
	merge_pairs(&base->env, p, &over->env);
	merge_environments(base, p, over);
}

/* ".venv-NAME" as a value would be written, in which a dollar stands for itself only when it is doubled. */
static const char *default_folder(struct pool *p, const char *name)
{
	struct buf folder = BUF_INIT;
	const char *text;

	buf_str(&folder, ".venv-");
	for (; *name; name++)
		buf_add(&folder, *name == '$' ? "$$" : name, *name == '$' ? 2 : 1);
	text = pool_strn(p, folder.data, folder.len);
	p->failed |= folder.failed;
	buf_release(&folder);
	return text;
}

struct config *config_environment(const struct config *c, struct pool *p, const char *name)
{
	const struct named_config *named = find_environment(c, c->environment_count, name);
	struct config *whole = named ? pool_alloc(p, sizeof *whole) : NULL;

	if (!whole)
		return NULL;
	*whole = *c;
	whole->environments = NULL;
	whole->environment_count = whole->environment_cap = 0;
	whole->prompt = whole->venv_name = (struct text){ 0 };
	whole->venv = (struct text){ default_folder(p, named->name), named->mark };
	config_merge(whole, p, named->config);
	return whole;
}
