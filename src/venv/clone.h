/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_CLONE_H
#define CVENV_VENV_CLONE_H

#include <stdbool.h>

#include "venv/cvenv.h"

struct manifest;

enum clone_answer {
	CLONE_FAILED = -1, /* errno says why, PATH of what */
	CLONE_DONE,
	CLONE_STALE,       /* the image is not what its manifest says */
};

/* How an image gets into an environment. */
struct clone {
	const struct manifest *manifest;
	int from;                  /* the open folder of the image's files */
	int to;                    /* the open folder that gets them */
	enum cvenv_link_mode mode; /* what is tried first; afterwards, what was done: never CVENV_LINK_AUTO */
	bool own_group;            /* with CVENV_LINK_AUTO: no hard links, since the files shall have the group of their folder */
	const char *path;          /* what it failed at, relative to either folder */
};

/*
 * Puts every folder and file of the manifest into TO, with the modes, and the times, that the manifest says.
 * Each file is looked at before: one that is another's, or is not as the manifest says, makes the image
 * stale. Folders may be there already; a file that is fails it (EEXIST). Where files cannot be shared in the way that MODE says, the next is taken: clones (of blocks), hard
 * links, copies. Where the answer is not CLONE_DONE, nothing is left of it.
 */
enum clone_answer clone_run(struct clone *c);

#endif
