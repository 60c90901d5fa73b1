/* SPDX-License-Identifier: MIT */
#include "venv/repr.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * What str.isprintable() refuses beyond ASCII: the categories Cc, Cf, Zs, Zl, Zp, Co, Cs and what can
 * never be a character. What Unicode has not assigned yet is another set in every Python: it is shown.
 */
static const struct {
	uint32_t first, last;
} unprintable[] = {
	{ 0x80, 0xa0 },       { 0xad, 0xad },       { 0x600, 0x605 },     { 0x61c, 0x61c },     { 0x6dd, 0x6dd },
	{ 0x70f, 0x70f },     { 0x890, 0x891 },     { 0x8e2, 0x8e2 },     { 0x1680, 0x1680 },   { 0x180e, 0x180e },
	{ 0x2000, 0x200f },   { 0x2028, 0x202f },   { 0x205f, 0x206f },   { 0x3000, 0x3000 },   { 0xd800, 0xf8ff },
	{ 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff },   { 0xfff0, 0xfffb },   { 0xfffe, 0xffff },   { 0x110bd, 0x110bd },
	{ 0x110cd, 0x110cd }, { 0x13430, 0x1343f }, { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe00ff },
	{ 0xe01f0, 0x10ffff },
};

static bool is_printable(uint32_t character)
{
	if (character < 0x80)
		return character >= ' ' && character != 0x7f;
	for (size_t i = 0; i < sizeof(unprintable) / sizeof(*unprintable); i++)
		if (character >= unprintable[i].first && character <= unprintable[i].last)
			return false;
	return true;
}

/* The character at BYTES and its length; a byte that is not UTF-8 is the lone surrogate that os.fsdecode makes of it. */
static uint32_t decode(const char *bytes, size_t len, size_t *used)
{
	static const unsigned char lead[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t character;

	*used = text_utf8(bytes, len);
	if (*used == 0) {
		*used = 1;
		return 0xdc00u + (unsigned char)*bytes;
	}
	character = (unsigned char)bytes[0] & lead[*used];
	for (size_t i = 1; i < *used; i++)
		character = character << 6 | ((unsigned char)bytes[i] & 0x3f);
	return character;
}

static void escape(struct buf *out, uint32_t character)
{
	if (character == '\n')
		buf_str(out, "\\n");
	else if (character == '\t')
		buf_str(out, "\\t");
	else if (character == '\r')
		buf_str(out, "\\r");
	else
		buf_printf(out, character < 0x100 ? "\\x%02x" : character < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)character);
}

void repr_add(struct buf *out, const char *bytes, size_t len)
{
	char quote = memchr(bytes, '\'', len) && !memchr(bytes, '"', len) ? '"' : '\'';
	size_t used;

	buf_byte(out, quote);
	for (size_t i = 0; i < len; i += used) {
		uint32_t character = decode(bytes + i, len - i, &used);

		if (character == (unsigned char)quote || character == '\\')
			buf_byte(out, '\\');
		if (is_printable(character))
			buf_add(out, bytes + i, used);
		else
			escape(out, character);
	}
	buf_byte(out, quote);
}

void repr_line(struct buf *out, const char *bytes, size_t len)
{
	size_t used;

	for (size_t i = 0; i < len; i += used) {
		uint32_t character = decode(bytes + i, len - i, &used);

		if (character < ' ' || (character >= 0x7f && character < 0xa0) || (character >= 0xd800 && character < 0xe000) ||
		    character == 0x2028 || character == 0x2029)
			escape(out, character);
		else
			buf_add(out, bytes + i, used);
	}
}

bool repr_is_line(const char *bytes)
{
	struct buf line = BUF_INIT;
	bool same;

	repr_line(&line, bytes, strlen(bytes));
	same = !line.failed && strcmp(line.data, bytes) == 0;
	buf_release(&line);
	return same;
}

static void encode(struct buf *out, uint32_t character)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t len = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;

	/* What os.fsencode makes of a byte that was not UTF-8. */
	if (character >= 0xdc80 && character <= 0xdcff) {
		buf_byte(out, (char)(character - 0xdc00));
		return;
	}
	buf_byte(out, (char)(lead[len] | character >> 6 * (len - 1)));
	for (size_t i = len - 1; i-- > 0;)
		buf_byte(out, (char)(0x80 | (character >> 6 * i & 0x3f)));
}

/* DIGITS hexadecimal digits at *TEXT. */
static bool hex_parse(uint32_t *out, const char **text, int digits)
{
	static const char hex[] = "0123456789abcdef";
	uint32_t value = 0;

	for (; digits; digits--, ++*text) {
		const char *digit = **text ? strchr(hex, **text) : NULL;

		if (!digit)
			return false;
		value = value << 4 | (uint32_t)(digit - hex);
	}
	*out = value;
	return value > 0 && value <= 0x10ffff;
}

/* What follows a backslash at *TEXT. */
static bool unescape(struct buf *out, const char **text)
{
	static const char plain[] = "ntr\\'\"", meant[] = "\n\t\r\\'\"";
	const char *found = **text ? strchr(plain, **text) : NULL;
	char kind = **text;
	uint32_t character;

	if (!kind)
		return false;
	++*text;
	if (found) {
		buf_byte(out, meant[found - plain]);
		return true;
	}
	if (strchr("xuU", kind) == NULL || !hex_parse(&character, text, kind == 'x' ? 2 : kind == 'u' ? 4 : 8))
		return false;
	encode(out, character);
	return true;
}

bool repr_parse(struct buf *out, const char *text)
{
	char quote = *text;
	size_t start = out->len;
	bool good = quote == '\'' || quote == '"';

	for (text++; good && *text && *text != quote;) {
		if (*text == '\\') {
			text++;
			good = unescape(out, &text);
		} else {
			buf_byte(out, *text++);
		}
	}
	if (good && *text == quote && text[1] == '\0')
		return true;
	buf_truncate(out, start);
	return false;
}
