/* SPDX-License-Identifier: MIT */
#include "venv/quote.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

void quote_posix(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\'')
			buf_str(out, "'\\''");
		else
			buf_byte(out, bytes[i]);
	buf_byte(out, '\'');
}

void quote_escapes(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\'' || bytes[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, bytes[i]);
	}
	buf_byte(out, '\'');
}

static int is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("_./-", c)) ||
	       (unsigned char)c >= 0x80;
}

/* The one quote that no setting of the user's weakens; but a line break takes both kinds. */
void quote_backslash(struct buf *out, const char *bytes, size_t len)
{
	if (len == 0)
		buf_str(out, "''");
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n') {
			buf_str(out, "'\\\n'");
			continue;
		}
		if (!is_plain(bytes[i]))
			buf_byte(out, '\\');
		buf_byte(out, bytes[i]);
	}
}

void quote_batch(struct buf *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '%')
			buf_byte(out, '%');
		buf_byte(out, bytes[i] == '"' ? '\'' : bytes[i]);
	}
}

static int is_shlex_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("@%_-+=:,./", c));
}

void quote_shlex(struct buf *out, const char *bytes, size_t len)
{
	size_t plain = 0;

	while (plain < len && is_shlex_plain(bytes[plain]))
		plain++;
	if (len && plain == len) {
		buf_add(out, bytes, len);
		return;
	}
	buf_byte(out, '\'');
	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\'')
			buf_str(out, "'\"'\"'");
		else
			buf_byte(out, bytes[i]);
	buf_byte(out, '\'');
}

void quote_doubled(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < len; i++) {
		const char *c = bytes + i;

		if (*c == '\'') {
			buf_str(out, "''");
		} else if (len - i >= 3 && memcmp(c, "\xe2\x80", 2) == 0 && c[2] >= '\x98' && c[2] <= '\x9b') {
			buf_add(out, c, 3);
			buf_add(out, c, 3);
			i += 2;
		} else {
			buf_byte(out, *c);
		}
	}
	buf_byte(out, '\'');
}

void quote_unicode(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < len;) {
		size_t used = text_utf8(bytes + i, len - i);

		if (bytes[i] == '"' || bytes[i] == '\\')
			buf_byte(out, '\\');
		if (used)
			buf_add(out, bytes + i, used);
		else
			buf_str(out, "\xef\xbf\xbd");
		i += used ? used : 1;
	}
	buf_byte(out, '"');
}
