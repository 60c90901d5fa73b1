/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_AUTORUN_H
#define CVENV_BASE_AUTORUN_H

struct pool;

/* Where it is, as messages name it. */
extern const char autorun_place[];

/* The line that the system's own shell runs at each of its starts, for this user. */
struct autorun {
	const char *line;   /* NULL: there is none */
	unsigned long kind; /* how the system keeps it, and whether variables in it are expanded: stays as it is */
};

/*
 * 0, or -1 and errno: ENOSYS where the system has no such line, EINVAL where what is there is no line of text.
 * Memory is the pool's.
 */
int autorun_read(struct autorun *out, struct pool *p);

/* Puts it there; without a line, takes away what is there. 0, or -1 and errno. */
int autorun_write(const struct autorun *now, struct pool *p);

#endif
