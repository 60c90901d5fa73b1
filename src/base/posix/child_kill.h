/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_POSIX_CHILD_KILL_H
#define CVENV_BASE_POSIX_CHILD_KILL_H

#include <sys/types.h>

/*
 * Kills the child PID, which is not yet waited for, and what it started, as far as that still hangs
 * below it and the system says so.
 */
void child_kill(pid_t pid);

#endif
