/* SPDX-License-Identifier: MIT */
#include "venv/sources.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/places.h"
#include "base/pool.h"
#include "base/text.h"
#include "venv/health.h"
#include "venv/interpreter.h"

enum { LIST_LIMIT = 1024 * 1024 };

static const char shims_name[] = "shims";

static bool is_folder(const char *path)
{
	return file_identify(path).kind == FILE_FOLDER;
}

static const char *at_home(struct pool *p, const struct env *env, const char *leaf)
{
	return places_in(p, env, "HOME", "", leaf);
}

static void add(struct sources *out, struct pool *p, const struct source *source)
{
	struct source *items;

	for (size_t i = 0; i < out->count; i++)
		if (strcmp(out->items[i].folder, source->folder) == 0)
			return;
	items = pool_grow(p, out->items, out->count, &out->cap, sizeof(*items));
	if (!items)
		return;
	out->items = items;
	items[out->count++] = *source;
}

const char *source_programs(struct pool *p, const char *prefix)
{
	return *PROGRAM_ENDING && file_is_executable(path_join(p, prefix, venv_python_name)) ? prefix : path_join(p, prefix, venv_bin_name);
}

/* The installation at PREFIX, if there is one. */
static void add_prefix(struct sources *out, struct pool *p, enum source_kind kind, const char *prefix)
{
	struct source source = {
		.kind = kind, .folder = source_programs(p, prefix), .prefix = prefix, .name = path_name(prefix),
	};

	if (!is_folder(source.folder))
		return;
	source.environment = file_identify(path_join(p, prefix, "pyvenv.cfg")).kind == FILE_REGULAR;
	add(out, p, &source);
}

/* Plain releases first, then what is not released or is of another kind ("3.14-dev", "3.13.0t"), then all others. */
static int rank(const char *name)
{
	name += text_starts(name, "cpython-") ? strlen("cpython-") : 0;
	if (!isdigit((unsigned char)*name))
		return 2;
	name += strspn(name, "0123456789.");
	return *name && !text_starts(name, "-linux") && !text_starts(name, "-macos");
}

static int compare_names(const void *left, const void *right)
{
	const char *a = *(const char *const *)left, *b = *(const char *const *)right;
	int difference = rank(a) - rank(b);

	return difference ? difference : -text_compare_numbers(a, b);
}

/* What is in FOLDER, newest first; what managers keep for themselves is hidden. */
static void list_names(struct strings *out, struct pool *p, const char *folder)
{
	struct strings all = { 0 };

	if (!folder || file_list(&all, p, folder) < 0)
		return;
	for (size_t i = 0; i < all.count; i++)
		if (*all.items[i] != '.')
			strings_add(out, p, all.items[i]);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare_names);
}

static void add_below(struct sources *out, struct pool *p, enum source_kind kind, const char *folder)
{
	struct strings names = { 0 };

	list_names(&names, p, folder);
	for (size_t i = 0; i < names.count; i++)
		add_prefix(out, p, kind, path_join(p, folder, names.items[i]));
}

/* The words of TEXT, which these characters part. */
static void split(struct strings *out, struct pool *p, const char *text, const char *parting)
{
	for (size_t len; *(text += strspn(text, parting)); text += len) {
		len = strcspn(text, parting);
		strings_add(out, p, pool_strn(p, text, len));
	}
}

static void split_file(struct strings *out, struct pool *p, const char *file, const char *parting)
{
	struct buf text = BUF_INIT;

	if (file && file_read(&text, file, LIST_LIMIT, NULL) == 0)
		split(out, p, text.data, parting);
	buf_release(&text);
}

/* The version called WORD, or the newest that it begins: "3.12" is 3.12.7. */
static void add_chosen(struct sources *out, struct pool *p, enum source_kind kind, const char *folder, const char *word)
{
	struct strings names = { 0 };
	const char *whole = text_starts(word, "python-") ? word + strlen("python-") : word;
	const char *start = pool_printf(p, "%s.", whole);

	if (path_has_separator(whole))
		return;
	list_names(&names, p, folder);
	for (size_t i = 0; i < names.count; i++)
		if (strcmp(names.items[i], whole) == 0) {
			add_prefix(out, p, kind, path_join(p, folder, whole));
			return;
		}
	for (size_t i = 0; i < names.count; i++)
		if (text_starts(names.items[i], start)) {
			add_prefix(out, p, kind, path_join(p, folder, names.items[i]));
			return;
		}
}

/* The words behind "python" in ~/.tool-versions. */
static void tool_versions(struct strings *out, struct pool *p, const struct env *env)
{
	struct strings lines = { 0 };

	split_file(&lines, p, at_home(p, env, ".tool-versions"), "\r\n");
	for (size_t i = 0; i < lines.count; i++) {
		struct strings words = { 0 };

		split(&words, p, pool_strn(p, lines.items[i], strcspn(lines.items[i], "#")), " \t");
		for (size_t j = 1; j < words.count && strcmp(words.items[0], "python") == 0; j++)
			strings_add(out, p, words.items[j]);
	}
}

/* The versions that the folder SHIMS starts, and whose they are. */
static const char *shimmed_versions(struct pool *p, const char *shims, enum source_kind *kind)
{
	const char *root = path_parent(p, shims), *versions = path_join(p, root, "versions");

	*kind = SOURCE_PYENV;
	if (is_folder(versions))
		return versions;
	*kind = strcmp(path_name(root), "mise") == 0 ? SOURCE_MISE : SOURCE_ASDF;
	return path_join(p, root, "installs/python");
}

static void add_shimmed(struct sources *out, struct pool *p, const struct env *env, const char *shims)
{
	enum source_kind kind;
	const char *versions = shimmed_versions(p, shims, &kind), *given;
	struct strings words = { 0 };

	if (kind == SOURCE_PYENV) {
		given = env_get(env, "PYENV_VERSION");
		if (given && *given)
			split(&words, p, given, ":");
		else
			split_file(&words, p, path_join(p, path_parent(p, shims), "version"), " \t\r\n");
	} else {
		given = env_get(env, kind == SOURCE_MISE ? "MISE_PYTHON_VERSION" : "ASDF_PYTHON_VERSION");
		if (given && *given)
			split(&words, p, given, " ");
		else
			tool_versions(&words, p, env);
	}
	for (size_t i = 0; i < words.count; i++)
		add_chosen(out, p, kind, versions, words.items[i]);
}

static bool is_shims(const char *folder)
{
	return strcmp(path_name(folder), shims_name) == 0;
}

static void path_folders(struct strings *out, struct pool *p, const struct env *env)
{
	struct strings entries = { 0 };

	path_list_split(&entries, p, env_get(env, "PATH"));
	for (size_t i = 0; i < entries.count; i++)
		if (path_is_absolute(entries.items[i]))
			strings_add(out, p, path_clean(p, entries.items[i]));
}

void sources_path(struct sources *out, struct pool *p, const struct interpreter_search *s)
{
	const char *venv = s->venv ? path_join(p, s->venv, venv_bin_name) : NULL;
	struct strings folders = { 0 };

	path_folders(&folders, p, s->env);
	for (size_t i = 0; i < folders.count; i++) {
		const char *folder = folders.items[i];

		if (is_shims(folder))
			add_shimmed(out, p, s->env, folder);
		else if (!venv || strcmp(folder, venv) != 0)
			add(out, p, &(struct source){ .kind = SOURCE_PATH, .folder = folder });
	}
}

/* What a manager has whose shims are on PATH, wherever it keeps it. */
static void add_behind_shims(struct sources *out, struct pool *p, const struct env *env)
{
	struct strings folders = { 0 };

	path_folders(&folders, p, env);
	for (size_t i = 0; i < folders.count; i++) {
		enum source_kind kind;
		const char *versions = is_shims(folders.items[i]) ? shimmed_versions(p, folders.items[i], &kind) : NULL;

		if (versions)
			add_below(out, p, kind, versions);
	}
}

/* conda's installations are called what their users want, and are known by what conda writes in them. */
static void add_conda_prefix(struct sources *out, struct pool *p, const char *prefix)
{
	if (prefix && path_is_absolute(prefix) && is_folder(path_join(p, prefix, "conda-meta")))
		add_prefix(out, p, SOURCE_CONDA, path_clean(p, prefix));
}

static void add_conda_base(struct sources *out, struct pool *p, const char *prefix)
{
	struct strings names = { 0 };
	const char *folder;

	if (!prefix || !path_is_absolute(prefix))
		return;
	add_conda_prefix(out, p, prefix);
	folder = path_join(p, prefix, "envs");
	list_names(&names, p, folder);
	for (size_t i = 0; i < names.count; i++)
		add_conda_prefix(out, p, path_join(p, folder, names.items[i]));
}

static void add_conda(struct sources *out, struct pool *p, const struct env *env)
{
	static const char *const names[] = { "miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", ".conda" };
	static const char *const installed[] = { "/opt/conda", "/opt/miniconda3", "/opt/anaconda3", "/opt/miniforge3" };
	const char *prefix = env_get(env, "CONDA_PREFIX"), *exe = env_get(env, "CONDA_EXE");
	struct strings known = { 0 };

	add_conda_base(out, p, prefix);
	if (exe && path_is_absolute(exe))
		add_conda_base(out, p, path_parent(p, path_parent(p, exe)));
	add_conda_base(out, p, env_get(env, "MAMBA_ROOT_PREFIX"));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		add_conda_base(out, p, at_home(p, env, names[i]));
	for (size_t i = 0; i < sizeof(installed) / sizeof(*installed); i++)
		add_conda_base(out, p, installed[i]);
	split_file(&known, p, at_home(p, env, ".conda/environments.txt"), "\r\n");
	for (size_t i = 0; i < known.count; i++)
		add_conda_base(out, p, known.items[i]);
}

static void add_system(struct sources *out, struct pool *p, const struct interpreter_search *s)
{
	struct strings folders = { 0 };

	if (!s->system)
		places_programs(&folders, p);
	else
		folders = *s->system;
	for (size_t i = 0; i < folders.count; i++)
		if (is_folder(folders.items[i]))
			add(out, p, &(struct source){ .kind = SOURCE_SYSTEM, .folder = folders.items[i] });
}

void sources_installed(struct sources *out, struct pool *p, const struct interpreter_search *s)
{
	const struct env *env = s->env;
	const char *own;

	add_behind_shims(out, p, env);
	add_below(out, p, SOURCE_PYENV, places_in(p, env, "PYENV_ROOT", ".pyenv", "versions"));
	own = places_in(p, env, "UV_PYTHON_INSTALL_DIR", NULL, "");
	add_below(out, p, SOURCE_UV, places_in(p, env, "APPDATA", NULL, "uv/python"));
	add_below(out, p, SOURCE_UV, own ? own : places_in(p, env, "XDG_DATA_HOME", ".local/share", "uv/python"));
	own = places_in(p, env, "MISE_DATA_DIR", NULL, "installs/python");
	add_below(out, p, SOURCE_MISE, own ? own : places_in(p, env, "XDG_DATA_HOME", ".local/share", "mise/installs/python"));
	add_below(out, p, SOURCE_ASDF, places_in(p, env, "ASDF_DATA_DIR", ".asdf", "installs/python"));
	add_system(out, p, s);
	add_conda(out, p, env);
}

const char *source_word(enum source_kind kind)
{
	static const char *const words[] = {
		[SOURCE_PATH] = "PATH", [SOURCE_PYENV] = "pyenv", [SOURCE_UV] = "uv",     [SOURCE_MISE] = "mise",
		[SOURCE_ASDF] = "asdf", [SOURCE_SYSTEM] = "system", [SOURCE_CONDA] = "conda",
	};

	return words[kind];
}
