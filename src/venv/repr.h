/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_REPR_H
#define CVENV_VENV_REPR_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Adds BYTES as Python's repr() writes a str that os.fsdecode made of them: 'it\'s', "it's", '\udcff'. */
void repr_add(struct buf *out, const char *bytes, size_t len);

/* The opposite, for what repr_add writes; false, and OUT as it was, where TEXT is not of that form. */
bool repr_parse(struct buf *out, const char *text);

/*
 * Adds BYTES as one line of UTF-8 that a reader of pyvenv.cfg can hold: control characters and bytes
 * that are not UTF-8 are escaped as in repr_add, so that no path can add a line of its own.
 */
void repr_line(struct buf *out, const char *bytes, size_t len);

/* Whether repr_line would change nothing. */
bool repr_is_line(const char *bytes);

#endif
