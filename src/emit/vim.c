/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "emit/words.h"
#include "plan/plan.h"

extern const struct shell shell_vim;

static void escape(struct buf *out, unsigned char byte)
{
	buf_printf(out, "\\%03o", byte);
}

/* A string in double quotes, of one line (`:help expr-quote`). */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	words_double_quoted(out, bytes, len, escape, 0x100);
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
