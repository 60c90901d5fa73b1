/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALLEST = 64 };

char buf_empty[1];

void buf_release(struct buf *b)
{
	if (b->cap)
		free(b->data);
	*b = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *b)
{
	buf_truncate(b, 0);
}

void buf_truncate(struct buf *b, size_t len)
{
	/* The shared empty string is never written to: other threads may be reading it. */
	if (len >= b->len)
		return;
	b->len = len;
	b->data[len] = '\0';
}

bool buf_reserve(struct buf *b, size_t extra)
{
	size_t need, cap;
	char *data;

	if (b->failed)
		return false;
	if (extra >= SIZE_MAX / 2 - b->len) {
		b->failed = true;
		return false;
	}
	need = b->len + extra + 1;
	if (need <= b->cap)
		return true;
	cap = b->cap ? b->cap : SMALLEST;
	while (cap < need)
		cap *= 2;
	data = realloc(b->cap ? b->data : NULL, cap);
	if (!data) {
		b->failed = true;
		return false;
	}
	data[b->len] = '\0';
	b->data = data;
	b->cap = cap;
	return true;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	if (!len || !buf_reserve(b, len))
		return;
	memcpy(b->data + b->len, bytes, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_byte(struct buf *b, char byte)
{
	buf_add(b, &byte, 1);
}

void buf_str(struct buf *b, const char *text)
{
	buf_add(b, text, strlen(text));
}

void buf_strs(struct buf *b, ...)
{
	const char *text;
	va_list args;

	va_start(args, b);
	while ((text = va_arg(args, const char *)))
		buf_str(b, text);
	va_end(args);
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0) {
		b->failed = true;
		return;
	}
	if (!buf_reserve(b, (size_t)len))
		return;
	vsnprintf(b->data + b->len, (size_t)len + 1, format, args);
	b->len += (size_t)len;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buf_vprintf(b, format, args);
	va_end(args);
}

char *buf_detach(struct buf *b)
{
	char *data = NULL;

	/* Even an empty string is the caller's to free, so it must be one of its own. */
	if (buf_reserve(b, 0)) {
		data = b->data;
		*b = (struct buf)BUF_INIT;
	}
	buf_release(b);
	return data;
}
