/* SPDX-License-Identifier: MIT */
#include <ctype.h>
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
#include "venv/sources.h"
#include "venv/spec.h"

enum { SHOWN_LIMIT = 12, LINKS_LIMIT = 40 };

/* By what an installation's own program is called, the usual first. */
static const char *const usual_names[] = { "python3", "python", "pypy3", "pypy", "graalpy" };

enum { USUAL_COUNT = sizeof(usual_names) / sizeof(*usual_names) };

/* One walk over the folders in which a Python may be. */
struct search {
	struct pool *pool;
	const struct interpreter_search *given;
	struct interpreter_search quiet; /* the same, with errors as details: the next candidate may do */
	struct report report;
	const struct spec *spec;
	struct sources sources;
	struct strings tried;
	const char *trouble; /* why the first candidate that could not be used could not be */
	struct interpreter found;
	const char *place;   /* where that was */
};

/* What an error of a candidate becomes. */
static void pass_over(void *data, enum report_level level, const char *text)
{
	struct search *search = data;

	if (level == REPORT_ERROR && !search->trouble)
		search->trouble = pool_str(search->pool, text);
	report_detail(search->given->report, "passed over: %s", text);
}

static void search_start(struct search *search, struct pool *p, const struct interpreter_search *s,
                         const struct spec *spec)
{
	*search = (struct search){ .pool = p, .given = s, .quiet = *s, .spec = spec };
	search->report = (struct report){ .say = pass_over, .data = search };
	search->quiet.report = &search->report;
	search->quiet.unasked = true;
	sources_path(&search->sources, p, s);
}

static const char *word_of(const struct spec *spec)
{
	return spec->implementation && strcmp(spec->implementation, "cpython") != 0 ? spec->implementation : "python";
}

/* "python", "python3.12", "python3.13t": what follows the word is nothing, or a version that may fit. */
static bool name_may_fit(const struct spec *spec, const char *name, const char *word)
{
	const char *rest = name + strlen(word);

	if (!text_starts(name, word) || !spec_name_may_fit(spec, name))
		return false;
	rest += strspn(rest, "0123456789.");
	rest += *rest == 't';
	rest += *rest == 'd';
	return !*rest && rest[-1] != '.';
}

/* Newest first, by the numbers in the names. */
static int compare_names(const void *left, const void *right)
{
	return -text_compare_numbers(*(const char *const *)left, *(const char *const *)right);
}

/* The names in FOLDER that begin with WORD and are not among OUT's, newest first. */
static void listed_names(struct strings *out, struct pool *p, const struct spec *spec, const char *folder, const char *word)
{
	struct strings entries = { 0 }, found = { 0 };

	if (file_list(&entries, p, folder) < 0)
		return;
	for (size_t i = 0; i < entries.count; i++)
		if (name_may_fit(spec, entries.items[i], word) && !strings_have(out, entries.items[i]))
			strings_add(&found, p, entries.items[i]);
	if (found.count)
		qsort(found.items, found.count, sizeof(*found.items), compare_names);
	for (size_t i = 0; i < found.count; i++)
		strings_add(out, p, found.items[i]);
}

/* The names to look at in FOLDER, best first. LISTED: also those that only a look into the folder shows. */
static void folder_names(struct strings *out, const struct search *search, const char *folder, bool listed)
{
	const struct spec *spec = search->spec;
	const char *word = word_of(spec);

	if (spec_is_minor(spec))
		strings_add(out, search->pool,
		            pool_printf(search->pool, "%s%d.%d%s%s", word, spec->clauses[0].version[0],
		                        spec->clauses[0].version[1], spec->free_threaded ? "t" : "", spec->debug ? "d" : ""));
	strings_add(out, search->pool, pool_printf(search->pool, "%s3", word));
	strings_add(out, search->pool, word);
	if (listed)
		listed_names(out, search->pool, spec, folder, word);
}

/* A link's target may be called by the version. */
static bool target_may_fit(const struct search *search, const char *path)
{
	struct pool *p = search->pool;
	const char *target;

	/* Not as realpath does, which would ask about each folder above as well. */
	for (int links = 0; links < LINKS_LIMIT && (target = file_link_target(p, path)); links++)
		path = path_is_absolute(target) ? target : path_join(p, path_parent(p, path), target);
	return !spec_names_python(path_name(path)) || spec_name_may_fit(search->spec, path_name(path));
}

/* Whether SOURCE has a Python called NAME that fits, which then is what was found. */
static bool candidate_fits(struct search *search, const struct source *source, const char *name)
{
	const char *path = pool_join(search->pool, path_join(search->pool, source->folder, name), PROGRAM_ENDING, "");
	struct interpreter python;

	if (strings_have(&search->tried, path) || !file_is_executable(path))
		return false;
	strings_add(&search->tried, search->pool, path);
	if (interpreter_probe(&python, search->pool, &search->quiet, path) < 0 || !spec_fits(search->spec, &python))
		return false;
	search->found = python;
	search->place = source_word(source->kind);
	return true;
}

/* Environments that a manager keeps among its versions are not what a version asks for. */
static bool is_asked(const struct search *search, const struct source *source)
{
	if (source->environment)
		return false;
	if (search->spec->kind != SPEC_SYSTEM)
		return true;
	return source->kind == SOURCE_SYSTEM ||
	       (source->kind == SOURCE_PATH &&
	        file_identify(path_join(search->pool, path_parent(search->pool, source->folder), "conda-meta")).kind != FILE_FOLDER);
}

/* Looks into the folders from the one at FROM on. */
static bool search_versions(struct search *search, size_t from, bool listed)
{
	for (size_t i = from; i < search->sources.count; i++) {
		const struct source *source = &search->sources.items[i];
		struct strings names = { 0 };

		if (!is_asked(search, source))
			continue;
		folder_names(&names, search, source->folder, listed);
		for (size_t j = 0; j < names.count; j++)
			if (target_may_fit(search, path_join(search->pool, source->folder, names.items[j])) &&
			    candidate_fits(search, source, names.items[j]))
				return true;
	}
	return false;
}

/* A program on PATH. */
static bool search_program(struct search *search, const char *name)
{
	for (size_t i = 0; i < search->sources.count; i++)
		if (candidate_fits(search, &search->sources.items[i], name))
			return true;
	return false;
}

static bool search_installation(struct search *search, size_t from, const char *name)
{
	for (size_t i = from; i < search->sources.count; i++) {
		const struct source *source = &search->sources.items[i];

		for (size_t j = 0; j < USUAL_COUNT && source->name && strcmp(source->name, name) == 0; j++)
			if (candidate_fits(search, source, usual_names[j]))
				return true;
	}
	return false;
}

/* What people think of as one: a program, reached by whatever links, or an environment's. */
static const char *identity_of(struct pool *p, const char *path)
{
	const char *prefix = path_parent(p, path_parent(p, path));

	return file_identify(path_join(p, prefix, "pyvenv.cfg")).kind == FILE_REGULAR ? prefix : file_real_path(p, path);
}

static void list_folder(struct interpreters *out, struct search *search, const struct source *source, struct strings *seen)
{
	static const char *const words[] = { "python", "pypy", "graalpy" };
	struct pool *p = search->pool;
	struct strings names = { 0 };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		strings_add(&names, p, pool_printf(p, "%s3", words[i]));
		strings_add(&names, p, words[i]);
		listed_names(&names, p, search->spec, source->folder, words[i]);
	}
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(p, source->folder, names.items[i]);
		const char *identity = file_is_executable(path) ? identity_of(p, path) : NULL, *told;
		struct interpreter_found *items;

		if (!identity || strings_have(seen, identity) || !target_may_fit(search, path))
			continue;
		strings_add(seen, p, identity);
		if (!candidate_fits(search, source, names.items[i]))
			continue;
		/* What a script starts says who it is, and may be known. */
		told = identity_of(p, search->found.executable);
		if (told && strcmp(told, identity) != 0 && strings_have(seen, told))
			continue;
		if (told)
			strings_add(seen, p, told);
		items = pool_grow(p, out->items, out->count, &out->cap, sizeof(*items));
		if (!items)
			return;
		out->items = items;
		items[out->count++] = (struct interpreter_found){ search->found, search->place };
	}
}

void interpreter_list(struct interpreters *out, struct pool *p, const struct interpreter_search *s)
{
	static const struct spec any = { .kind = SPEC_ANY };
	struct strings seen = { 0 };
	struct search search;

	search_start(&search, p, s, &any);
	sources_installed(&search.sources, p, s);
	for (size_t i = 0; i < search.sources.count; i++)
		if (!search.sources.items[i].environment)
			list_folder(out, &search, &search.sources.items[i], &seen);
}

void interpreter_tell(struct buf *out, struct pool *p, const struct interpreter_search *s)
{
	struct interpreters found = { 0 };

	interpreter_list(&found, p, s);
	for (size_t i = 0; i < found.count && i < SHOWN_LIMIT; i++) {
		const struct interpreter *python = &found.items[i].python;

		buf_printf(out, "%s%s%s%s%s at '%s'", i > 0 ? ", " : "",
		           strcmp(python->implementation, "cpython") == 0 ? "" : python->implementation,
		           python->version, python->free_threaded ? "t" : "", python->debug ? "d" : "", python->executable);
	}
	if (found.count > SHOWN_LIMIT)
		buf_printf(out, " and %zu more", found.count - SHOWN_LIMIT);
}

static int none_fits(struct search *search, const char *text)
{
	const struct report *report = search->given->report;
	const char *trouble = search->trouble;
	struct buf found = BUF_INIT;

	/* To know what there is each has to be asked: not where nobody listens. */
	if (report == &report_silent)
		return -1;
	interpreter_tell(&found, search->pool, search->given);
	if (!found.len)
		report_error(report, "no Python found; install one, or give its path%s%s", trouble ? ": " : "",
		             trouble ? trouble : "");
	else if (trouble && search->tried.count == 1)
		report_error(report, "%s; there is %s", trouble, found.data);
	else
		report_error(report, "no Python fits '%s'; there is %s", text ? text : "auto", found.data);
	buf_release(&found);
	return -1;
}

const char *interpreter_installed(struct pool *p, const struct interpreter_search *s, const char *name)
{
	struct sources sources = { 0 };

	sources_installed(&sources, p, s);
	for (size_t i = 0; i < sources.count; i++)
		if (sources.items[i].name && strcmp(sources.items[i].name, name) == 0)
			return sources.items[i].prefix;
	return NULL;
}

/* A path, or the folder of an installation or environment. */
static int find_path(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *text)
{
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
		const char *bin = source_programs(p, path);

		for (size_t i = 0; i < USUAL_COUNT; i++)
			if (file_is_executable(pool_join(p, path_join(p, bin, usual_names[i]), PROGRAM_ENDING, "")))
				return interpreter_probe(out, p, s, pool_join(p, path_join(p, bin, usual_names[i]), PROGRAM_ENDING, ""));
		report_error(s->report, "no Python in '%s'", bin);
		return -1;
	}
	return interpreter_probe(out, p, s, path);
}

static bool search_all(struct search *search, const char *text)
{
	const struct spec *spec = search->spec;
	size_t on_path = search->sources.count;

	/* "python3.12" may be a program's name and a version: the program first, as a shell would. */
	if ((spec->kind == SPEC_VERSION || spec->kind == SPEC_NAME) && !strpbrk(text, "<>=!~ ") &&
	    isalpha((unsigned char)*text) && search_program(search, text))
		return true;
	if (spec->kind == SPEC_NAME) {
		sources_installed(&search->sources, search->pool, search->given);
		return search_installation(search, on_path, text);
	}
	if (search_versions(search, 0, !spec_is_minor(spec) && spec->count > 0) || search_versions(search, 0, true))
		return true;
	sources_installed(&search->sources, search->pool, search->given);
	return search_versions(search, on_path, true);
}

int interpreter_find(struct interpreter *out, struct pool *p, const struct interpreter_search *s, const char *spec,
                     const char **place)
{
	struct spec wanted = { .kind = SPEC_ANY };
	struct search search;
	const char *why;

	if (place)
		*place = NULL;
	if (spec && !spec_parse(&wanted, spec, &why)) {
		report_error(s->report, "'%s' does not name a Python: %s", spec, why);
		return -1;
	}
	if (wanted.kind == SPEC_PATH)
		return find_path(out, p, s, spec);
	search_start(&search, p, s, &wanted);
	if (!search_all(&search, spec))
		return none_fits(&search, spec);
	*out = search.found;
	if (place)
		*place = search.place;
	return 0;
}

bool interpreter_spec_valid(const char *spec, const char **why)
{
	struct spec parsed;

	return spec_parse(&parsed, spec, why);
}
