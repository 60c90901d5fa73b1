/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_BUF_H
#define CVENV_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/printf_like.h"

/*
 * A growable run of bytes that is always a valid, NUL-terminated string: DATA is never NULL and
 * DATA[LEN] is '\0', before the first byte is added and after every failure.
 *
 * Want of memory is sticky: it sets FAILED, later additions do nothing, and the owner asks once,
 * at the end. Nothing here reports or exits.
 */
struct buf {
	char *data;
	size_t len;
	size_t cap; /* 0: DATA is a shared empty string, not ours to free */
	bool failed;
};

extern char buf_empty[1];
#define BUF_INIT { .data = buf_empty }

/* Frees the contents and makes it an empty, usable buffer again. */
void buf_release(struct buf *b);

/* Empties it and keeps its memory; FAILED stays. */
void buf_clear(struct buf *b);

/* Shortens it to LEN bytes; a larger LEN changes nothing. */
void buf_truncate(struct buf *b, size_t len);

/* Makes room for EXTRA bytes beyond LEN; false, and FAILED, where there is no memory. */
bool buf_reserve(struct buf *b, size_t extra);

void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_byte(struct buf *b, char byte);
void buf_str(struct buf *b, const char *text);

/* Adds each string up to the closing NULL: buf_strs(&b, dir, "/", name, NULL). */
void buf_strs(struct buf *b, ...) __attribute__((sentinel));

void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_vprintf(struct buf *b, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Hands the bytes to the caller, who frees them; NULL, and nothing to free, where FAILED is set. B is empty afterwards. */
char *buf_detach(struct buf *b);

#endif
