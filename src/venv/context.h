/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_CONTEXT_H
#define CVENV_VENV_CONTEXT_H

#include <stdbool.h>

#include "base/pool.h"

struct builder;

/*
 * One environment that is being made: what venv.EnvBuilder's context holds, and where it is written.
 * Each step below fills in a part of it, in this order; -1, reported.
 */
struct venv_context {
	const struct builder *builder;
	struct pool *pool;
	const char *env_dir;    /* absolute: where it is, or will be */
	const char *env_name;
	const char *prompt;     /* what stands between the parentheses */
	const char *python_dir; /* the folder of the base interpreter */
	const char *exename;    /* the name of the base interpreter, which the environment's own first has too */
	const char *env_exe;    /* env_dir/bin/exename */

	int root;             /* the open folder in which it is made, which need not be at env_dir yet */
	struct strings *made; /* what was not there before, relative to ROOT, in the order in which it came */
};

/* How a version of venv differs from its neighbours (creation.md of venv's history, by the minor version). */
bool venv_has_prompt(const struct builder *b);     /* pyvenv.cfg says "prompt" */
bool venv_knows_dot(const struct builder *b);      /* --prompt=. is the working directory's name */
bool venv_has_command(const struct builder *b);    /* pyvenv.cfg says "executable" and "command" */
bool venv_has_minor_link(const struct builder *b); /* bin/python3.X */
bool venv_has_ignore(const struct builder *b);     /* .gitignore */
bool venv_has_lib64_link(const struct builder *b);
bool venv_isolates_pip(const struct builder *b);   /* ensurepip is run with -I */

int step_directories(struct venv_context *c);
int step_ignore(struct venv_context *c);

/* SYSTEM_SITE is false until pip is in, so that it is installed into this environment and nowhere else. */
int step_configuration(struct venv_context *c, bool system_site);

int step_python(struct venv_context *c);
int step_scripts(struct venv_context *c);

/* Starts the environment's own Python: needs it to be at env_dir. */
int step_pip(struct venv_context *c);

/* Notes that PATH, relative to ROOT, is new. */
void context_made(struct venv_context *c, const char *path);

/* Puts a file into the environment, by folder_write; -1, reported. */
int context_write(struct venv_context *c, const char *path, const char *bytes, size_t len, unsigned mode, bool exact);

/* Reports that PATH, relative to ROOT, cannot be WHAT ("made", "written"), for errno; always -1. */
int context_failed(const struct venv_context *c, const char *what, const char *path);

#endif
