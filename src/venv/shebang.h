/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_SHEBANG_H
#define CVENV_VENV_SHEBANG_H

#include <stdbool.h>

struct buf;

/*
 * Adds the first line of a program in Python that EXE (absolute) shall run, and its newline, as distlib
 * writes it for pip: "#!EXE", or, where a kernel would not take that (a blank in it, too long), three lines that are
 * shell and Python at once. Answers whether it is the one line. What neither the shell nor Python could
 * read within distlib's quotes is written in others.
 */
bool shebang_add(struct buf *out, const char *exe);

/* The same of a program that runs NAME in its own folder, wherever that is. */
void shebang_add_beside(struct buf *out, const char *name);

#endif
