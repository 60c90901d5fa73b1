/* SPDX-License-Identifier: MIT */
#include "plan/plan.h"

static void add(struct plan *plan, struct pool *p, struct change change)
{
	struct change *changes = pool_grow(p, plan->changes, plan->count, &plan->cap, sizeof *changes);

	if (!changes)
		return;
	plan->changes = changes;
	changes[plan->count++] = change;
}

void plan_set(struct plan *plan, struct pool *p, const char *name, const char *value)
{
	add(plan, p, (struct change){ .kind = CHANGE_SET, .name = name, .value = value });
}

void plan_unset(struct plan *plan, struct pool *p, const char *name)
{
	add(plan, p, (struct change){ .kind = CHANGE_UNSET, .name = name });
}

void plan_restore(struct plan *plan, struct pool *p, const char *name, const char *value)
{
	add(plan, p, (struct change){ .kind = CHANGE_RESTORE, .name = name, .value = value });
}

void plan_watch(struct plan *plan, struct pool *p, const struct watch_item *item)
{
	struct watch_item *watch = pool_grow(p, plan->watch, plan->watch_count, &plan->watch_cap, sizeof *watch);

	if (!watch)
		return;
	plan->watch = watch;
	watch[plan->watch_count++] = *item;
}
