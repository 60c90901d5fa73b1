/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "emit/json.h"
#include "plan/plan.h"

extern const struct shell shell_gha;

/*
 * The files in which a step of a GitHub workflow leaves variables to the steps after it. They are read as
 * UTF-8, and of a line's end a carriage return before the line feed is taken for a part.
 */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	buf_add(out, bytes, len);
	return len > 0 && bytes[len - 1] == '\r' ? -1 : json_holds(bytes, len);
}

/* NAME<<END, lines, END; nothing in a value can end it early, since END is chosen so that no value holds it. */
static void assign(struct buf *out, const char *name, const char *value)
{
	struct buf mark = BUF_INIT;

	for (unsigned i = 0;; i++) {
		buf_clear(&mark);
		buf_printf(&mark, "cvenv-end-%u", i);
		if (mark.failed || !strstr(value, mark.data))
			break;
	}
	buf_strs(out, name, "<<", mark.data, "\n", value, "\n", mark.data, "\n", NULL);
	out->failed |= mark.failed;
	buf_release(&mark);
}

/*
 * What PLAN puts before the PATH of ENV, as entries; none where it does anything else to it, or where a line
 * cannot hold them.
 */
static void put_before(struct strings *entries, struct pool *p, const struct plan *plan, const struct env *env)
{
	const char *old = env_get(env, "PATH"), *new = NULL;
	size_t before;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->changes[i].kind == CHANGE_SET && strcmp(plan->changes[i].name, "PATH") == 0)
			new = plan->changes[i].value;
	if (!new || !old || strlen(new) <= strlen(old) + 1)
		return;
	before = strlen(new) - strlen(old) - 1;
	if (new[before] != PATH_LIST_SEPARATOR || strcmp(new + before + 1, old) != 0 || memchr(new, '\n', before) ||
	    memchr(new, '\r', before))
		return;
	path_list_split(entries, p, pool_strn(p, new, before));
}

static void variables(struct buf *out, const struct plan *plan, const struct env *env)
{
	struct pool pool = POOL_INIT;
	struct strings entries = { 0 };

	put_before(&entries, &pool, plan, env);
	for (size_t i = 0; i < plan->count; i++) {
		const struct change *change = &plan->changes[i];

		/* a variable cannot be taken away there */
		if (strcmp(change->name, "PATH") != 0 || entries.count == 0)
			assign(out, change->name, change->kind == CHANGE_UNSET || !change->value ? "" : change->value);
	}
	out->failed |= pool.failed;
	pool_release(&pool);
}

/* Each line goes before all that is there: the first entry comes last. */
static void path(struct buf *out, const struct plan *plan, const struct env *env)
{
	struct pool pool = POOL_INIT;
	struct strings entries = { 0 };

	put_before(&entries, &pool, plan, env);
	for (size_t i = entries.count; i-- > 0;)
		buf_strs(out, entries.items[i], "\n", NULL);
	out->failed |= pool.failed;
	pool_release(&pool);
}

static const struct emit_file files[] = {
	{ .variable = "GITHUB_ENV", .text = variables },
	{ .variable = "GITHUB_PATH", .text = path },
	{ 0 },
};

const struct shell shell_gha = {
	.name = "gha",
	.quote = quote,
	.files = files,
};
