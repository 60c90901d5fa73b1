/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/file.h"
#include "base/path.h"
#include "base/sys.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/values.h"
#include "emit/candidates.h"

/* The path in the word, parted behind its last separator. */
struct place {
	const char *said;   /* up to there, as it was typed */
	const char *name;   /* from there on */
	const char *folder; /* which folder SAID is; NULL: nobody knows */
};

static struct place place_of(const struct asked *w)
{
	struct pool *p = &w->c->pool;
	const char *slash = strrchr(w->start, '/');
	struct place place = { .name = slash ? slash + 1 : w->start, .folder = "." };

	place.said = pool_strn(p, w->start, (size_t)(place.name - w->start));
	if (!slash)
		return place;
	place.folder = place.said;
	if (w->typed->tilde && w->start == w->typed->word) {
		const char *home = sys_home(p, &w->c->env);

		/* of other users' homes the shell knows */
		place.folder = home && place.said[1] == '/' ? path_join(p, home, place.said + 2) : NULL;
	}
	return place;
}

/* One that would look like an option is said as a path. */
static const char *spelled(const struct asked *w, const struct place *place, const char *name)
{
	bool option = w->start == w->typed->word && !*place->said && *name == '-' && !w->operands;

	return pool_printf(&w->c->pool, "%s%s%s", option ? "./" : "", place->said, name);
}

static void add_entry(const struct asked *w, const struct place *place, const char *name, bool files)
{
	const char *word = spelled(w, place, name);
	bool fits = w->shell->matches || text_starts(name, place->name);
	enum file_kind kind;

	if (!fits || (*name == '.' && *place->name != '.'))
		return;
	kind = file_identify(path_join(&w->c->pool, place->folder, name)).kind;
	if (kind == FILE_FOLDER)
		candidates_add(w->out, pool_printf(&w->c->pool, "%.*s%s/", (int)(w->start - w->typed->word), w->typed->word, word),
		               "", false);
	else if (files && kind != FILE_ABSENT)
		candidates_add(w->out, pool_printf(&w->c->pool, "%.*s%s", (int)(w->start - w->typed->word), w->typed->word, word),
		               "", true);
}

void values_paths(const struct asked *w, bool files)
{
	struct strings names = { 0 };
	struct place place;

	if (w->shell->own_paths) {
		w->out->paths = files ? PATHS_FILES : PATHS_FOLDERS;
		return;
	}
	place = place_of(w);
	if (!place.folder || file_list(&names, &w->c->pool, place.folder) < 0)
		return;
	for (size_t i = 0; i < names.count; i++)
		add_entry(w, &place, names.items[i], files);
}

void values_named(const struct asked *w, const char *name)
{
	struct place place = place_of(w);

	if (place.folder && file_identify(path_join(&w->c->pool, place.folder, name)).kind == FILE_REGULAR)
		values_one(w, pool_printf(&w->c->pool, "%s%s", place.said, name), "", true);
}
