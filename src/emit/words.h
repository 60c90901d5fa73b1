/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_WORDS_H
#define CVENV_EMIT_WORDS_H

#include <stddef.h>

struct buf;
struct change;
struct plan;

/* What several shells' emitters share. */

/*
 * Adds BYTES in double quotes, with a backslash ahead of those and of itself, for whoever reads nothing else there; ESCAPE
 * says control characters, and bytes from FROM on (0x100: none).
 */
void words_double_quoted(struct buf *out, const char *bytes, size_t len,
                         void (*escape)(struct buf *out, unsigned char byte), unsigned from);

/* Adds each name that PLAN changes, a space before it. */
void words_names(struct buf *out, const struct plan *plan);

/* Adds PLAN's prompt, which is not NULL, as one word of QUOTE's, with control characters shown instead of sent; -1 as QUOTE. */
int words_prompt(struct buf *out, const struct plan *plan, int (*quote)(struct buf *out, const char *bytes, size_t len));

/* A call of the helper that makes CHANGE, as words with blanks between them, its value one of QUOTE's. */
void words_change(struct buf *out, const struct change *change,
                  int (*quote)(struct buf *out, const char *bytes, size_t len));

/* The same of what PLAN does to the shell itself: its prompt and its deactivate. */
void words_local(struct buf *out, const struct plan *plan, int (*quote)(struct buf *out, const char *bytes, size_t len));

#endif
