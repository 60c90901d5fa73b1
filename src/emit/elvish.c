/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "emit/candidates.h"
#include "emit/words.h"
#include "plan/plan.h"

extern const struct embedded embedded_apply_elvish, embedded_cvenv_elvish, embedded_hook_elvish;
extern const struct shell shell_elvish;

static void escape(struct buf *out, unsigned char byte)
{
	buf_printf(out, "\\x%02x", byte);
}

/* Double quotes, in which \xHH is a byte: elvish reads no code that is not UTF-8, but holds every byte. */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	words_double_quoted(out, bytes, len, escape, 0x80);
	return 0;
}

static void keep(struct buf *out, const char *name, const char *value)
{
	buf_strs(out, "var ", name, " = ", NULL);
	quote(out, value, strlen(value));
	buf_byte(out, '\n');
}

/* Variables of other programs are apart from its own here, so that none is read-only or special. */
static void begin(struct buf *out, const struct plan *plan)
{
	(void)out, (void)plan;
}

static void change(struct buf *out, const struct change *change)
{
	words_change(out, change, quote);
}

static void local(struct buf *out, const struct plan *plan)
{
	words_local(out, plan, quote);
}

static void end(struct buf *out, const struct plan *plan)
{
	buf_strs(out, "__cvenv_token ", plan->token, "\n", NULL);
}

/* A list for each file: its path, and, where there is one, its size and inode. */
static void watch(struct buf *out, const struct plan *plan)
{
	buf_str(out, plan->settled ? "__cvenv_watch" : "__cvenv_watch $nil");
	for (size_t i = 0; plan->settled && i < plan->watch_count; i++) {
		const struct watch_item *item = &plan->watch[i];

		buf_str(out, " [");
		quote(out, item->path, strlen(item->path));
		if (item->id.kind != FILE_ABSENT)
			buf_printf(out, " %lld %llu", (long long)item->id.size, (unsigned long long)item->id.inode);
		buf_byte(out, ']');
	}
	buf_byte(out, '\n');
}

static const struct completion completion_elvish = {
	.script = &embedded_cvenv_elvish,
	.typed = typed_words,
	.offer = offer_fields,
};

const struct shell shell_elvish = {
	.name = "elvish",
	.start_up = "~/.config/elvish/rc.elv",
	.line = "eval (cvenv hook elvish | slurp)",
	.quote = quote,
	.begin = begin,
	.change = change,
	.local = local,
	.end = end,
	.watch = watch,
	.keep = keep,
	.apply = &embedded_apply_elvish,
	.hook = &embedded_hook_elvish,
	.completion = &completion_elvish,
};
