/* SPDX-License-Identifier: MIT */
#include "switch/config_reader.h"

#include <string.h>

#include "base/pool.h"
#include "base/text.h"

struct place {
	const char *at;
	size_t line;
	size_t column;
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* What YAML 1.2 does not allow as it stands, and the line breaks that only YAML 1.1 knows; NULL: it may stand. */
static const char *character_refused(const unsigned char *at, size_t len)
{
	if (len == 1) {
		if (*at == '\0')
			return "a NUL byte; a config is text";
		if ((*at < 0x20 && *at != '\t' && *at != '\n' && *at != '\r') || *at == 0x7f)
			return "a control character; write it as \\xHH inside of double quotes";
	}
	if (len == 2 && at[0] == 0xc2 && at[1] < 0xa0)
		return "a control character; write it as \\xHH inside of double quotes";
	if (len == 3 && at[0] == 0xe2 && at[1] == 0x80 && (at[2] == 0xa8 || at[2] == 0xa9))
		return "a line or paragraph separator; write it as \\u2028 or \\u2029 inside of double quotes";
	if (len == 3 && !memcmp(at, byte_order_mark, 3))
		return "a byte order mark that is not at the start of the file; remove it";
	if (len == 3 && at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe)
		return "a character that Unicode does not have; remove it";
	return NULL;
}

static bool comes(const char *at, const char *end, const char *text)
{
	size_t len = strlen(text);

	return (size_t)(end - at) >= len && !memcmp(at, text, len);
}

/* What is wrong with LEN bytes, a character; NULL: nothing. */
static const char *refuse_character(const struct config_reader *r, const struct place *place, size_t len)
{
	/* libyaml's time grows with the square of their number, even ahead of a second document. */
	if (place->column == 1 && comes(place->at, r->bytes + r->len, "%TAG"))
		return "a %TAG directive: tags are not allowed; remove it";
	return character_refused((const unsigned char *)place->at, len);
}

static void place_advance(struct place *place, size_t len, const char *end)
{
	bool broken = *place->at == '\n' || (*place->at == '\r' && !(place->at + 1 < end && place->at[1] == '\n'));

	place->at += len;
	place->column = broken ? 1 : place->column + 1;
	place->line += broken;
}

/* libyaml says less, and not where, of text that it cannot decode; and it would take UTF-16 as well. */
static bool check_text(struct config_reader *r)
{
	struct place place = { .at = r->bytes, .line = 1, .column = 1 };
	const char *end = r->bytes + r->len;

	while (place.at < end) {
		struct mark mark = { r->file, place.line, place.column };
		size_t len = (unsigned char)*place.at < 0x80 ? 1 : text_utf8(place.at, (size_t)(end - place.at));
		const char *why;

		if (!len) {
			complain(r->complaints, &mark, "not UTF-8 text (byte 0x%02x); save the file as UTF-8",
			         (unsigned char)*place.at);
			return false;
		}
		why = refuse_character(r, &place, len);
		if (why) {
			complain(r->complaints, &mark, "%s", why);
			return false;
		}
		place_advance(&place, len, end);
	}
	return true;
}

static struct mark mark_of(const struct config_reader *r, const yaml_mark_t *mark)
{
	return (struct mark){ r->file, mark->line + 1, mark->column + 1 };
}

struct mark reader_mark(const struct config_reader *r)
{
	return mark_of(r, &r->event.start_mark);
}

/* The byte at MARK, which libyaml counts in characters. Places are asked for in the order of the file. */
static char byte_at(struct config_reader *r, const yaml_mark_t *mark)
{
	if (mark->index < r->seen_characters)
		r->seen_bytes = r->seen_characters = 0;
	while (r->seen_characters < mark->index && r->seen_bytes < r->len) {
		size_t len = text_utf8(r->bytes + r->seen_bytes, r->len - r->seen_bytes);

		r->seen_bytes += len ? len : 1;
		r->seen_characters++;
	}
	return r->seen_bytes < r->len ? r->bytes[r->seen_bytes] : '\0';
}

void reader_stop(struct config_reader *r)
{
	yaml_event_delete(&r->event);
	r->event.type = YAML_NO_EVENT;
}

static void complain_syntax(struct config_reader *r)
{
	const yaml_parser_t *parser = &r->parser;
	struct mark mark = mark_of(r, &parser->problem_mark);
	const char *problem = parser->problem ? parser->problem : "it cannot be read";

	if (parser->error == YAML_MEMORY_ERROR)
		r->complaints->pool->failed = true;
	else if (byte_at(r, &parser->problem_mark) == '\t')
		complain(r->complaints, &mark, "not valid YAML: a tab; indent with spaces");
	else if (parser->context && parser->context_mark.line != parser->problem_mark.line)
		complain(r->complaints, &mark, "not valid YAML: %s (%s from line %zu on)", problem, parser->context,
		         parser->context_mark.line + 1);
	else
		complain(r->complaints, &mark, "not valid YAML: %s", problem);
}

static void check_anchor(struct config_reader *r, const yaml_char_t *anchor)
{
	struct mark mark = reader_mark(r);

	if (anchor)
		complain(r->complaints, &mark, "an anchor ('&%s'): anchors and aliases are not allowed; write the value out",
		         complain_show(r->complaints, (const char *)anchor));
}

static void check_tag(struct config_reader *r, const yaml_char_t *tag)
{
	struct mark mark = reader_mark(r);

	/* A lone "!" leaves no trace in the event. */
	if (tag || byte_at(r, &r->event.start_mark) == '!')
		complain(r->complaints, &mark, "a tag ('%s'): tags are not allowed; write the value alone",
		         tag ? complain_show(r->complaints, (const char *)tag) : "!");
}

static void check_event(struct config_reader *r)
{
	struct mark mark = reader_mark(r);

	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		check_anchor(r, r->event.data.scalar.anchor);
		check_tag(r, r->event.data.scalar.tag);
		break;
	case YAML_SEQUENCE_START_EVENT:
		check_anchor(r, r->event.data.sequence_start.anchor);
		check_tag(r, r->event.data.sequence_start.tag);
		break;
	case YAML_MAPPING_START_EVENT:
		check_anchor(r, r->event.data.mapping_start.anchor);
		check_tag(r, r->event.data.mapping_start.tag);
		break;
	case YAML_ALIAS_EVENT:
		complain(r->complaints, &mark, "an alias ('*%s'): anchors and aliases are not allowed; write the value out",
		         complain_show(r->complaints, (const char *)r->event.data.alias.anchor));
		break;
	default:
		break;
	}
}

void reader_next(struct config_reader *r)
{
	if (r->event.type == YAML_STREAM_END_EVENT || r->event.type == YAML_NO_EVENT)
		return;
	yaml_event_delete(&r->event);
	if (r->complaints->count > COMPLAINTS_LIMIT) {
		reader_stop(r);
	} else if (!yaml_parser_parse(&r->parser, &r->event)) {
		reader_stop(r);
		complain_syntax(r);
	} else {
		check_event(r);
	}
}

void reader_skip(struct config_reader *r)
{
	size_t depth = 0;

	do {
		struct mark mark = reader_mark(r);

		if (r->event.type == YAML_SEQUENCE_START_EVENT || r->event.type == YAML_MAPPING_START_EVENT)
			depth++;
		else if (r->event.type == YAML_SEQUENCE_END_EVENT || r->event.type == YAML_MAPPING_END_EVENT)
			depth--;
		/* libyaml's time grows with the square of the depth. */
		if (depth > READER_DEPTH) {
			complain(r->complaints, &mark, "nested too deeply; no key needs more than a few levels");
			reader_stop(r);
		}
		reader_next(r);
	} while (depth && r->event.type != YAML_NO_EVENT);
}

const char *reader_what(const struct config_reader *r)
{
	switch (r->event.type) {
	case YAML_SEQUENCE_START_EVENT:
		return "a list";
	case YAML_MAPPING_START_EVENT:
		return "a map";
	case YAML_ALIAS_EVENT:
		return "an alias";
	default:
		return reader_is_null(r) ? "null" : "a string";
	}
}

bool reader_is_null(const struct config_reader *r)
{
	static const char *const words[] = { "", "~", "null", "Null", "NULL" };
	const char *text = (const char *)r->event.data.scalar.value;

	if (r->event.type != YAML_SCALAR_EVENT || r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(text, words[i]))
			return true;
	return false;
}

bool reader_text(struct config_reader *r, struct text *out)
{
	const char *bytes = (const char *)r->event.data.scalar.value;
	size_t len = r->event.data.scalar.length;

	out->mark = reader_mark(r);
	out->text = pool_strn(r->complaints->pool, bytes, len);
	if (!memchr(bytes, '\0', len))
		return true;
	complain(r->complaints, &out->mark, "a NUL character, which no value can hold; remove it");
	return false;
}

bool reader_open(struct config_reader *r, struct complaints *c, const char *file, const char *bytes, size_t len)
{
	struct mark whole = { pool_str(c->pool, file), 0, 0 };

	*r = (struct config_reader){ .complaints = c, .file = whole.file, .bytes = bytes, .len = len };
	/* Left in, it would make the first line's indentation one more than the others'. */
	if (comes(bytes, bytes + len, byte_order_mark)) {
		r->bytes += strlen(byte_order_mark);
		r->len -= strlen(byte_order_mark);
	}
	if (len > CONFIG_LIMIT) {
		complain(c, &whole, "larger than 1 MiB; a config is short");
		return false;
	}
	if (!check_text(r))
		return false;
	if (!yaml_parser_initialize(&r->parser)) {
		c->pool->failed = true;
		return false;
	}
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->bytes, r->len);
	r->event.type = YAML_STREAM_START_EVENT;
	reader_next(r);
	if (r->event.type == YAML_STREAM_START_EVENT)
		reader_next(r);
	if (r->event.type == YAML_DOCUMENT_START_EVENT)
		reader_next(r);
	return true;
}

void reader_close(struct config_reader *r)
{
	if (r->event.type == YAML_DOCUMENT_END_EVENT)
		reader_next(r);
	if (r->event.type == YAML_DOCUMENT_START_EVENT) {
		struct mark mark = reader_mark(r);

		complain(r->complaints, &mark, "a second document; a config is one");
	}
	reader_stop(r);
	yaml_parser_delete(&r->parser);
}
