/* SPDX-License-Identifier: MIT */
#ifndef CVENV_TESTS_GATHER_H
#define CVENV_TESTS_GATHER_H

#include "base/buf.h"
#include "base/report.h"

/* A report whose messages are kept, one to a line. */
struct gather {
	struct buf said;
	struct report report;
};

static inline void gather_say(void *data, enum report_level level, const char *text)
{
	struct gather *g = data;

	(void)level;
	buf_strs(&g->said, text, "\n", NULL);
}

static inline void gather_start(struct gather *g)
{
	*g = (struct gather){ .said = BUF_INIT, .report = { .say = gather_say, .data = g } };
}

#endif
