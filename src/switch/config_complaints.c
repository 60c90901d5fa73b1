/* SPDX-License-Identifier: MIT */
#include "switch/config_complaints.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/report.h"

enum { SHOWN = 60 }; /* bytes of a text that a message repeats */

void complain(struct complaints *c, const struct mark *mark, const char *format, ...)
{
	struct complaint *items;
	va_list args;

	if (c->count >= COMPLAINTS_LIMIT) {
		c->count++;
		return;
	}
	items = pool_grow(c->pool, c->items, c->count, &c->cap, sizeof *items);
	if (!items)
		return;
	va_start(args, format);
	c->items = items;
	c->items[c->count] = (struct complaint){ *mark, pool_vprintf(c->pool, format, args), c->count };
	c->count++;
	va_end(args);
}

const char *complain_show(struct complaints *c, const char *text)
{
	size_t len = strlen(text);

	if (len <= SHOWN)
		return text;
	len = SHOWN;
	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return pool_printf(c->pool, "%.*s…", (int)len, text);
}

static int compare(const void *first, const void *second)
{
	const struct complaint *a = first, *b = second;

	if (a->mark.line != b->mark.line)
		return a->mark.line < b->mark.line ? -1 : 1;
	if (a->mark.column != b->mark.column)
		return a->mark.column < b->mark.column ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

int complaints_tell(struct complaints *c)
{
	size_t kept = c->count < COMPLAINTS_LIMIT ? c->count : COMPLAINTS_LIMIT;

	if (c->pool->failed)
		return report_memory(c->report);
	if (!c->count)
		return 0;
	qsort(c->items, kept, sizeof *c->items, compare);
	for (size_t i = 0; i < kept; i++) {
		const struct mark *mark = &c->items[i].mark;

		if (mark->line)
			report_error(c->report, "%s:%zu:%zu: %s", mark->file, mark->line, mark->column, c->items[i].text);
		else
			report_error(c->report, "%s: %s", mark->file, c->items[i].text);
	}
	if (c->count > kept)
		report_error(c->report, "%s: more than %d errors; the others are not shown", c->items[0].mark.file,
		             COMPLAINTS_LIMIT);
	return -1;
}
