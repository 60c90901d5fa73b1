/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_JSON_H
#define CVENV_EMIT_JSON_H

#include <stddef.h>

struct buf;
struct plan;

/* Whether JSON holds BYTES exactly, which is whether they are UTF-8: 0 or -1, and nothing is added. */
int json_holds(const char *bytes, size_t len);

/* PLAN as one JSON object on one line, which cvenv(1) describes: `document` of whoever reads JSON. */
void json_document(struct buf *out, const struct plan *plan);

#endif
