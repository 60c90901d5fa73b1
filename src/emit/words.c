/* SPDX-License-Identifier: MIT */
#include "emit/words.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "plan/plan.h"

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
