/* SPDX-License-Identifier: MIT */
#include "base/child_output.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/child.h"

void child_output_open(struct child_output *o, const struct child *c, struct buf *to)
{
	size_t limit = c->limit ? c->limit : CHILD_DEFAULT_LIMIT;

	*o = (struct child_output){ .to = to, .told = to->len };
	o->most = limit < SIZE_MAX - to->len ? to->len + limit : SIZE_MAX;
}

int child_output_take(struct child_output *o, size_t got)
{
	o->to->len += got;
	o->to->data[o->to->len] = '\0';
	if (o->to->len <= o->most)
		return 0;
	buf_truncate(o->to, o->most);
	errno = EFBIG;
	return -1;
}

void child_output_tell(struct child_output *o, const struct child *c, bool err, bool all)
{
	char *line, *end;

	if (!c->heard || !o->to)
		return;
	while (o->told < o->to->len) {
		line = o->to->data + o->told;
		end = memchr(line, '\n', o->to->len - o->told);
		if (!end && !all)
			return;
		o->told = end ? (size_t)(end - o->to->data) + 1 : o->to->len;
		if (end)
			*end = '\0';
		c->heard(c->data, err, line);
		if (end)
			*end = '\n';
	}
}
