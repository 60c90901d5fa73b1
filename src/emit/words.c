/* SPDX-License-Identifier: MIT */
#include "emit/words.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "plan/plan.h"

void words_double_quoted(struct buf *out, const char *bytes, size_t len,
                         void (*escape)(struct buf *out, unsigned char byte), unsigned from)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte == '"' || byte == '\\')
			buf_byte(out, '\\');
		if (byte < 0x20 || byte == 0x7f || byte >= from)
			escape(out, byte);
		else
			buf_byte(out, bytes[i]);
	}
	buf_byte(out, '"');
}

void words_names(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		buf_strs(out, " ", plan->changes[i].name, NULL);
}

int words_prompt(struct buf *out, const struct plan *plan, int (*quote)(struct buf *out, const char *bytes, size_t len))
{
	struct buf shown = BUF_INIT;
	int answer;

	text_escape(&shown, plan->prompt, strlen(plan->prompt));
	if (shown.failed)
		out->failed = true;
	answer = quote(out, shown.data, shown.len);
	buf_release(&shown);
	return answer;
}

void words_change(struct buf *out, const struct change *change,
                  int (*quote)(struct buf *out, const char *bytes, size_t len))
{
	static const char *const helpers[] = {
		[CHANGE_SET] = "__cvenv_set ",
		[CHANGE_UNSET] = "__cvenv_unset ",
		[CHANGE_RESTORE] = "__cvenv_back ",
	};

	buf_strs(out, helpers[change->kind], change->name, NULL);
	if (change->kind != CHANGE_UNSET && change->value) {
		buf_byte(out, ' ');
		quote(out, change->value, strlen(change->value));
	}
	buf_byte(out, '\n');
}

void words_local(struct buf *out, const struct plan *plan, int (*quote)(struct buf *out, const char *bytes, size_t len))
{
	if (plan->local == LOCAL_LEAVE)
		buf_str(out, "__cvenv_leave\n");
	if (plan->local != LOCAL_ENTER)
		return;
	buf_str(out, "__cvenv_enter");
	if (plan->prompt) {
		buf_byte(out, ' ');
		words_prompt(out, plan, quote);
	}
	buf_byte(out, '\n');
}
