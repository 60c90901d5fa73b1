/* SPDX-License-Identifier: MIT */
#include "switch/hand.h"

#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/places.h"
#include "base/report.h"
#include "base/text.h"
#include "switch/project.h"
#include "switch/resolve.h"
#include "switch/switch.h"

static bool has_environment(const struct project *project, const char *name)
{
	for (size_t i = 0; i < project->config.environment_count; i++)
		if (strcmp(project->config.environments[i].name, name) == 0)
			return true;
	return false;
}

static bool is_path(const char *name)
{
	return path_has_separator(name) || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static const char *central_place(struct session *s, const char *name)
{
	const char *central = s->settings.central ? s->settings.central : places_central(s->pool, &s->outside);

	return central ? path_join(s->pool, central, name) : NULL;
}

/* Environments by name, for the message: the project's own and those of the central folder. */
static void list_known(struct strings *out, struct session *s, const struct project *project)
{
	const char *central = central_place(s, "");
	struct strings there = { 0 };

	if (project->verdict == PROJECT_GOOD)
		for (size_t i = 0; i < project->config.environment_count; i++)
			strings_add(out, s->pool, project->config.environments[i].name);
	if (central && file_list(&there, s->pool, central) == 0)
		for (size_t i = 0; i < there.count; i++)
			if (venv_health(path_join(s->pool, central, there.items[i])) == VENV_GOOD)
				strings_add(out, s->pool, there.items[i]);
}

static int unknown(struct session *s, const struct project *project, const char *name)
{
	struct strings known = { 0 };
	struct buf list = BUF_INIT;
	const char *near;

	list_known(&known, s, project);
	for (size_t i = 0; i < known.count; i++)
		buf_strs(&list, i ? ", " : "", known.items[i], NULL);
	strings_add(&known, s->pool, NULL);
	near = s->pool->failed ? NULL : text_nearest(name, known.items);
	if (near)
		report_error(s->report, "no environment '%s'; did you mean '%s'?", name, near);
	else if (list.len > 0)
		report_error(s->report, "no environment '%s'; there are: %s", name, list.data);
	else
		report_error(s->report, "no environment '%s' here or in the central folder; 'cvenv create' makes one", name);
	buf_release(&list);
	return -1;
}

static int resolve_place(struct resolved *out, struct session *s, const char *place)
{
	if (resolve_folder(out, s, place) < 0)
		return -1;
	if (out->health == VENV_GOOD)
		return 0;
	if (out->health == VENV_ABSENT)
		report_error(s->report, "there is no environment at '%s'; 'cvenv create' makes it", place);
	else if (out->health == VENV_FOREIGN)
		report_error(s->report, "'%s' is not an environment: it has no pyvenv.cfg", place);
	else
		report_error(s->report, "the environment '%s' is %s; 'cvenv create --clear' makes it anew", place,
		             out->health == VENV_BROKEN ? "there, but its Python is gone" : "incomplete");
	return -1;
}

static const char *here(struct session *s, const char *name)
{
	const char *folder = s->logical ? s->logical : s->physical;

	return folder ? path_clean(s->pool, path_join(s->pool, folder, name)) : NULL;
}

int hand_resolve(struct resolved *out, struct session *s, const struct project *project, const char *name)
{
	bool inside = project->verdict == PROJECT_GOOD;
	const char *place;

	if (!name && inside)
		return resolve_project(out, s, project, NULL);
	if (name && !is_path(name) && inside && has_environment(project, name)) {
		if (resolve_project(out, s, project, name) < 0)
			return -1;
		out->target.mode = STATE_HAND;
		return 0;
	}
	place = here(s, name ? name : ".venv");
	if (!place) {
		report_error(s->report, "the working directory was deleted; go to another");
		return -1;
	}
	if (name && !is_path(name) && venv_health(place) == VENV_ABSENT) {
		place = central_place(s, name);
		if (!place || venv_health(place) == VENV_ABSENT)
			return unknown(s, project, name);
	}
	return resolve_place(out, s, place);
}
