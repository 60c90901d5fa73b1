/* SPDX-License-Identifier: MIT */
#include "emit/cshells.h"

#include <string.h>

#include "base/buf.h"
#include "plan/plan.h"

void cshells_keep(struct buf *out, const char *name, const char *value,
                  int (*quote)(struct buf *out, const char *bytes, size_t len))
{
	buf_strs(out, "set ", name, " = ", NULL);
	quote(out, value, strlen(value));
	buf_str(out, " ;\n");
}

void cshells_change(struct buf *out, const struct change *change,
                    int (*quote)(struct buf *out, const char *bytes, size_t len))
{
	if (change->kind == CHANGE_UNSET || !change->value) {
		buf_strs(out, "unsetenv ", change->name, NULL);
	} else {
		buf_strs(out, "setenv ", change->name, " ", NULL);
		quote(out, change->value, strlen(change->value));
	}
	buf_str(out, " ;\n");
}
