/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_CONFIG_COMPLAINTS_H
#define CVENV_SWITCH_CONFIG_COMPLAINTS_H

#include <stddef.h>

#include "base/printf_like.h"
#include "switch/config.h"

struct pool;
struct report;

/*
 * Everything that is wrong with one file, kept until all of it is known and then told in the order of
 * the file. There is an end to it: what comes after COMPLAINTS_LIMIT is not kept.
 */
struct complaints {
	struct pool *pool;
	const struct report *report;
	struct complaint {
		struct mark mark;
		const char *text;
		size_t number;
	} *items;
	size_t count; /* of all of them, kept or not */
	size_t cap;
};

enum { COMPLAINTS_LIMIT = 100 };

void complain(struct complaints *c, const struct mark *mark, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* TEXT for a message: cut where it is long. */
const char *complain_show(struct complaints *c, const char *text);

/*
 * Reports each as "FILE:LINE:COLUMN: …", or, where the mark has no line (a whole file, a variable), as
 * "FILE: …". -1 where there was any, or no memory for them; else 0.
 */
int complaints_tell(struct complaints *c);

#endif
