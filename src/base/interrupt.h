/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_INTERRUPT_H
#define CVENV_BASE_INTERRUPT_H

#include <stdbool.h>

/*
 * Work that must not be left half-done when the user presses Ctrl-C: between the two calls a request to
 * end (SIGINT, SIGTERM, SIGHUP) is only noted, and system calls that wait are cut short by it. What was
 * ignored before stays ignored. Not nested, and for one thread.
 */
void interrupt_hold(void);
bool interrupt_came(void);

/* As it was before; what came meanwhile comes now, and ends the process unless somebody handles it. */
void interrupt_release(void);

#endif
