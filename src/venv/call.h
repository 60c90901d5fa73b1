/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_CALL_H
#define CVENV_VENV_CALL_H

struct buf;
struct venv_context;

/*
 * Runs the environment's Python with ARGUMENTS (closed by NULL), which needs the environment
 * to be at env_dir: that is seen to. As venv does it, so that no variable leads to another one's
 * packages. What it says goes to the caller line by line, and to ERR what it says of errors (NULL: to
 * nobody). -1 where the status is not 0, reported in venv's words, and where it was cancelled.
 */
int call_python(struct venv_context *c, const char *const *arguments, struct buf *err);

#endif
