/* SPDX-License-Identifier: MIT */
#include "venv/store.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"
#include "venv/facts.h"
#include "venv/image.h"

enum { LIMIT = 16 * 1024 * 1024 };

static const char facts_folder[] = "interpreters";

/* The entries of a folder in the cache; none where it is not there. */
static int list(struct strings *out, struct pool *p, const char *folder)
{
	struct file_id id = file_identify(folder);

	*out = (struct strings){ 0 };
	if (id.kind == FILE_ABSENT)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	if (file_make_private(folder) < 0)
		return -1;
	return file_list(out, p, folder);
}

static void read_image(struct stored_image *out, struct pool *p, const char *place)
{
	struct manifest m = { .text = BUF_INIT };
	struct file_id id, folder = file_identify_link(place);

	*out = (struct stored_image){ .place = place, .used = folder.modified, .gone = true };
	if (file_read(&m.text, path_join(p, place, "manifest"), LIMIT, &id) == 0 && file_id_is_own(&id) &&
	    manifest_parse(&m, p, false)) {
		out->python = pool_str(p, m.python);
		out->version = pool_str(p, m.version);
		out->gone = !manifest_holds(&m) || file_identify(m.python).kind == FILE_ABSENT;
		out->size = id.size;
		for (size_t i = 0; i < m.file_count; i++)
			out->size += m.files[i].size;
		for (size_t i = 0; i < m.package_count; i++)
			strings_add(&out->packages, p, pool_printf(p, "%s %s", m.packages[i].name, m.packages[i].version));
	}
	manifest_release(&m);
}

/* Images have the names of their keys: what is hidden is being made or taken away, what has an ending is a lock. */
static bool is_image(const char *name)
{
	return *name != '.' && !strchr(name, '.');
}

int store_read(struct store *out, struct pool *p, const char *cache)
{
	const char *folder = path_join(p, cache, image_folder);
	struct strings entries, facts;

	*out = (struct store){ 0 };
	if (list(&entries, p, folder) < 0 || list(&facts, p, path_join(p, cache, facts_folder)) < 0 ||
	    wheels_list(&out->wheels, p, cache) < 0)
		return -1;
	out->interpreters = facts.count;
	for (size_t i = 0; i < entries.count; i++) {
		struct stored_image *grown;

		if (!is_image(entries.items[i]))
			continue;
		grown = pool_grow(p, out->images, out->count, &out->cap, sizeof(*out->images));
		if (!grown)
			break;
		out->images = grown;
		read_image(&out->images[out->count++], p, path_join(p, folder, entries.items[i]));
	}
	if (!p->failed)
		return 0;
	errno = ENOMEM;
	return -1;
}

static bool holds(const char *file)
{
	struct pool pool = POOL_INIT;
	struct buf text = BUF_INIT;
	struct facts facts;
	struct file_id id;
	bool good = file_read(&text, file, LIMIT, &id) == 0 && file_id_is_own(&id) &&
	            facts_parse(&facts, &pool, text.data, text.len, true) && facts_hold(&facts);

	buf_release(&text);
	pool_release(&pool);
	return good;
}

int store_forget(struct pool *p, const char *cache, bool all)
{
	const char *folder = path_join(p, cache, facts_folder);
	struct strings entries;

	if (list(&entries, p, folder) < 0)
		return -1;
	for (size_t i = 0; i < entries.count; i++) {
		const char *file = path_join(p, folder, entries.items[i]);

		if ((all || !holds(file)) && file_remove_tree(file) < 0)
			return -1;
	}
	return 0;
}
