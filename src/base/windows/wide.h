/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_WINDOWS_WIDE_H
#define CVENV_BASE_WINDOWS_WIDE_H

#include <stddef.h>
#include <wchar.h>

struct pool;

/*
 * Text inside is UTF-8, the system's is UTF-16. A half of a surrogate pair, which a file's name may hold,
 * is three bytes as if it were a character (WTF-8), and so comes back as it was. What is no such text
 * becomes U+FFFD. Answers are from the pool; "" where it failed.
 */
wchar_t *wide_from(struct pool *p, const char *text);
char *wide_to(struct pool *p, const wchar_t *wide, size_t len);

/* A path as the system takes it: absolute, and with "\\?\" where it is longer than the system reads without. */
wchar_t *wide_path(struct pool *p, const char *path);

/* What the system says of a path, without "\\?\". */
char *wide_to_path(struct pool *p, const wchar_t *wide, size_t len);

/* Sets errno to what GetLastError says; always -1, so that a function can end on it. */
int wide_fail(void);

#endif
