/* SPDX-License-Identifier: MIT */
#include "emit/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "emit/emit.h"
#include "emit/words.h"
#include "plan/plan.h"

extern const struct shell shell_json;

int json_holds(const char *bytes, size_t len)
{
	for (size_t i = 0, whole; i < len; i += whole) {
		whole = text_utf8(bytes + i, len - i);
		if (whole == 0)
			return -1;
	}
	return 0;
}

static int quote(struct buf *out, const char *bytes, size_t len)
{
	text_json(out, bytes, len);
	return json_holds(bytes, len);
}

static void add_change(struct buf *out, const struct change *change)
{
	static const char *const words[] = {
		[CHANGE_SET] = "set", [CHANGE_UNSET] = "unset", [CHANGE_RESTORE] = "restore",
	};

	buf_byte(out, '{');
	text_json_member(out, "do", words[change->kind]);
	buf_str(out, ", ");
	text_json_member(out, "name", change->name);
	buf_str(out, ", ");
	text_json_member(out, "value", change->kind == CHANGE_UNSET ? NULL : change->value);
	buf_byte(out, '}');
}

static void add_watched(struct buf *out, const struct watch_item *item)
{
	const struct file_id *id = &item->id;

	buf_byte(out, '{');
	text_json_member(out, "path", item->path);
	buf_strs(out, ", \"exists\": ", id->kind == FILE_ABSENT ? "false" : "true", ", ", NULL);
	text_json_member(out, "stamp", item->stamp);
	/* times in nanoseconds are more than a reader of numbers as floats can hold */
	buf_printf(out, ", \"modified\": \"%lld.%09ld\", \"size\": %lld, \"inode\": \"%llu\"}", (long long)id->modified,
	           (long)id->modified_ns, (long long)id->size, (unsigned long long)id->inode);
}

void json_document(struct buf *out, const struct plan *plan)
{
	static const char *const words[] = { [LOCAL_KEEP] = "keep", [LOCAL_ENTER] = "enter", [LOCAL_LEAVE] = "leave" };

	buf_str(out, "{\"changes\": [");
	for (size_t i = 0; i < plan->count; i++) {
		buf_str(out, i > 0 ? ", " : "");
		add_change(out, &plan->changes[i]);
	}
	buf_str(out, "], ");
	text_json_member(out, "local", words[plan->local]);
	buf_str(out, ", ");
	buf_str(out, "\"prompt\": ");
	if (plan->prompt)
		words_prompt(out, plan, quote);
	else
		buf_str(out, "null");
	buf_strs(out, ", \"settled\": ", plan->settled ? "true" : "false", ", \"watch\": [", NULL);
	for (size_t i = 0; i < plan->watch_count; i++) {
		buf_str(out, i > 0 ? ", " : "");
		add_watched(out, &plan->watch[i]);
	}
	buf_str(out, "], ");
	text_json_member(out, "token", plan->token);
	buf_str(out, ", ");
	text_json_member(out, "failed_token", plan->failed_token);
	buf_str(out, "}\n");
}

const struct shell shell_json = {
	.name = "json",
	.quote = quote,
	.document = json_document,
};
