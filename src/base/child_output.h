/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_CHILD_OUTPUT_H
#define CVENV_BASE_CHILD_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct child;

enum { CHILD_DEFAULT_LIMIT = 1 << 20 };

/* One of a child's outputs, however it is read. */
struct child_output {
	struct buf *to;
	size_t most; /* LEN that TO may reach */
	size_t told; /* how much of TO the listener was told */
};

void child_output_open(struct child_output *o, const struct child *c, struct buf *to);

/* What was read was put behind LEN: takes it; -1 and EFBIG where it is too much. */
int child_output_take(struct child_output *o, size_t got);

/* Tells the listener every line that is whole; at the end, of the child or of what it may say, what is left too. */
void child_output_tell(struct child_output *o, const struct child *c, bool err, bool all);

#endif
