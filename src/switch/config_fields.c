/* SPDX-License-Identifier: MIT */
#include "switch/config_fields.h"

#include <string.h>

#include "base/pool.h"
#include "base/text.h"
#include "switch/config_reader.h"

const char *field_wrong_empty(const char *text)
{
	return *text ? NULL : "is empty";
}

static void *member(const struct field *f, void *out)
{
	return (char *)out + f->offset;
}

/* "auto, clone or copy" */
static const char *list_words(struct complaints *c, const char *const *words)
{
	const char *all = words[0];

	for (size_t i = 1; words[i]; i++)
		all = pool_printf(c->pool, "%s%s%s", all, words[i + 1] ? ", " : " or ", words[i]);
	return all;
}

static bool put_word(struct complaints *c, const struct field *f, const struct text *value, void *out)
{
	for (int i = 0; f->words[i]; i++)
		if (!strcmp(f->words[i], value->text)) {
			*(int *)member(f, out) = i + 1;
			return true;
		}
	complain(c, &value->mark, "'%s' must be %s, not '%s'", f->name, list_words(c, f->words),
	         complain_show(c, value->text));
	return false;
}

/* As YAML 1.2's core schema has them; "yes" and "on" are YAML 1.1's, and mean nothing now. */
static bool put_flag(struct complaints *c, const struct field *f, const struct text *value, void *out)
{
	static const char *const words[] = { "false", "False", "FALSE", "true", "True", "TRUE" };

	for (size_t i = 0; i < 6; i++)
		if (!strcmp(words[i], value->text)) {
			*(enum flag *)member(f, out) = i < 3 ? FLAG_FALSE : FLAG_TRUE;
			return true;
		}
	complain(c, &value->mark, "'%s' must be true or false, not '%s'", f->name, complain_show(c, value->text));
	return false;
}

static void add_text(struct complaints *c, struct texts *list, const struct text *value)
{
	struct text *items = pool_grow(c->pool, list->items, list->count, &list->cap, sizeof *items);

	if (!items)
		return;
	list->items = items;
	list->items[list->count++] = *value;
}

bool field_put(struct complaints *c, const struct field *f, const struct text *value, void *out)
{
	const char *why = f->wrong ? f->wrong(value->text) : NULL;

	if (why) {
		complain(c, &value->mark, "%s'%s' %s", f->kind == FIELD_LIST ? "an entry of " : "", f->name, why);
		return false;
	}
	if (f->kind == FIELD_WORD)
		return put_word(c, f, value, out);
	if (f->kind == FIELD_FLAG)
		return put_flag(c, f, value, out);
	if (f->kind == FIELD_LIST)
		add_text(c, member(f, out), value);
	else
		*(struct text *)member(f, out) = *value;
	return true;
}

bool field_comes_map(const struct config_reader *r)
{
	return r->event.type == YAML_MAPPING_START_EVENT;
}

void field_skip(struct config_reader *r)
{
	reader_skip(r);
}

struct mark field_mark(const struct config_reader *r)
{
	return reader_mark(r);
}

struct complaints *field_complaints(struct config_reader *r)
{
	return r->complaints;
}

static const char *quoted(struct config_reader *r, const char *name)
{
	return pool_printf(r->complaints->pool, "'%s'", complain_show(r->complaints, name));
}

/* An alias, and text that cannot be read on, were complained of when they came. */
static void refuse_kind(struct config_reader *r, const char *subject, const char *wanted)
{
	struct mark mark = reader_mark(r);

	if (reader_is_null(r))
		complain(r->complaints, &mark, "%s has no value: it must be %s; give it one or remove it", subject, wanted);
	else if (r->event.type != YAML_ALIAS_EVENT && r->event.type != YAML_NO_EVENT)
		complain(r->complaints, &mark, "%s must be %s, not %s", subject, wanted, reader_what(r));
	reader_skip(r);
}

static const char *wanted_kind(struct config_reader *r, const struct field *f)
{
	switch (f->kind) {
	case FIELD_FLAG:
		return "true or false";
	case FIELD_WORD:
		return list_words(r->complaints, f->words);
	case FIELD_LIST:
		return "a list (lines of '- VALUE', or [] for none)";
	case FIELD_OTHER:
		return f->wanted;
	default:
		return "a string";
	}
}

bool field_text(struct config_reader *r, const char *subject, const char *wanted, bool or_null, struct text *value)
{
	bool null = reader_is_null(r), good = true;

	if (r->event.type != YAML_SCALAR_EVENT || (null && !or_null)) {
		refuse_kind(r, subject, wanted);
		return false;
	}
	if (null)
		*value = (struct text){ NULL, reader_mark(r) };
	else
		good = reader_text(r, value);
	reader_next(r);
	return good;
}

static void read_scalar(struct config_reader *r, const struct field *f, void *out)
{
	bool plain = r->event.type == YAML_SCALAR_EVENT && r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	struct text value;

	if (!field_text(r, quoted(r, f->name), wanted_kind(r, f), false, &value))
		return;
	if (f->kind == FIELD_FLAG && !plain)
		complain(r->complaints, &value.mark, "'%s' must be true or false without quotes", f->name);
	else
		field_put(r->complaints, f, &value, out);
}

static void read_list(struct config_reader *r, const struct field *f, void *out)
{
	struct texts *list = member(f, out);
	const char *subject = quoted(r, f->name);
	struct text value;

	if (r->event.type != YAML_SEQUENCE_START_EVENT) {
		refuse_kind(r, subject, wanted_kind(r, f));
		return;
	}
	list->given = true;
	subject = pool_printf(r->complaints->pool, "an entry of %s", subject);
	reader_next(r);
	while (r->event.type != YAML_SEQUENCE_END_EVENT && r->event.type != YAML_NO_EVENT)
		if (field_text(r, subject, "a string", false, &value))
			field_put(r->complaints, f, &value, out);
	reader_next(r);
}

/* The key that comes next, and on to its value; false, and past both, where it is no text. */
static bool read_name(struct config_reader *r, struct text *name)
{
	struct mark mark = reader_mark(r);
	bool good = r->event.type == YAML_SCALAR_EVENT && *r->event.data.scalar.value;

	if (!good) {
		complain(r->complaints, &mark, "a key must be a name, not %s",
		         r->event.type == YAML_SCALAR_EVENT ? "empty" : reader_what(r));
		reader_skip(r);
	} else {
		good = reader_text(r, name);
		reader_next(r);
	}
	if (!good)
		reader_skip(r);
	return good;
}

static bool comes_entry(const struct config_reader *r)
{
	return r->event.type != YAML_MAPPING_END_EVENT && r->event.type != YAML_NO_EVENT;
}

/* The set of names is searched from its start each time, which the limit on their number allows. */
static bool is_new(struct config_reader *r, const struct text *names, size_t count, const struct text *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(names[i].text, name->text)) {
			complain(r->complaints, &name->mark, "duplicate key '%s'; it stands on line %zu already",
			         complain_show(r->complaints, name->text), names[i].mark.line);
			return false;
		}
	return true;
}

void fields_each(struct config_reader *r, const struct field *f,
                 void (*entry)(struct config_reader *r, const struct text *name, void *out), void *out)
{
	struct text *names = NULL, *grown, name;
	size_t count = 0, cap = 0;

	if (!field_comes_map(r)) {
		refuse_kind(r, quoted(r, f->name), wanted_kind(r, f));
		return;
	}
	reader_next(r);
	while (comes_entry(r)) {
		if (!read_name(r, &name))
			continue;
		if (!is_new(r, names, count, &name)) {
			reader_skip(r);
			continue;
		}
		grown = pool_grow(r->complaints->pool, names, count, &cap, sizeof *names);
		if (!grown || count == FIELD_ENTRIES) {
			complain(r->complaints, &name.mark, "'%s' holds more than %d names", f->name, FIELD_ENTRIES);
			reader_stop(r);
			return;
		}
		names = grown;
		names[count++] = name;
		entry(r, &name, out);
	}
	reader_next(r);
}

static const char *nearest(const struct field *fields, const char *name)
{
	const char *names[FIELDS_LIMIT + 1] = { NULL };

	for (size_t i = 0; i < FIELDS_LIMIT && fields[i].name; i++)
		names[i] = fields[i].name;
	return text_nearest(name, names);
}

static const struct field *find_field(struct config_reader *r, const struct field *fields, bool inside,
                                      const struct text *name)
{
	const char *shown = complain_show(r->complaints, name->text), *near;

	for (const struct field *f = fields; f->name; f++) {
		if (strcmp(f->name, name->text) != 0)
			continue;
		if (!inside || !f->top)
			return f;
		complain(r->complaints, &name->mark, "'%s' cannot stand inside of 'environments'; it is for the whole file", f->name);
		return NULL;
	}
	near = nearest(fields, name->text);
	if (near)
		complain(r->complaints, &name->mark, "unknown key '%s'; did you mean '%s'?", shown, near);
	else
		complain(r->complaints, &name->mark, "unknown key '%s'; see 'man cvenv.yml' for those there are", shown);
	return NULL;
}

static void read_field(struct config_reader *r, const struct field *f, void *out)
{
	if (f->kind == FIELD_OTHER)
		f->read(r, f, out);
	else if (f->kind == FIELD_LIST)
		read_list(r, f, out);
	else
		read_scalar(r, f, out);
}

void fields_read(struct config_reader *r, const struct field *fields, bool inside, void *out)
{
	struct text seen[FIELDS_LIMIT], name;
	size_t count = 0;

	reader_next(r);
	while (comes_entry(r)) {
		const struct field *f = NULL;

		if (!read_name(r, &name))
			continue;
		if (is_new(r, seen, count, &name))
			f = find_field(r, fields, inside, &name);
		if (f && count < FIELDS_LIMIT) {
			seen[count++] = name;
			read_field(r, f, out);
		} else {
			reader_skip(r);
		}
	}
	reader_next(r);
}

void fields_parse(const struct field *fields, void *out, struct complaints *c, const char *file, const char *bytes,
                  size_t len)
{
	struct config_reader r;

	if (!reader_open(&r, c, file, bytes, len))
		return;
	if (field_comes_map(&r)) {
		fields_read(&r, fields, false, out);
	} else if (r.event.type == YAML_SCALAR_EVENT && r.event.data.scalar.length == 0 && reader_is_null(&r)) {
		reader_next(&r); /* "---" and nothing else */
	} else if (r.event.type != YAML_STREAM_END_EVENT && r.event.type != YAML_NO_EVENT) {
		struct mark mark = reader_mark(&r);

		complain(c, &mark, "the file must be a map (lines of 'KEY: VALUE'), not %s", reader_what(&r));
		reader_skip(&r);
	}
	reader_close(&r);
}
