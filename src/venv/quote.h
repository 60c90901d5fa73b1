/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_QUOTE_H
#define CVENV_VENV_QUOTE_H

#include <stddef.h>

struct buf;

/*
 * Each adds BYTES (any but NUL) as one word that a file of its kind, when it is sourced, reads back
 * exactly: by the quotes of POSIX; by two escapes within those; by backslashes; by doubled quotes.
 */
void quote_posix(struct buf *out, const char *bytes, size_t len);
void quote_escapes(struct buf *out, const char *bytes, size_t len);
void quote_backslash(struct buf *out, const char *bytes, size_t len);

/*
 * Text that batch files have between double quotes, which stand around it already: it holds none itself, so that nothing
 * behind it is read as a command. A percent sign is doubled.
 */
void quote_batch(struct buf *out, const char *bytes, size_t len);

/* As Python's shlex.quote writes it: as it is where that is the same to a shell. */
void quote_shlex(struct buf *out, const char *bytes, size_t len);

/* Text of UTF-8: of the quotes that this language knows, five are the same to it (U+2018 to U+201B too). */
void quote_doubled(struct buf *out, const char *bytes, size_t len);

/* Text for a reader that takes nothing but UTF-8, between double quotes: what is not becomes U+FFFD. */
void quote_unicode(struct buf *out, const char *bytes, size_t len);

#endif
