/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

static const char lower_digits[] = "0123456789abcdef";
static const char upper_digits[] = "0123456789ABCDEF";

static bool continues(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

size_t text_utf8(const char *bytes, size_t len)
{
	const unsigned char *u = (const unsigned char *)bytes;
	size_t need;

	if (!len)
		return 0;
	if (u[0] < 0x80)
		return 1;
	if (u[0] < 0xc2 || u[0] > 0xf4)
		return 0;
	need = u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;
	if (len < need)
		return 0;
	for (size_t i = 1; i < need; i++)
		if (!continues(u[i]))
			return 0;
	/* Longer than it need be, half of a surrogate pair, beyond the last code point. */
	if ((u[0] == 0xe0 && u[1] < 0xa0) || (u[0] == 0xed && u[1] > 0x9f) || (u[0] == 0xf0 && u[1] < 0x90) ||
	    (u[0] == 0xf4 && u[1] > 0x8f))
		return 0;
	return need;
}

uint32_t text_code_point(const char *bytes, size_t len)
{
	const unsigned char *u = (const unsigned char *)bytes;
	uint32_t code = len == 1 ? u[0] : u[0] & (0x7fu >> len);

	for (size_t i = 1; i < len; i++)
		code = code << 6 | (u[i] & 0x3fu);
	return code;
}

/* Whether a terminal would act on it, or show what follows in another place. */
static bool acts(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e || code == 0x200f ||
	       (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

static void escape_byte(struct buf *out, unsigned char byte)
{
	char hex[4] = { '\\', 'x', lower_digits[byte >> 4], lower_digits[byte & 15] };

	if (byte == '\n')
		buf_str(out, "\\n");
	else if (byte == '\t')
		buf_str(out, "\\t");
	else
		buf_add(out, hex, sizeof hex);
}

void text_escape(struct buf *out, const char *bytes, size_t len)
{
	while (len) {
		size_t part = text_utf8(bytes, len);

		if (part && !acts(text_code_point(bytes, part))) {
			buf_add(out, bytes, part);
		} else {
			part = part ? part : 1;
			for (size_t i = 0; i < part; i++)
				escape_byte(out, (unsigned char)bytes[i]);
		}
		bytes += part;
		len -= part;
	}
}

static void json_byte(struct buf *out, unsigned char byte)
{
	switch (byte) {
	case '"':
		buf_str(out, "\\\"");
		break;
	case '\\':
		buf_str(out, "\\\\");
		break;
	case '\n':
		buf_str(out, "\\n");
		break;
	case '\t':
		buf_str(out, "\\t");
		break;
	default:
		if (byte < 0x20 || byte == 0x7f)
			buf_printf(out, "\\u%04x", byte);
		else
			buf_byte(out, (char)byte);
	}
}

void text_json(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '"');
	while (len) {
		size_t part = text_utf8(bytes, len);

		if (part > 1)
			buf_add(out, bytes, part);
		else if (part)
			json_byte(out, (unsigned char)*bytes);
		else
			buf_str(out, "\xef\xbf\xbd");
		part = part ? part : 1;
		bytes += part;
		len -= part;
	}
	buf_byte(out, '"');
}

void text_crlf(struct buf *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n')
			buf_byte(out, '\r');
		buf_byte(out, bytes[i]);
	}
}

void text_json_member(struct buf *out, const char *key, const char *value)
{
	text_json(out, key, strlen(key));
	buf_str(out, ": ");
	if (value)
		text_json(out, value, strlen(value));
	else
		buf_str(out, "null");
}

static bool stands_for_itself(unsigned char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
	       (byte && strchr("_./-+,:@", byte));
}

void text_percent(struct buf *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		char hex[3] = { '%', upper_digits[byte >> 4], upper_digits[byte & 15] };

		if (stands_for_itself(byte))
			buf_byte(out, (char)byte);
		else
			buf_add(out, hex, sizeof hex);
	}
}

static int hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool text_unpercent(struct buf *out, const char *text, size_t len)
{
	const char *const end = text + len;
	const char *percent;

	for (; (percent = memchr(text, '%', (size_t)(end - text))); text = percent + 3) {
		int high, low;

		buf_add(out, text, (size_t)(percent - text));
		if (end - percent < 3)
			return false;
		high = hex_value(percent[1]);
		low = hex_value(percent[2]);
		if (high < 0 || low < 0 || !(high + low))
			return false;
		buf_byte(out, (char)(high << 4 | low));
	}
	buf_add(out, text, (size_t)(end - text));
	return true;
}

enum { LONGEST_NAME = 63 };

/* How many letters to add, drop, replace or swap with the next one to make B of A. */
static size_t edits(const char *a, const char *b)
{
	size_t rows[3][LONGEST_NAME + 1];
	size_t *before = rows[0], *last = rows[1], *row = rows[2], *spare;
	size_t width = strlen(b);

	for (size_t j = 0; j <= width; j++)
		last[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		row[0] = i;
		for (size_t j = 1; j <= width; j++) {
			size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (best > last[j] + 1)
				best = last[j] + 1;
			if (best > row[j - 1] + 1)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && best > before[j - 2] + 1)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		spare = before;
		before = last;
		last = row;
		row = spare;
	}
	return last[width];
}

const char *text_nearest(const char *name, const char *const *names)
{
	size_t len = strlen(name);
	size_t limit = len / 3 > 2 ? len / 3 : 2;
	const char *nearest = NULL;

	if (len > LONGEST_NAME)
		return NULL;
	/* A name of which no letter stays is not near. */
	if (limit >= len)
		limit = len ? len - 1 : 0;
	for (; *names; names++) {
		size_t distance;

		if (strlen(*names) > LONGEST_NAME)
			continue;
		distance = edits(name, *names);
		if (distance > limit || (nearest && distance == limit))
			continue;
		nearest = *names;
		limit = distance;
	}
	return nearest;
}

bool text_starts(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

int text_compare_numbers(const char *a, const char *b)
{
	static const char digits[] = "0123456789";

	while (*a && *b) {
		size_t first = strspn(a, digits), second = strspn(b, digits), len = first && second ? first : 1;
		int order;

		if (first && second && first != second)
			return first < second ? -1 : 1;
		order = strncmp(a, b, len);
		if (order)
			return order;
		a += len;
		b += len;
	}
	return (*b == '\0') - (*a == '\0');
}
