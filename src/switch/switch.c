/* SPDX-License-Identifier: MIT */
#include "switch/switch.h"

#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/report.h"
#include "plan/plan.h"
#include "switch/announce.h"
#include "switch/decide.h"
#include "switch/project.h"
#include "switch/resolve.h"
#include "switch/transition.h"

enum { TOKEN_HASH = 16 };

static const char *short_hash(struct session *s, const struct buf *text)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, text->data, text->len);
	return pool_strn(s->pool, hex, TOKEN_HASH);
}

/* What the shell's own part depends on. */
static const char *local_hash(struct session *s, const struct decision *d)
{
	struct buf text = BUF_INIT;
	const char *hash;

	buf_byte(&text, d->letter == TOKEN_ACTIVE || d->letter == TOKEN_FOREIGN ? d->letter : '-');
	if (d->letter == TOKEN_ACTIVE)
		buf_strs(&text, d->target.venv, "\n", d->prompt, NULL);
	hash = short_hash(s, &text);
	buf_release(&text);
	return hash;
}

static const char *watch_hash(struct session *s, const struct plan *plan)
{
	struct buf text = BUF_INIT;
	const char *hash;

	buf_byte(&text, plan->settled ? 's' : 'u');
	for (size_t i = 0; i < plan->watch_count; i++) {
		const struct watch_item *item = &plan->watch[i];

		buf_strs(&text, item->path, "\n", item->stamp ? item->stamp : "", NULL);
		buf_printf(&text, "\n%d %lld %lld %llu\n", (int)item->id.kind, (long long)item->id.changed,
		           (long long)item->id.size, (unsigned long long)item->id.inode);
	}
	hash = short_hash(s, &text);
	buf_release(&text);
	return hash;
}

static const char *told_list(struct session *s)
{
	struct buf list = BUF_INIT;
	const struct strings *seen = &s->told.seen;
	size_t from = seen->count > TOLD_LIMIT ? seen->count - TOLD_LIMIT : 0;
	const char *text;

	for (size_t i = from; i < seen->count; i++)
		buf_strs(&list, i > from ? "," : "", seen->items[i], NULL);
	text = pool_strn(s->pool, list.data, list.len);
	buf_release(&list);
	return text;
}

/* LETTER.LOCAL.WATCH.TOLD: by LOCAL the next run knows whether the shell's own part stands as it should. */
static void make_tokens(struct plan *plan, struct session *s, const struct decision *d)
{
	const char *local = local_hash(s, d), *watch = watch_hash(s, plan), *told = told_list(s);

	plan->token = pool_printf(s->pool, "%c.%s.%s.%s", d->letter, local, watch, told);
	plan->failed_token = pool_printf(s->pool, "%c.%s.%s.%s", TOKEN_FAILED, local, watch, told);
}

/* A shell without the hook has no token; what it asks for by hand is done all the same. */
static void plan_local(struct plan *plan, struct session *s, const struct decision *d, const struct request *r)
{
	const char *before = r->token;
	bool entered = before[0] == TOKEN_ACTIVE || before[0] == TOKEN_FOREIGN || before[0] == TOKEN_FAILED;
	const char *local = local_hash(s, d);
	bool stands = before[0] == d->letter && strlen(before) > 2 + TOKEN_HASH &&
	              strncmp(before + 2, local, TOKEN_HASH) == 0;

	if (stands || d->letter == TOKEN_FOREIGN)
		plan->local = LOCAL_KEEP;
	else if (d->letter == TOKEN_ACTIVE)
		plan->local = LOCAL_ENTER;
	else if (entered || r->kind != REQUEST_HOOK)
		plan->local = LOCAL_LEAVE;
	plan->prompt = d->prompt;
}

static int plan_changes(struct plan *plan, struct session *s, const struct decision *d, const struct request *r)
{
	struct state next;
	struct transition t = {
		.env = s->env,
		.old = &s->state,
		.wanted = &d->target,
		.fresh = !*r->token,
		.sourced = r->sourced,
	};

	if (d->letter == TOKEN_FOREIGN)
		return 0;
	if (transition_plan(plan, &next, s->pool, &t) < 0) {
		report_error(told_about(&s->told, s->pool, "large", d->target.root ? d->target.root : "", NULL),
		             "the values that entering '%s' would replace are over 32 KiB; nothing was changed",
		             d->target.root ? d->target.root : d->target.venv);
		return -1;
	}
	return 0;
}

/* A state that cannot be believed. Of a later version's it is not known how to undo it: hands off. */
static bool state_is_in_the_way(struct session *s)
{
	switch (s->state_error) {
	case STATE_NEWER:
		report_warning(told_about(&s->told, s->pool, "newer", NULL),
		               "this shell was set up by a later version of cvenv; open a new one");
		return true;
	case STATE_DAMAGED:
	case STATE_LARGE:
		report_warning(told_about(&s->told, s->pool, "damaged", NULL),
		               "%s is damaged and was set aside; what cvenv set before stays", PLAN_STATE_NAME);
		return false;
	default:
		return false;
	}
}

int switch_plan(struct session *s, const struct request *r, struct plan *plan)
{
	struct decision d = { .letter = TOKEN_FOREIGN };

	*plan = (struct plan){ .settled = true };
	if (!state_is_in_the_way(s)) {
		if (decide(&d, s, r) < 0)
			return -1;
		if (plan_changes(plan, s, &d, r) < 0) {
			if (r->kind == REQUEST_ACTIVATE)
				return -1;
			d = (struct decision){ .letter = TOKEN_FOREIGN };
		}
	}
	if (d.letter != TOKEN_FOREIGN && plan->count > 0)
		announce_switch(s, &d.target, d.prompt);
	watch_plan(&s->watch, plan, s->stamps);
	plan->settled &= !d.pending;
	plan_local(plan, s, &d, r);
	make_tokens(plan, s, &d);
	if (s->pool->failed)
		return report_memory(s->report);
	return plan->count > 0 || plan->local != LOCAL_KEEP || strcmp(plan->token, r->token) != 0;
}

void switch_give_up(struct session *s, struct plan *plan)
{
	plan->count = 0;
	plan->local = LOCAL_KEEP;
	make_tokens(plan, s, &(struct decision){ .letter = TOKEN_OTHER });
	plan->token = plan->failed_token;
}

int switch_look(struct outlook *out, struct session *s)
{
	const struct state *state = &s->state;

	*out = (struct outlook){
		.foreign = decide_is_foreign(s),
		.by_hand = decide_holds(s) && (state->mode == STATE_HAND || state->mode == STATE_OFF),
		.project = pool_alloc(s->pool, sizeof(struct project)),
		.nearest = pool_alloc(s->pool, sizeof(struct project)),
		.resolved = pool_alloc(s->pool, sizeof(struct resolved)),
	};
	if (s->pool->failed)
		return report_memory(s->report);
	project_find(out->project, s, out->nearest);
	if (out->project->verdict != PROJECT_GOOD || resolve_project(out->resolved, s, out->project, NULL) < 0)
		out->resolved = NULL;
	if (out->foreign)
		out->environment = env_get(s->env, "VIRTUAL_ENV");
	else if (out->by_hand)
		out->environment = state->mode == STATE_HAND ? state->venv : NULL;
	else if (out->resolved)
		out->environment = out->resolved->target.venv;
	return 0;
}
