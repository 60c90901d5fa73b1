/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_CHILD_H
#define CVENV_BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct env;

/* A program to run to its end. */
struct child {
	const char *const *argv;      /* closed by NULL; argv[0] is looked up on ENV's PATH unless it holds a separator */
	const char *dir;              /* NULL: this one's */
	const struct env *env;        /* NULL: this one's */
	struct buf *out;              /* standard output; NULL: thrown away */
	struct buf *err;              /* standard error; NULL: thrown away; may be OUT */
	size_t limit;                 /* bytes kept of each; 0: 1 MiB. More is an error (EFBIG) */
	int timeout_ms;               /* 0: none; when it is over the child and what it started are killed (ETIMEDOUT) */
	bool share_stderr;            /* this process's standard error instead of ERR */
	bool (*cancelled)(void *data); /* asked again and again: whether this process is to end; NULL: never */
	void (*heard)(void *data, bool err, const char *line); /* each line that goes to OUT (or ERR), as it comes; NULL: nobody listens */
	void *data;
};

/*
 * Runs it, standard input empty. Answers its exit status, 128 + N where signal N ended it, or -1 with
 * errno where it could not be started, was too slow or said too much; what it said until then is in
 * OUT and ERR. An interrupt from the terminal reaches the child as well as this process. Entries of
 * PATH that are not absolute are passed over: they would run what lies in the working directory. Who
 * outlives the child is not waited for. Where it is CANCELLED, the child is given a second to end by
 * itself, and is then killed (EINTR). A process that ignores SIGCHLD is told no status (ECHILD).
 */
int child_run(const struct child *c);

#endif
