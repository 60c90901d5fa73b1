/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_BOURNE_H
#define CVENV_EMIT_BOURNE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct change;
struct plan;

/* What bash and zsh read alike: members of `struct shell`, but for the last. */
int bourne_quote(struct buf *out, const char *bytes, size_t len);
void bourne_begin(struct buf *out, const struct plan *plan);
void bourne_change(struct buf *out, const struct change *change);
void bourne_local(struct buf *out, const struct plan *plan);
void bourne_end(struct buf *out, const struct plan *plan);
void bourne_keep(struct buf *out, const char *name, const char *value);

/*
 * The test of the files, as the function __cvenv_files. DELETED says whether -nt and -ot see that one of
 * two files was deleted: where not, that is tested beside.
 */
void bourne_watch(struct buf *out, const struct plan *plan, bool deleted);

#endif
