/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "plan/plan.h"
#include "switch/project.h"
#include "switch/resolve.h"
#include "switch/switch.h"
#include "switch/wanted.h"
#include "venv/health.h"

struct status_options {
	bool json;
};

static const struct option_spec options[] = {
	{ .name = "json", .help = "print one JSON object", .offset = offsetof(struct status_options, json) },
	{ 0 },
};

/* What is told, for people by LABEL and for programs by KEY. */
struct row {
	const char *key;
	const char *label;
	const char *text;     /* NULL: nothing to tell (null) */
	const struct strings *list; /* instead of TEXT */
};

enum { ROW_LIMIT = 16, LABEL_WIDTH = 15 };

struct rows {
	struct row items[ROW_LIMIT];
	size_t count;
};

static void add(struct rows *rows, const char *key, const char *label, const char *text)
{
	if (rows->count < ROW_LIMIT)
		rows->items[rows->count++] = (struct row){ .key = key, .label = label, .text = text };
}

static void add_list(struct rows *rows, const char *key, const char *label, const struct strings *list)
{
	if (rows->count < ROW_LIMIT)
		rows->items[rows->count++] = (struct row){ .key = key, .label = label, .list = list };
}

static const char *verdict_word(const struct project *project)
{
	static const char *const words[] = {
		[PROJECT_GOOD] = "allowed",
		[PROJECT_BLOCKED] = "not allowed",
		[PROJECT_DENIED] = "denied",
		[PROJECT_BROKEN] = "not valid",
		[PROJECT_DISABLED] = "disabled",
	};

	return project->verdict == PROJECT_NONE ? NULL : words[project->verdict];
}

static const char *health_word(enum venv_health health)
{
	static const char *const words[] = {
		[VENV_ABSENT] = "missing",
		[VENV_GOOD] = "good",
		[VENV_INCOMPLETE] = "incomplete",
		[VENV_BROKEN] = "its Python is gone",
		[VENV_FOREIGN] = "not an environment",
	};

	return words[health];
}

static const char *how_active(const struct session *s, const struct outlook *look)
{
	if (look->foreign)
		return "activated by something else";
	if (s->state.mode == STATE_HAND)
		return "by hand";
	if (s->state.mode == STATE_OFF)
		return "left by hand";
	return s->state.mode == STATE_AUTO ? "by the hook" : NULL;
}

/* What the hook would do at the next prompt: +NAME set, -NAME unset, ~NAME changed or put back. */
static void list_changes(struct strings *out, struct context *c, struct session *s)
{
	static const char signs[] = { [CHANGE_SET] = '+', [CHANGE_UNSET] = '-', [CHANGE_RESTORE] = '~' };
	struct plan plan;

	/* what is to be said was said when it was looked at */
	s->report = s->told.report = &report_silent;
	if (switch_plan(s, &(struct request){ .kind = REQUEST_HOOK, .token = "a", .chpwd = true }, &plan) < 0)
		return;
	for (size_t i = 0; i < plan.count; i++) {
		const struct change *change = &plan.changes[i];
		char sign = signs[change->kind];

		if (strcmp(change->name, PLAN_STATE_NAME) == 0)
			continue;
		if (change->kind == CHANGE_SET && env_have(&c->env, change->name))
			sign = '~';
		strings_add(out, &c->pool, pool_printf(&c->pool, "%c%s", sign, change->name));
	}
}

/* Keys that are checked, and that no command of this version acts upon. */
static void list_unused(struct strings *out, struct context *c, const struct config *config)
{
	const struct {
		const char *key;
		bool given;
	} keys[] = {
		{ "requirements", config->requirements.given },
		{ "packages", config->packages.given },
		{ "post-create", config->post_create.given },
		{ "sync", config->sync != SYNC_UNSET },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].given)
			strings_add(out, &c->pool, keys[i].key);
}

static void add_environment(struct rows *rows, struct context *c, const struct outlook *look)
{
	const char *venv = look->environment;
	const char *bin = venv ? path_join(&c->pool, venv, venv_bin_name) : NULL;
	const char *version = venv ? venv_version(&c->pool, venv) : NULL;

	add(rows, "environment", "environment", venv);
	add(rows, "health", "health", venv ? health_word(venv_health(venv)) : NULL);
	add(rows, "python", "python", bin ? path_join(&c->pool, bin, venv_python_name) : NULL);
	add(rows, "python_version", "version", version);
	add(rows, "base", "base", venv ? venv_config_get(&c->pool, venv, "home") : NULL);
}

/* Looked up before the hook would: what is wrong with it is said by then. */
static const char *python_reason(struct context *c, struct session *s, const struct resolved *r)
{
	struct wanted wanted;

	return r && wanted_by(&wanted, s, r) == 0 ? wanted_text(&c->pool, &wanted) : NULL;
}

static void print_text(struct context *c, const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->items[i];

		if (!row->text && !(row->list && row->list->count > 0))
			continue;
		buf_printf(&c->out, "%s:%*s", row->label, (int)(LABEL_WIDTH - strlen(row->label)), "");
		if (row->text)
			out_text(c, row->text);
		for (size_t j = 0; row->list && j < row->list->count; j++) {
			if (j > 0)
				buf_byte(&c->out, ' ');
			out_text(c, row->list->items[j]);
		}
		buf_byte(&c->out, '\n');
	}
}

static void print_json(struct context *c, const struct rows *rows)
{
	struct buf *out = &c->out;

	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->items[i];

		buf_str(out, i == 0 ? "{\n  " : ",\n  ");
		text_json(out, row->key, strlen(row->key));
		buf_str(out, ": ");
		if (row->text)
			text_json(out, row->text, strlen(row->text));
		else if (!row->list)
			buf_str(out, "null");
		for (size_t j = 0; row->list && j < row->list->count; j++) {
			buf_str(out, j == 0 ? "[" : ", ");
			text_json(out, row->list->items[j], strlen(row->list->items[j]));
		}
		if (row->list)
			buf_str(out, row->list->count > 0 ? "]" : "[]");
	}
	buf_str(out, "\n}\n");
}

static int run(struct context *c, int argc, char **argv)
{
	struct status_options o = { 0 };
	int status, operands = options_parse(c, &cmd_status, &o, argc, argv, &status);
	struct strings changes = { 0 }, unused = { 0 };
	struct rows rows = { 0 };
	struct outlook look;
	struct session s;

	if (operands < 0)
		return status;
	if (operands > 0)
		return usage_error(c, &cmd_status, "unexpected argument '%s'", argv[1]);
	if (open_session(c, &s, NULL) < 0 || switch_look(&look, &s) < 0)
		return EXIT_FAILED;
	add(&rows, "active", "active", look.foreign ? look.environment : s.state.venv);
	add(&rows, "how", "how", how_active(&s, &look));
	add(&rows, "project", "project", look.project->root);
	add(&rows, "config", "config", look.nearest->file);
	add(&rows, "trust", "trust", verdict_word(look.nearest));
	add_environment(&rows, c, &look);
	add(&rows, "wanted_python", "wanted", python_reason(c, &s, look.resolved));
	list_changes(&changes, c, &s);
	add_list(&rows, "changes", "would change", &changes);
	if (look.resolved)
		list_unused(&unused, c, &look.project->config);
	add_list(&rows, "unused_keys", "not acted upon", &unused);
	if (o.json)
		print_json(c, &rows);
	else
		print_text(c, &rows);
	if (c->out.len == 0)
		report_info(&c->report, "nothing is active, and there is no '%s' here or above", CONFIG_NAME);
	return EXIT_DONE;
}

const struct command cmd_status = {
	.name = "status",
	.arguments = "[--json]",
	.summary = "tell what is active here, why, and what would change",
	.details =
		"Changes are shown as +NAME (set), -NAME (unset) and ~NAME (changed, or put back). The keys\n"
		"'requirements', 'packages', 'post-create' and 'sync' of a config are checked; this version of\n"
		"cvenv installs nothing, and tells which of them it does not act upon.\n",
	.options = options,
	.run = run,
};
