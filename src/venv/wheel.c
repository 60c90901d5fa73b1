/* SPDX-License-Identifier: MIT */
#include "venv/wheel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"

enum { TAGS = 3 };

const char wheel_folder[] = "wheels-1";

static const char ending[] = ".whl";

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f)
			return false;
	return true;
}

/* Between project and version on one side and the three tags on the other there may be a number of the build. */
bool wheel_parse(struct wheel *out, struct pool *p, const char *path)
{
	const char *name = path_name(path), *at = name;
	size_t len = strlen(name), starts[6], count = 0;

	if (len < sizeof(ending) || strcmp(name + len - strlen(ending), ending) != 0 || !is_plain(name))
		return false;
	for (;;) {
		size_t part = strcspn(at, "-");

		if (!part || count == sizeof(starts) / sizeof(*starts))
			return false;
		starts[count++] = (size_t)(at - name);
		if (!at[part])
			break;
		at += part + 1;
	}
	if (count < 2 + TAGS)
		return false;
	*out = (struct wheel){
		.file = path,
		.project = pool_strn(p, name, starts[1] - 1),
		.version = pool_strn(p, name + starts[1], starts[2] - 1 - starts[1]),
	};
	return true;
}

bool wheel_is_path(const char *text)
{
	size_t len = strlen(text);

	return path_name(text) != text || (len >= sizeof(ending) && strcmp(text + len - strlen(ending), ending) == 0);
}

static bool is_mark(char letter)
{
	return letter == '-' || letter == '_' || letter == '.';
}

/* The letter at *AT as every spelling has it, behind which *AT then is. */
static char next_letter(const char **at)
{
	char letter = **at;

	if (is_mark(letter)) {
		while (is_mark(**at))
			++*at;
		return '-';
	}
	++*at;
	return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool wheel_is_project(const char *name, const char *other)
{
	while (*name && *other)
		if (next_letter(&name) != next_letter(&other))
			return false;
	return !*name && !*other;
}

static void add(struct wheels *out, struct pool *p, const char *folder)
{
	struct strings entries = { 0 };
	struct file_id id = file_identify_link(folder);

	if (id.kind != FILE_FOLDER || file_list(&entries, p, folder) < 0)
		return;
	for (size_t i = 0; i < entries.count; i++) {
		const char *path = path_join(p, folder, entries.items[i]);
		struct file_id file = file_identify_link(path);
		struct wheel wheel, *grown;

		if (!file_id_is_own(&file) || !wheel_parse(&wheel, p, path))
			continue;
		grown = pool_grow(p, out->items, out->count, &out->cap, sizeof(*out->items));
		if (!grown)
			return;
		wheel.key = path_name(folder);
		wheel.used = id.modified;
		wheel.used_ns = id.modified_ns;
		wheel.size = file.size;
		out->items = grown;
		out->items[out->count++] = wheel;
	}
}

static int compare_use(const void *left, const void *right)
{
	const struct wheel *a = left, *b = right;

	if (a->used != b->used)
		return a->used < b->used ? 1 : -1;
	if (a->used_ns != b->used_ns)
		return a->used_ns < b->used_ns ? 1 : -1;
	return strcmp(a->file, b->file);
}

int wheels_list(struct wheels *out, struct pool *p, const char *cache)
{
	const char *folder = path_join(p, cache, wheel_folder);
	struct file_id id = file_identify(folder);
	struct strings entries = { 0 };

	*out = (struct wheels){ 0 };
	if (id.kind == FILE_ABSENT)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	if (file_make_private(folder) < 0 || file_list(&entries, p, folder) < 0)
		return -1;
	for (size_t i = 0; i < entries.count; i++)
		if (strlen(entries.items[i]) == WHEEL_KEY)
			add(out, p, path_join(p, folder, entries.items[i]));
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare_use);
	return 0;
}

int wheel_remove(struct pool *p, const struct wheel *wheel)
{
	return file_remove_tree(path_parent(p, wheel->file));
}
