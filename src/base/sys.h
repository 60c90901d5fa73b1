/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_SYS_H
#define CVENV_BASE_SYS_H

#include <stdbool.h>
#include <stdint.h>

struct env;
struct pool;

const char *sys_os(void);                     /* "linux", "darwin", "freebsd", "windows", … */
const char *sys_arch(struct pool *p);         /* as uname -m says */
const char *sys_host(struct pool *p);         /* the name of this host, without its domain */

/* The user's home folder: HOME where it is set and absolute, else the password file's; NULL where neither says. */
const char *sys_home(struct pool *p, const struct env *e);

/* The working directory without links; NULL, and errno, where it was deleted or cannot be reached. */
char *sys_working_folder(struct pool *p);

/* The working directory as the shell says it in PWD, where that is absolute and the same folder; else as above. */
char *sys_logical_folder(struct pool *p, const struct env *e);

/* The name of the program that started this one ("bash" for -bash and /bin/bash); NULL where the system does not say. */
const char *sys_parent_program(struct pool *p);

/* The absolute path under which this program was started, links kept (argv[0] looked up on PATH). */
const char *sys_own_path(struct pool *p, const struct env *e, const char *argv0);

/* The command line, where main was not handed it as it is. */
void sys_arguments(struct pool *p, int *argc, char ***argv);

/* From here on a write to a pipe that nobody reads any more fails (EPIPE) instead of ending the process. */
void sys_keep_pipes(void);

/* From here on the system keeps the status of children, though a parent's "ignore" (SIGCHLD) was inherited. */
void sys_keep_children(void);

bool sys_is_root(void);
bool sys_is_terminal(int fd);

int sys_processors(void);               /* how many this process may use at once; at least 1 */
long sys_process(void);                 /* this process's number */
bool sys_process_lives(long process);   /* whether there is a process of that number on this host */

int64_t sys_now_ns(void);      /* nanoseconds since 1970 */
int64_t sys_clock_ms(void);    /* milliseconds of a clock that never goes back */

#endif
