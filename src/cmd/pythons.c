/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "switch/maker.h"
#include "switch/project.h"
#include "switch/resolve.h"
#include "switch/switch.h"
#include "switch/wanted.h"
#include "venv/cvenv.h"

struct pythons_options {
	bool json;
};

static const struct option_spec options[] = {
	{ .name = "json", .help = "print one JSON object", .offset = offsetof(struct pythons_options, json) },
	{ 0 },
};

enum { NAME_WIDTH = 18, PLACE_WIDTH = 8 };

/* What is shown. */
struct shown {
	const struct cvenv_pythons *list;
	const struct cvenv_python *picked; /* NULL: nothing fits */
	const struct wanted *wanted;
};

/* "CPython 3.13.0t". */
static const char *full_name(struct context *c, const struct cvenv_python *python)
{
	return pool_printf(&c->pool, "%s %s%s%s", maker_name(python), python->version, python->free_threaded ? "t" : "",
	                   python->debug ? "d" : "");
}

static bool is_same(const struct cvenv_python *a, const struct cvenv_python *b)
{
	if (!a || !b)
		return false;
	return strcmp(a->executable, b->executable) == 0 ||
	       (!a->in_environment && !b->in_environment && strcmp(a->real_executable, b->real_executable) == 0);
}

static bool is_listed(const struct shown *s)
{
	for (size_t i = 0; i < s->list->count; i++)
		if (is_same(s->list->items[i], s->picked))
			return true;
	return false;
}

static void print_row(struct context *c, const struct cvenv_python *python, bool picked)
{
	buf_printf(&c->out, "%s %-*s %-*s ", picked ? "*" : " ", NAME_WIDTH, full_name(c, python), PLACE_WIDTH,
	           python->place ? python->place : "path");
	out_text(c, python->executable);
	if (python->in_environment) {
		buf_str(&c->out, " (an environment of ");
		out_text(c, python->base_executable);
		buf_byte(&c->out, ')');
	}
	buf_byte(&c->out, '\n');
}

static void print_text(struct context *c, const struct shown *s)
{
	for (size_t i = 0; i < s->list->count; i++)
		print_row(c, s->list->items[i], is_same(s->list->items[i], s->picked));
	if (s->picked && !is_listed(s))
		print_row(c, s->picked, true);
}

static void json_flag(struct buf *out, const char *key, bool value)
{
	text_json(out, key, strlen(key));
	buf_strs(out, ": ", value ? "true" : "false", NULL);
}

static void json_python(struct buf *out, const struct cvenv_python *python, bool picked)
{
	const struct {
		const char *key, *value;
	} texts[] = {
		{ "path", python->executable },
		{ "real_path", python->real_executable },
		{ "base", python->base_executable },
		{ "implementation", python->implementation },
		{ "version", python->version },
		{ "place", python->place },
	};
	const struct {
		const char *key;
		bool value;
	} flags[] = {
		{ "free_threaded", python->free_threaded },
		{ "debug", python->debug },
		{ "64bit", python->is_64bit },
		{ "environment", python->in_environment },
		{ "ensurepip", python->has_ensurepip },
		{ "picked", picked },
	};

	buf_byte(out, '{');
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		text_json_member(out, texts[i].key, texts[i].value);
		buf_str(out, ", ");
	}
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		buf_str(out, i > 0 ? ", " : "");
		json_flag(out, flags[i].key, flags[i].value);
	}
	buf_byte(out, '}');
}

static void print_json(struct context *c, const struct shown *s)
{
	const struct texts *specs = &s->wanted->specs;
	bool extra = s->picked && !is_listed(s);
	struct buf *out = &c->out;

	buf_str(out, "{\n  \"wanted\": [");
	for (size_t i = 0; i < specs->count; i++) {
		buf_str(out, i > 0 ? ", " : "");
		text_json(out, specs->items[i].text, strlen(specs->items[i].text));
	}
	buf_str(out, "],\n  ");
	text_json_member(out, "wanted_by", s->wanted->by);
	buf_str(out, ",\n  ");
	text_json_member(out, "wanted_in", specs->count ? specs->items[0].mark.file : NULL);
	buf_str(out, ",\n  ");
	text_json_member(out, "picked", s->picked ? s->picked->executable : NULL);
	buf_str(out, ",\n  \"pythons\": [");
	for (size_t i = 0; i < s->list->count + extra; i++) {
		const struct cvenv_python *python = i < s->list->count ? s->list->items[i] : s->picked;

		buf_str(out, i > 0 ? ",\n    " : "\n    ");
		json_python(out, python, is_same(python, s->picked));
	}
	buf_str(out, s->list->count + extra > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

/* What SPEC says, or else what holds here, as the hook and `create` go by it. */
static int find_wanted(struct wanted *out, struct session *s, const char *spec)
{
	struct project project;
	struct resolved resolved;

	*out = (struct wanted){ 0 };
	if (spec) {
		wanted_given(out, s->pool, spec, NULL);
		return 0;
	}
	project_find(&project, s, NULL);
	if (project.verdict != PROJECT_GOOD)
		return wanted_auto(out, s, NULL);
	return resolve_project(&resolved, s, &project, NULL) < 0 ? -1 : wanted_by(out, s, &resolved);
}

static void say_picked(struct context *c, const struct shown *s)
{
	const struct wanted *w = s->wanted;

	if (!s->picked)
		return;
	if (w->specs.count == 0)
		report_info(&c->report, "'auto' picks %s at '%s'", full_name(c, s->picked), s->picked->executable);
	else
		report_info(&c->report, "'%s'%s%s picks %s at '%s'", w->specs.items[0].text, w->by ? " of " : "",
		            w->by ? w->by : "", full_name(c, s->picked), s->picked->executable);
}

static int run(struct context *c, int argc, char **argv)
{
	struct pythons_options o = { 0 };
	int status, operands = options_parse(c, &cmd_pythons, &o, argc, argv, &status);
	struct maker m = { .pool = &c->pool, .env = &c->env, .report = &c->report };
	struct wanted wanted;
	struct shown shown = { .wanted = &wanted };
	struct cvenv_pythons *list;
	struct cvenv_python *picked = NULL;
	struct session s;

	if (operands < 0)
		return status;
	if (operands > 1)
		return usage_error(c, &cmd_pythons, "unexpected argument '%s'", argv[2]);
	if (open_session(c, &s, NULL) < 0)
		return EXIT_FAILED;
	m.cache = s.settings.cache;
	if (find_wanted(&wanted, &s, operands ? argv[1] : NULL) == 0)
		picked = wanted_python(&wanted, &m);
	shown.picked = picked;
	list = maker_pythons(&m);
	shown.list = list;
	if (list && o.json) {
		print_json(c, &shown);
	} else if (list) {
		print_text(c, &shown);
		say_picked(c, &shown);
	}
	status = list && picked ? EXIT_DONE : EXIT_FAILED;
	cvenv_python_free(picked);
	cvenv_python_list_free(list);
	return status;
}

const struct command cmd_pythons = {
	.name = "pythons",
	.arguments = "[--json] [SPEC]",
	.summary = "list the Pythons that are found, and which one is picked",
	.details =
		"Each is shown with the place where it was found; * is the one that SPEC picks, or, without\n"
		"SPEC, what an environment made here would be made of. SPEC is what 'cvenv create --python'\n"
		"takes. Exits with 1 where none fits.\n",
	.options = options,
	.run = run,
};
