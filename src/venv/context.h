/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_CONTEXT_H
#define CVENV_VENV_CONTEXT_H

#include <stdbool.h>

#include "base/pool.h"
#include "venv/cvenv.h"
#include "venv/kept.h"
#include "venv/place.h"

struct builder;

/* One environment that is being made: what steps are handed, and where it is written. */
struct venv_context {
	struct cvenv_context seen; /* the caller's part; first, so that one is found by the other */
	const struct builder *builder;
	struct pool *pool;
	const char *named;    /* what pyvenv.cfg shall have as prompt; NULL: nothing */
	bool wants_system;    /* the system's packages are to be seen in the end */
	bool system_site;     /* and they are from now on */
	bool relocatable;     /* as the option, or as it was */
	bool again;           /* an environment was there before */

	int root;             /* the open folder in which it is made, which need not be at env_dir yet */
	struct strings made;  /* what was not there before, relative to ROOT, in the order in which it came */
	bool keeps;           /* what was there before is needed again where this fails */
	struct kept kept;     /* of that, what was replaced */

	struct place *place;
	enum place_answer (*settle)(struct venv_context *c); /* moves it to its place; NULL: it is there */
	enum place_answer settled; /* what that answered */
	bool complete;        /* every step was made */
};

/* Of the environment ENV_DIR, before anything is made. */
void context_init(struct venv_context *c, const struct builder *b, struct pool *p, const char *env_dir);

/* How a version of venv differs from its neighbours (creation.md of venv's history, by the minor version). */
bool venv_has_prompt(const struct builder *b);     /* pyvenv.cfg says "prompt" */
bool venv_knows_dot(const struct builder *b);      /* --prompt=. is the working directory's name */
bool venv_has_command(const struct builder *b);    /* pyvenv.cfg says "executable" and "command" */
bool venv_has_minor_link(const struct builder *b); /* bin/python3.X */
bool venv_has_ignore(const struct builder *b);     /* .gitignore */
bool venv_has_lib64_link(const struct builder *b);
bool venv_isolates_pip(const struct builder *b);   /* ensurepip is run with -I */
bool venv_has_setuptools(const struct builder *b); /* --upgrade-deps upgrades it too */

/*
 * The library's own steps, in the order in which they are made (steps.c). Each answers 0, or -1,
 * reported; nothing is reported where it was cancelled.
 */
int step_directories(struct venv_context *c);
int step_ignore(struct venv_context *c);
int step_configuration(struct venv_context *c);
int step_python(struct venv_context *c);
int step_pip(struct venv_context *c);
int step_scripts(struct venv_context *c);
int step_dependencies(struct venv_context *c);

/* What install_scripts does with a folder of the caller's. */
int step_install(struct venv_context *c, const char *path);

/* From now on the environment is at env_dir: to be called by a step before it starts Python. */
int context_settle(struct venv_context *c);

/* Notes that PATH, relative to ROOT, is new: just made, and empty if it is a folder. Where there is no memory it goes again. */
void context_made(struct venv_context *c, const char *path);

/* To be called before PATH, relative to ROOT, is replaced. 0, or -1, reported. */
int context_keep(struct venv_context *c, const char *path);

/* Puts a file into the environment, by folder_write; -1, reported. */
int context_write(struct venv_context *c, const char *path, const char *bytes, size_t len, unsigned mode, bool exact);

/* The same with the bytes of the file FROM, from anywhere. */
int context_copy(struct venv_context *c, const char *path, const char *from, unsigned mode, bool exact);

/* Reports that PATH, relative to ROOT, cannot be WHAT ("made", "written"), for errno; always -1. */
int context_failed(const struct venv_context *c, const char *what, const char *path);

#endif
