/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_STEPS_H
#define CVENV_VENV_STEPS_H

struct venv_context;

/* All steps in their order, from the caller's "create" on: each the caller's own where there is one. -1 as each of them. */
int steps_make(struct venv_context *c);

#endif
