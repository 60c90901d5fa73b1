/* SPDX-License-Identifier: MIT */
#include "switch/transition.h"

#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "plan/plan.h"

/* NULL is a value like any other here: not set. */
static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_project(const struct transition *t)
{
	return t->old->mode != STATE_NONE && t->wanted->mode != STATE_NONE && same(t->old->root, t->wanted->root);
}

/* What NAME holds once what was done to it is undone. */
static const char *undone(const struct state_entry *entry, const char *now)
{
	return entry && same(now, entry->put) ? entry->was : now;
}

static void take_back(struct plan *plan, struct pool *p, const struct transition *t, const struct state_entry *entry)
{
	const char *now = env_get(t->env, entry->name);

	if (same(now, entry->put) && !same(now, entry->was))
		plan_restore(plan, p, entry->name, entry->was);
}

static void apply(struct plan *plan, struct state *next, struct pool *p, const struct transition *t,
                  const struct env_entry *wanted)
{
	const struct state_entry *before = state_find(t->old, wanted->name);
	const char *now = env_get(t->env, wanted->name);
	bool stays = before && same_project(t) && same(before->put, wanted->value);

	if (stays && (!t->fresh || same(now, before->put))) {
		state_add(next, p, wanted->name, before->put, before->was);
		return;
	}
	state_add(next, p, wanted->name, wanted->value, undone(before, now));
	if (same(now, wanted->value))
		return;
	if (wanted->value)
		plan_set(plan, p, wanted->name, wanted->value);
	else
		plan_unset(plan, p, wanted->name);
}

/* Both lists are sorted by name, so one walk over both meets each name once and in order. */
static void change_variables(struct plan *plan, struct state *next, struct pool *p, const struct transition *t)
{
	static const struct env nothing = { 0 };
	const struct env *wanted = t->wanted->mode == STATE_NONE ? &nothing : &t->wanted->variables;
	size_t o = 0, w = 0;

	while (o < t->old->count || w < wanted->count) {
		int order = o >= t->old->count ? 1
		          : w >= wanted->count ? -1
		          : env_compare(t->old->entries[o].name, wanted->entries[w].name);

		if (order < 0)
			take_back(plan, p, t, &t->old->entries[o]);
		else
			apply(plan, next, p, t, &wanted->entries[w]);
		o += order <= 0;
		w += order >= 0;
	}
}

static bool all_present(const struct strings *entries, const struct strings *in)
{
	for (size_t i = 0; i < entries->count; i++)
		if (!strings_have(in, entries->items[i]))
			return false;
	return true;
}

/* Of equal entries only the first is ours, and only once for each time that we put it there. */
static void remove_first(struct strings *from, const char *entry)
{
	for (size_t i = 0; i < from->count; i++)
		if (path_equal(from->items[i], entry)) {
			memmove(&from->items[i], &from->items[i + 1], (from->count - i - 1) * sizeof(*from->items));
			from->count--;
			return;
		}
}

static const char *changed_path(struct pool *p, const struct transition *t, const char *now)
{
	static const struct strings nothing = { 0 };
	const struct strings *wanted = t->wanted->mode == STATE_NONE ? &nothing : &t->wanted->paths;
	const struct strings *old = &t->old->paths;
	struct strings rest = { 0 }, result = { 0 };

	path_list_split(&rest, p, now);
	if (same_project(t) && strings_equal(old, wanted) && (!t->fresh || all_present(wanted, &rest)))
		return now;
	for (size_t i = 0; i < old->count; i++)
		remove_first(&rest, old->items[i]);
	if (t->sourced && t->old->venv && old->count > 0)
		remove_first(&rest, old->items[0]);
	for (size_t i = 0; i < wanted->count; i++)
		strings_add(&result, p, wanted->items[i]);
	for (size_t i = 0; i < rest.count; i++)
		strings_add(&result, p, rest.items[i]);
	return path_list_join(p, &result);
}

static void change_path(struct plan *plan, struct state *next, struct pool *p, const struct transition *t)
{
	const char *now = env_get(t->env, "PATH"), *then = changed_path(p, t, now);

	if (t->wanted->mode != STATE_NONE)
		next->paths = t->wanted->paths;
	if (same(now, then))
		return;
	if (then)
		plan_set(plan, p, "PATH", then);
	else
		plan_restore(plan, p, "PATH", NULL);
}

static int change_state(struct plan *plan, struct pool *p, const struct transition *t, const struct state *next)
{
	const char *now = env_get(t->env, PLAN_STATE_NAME);
	struct buf value = BUF_INIT;
	int answer = 0;

	state_format(&value, next);
	if (value.len > STATE_LIMIT)
		answer = -1;
	else if (next->mode == STATE_NONE && now)
		plan_restore(plan, p, PLAN_STATE_NAME, NULL);
	else if (next->mode != STATE_NONE && !same(now, value.data))
		plan_set(plan, p, PLAN_STATE_NAME, pool_strn(p, value.data, value.len));
	p->failed |= value.failed;
	buf_release(&value);
	return answer;
}

void transition_outside(struct env *out, struct pool *p, const struct env *env, const struct state *old)
{
	struct strings path = { 0 };

	*out = (struct env){ 0 };
	for (size_t i = 0; i < env->count; i++)
		env_set(out, p, env->entries[i].name, env->entries[i].value);
	for (size_t i = 0; i < old->count; i++) {
		const struct state_entry *entry = &old->entries[i];

		if (!same(env_get(env, entry->name), entry->put))
			continue;
		if (entry->was)
			env_set(out, p, entry->name, entry->was);
		else
			env_remove(out, entry->name);
	}
	env_remove(out, PLAN_STATE_NAME);
	path_list_split(&path, p, env_get(env, "PATH"));
	for (size_t i = 0; i < old->paths.count; i++)
		remove_first(&path, old->paths.items[i]);
	if (path.count > 0)
		env_set(out, p, "PATH", path_list_join(p, &path));
	else
		env_remove(out, "PATH");
}

int transition_plan(struct plan *plan, struct state *next, struct pool *p, const struct transition *t)
{
	size_t before = plan->count;

	*next = (struct state){ .mode = t->wanted->mode };
	if (next->mode != STATE_NONE) {
		next->root = t->wanted->root;
		next->name = t->wanted->name;
		next->venv = t->wanted->venv;
	}
	change_variables(plan, next, p, t);
	change_path(plan, next, p, t);
	if (change_state(plan, p, t, next) < 0) {
		plan->count = before;
		return -1;
	}
	return 0;
}
