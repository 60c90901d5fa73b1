/* SPDX-License-Identifier: MIT */
#include "switch/decide.h"

#include <string.h>

#include "base/path.h"
#include "switch/hand.h"
#include "switch/project.h"
#include "switch/provide.h"
#include "switch/resolve.h"
#include "switch/switch.h"

static bool is_inside(const struct session *s, const char *root)
{
	return (s->logical && path_is_below(s->logical, root)) || (s->physical && path_is_below(s->physical, root));
}

bool decide_holds(const struct session *s)
{
	return !s->state.root || is_inside(s, s->state.root);
}

bool decide_is_foreign(const struct session *s)
{
	const struct state_entry *ours = state_find(&s->state, "VIRTUAL_ENV");
	const char *venv = env_get(s->env, "VIRTUAL_ENV"), *conda = env_get(s->env, "CONDA_DEFAULT_ENV");

	if (venv && *venv && !(ours && ours->put && strcmp(ours->put, venv) == 0))
		return true;
	return conda && *conda && strcmp(conda, "base") != 0 && env_have(s->env, "CONDA_PREFIX");
}

/* In a shell that knew of our environment, a VIRTUAL_ENV that went away was taken away by the user. */
static bool was_taken_away(const struct session *s, const struct request *r)
{
	return r->token[0] == TOKEN_ACTIVE && s->state.venv && !env_have(s->env, "VIRTUAL_ENV");
}

static enum provide_when when_to_make(const struct request *r)
{
	if (r->chpwd)
		return PROVIDE_NEVER;
	if (r->kind == REQUEST_RELOAD)
		return PROVIDE_AGAIN;
	return r->kind == REQUEST_HOOK ? PROVIDE_PROMPT : PROVIDE_ASKED;
}

/* 1 where PROJECT can be entered; 0 where it has nothing to give, or not now; -1 where that fails the request. */
static int try_project(struct decision *d, struct session *s, const struct request *r, const struct project *project)
{
	struct resolved resolved;
	int there = -1;

	if (resolve_project(&resolved, s, project, NULL) == 0)
		there = provide(&resolved, s, project, when_to_make(r));
	d->pending |= there == 0;
	if (there < 1)
		return r->kind == REQUEST_ACTIVATE ? -1 : 0;
	d->target = resolved.target;
	d->prompt = resolved.prompt;
	d->letter = TOKEN_ACTIVE;
	return 1;
}

/*
 * What the directory asks for, with nothing done by hand: the nearest project that can be entered. One
 * whose environment cannot be had ends nothing above it.
 */
static int decide_by_folder(struct decision *d, struct session *s, const struct request *r)
{
	struct project_walk walk;
	struct project project;
	int entered = 0;

	d->letter = TOKEN_OTHER;
	project_walk_start(&walk, s);
	while (entered == 0 && project_walk_next(&walk, &project)) {
		d->met = true;
		if (project.verdict == PROJECT_DISABLED)
			break;
		if (project.verdict == PROJECT_GOOD)
			entered = try_project(d, s, r, &project);
	}
	return entered < 0 ? -1 : 0;
}

/* The project's "env" and "path" without its environment. */
static void without_venv(struct target *t, struct session *s)
{
	struct strings rest = { 0 };

	for (const char *const *name = state_venv_names; *name; name++)
		env_remove(&t->variables, *name);
	for (size_t i = 1; i < t->paths.count; i++)
		strings_add(&rest, s->pool, t->paths.items[i]);
	t->paths = rest;
	t->venv = NULL;
}

/* `deactivate` in ROOT: the project's own variables stay, as far as the project is in order. */
static void decide_off(struct decision *d, struct session *s, const struct project *project, const char *root,
                       const char *name)
{
	struct resolved resolved;

	d->letter = TOKEN_OTHER;
	if (project->verdict == PROJECT_GOOD && resolve_project(&resolved, s, project, name) == 0) {
		d->target = resolved.target;
		without_venv(&d->target, s);
	}
	d->target.mode = STATE_OFF;
	d->target.root = root;
}

/* The project's variables with the environment VENV in the place of its own. */
static void layer(struct resolved *r, struct session *s, const struct project *project)
{
	struct resolved under;
	struct target *t = &r->target;

	if (project->verdict != PROJECT_GOOD || r->target.name || resolve_project(&under, s, project, NULL) < 0)
		return;
	without_venv(&under.target, s);
	for (size_t i = 0; i < under.target.variables.count; i++)
		if (!env_have(&t->variables, under.target.variables.entries[i].name))
			env_set(&t->variables, s->pool, under.target.variables.entries[i].name,
			        under.target.variables.entries[i].value);
	for (size_t i = 0; i < under.target.paths.count; i++)
		strings_add(&t->paths, s->pool, under.target.paths.items[i]);
}

static void take_hand(struct decision *d, struct session *s, struct resolved *r, const struct project *project,
                      const char *root)
{
	layer(r, s, project);
	d->target = r->target;
	d->target.mode = STATE_HAND;
	d->target.root = root;
	d->prompt = r->prompt;
	d->letter = TOKEN_ACTIVE;
}

/* What was activated by hand holds on; -1 where it is not there any more. */
static int keep_hand(struct decision *d, struct session *s, const struct project *project)
{
	struct resolved resolved;
	int answer = s->state.name && project->verdict == PROJECT_GOOD
	           ? resolve_project(&resolved, s, project, s->state.name)
	           : resolve_folder(&resolved, s, s->state.venv);

	if (answer < 0 || resolved.health != VENV_GOOD)
		return -1;
	take_hand(d, s, &resolved, project, s->state.root);
	return 0;
}

/* Whether PROJECT is one of its own within the one that something was done for: entering it leaves that. */
static bool is_inner(const struct state *state, const struct project *project)
{
	return state->root && project->verdict == PROJECT_GOOD && strcmp(project->root, state->root) != 0 &&
	       path_is_below(project->root, state->root);
}

static int decide_hook(struct decision *d, struct session *s, const struct request *r)
{
	const struct state *state = &s->state;
	bool holds = decide_holds(s), taken = was_taken_away(s, r);
	bool off = state->root && (taken || state->mode == STATE_OFF);
	struct project project;

	if (holds && (off || (state->mode == STATE_HAND && state->venv && !taken))) {
		project_find(&project, s, NULL);
		holds = !is_inner(state, &project);
		d->met = true;
		if (holds && off) {
			decide_off(d, s, &project, state->root, state->name);
			return 0;
		}
		if (holds && keep_hand(d, s, &project) == 0)
			return 0;
	}
	return decide_by_folder(d, s, r);
}

static int decide_activate(struct decision *d, struct session *s, const struct request *r)
{
	struct project project;
	struct resolved resolved;
	bool inside;

	project_find(&project, s, NULL);
	inside = project.verdict == PROJECT_GOOD;
	if (!r->environment && inside)
		return decide_by_folder(d, s, r);
	if (hand_resolve(&resolved, s, &project, r->environment) < 0)
		return -1;
	if (resolved.target.name && provide(&resolved, s, &project, PROVIDE_ASKED) < 1)
		return -1;
	take_hand(d, s, &resolved, &project, inside ? project.root : NULL);
	return 0;
}

static int decide_deactivate(struct decision *d, struct session *s)
{
	struct project project;

	d->letter = TOKEN_OTHER;
	project_find(&project, s, NULL);
	if (project.verdict == PROJECT_GOOD)
		decide_off(d, s, &project, project.root, NULL);
	return 0;
}

/* Nothing is touched while another's activation lasts. */
static int decide_foreign(struct decision *d, struct session *s)
{
	d->letter = TOKEN_FOREIGN;
	/* conda's comings and goings are not among what a shell compares at its prompt */
	d->pending = env_have(s->env, "CONDA_PREFIX");
	return 0;
}

int decide(struct decision *d, struct session *s, const struct request *r)
{
	if (r->kind == REQUEST_ACTIVATE)
		return decide_activate(d, s, r);
	if (r->kind == REQUEST_DEACTIVATE)
		return decide_deactivate(d, s);
	if (decide_is_foreign(s))
		return decide_foreign(d, s);
	if (decide_hook(d, s, r) < 0)
		return -1;
	if (!d->met && !s->settings.detect)
		d->letter = TOKEN_NOTHING;
	return 0;
}
