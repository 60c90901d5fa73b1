/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_KEPT_H
#define CVENV_VENV_KEPT_H

#include <stdbool.h>

#include "base/pool.h"

struct place;

/*
 * What is replaced in an environment that is changed in place has a second name in the folder kept_folder
 * until all of it is done: where that fails it gets its own name back, and so it does when the next maker
 * finds it after a kill. That needs neither memory nor room on the disk.
 */
extern const char kept_folder[];

struct kept {
	struct strings paths; /* relative to the environment, in the order in which they were replaced */
	struct strings names; /* of the same, what each is called meanwhile */
	bool folder;          /* it was made */
};

/* To be called before PATH in PLACE is replaced; nothing is done for what is there no more, or is kept already. 0, or -1 and errno. */
int kept_add(struct kept *kept, const struct place *place, const char *path);

/* Puts back what was replaced; false where something cannot be, which stays for the next maker. */
bool kept_restore(struct kept *kept, const struct place *place);

/* What was replaced is not needed any more; what cannot be removed is the next maker's to remove. */
void kept_drop(struct kept *kept, const struct place *place);

/*
 * What another maker left in PLACE, which is locked: put back where it was killed (PLACE->found), otherwise
 * removed. 0, or -1 and errno.
 */
int kept_recover(const struct place *place);

#endif
