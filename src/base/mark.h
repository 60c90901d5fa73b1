/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_MARK_H
#define CVENV_BASE_MARK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A small file in an open folder by which those who work there know of each other. Its handle is one of those that
 * folder_lock and folder_close take. Functions that answer an int answer 0, or -1 with errno set, unless they say
 * otherwise.
 */

/* The handle of the file NAME in the folder, which is made where it is missing (*MADE); -1 and errno. */
int mark_open(int folder, const char *name, bool *made);

/* Whether what stands at NAME in the folder is still what was opened. */
bool mark_is(int mark, int folder, const char *name);

/* Makes TEXT what it says. */
int mark_write(int mark, const char *text, size_t len);

/* Whether it says just TEXT. */
bool mark_says(int mark, const char *text, size_t len);

#endif
