/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_DIFFERENCE_H
#define CVENV_SWITCH_DIFFERENCE_H

#include <stddef.h>

#include "base/pool.h"

/*
 * Adds what leads from OLD to NEW, line by line: "-" with a line that went, "+" with one that came, " "
 * with one of the two that stand around a change, and "@ N" where lines in between are left out, N being
 * the number in NEW of the line that follows. Nothing where they are equal. Lines are escaped
 * (text_escape), so that none can hide another; a last line without its newline says so.
 */
void difference(struct strings *out, struct pool *p, const char *old, size_t old_len, const char *new, size_t new_len);

#endif
