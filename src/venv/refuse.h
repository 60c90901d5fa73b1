/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_REFUSE_H
#define CVENV_VENV_REFUSE_H

struct report;

/* Refusals in the words of venv itself, which people and programs look for. Always -1. */

/* "Unable to create directory '/x'" */
int refuse_folder(const struct report *report, const char *path);

/* "[Errno 17] File exists: '/x'" */
int refuse_errno(const struct report *report, int number, const char *path);

#endif
