/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "plan/plan.h"

extern const struct shell shell_vim;

/* A string in double quotes, of one line (`:help expr-quote`). */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte == '"' || byte == '\\')
			buf_byte(out, '\\');
		if (byte < 0x20 || byte == 0x7f)
			buf_printf(out, "\\%03o", byte);
		else
			buf_byte(out, bytes[i]);
	}
	buf_byte(out, '"');
	return 0;
}

static void document(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct change *change = &plan->changes[i];

		if (change->kind == CHANGE_UNSET || !change->value) {
			buf_strs(out, "unlet! $", change->name, "\n", NULL);
			continue;
		}
		buf_strs(out, "let $", change->name, " = ", NULL);
		quote(out, change->value, strlen(change->value));
		buf_byte(out, '\n');
	}
}

const struct shell shell_vim = {
	.name = "vim",
	.quote = quote,
	.document = document,
};
