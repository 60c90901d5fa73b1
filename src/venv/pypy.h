/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_PYPY_H
#define CVENV_VENV_PYPY_H

struct venv_context;

/*
 * What a copy of PyPy's small program cannot do without, as its venv copies it: the library that lies
 * beside the program, and what is in the folder lib beside that, but for its standard library and what
 * is there already. Nothing of a PyPy that does not carry its library with it: the folder lib beside
 * that one is the whole system's. -1, reported.
 */
int pypy_copy(struct venv_context *c);

#endif
