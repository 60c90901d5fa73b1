/* SPDX-License-Identifier: MIT */
#include "venv/kept.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "venv/place.h"

const char kept_folder[] = ".cvenv-kept";

/* The path as one name: what is found after a kill says by itself where it belongs. */
static const char *name_of(struct pool *p, const char *path)
{
	struct buf name = BUF_INIT;
	const char *result;

	buf_printf(&name, "%s/", kept_folder);
	for (const char *at = path; *at; at++)
		if (path_is_separator(*at))
			buf_str(&name, "%2F");
		else if (*at == '%')
			buf_str(&name, "%25");
		else
			buf_byte(&name, *at);
	p->failed |= name.failed;
	result = p->failed ? NULL : pool_strn(p, name.data, name.len);
	buf_release(&name);
	return result;
}

static const char *path_of(struct pool *p, const char *name)
{
	char *path = pool_str(p, name), *to = path;

	for (const char *at = path; path && *at; to++) {
		bool slash = strncmp(at, "%2F", 3) == 0, coded = slash || strncmp(at, "%25", 3) == 0;

		*to = slash ? PATH_SEPARATOR : *at;
		at += coded ? 3 : 1;
	}
	if (path)
		*to = '\0';
	return path;
}

/*
 * A file system without second names, or with no more of them for this file: its only name then changes. What has
 * a path that is too long for a name is not kept.
 */
static int give_name(const struct place *place, const char *path, const char *name)
{
	if (folder_name_again(place->root, path, name) == 0)
		return 0;
	if (errno == ENAMETOOLONG)
		return 0;
	if (errno == EPERM || errno == EMLINK || errno == ENOTSUP || errno == ENOSYS)
		return folder_move(place->root, path, name);
	return -1;
}

/* Of two names of one file none goes by a move; what was not replaced yet has both. */
static int give_back(const struct place *place, const char *name, const char *path)
{
	if (folder_move(place->root, name, path) < 0)
		return -1;
	return folder_unlink(place->root, name) == 0 || errno == ENOENT ? 0 : -1;
}

int kept_add(struct kept *kept, const struct place *place, const char *path)
{
	enum file_kind kind = folder_look(place->root, path, false);
	size_t count = kept->paths.count;
	const char *name;

	if ((kind != FILE_REGULAR && kind != FILE_LINK) || strings_have(&kept->paths, path))
		return 0;
	name = name_of(place->pool, path);
	strings_add(&kept->names, place->pool, name);
	strings_add(&kept->paths, place->pool, path);
	if (place->pool->failed) {
		errno = ENOMEM;
	} else if (kept->folder || folder_make(place->root, kept_folder, 0700) == 0) {
		kept->folder = true;
		if (give_name(place, path, name) == 0)
			return 0;
	}
	kept->names.count = kept->paths.count = count;
	return -1;
}

bool kept_restore(struct kept *kept, const struct place *place)
{
	bool restored = true;

	for (size_t i = kept->paths.count; i-- > 0;)
		restored &= give_back(place, kept->names.items[i], kept->paths.items[i]) == 0 || errno == ENOENT;
	if (kept->folder)
		folder_unlink(place->root, kept_folder);
	*kept = (struct kept){ 0 };
	return restored;
}

void kept_drop(struct kept *kept, const struct place *place)
{
	for (size_t i = 0; i < kept->names.count; i++)
		folder_unlink(place->root, kept->names.items[i]);
	if (kept->folder)
		folder_unlink(place->root, kept_folder);
	*kept = (struct kept){ 0 };
}

int kept_recover(const struct place *place)
{
	const char *folder = path_join(place->pool, place->path, kept_folder);
	struct strings names = { 0 };

	if (folder_look(place->root, kept_folder, false) != FILE_FOLDER)
		return 0;
	if (!place->found)
		return file_remove_tree(folder);
	if (file_list(&names, place->pool, folder) < 0)
		return -1;
	for (size_t i = 0; i < names.count; i++) {
		const char *from = path_join(place->pool, kept_folder, names.items[i]), *to = path_of(place->pool, names.items[i]);

		if (place->pool->failed) {
			errno = ENOMEM;
			return -1;
		}
		if (give_back(place, from, to) < 0)
			return -1;
	}
	return folder_unlink(place->root, kept_folder);
}
