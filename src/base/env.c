/* SPDX-License-Identifier: MIT */
#include "base/env.h"

#include <string.h>

#include "base/pool.h"

/* Where NAME is, or where it belongs. */
static size_t find(const struct env *e, const char *name, bool *there)
{
	size_t low = 0, high = e->count;

	*there = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = env_compare(name, e->entries[middle].name);

		if (!order) {
			*there = true;
			return middle;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Both strings are the pool's already. */
static void insert(struct env *e, struct pool *p, size_t at, const char *name, const char *value)
{
	struct env_entry *entries = pool_grow(p, e->entries, e->count, &e->cap, sizeof *entries);

	if (!entries)
		return;
	e->entries = entries;
	memmove(entries + at + 1, entries + at, (e->count - at) * sizeof *entries);
	entries[at] = (struct env_entry){ .name = name, .value = value };
	e->count++;
}

void env_from_block(struct env *e, struct pool *p, const char *const *block)
{
	*e = (struct env){ 0 };
	for (const char *const *entry = block; entry && *entry; entry++) {
		const char *equals = strchr(*entry, '=');
		const char *name;
		bool there;
		size_t at;

		if (!equals || equals == *entry)
			continue;
		name = pool_strn(p, *entry, (size_t)(equals - *entry));
		at = find(e, name, &there);
		/* Of a name that is there twice, everybody's getenv answers the first. */
		if (!there)
			insert(e, p, at, name, pool_str(p, equals + 1));
	}
}

const char *env_get(const struct env *e, const char *name)
{
	bool there;
	size_t at = find(e, name, &there);

	return there ? e->entries[at].value : NULL;
}

bool env_have(const struct env *e, const char *name)
{
	bool there;

	find(e, name, &there);
	return there;
}

void env_set(struct env *e, struct pool *p, const char *name, const char *value)
{
	const char *copy = value ? pool_str(p, value) : NULL;
	bool there;
	size_t at = find(e, name, &there);

	if (there)
		e->entries[at].value = copy;
	else
		insert(e, p, at, pool_str(p, name), copy);
}

void env_remove(struct env *e, const char *name)
{
	bool there;
	size_t at = find(e, name, &there);

	if (!there)
		return;
	e->count--;
	memmove(e->entries + at, e->entries + at + 1, (e->count - at) * sizeof *e->entries);
}

char **env_block(const struct env *e, struct pool *p)
{
	char **block = pool_alloc(p, (e->count + 1) * sizeof *block);
	size_t count = 0;

	if (!block)
		return NULL;
	for (size_t i = 0; i < e->count; i++)
		if (e->entries[i].value)
			block[count++] = pool_join(p, e->entries[i].name, "=", e->entries[i].value);
	return block;
}

bool env_name_is_portable(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
	size_t len = strlen(name);

	return len && !(name[0] >= '0' && name[0] <= '9') && strspn(name, letters) == len;
}
