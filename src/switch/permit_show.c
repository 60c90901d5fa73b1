/* SPDX-License-Identifier: MIT */
#include "switch/permit.h"

#include <string.h>

#include "base/path.h"
#include "base/printf_like.h"
#include "switch/difference.h"
#include "switch/record.h"

/* Where lines go, and how far in. */
struct sheet {
	struct strings *out;
	struct pool *pool;
	const char *indent;
};

static void line(const struct sheet *s, const char *format, ...) PRINTF_LIKE(2, 3);

static void line(const struct sheet *s, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = pool_vprintf(s->pool, format, args);
	va_end(args);
	strings_add(s->out, s->pool, pool_printf(s->pool, "%s%s", s->indent, text));
}

static void show_text(const struct sheet *s, const char *label, const struct text *value)
{
	if (value->text)
		line(s, "%s: '%s'", label, value->text);
}

static void show_texts(const struct sheet *s, const char *label, const struct texts *values)
{
	for (size_t i = 0; i < values->count; i++)
		line(s, "%s: '%s'", label, values->items[i].text);
	if (values->given && values->count == 0)
		line(s, "%s: nothing", label);
}

static void show_flag(const struct sheet *s, enum flag flag, const char *yes, const char *no)
{
	if (flag != FLAG_UNSET)
		line(s, "%s", flag == FLAG_TRUE ? yes : no);
}

static void show_environment(const struct sheet *s, const struct config *c, const char *fallback)
{
	if (c->venv_name.text)
		line(s, "environment: '%s' in the central folder", c->venv_name.text);
	else if (c->venv.text)
		line(s, "environment: '%s'", c->venv.text);
	else if (fallback)
		line(s, "environment: '%s'", fallback);
	if (c->create != CREATE_UNSET)
		line(s, c->create == CREATE_NEVER ? "is never made on entering" : "is made on entering where it is missing");
	show_text(s, "python", &c->python);
	show_text(s, "prompt", &c->prompt);
	show_flag(s, c->system_site_packages, "sees the packages of its Python", "does not see the packages of its Python");
	show_flag(s, c->pip, "gets pip", "gets no pip");
}

static void show_variables(const struct sheet *s, const struct config *c)
{
	for (size_t i = 0; i < c->env.count; i++) {
		const struct setting_pair *pair = &c->env.items[i];

		if (pair->value.text)
			line(s, "sets %s to '%s'", pair->name, pair->value.text);
		else
			line(s, "unsets %s", pair->name);
	}
	show_texts(s, "puts on PATH", &c->path);
	show_texts(s, "reads variables from", &c->dotenv);
}

static void show_config(const struct sheet *s, const struct config *c, const char *fallback)
{
	struct sheet inner = { .out = s->out, .pool = s->pool, .indent = pool_printf(s->pool, "%s  ", s->indent) };

	show_environment(s, c, fallback);
	show_variables(s, c);
	show_texts(s, "requirements", &c->requirements);
	show_texts(s, "packages", &c->packages);
	show_texts(s, "runs once after the environment was made", &c->post_create);
	if (c->sync != SYNC_UNSET)
		line(s, c->sync == SYNC_NEVER ? "does not say when packages are out of date"
		                              : "says when packages are out of date");
	show_flag(s, c->inherit, "takes over the next config above, where that is allowed", "takes over nothing from above");
	show_flag(s, c->disable, "does nothing in this folder and below", "is not disabled");
	show_texts(s, "watches", &c->watch);
	for (size_t i = 0; i < c->environment_count; i++) {
		const struct named_config *named = &c->environments[i];

		line(s, "further environment '%s':", named->name);
		show_config(&inner, named->config, pool_printf(s->pool, ".venv-%s", named->name));
	}
}

/* The names alone: the values may be secrets. */
static void show_dotenv(const struct sheet *s, const struct permit_dotenv *dotenv)
{
	const char *names = NULL;

	if (!dotenv->bytes) {
		line(s, "'%s' is not there; when it comes, it has to be allowed", dotenv->path);
		return;
	}
	for (size_t i = 0; i < dotenv->variables.count; i++)
		names = pool_printf(s->pool, "%s%s%s", names ? names : "", names ? ", " : "",
		                    dotenv->variables.entries[i].name);
	line(s, "'%s' sets %s", dotenv->path, names ? names : "nothing");
}

static void show_note(const struct sheet *s, const struct requirement_note *note)
{
	const char *what = requirement_kind_text(note->kind);

	if (note->line)
		line(s, "%s:%zu: '%s' (%s)", note->file, note->line, note->text, what);
	else
		line(s, "%s: %s (%s)", note->file, note->text, what);
}

static void show_requirements(const struct sheet *s, const struct requirements *r)
{
	struct sheet inner = { .out = s->out, .pool = s->pool, .indent = "    " };

	for (size_t i = 0; i < r->count; i++)
		if (!r->files[i].bytes)
			line(s, "'%s' is not there; when it comes, it has to be allowed", r->files[i].path);
		else if (i > 0)
			line(s, "reads '%s'", r->files[i].path);
	if (r->note_count == 0)
		return;
	line(s, "more than packages of the index by name, so code that will run when they are installed:");
	for (size_t i = 0; i < r->note_count; i++)
		show_note(&inner, &r->notes[i]);
}

/* What changed. */

static bool same(const struct trust_file *a, const struct trust_file *b)
{
	return a->digest && b->digest ? strcmp(a->digest, b->digest) == 0 : !a->digest && !b->digest;
}

/* Answers whether there is anything to say. */
static bool show_change(const struct sheet *s, const struct trust_file *before, const struct trust_file *now)
{
	struct strings lines = { 0 };

	if (before && same(before, now))
		return false;
	if (!before || !before->digest || !now->digest) {
		line(s, "'%s' %s since it was allowed", now->path, before && !now->digest ? "was removed" : "came");
		return true;
	}
	line(s, "'%s' was changed since it was allowed%s", now->path, now->bytes ? ":" : "");
	if (!before->bytes || !now->bytes)
		return true;
	difference(&lines, s->pool, before->bytes, before->len, now->bytes, now->len);
	for (size_t i = 0; i < lines.count; i++)
		line(s, "  %s", lines.items[i]);
	return true;
}

static void show_changes(const struct sheet *s, const struct permit *permit)
{
	const struct trust_record *before = &permit->before, *now = &permit->now;
	bool any = false;

	for (size_t i = 0; i < now->count; i++) {
		const struct trust_file *file = &now->files[i];

		any |= show_change(s, record_find(before, file->part, file->path), file);
	}
	for (size_t i = 0; i < before->count; i++) {
		const struct trust_file *file = &before->files[i];

		if (record_find(now, file->part, file->path))
			continue;
		any = true;
		line(s, "'%s' was allowed and is not part of it any more", file->path);
	}
	if (!any)
		line(s, "nothing changed since it was allowed");
}

static void show_file(const struct sheet *s, const struct permit_file *file, const char *fallback)
{
	struct sheet inner = { .out = s->out, .pool = s->pool, .indent = "  " };

	if (!file->bytes)
		return;
	line(s, "'%s':", file->path);
	show_config(&inner, &file->config, fallback);
}

void permit_show(struct strings *out, struct pool *p, const struct permit *permit)
{
	struct sheet s = { .out = out, .pool = p, .indent = "" };
	struct sheet inner = { .out = out, .pool = p, .indent = "  " };

	show_file(&s, &permit->config, ".venv");
	show_file(&s, &permit->local, NULL);
	for (size_t i = 0; i < permit->dotenv_count; i++)
		show_dotenv(&inner, &permit->dotenvs[i]);
	show_requirements(&inner, &permit->requirements);
	if (permit->denied)
		line(&s, "it was denied until now");
	if (permit->known)
		show_changes(&s, permit);
}
