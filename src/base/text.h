/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_TEXT_H
#define CVENV_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * Adds BYTES as a terminal may show them: control characters (C0, DEL, C1), the marks that turn the
 * direction of writing, and bytes that are not UTF-8 become \n, \t or \xHH, a backslash stays as it is.
 */
void text_escape(struct buf *out, const char *bytes, size_t len);

/* Adds BYTES as a JSON string, quotes included; bytes that are not UTF-8 become U+FFFD (RFC 8259, 8.1). */
void text_json(struct buf *out, const char *bytes, size_t len);

/* Adds BYTES with CR LF for each LF, as Windows ends lines: without, cmd.exe does not find a label. */
void text_crlf(struct buf *out, const char *bytes, size_t len);

/* Adds "KEY": VALUE, a member of a JSON object; a VALUE of NULL is null. */
void text_json_member(struct buf *out, const char *key, const char *value);

/* Adds BYTES with everything but A-Z a-z 0-9 and _ . / - + , : @ as %HH (RFC 3986, 2.1). */
void text_percent(struct buf *out, const char *bytes, size_t len);

/* The opposite; false where a % is not followed by two hexadecimal digits, or stands for NUL. */
bool text_unpercent(struct buf *out, const char *text, size_t len);

/* The length of the valid UTF-8 sequence at the start of BYTES (RFC 3629), or 0 where there is none. */
size_t text_utf8(const char *bytes, size_t len);

/* The code point of a sequence that text_utf8 found. */
uint32_t text_code_point(const char *bytes, size_t len);

/*
 * Which of NAMES (closed by NULL) the user may have meant by NAME: the nearest by edits, where no more
 * than a third of NAME's letters (two at least) differ; NULL where none is near.
 */
const char *text_nearest(const char *name, const char *const *names);

/* Orders A and B by bytes, but digits that stand together as the number that they are: "3.9" before "3.10". */
int text_compare_numbers(const char *a, const char *b);

/* Whether TEXT starts with PREFIX. */
bool text_starts(const char *text, const char *prefix);

#endif
