/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "base/text.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/spec.h"

enum { SHOWN_LIMIT = 6 };

/* One walk along PATH. */
struct search {
	struct interpreter *out;
	struct pool *pool;
	const struct interpreter_search *given;
	struct interpreter_search quiet; /* the same, with errors as details: the next candidate may do */
	struct report report;
	const struct spec *spec;
	struct strings folders;
	struct strings tried;
	const char *trouble; /* why the first candidate that could not be used could not be */
};

/* What an error of a candidate becomes. */
static void pass_over(void *data, enum report_level level, const char *text)
{
	struct search *search = data;

	if (level == REPORT_ERROR && !search->trouble)
		search->trouble = pool_str(search->pool, text);
	report_detail(search->given->report, "passed over: %s", text);
}

/* The folders of PATH in which a Python may be looked for. An entry that is not absolute is another folder after each cd. */
static void search_folders(struct search *search)
{
	const char *venv = search->given->venv ? path_join(search->pool, search->given->venv, venv_bin_name) : NULL;
	struct strings entries = { 0 };

	path_list_split(&entries, search->pool, env_get(search->given->env, "PATH"));
	for (size_t i = 0; i < entries.count; i++) {
		const char *folder = entries.items[i];

		if (!path_is_absolute(folder))
			continue;
		folder = path_clean(search->pool, folder);
		if ((!venv || strcmp(folder, venv) != 0) && !strings_have(&search->folders, folder))
			strings_add(&search->folders, search->pool, folder);
	}
}

/* "python", "python3.12", "python3.13t": what follows the word is nothing, or a version that may fit. */
static bool name_may_fit(const struct spec *spec, const char *name, const char *word)
{
	const char *rest = name + strlen(word);
	int major, minor;

	if (!text_starts(name, word))
		return false;
	if (sscanf(rest, "%3d.%3d", &major, &minor) == 2 && !spec_may_fit(spec, major, minor))
		return false;
	rest += strspn(rest, "0123456789.");
	if (*rest == 't')
		rest++;
	return !*rest && rest[-1] != '.';
}

/* Newest first, by the numbers in the names. */
static int compare_names(const void *left, const void *right)
{
	return -strverscmp(*(const char *const *)left, *(const char *const *)right);
}

/* The names to look at in FOLDER, best first. LISTED: also those that only a look into the folder shows. */
static void folder_names(struct strings *out, const struct search *search, const char *folder, bool listed)
{
	const struct spec *spec = search->spec;
	const char *word = spec->implementation && strcmp(spec->implementation, "cpython") != 0 ? spec->implementation : "python";
	struct strings entries = { 0 }, found = { 0 };

	if (spec_is_minor(spec))
		strings_add(out, search->pool,
		            pool_printf(search->pool, "%s%d.%d%s", word, spec->clauses[0].version[0],
		                        spec->clauses[0].version[1], spec->free_threaded ? "t" : ""));
	strings_add(out, search->pool, pool_printf(search->pool, "%s3", word));
	strings_add(out, search->pool, word);
	if (!listed || file_list(&entries, search->pool, folder) < 0)
		return;
	for (size_t i = 0; i < entries.count; i++)
		if (name_may_fit(spec, entries.items[i], word) && !strings_have(out, entries.items[i]))
			strings_add(&found, search->pool, entries.items[i]);
	if (found.count)
		qsort(found.items, found.count, sizeof(*found.items), compare_names);
	for (size_t i = 0; i < found.count; i++)
		strings_add(out, search->pool, found.items[i]);
}

/* Whether FOLDER/NAME is a Python that fits, which then is in OUT. */
static bool candidate_fits(struct search *search, const char *folder, const char *name)
{
	const char *path = path_join(search->pool, folder, name);
	struct interpreter python;

	if (strings_have(&search->tried, path) || !file_is_executable(path))
		return false;
	strings_add(&search->tried, search->pool, path);
	if (interpreter_probe(&python, search->pool, &search->quiet, path) < 0 || !spec_fits(search->spec, &python))
		return false;
	*search->out = python;
	return true;
}

static bool search_names(struct search *search, bool listed)
{
	for (size_t i = 0; i < search->folders.count; i++) {
		struct strings names = { 0 };

		folder_names(&names, search, search->folders.items[i], listed);
		for (size_t j = 0; j < names.count; j++)
			if (candidate_fits(search, search->folders.items[i], names.items[j]))
				return true;
	}
	return false;
}

static bool search_name(struct search *search, const char *name)
{
	for (size_t i = 0; i < search->folders.count; i++)
		if (candidate_fits(search, search->folders.items[i], name))
			return true;
	return false;
}

/* Adds "3.11.2 at '/usr/bin/python3'" for every Python on PATH, each once. */
static void list_found(struct buf *out, struct search *search)
{
	static const struct spec pypy = { .kind = SPEC_VERSION, .implementation = "pypy" };
	static const struct spec any = { .kind = SPEC_ANY };
	const struct spec *const specs[] = { &any, &pypy };
	struct strings shown = { 0 }, tried = search->tried;
	struct interpreter python;

	search->tried = (struct strings){ 0 };
	for (size_t k = 0; k < 2; k++) {
		search->spec = specs[k];
		search->out = &python;
		while (search_names(search, true)) {
			if (strings_have(&shown, python.real_executable))
				continue;
			strings_add(&shown, search->pool, python.real_executable);
			if (shown.count > SHOWN_LIMIT)
				break;
			buf_printf(out, "%s%s at '%s'", shown.count > 1 ? ", " : "", python.version, python.executable);
		}
	}
	if (shown.count > SHOWN_LIMIT)
		buf_str(out, " and others");
	search->tried = tried;
}

static int none_fits(struct search *search, const char *text)
{
	struct buf found = BUF_INIT;
	const char *trouble = search->trouble;

	list_found(&found, search);
	if (!found.len)
		report_error(search->given->report, "no Python found on PATH; install one, or give its path%s%s",
		             trouble ? ": " : "", trouble ? trouble : "");
	else if (trouble && search->tried.count == 1)
		report_error(search->given->report, "%s; there is %s", trouble, found.data);
	else
		report_error(search->given->report, "no Python on PATH fits '%s'; there is %s", text ? text : "auto",
		             found.data);
	buf_release(&found);
	return -1;
}

/* A path, or the folder of an installation or environment. */
static int find_path(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *text)
{
	static const char *const names[] = { "python3", "python", "pypy3" };
	const char *path = text;

	if (!path_is_absolute(path)) {
		const char *here = sys_logical_folder(p, s->env);

		if (!here) {
			report_error(s->report, "cannot look up '%s': the working directory is gone", text);
			return -1;
		}
		path = path_join(p, here, path);
	}
	path = path_clean(p, path);
	if (file_identify(path).kind == FILE_FOLDER) {
		const char *bin = path_join(p, path, venv_bin_name);

		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (file_is_executable(path_join(p, bin, names[i])))
				return interpreter_probe(out, p, s, path_join(p, bin, names[i]));
		report_error(s->report, "no Python in '%s'", bin);
		return -1;
	}
	return interpreter_probe(out, p, s, path);
}

int interpreter_find(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *spec)
{
	struct spec wanted = { .kind = SPEC_ANY };
	struct search search = { .out = out, .pool = p, .given = s, .quiet = *s, .spec = &wanted };
	const char *why;

	if (spec && !spec_parse(&wanted, spec, &why)) {
		report_error(s->report, "'%s' does not name a Python: %s", spec, why);
		return -1;
	}
	if (wanted.kind == SPEC_PATH)
		return find_path(out, p, s, spec);
	search.report = (struct report){ .say = pass_over, .data = &search };
	search.quiet.report = &search.report;
	search_folders(&search);
	/* "python3.12" may be a program's name and a version: the program first, as a shell would. */
	if (wanted.kind != SPEC_ANY && strchr(spec, '/') == NULL && !strpbrk(spec, "<>=!~ ") && isalpha((unsigned char)*spec) &&
	    search_name(&search, spec))
		return 0;
	if (wanted.kind == SPEC_NAME)
		return none_fits(&search, spec);
	if (search_names(&search, !spec_is_minor(&wanted) && wanted.count > 0) || search_names(&search, true))
		return 0;
	return none_fits(&search, spec);
}

bool interpreter_spec_valid(const char *spec, const char **why)
{
	struct spec parsed;

	return spec_parse(&parsed, spec, why);
}
