/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_CSHELLS_H
#define CVENV_EMIT_CSHELLS_H

#include <stddef.h>

struct buf;
struct change;

/* What csh's shells have in common; every word is one of QUOTE's. What is evaluated is one line: hence each ";". */

/* Keeps VALUE in NAME, a variable of the shell's own. */
void cshells_keep(struct buf *out, const char *name, const char *value,
                  int (*quote)(struct buf *out, const char *bytes, size_t len));

/* CHANGE in the environment. */
void cshells_change(struct buf *out, const struct change *change,
                    int (*quote)(struct buf *out, const char *bytes, size_t len));

#endif
