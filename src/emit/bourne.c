/* SPDX-License-Identifier: MIT */
#include "emit/bourne.h"

#include <string.h>

#include "base/buf.h"
#include "emit/words.h"
#include "plan/plan.h"

/* $'…' is the one form that no option of either shell changes; a line break as such would be an error in some. */
int bourne_quote(struct buf *out, const char *bytes, size_t len)
{
	buf_str(out, "$'");
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte == '\'' || byte == '\\') {
			buf_byte(out, '\\');
			buf_byte(out, bytes[i]);
		} else if (byte < 0x20 || byte >= 0x7f) {
			buf_printf(out, "\\x%02x", byte);
		} else {
			buf_byte(out, bytes[i]);
		}
	}
	buf_byte(out, '\'');
	return 0;
}

static void add_word(struct buf *out, const char *text)
{
	bourne_quote(out, text, strlen(text));
}

void bourne_begin(struct buf *out, const struct plan *plan)
{
	buf_str(out, "if __cvenv_may");
	words_names(out, plan);
	buf_str(out, "; then\n");
}

void bourne_change(struct buf *out, const struct change *change)
{
	words_change(out, change, bourne_quote);
}

void bourne_local(struct buf *out, const struct plan *plan)
{
	words_local(out, plan, bourne_quote);
}

void bourne_end(struct buf *out, const struct plan *plan)
{
	buf_strs(out, "__cvenv_token=", plan->token, "\nelse\n__cvenv_token=", plan->failed_token, "\nfi\n", NULL);
}

static void add_test(struct buf *out, const char *test, const char *path)
{
	buf_str(out, test);
	add_word(out, path);
}

static void watch_one(struct buf *out, const struct watch_item *item, bool deleted)
{
	if (item->id.kind == FILE_ABSENT) {
		add_test(out, "! -e ", item->path);
		return;
	}
	if (!item->stamp || !deleted)
		add_test(out, "-e ", item->path);
	if (!item->stamp)
		return;
	if (!deleted) {
		add_test(out, " && -e ", item->stamp);
		buf_str(out, " && ");
	}
	add_test(out, "! ", item->path);
	add_test(out, " -nt ", item->stamp);
	add_test(out, " && ! ", item->path);
	add_test(out, " -ot ", item->stamp);
}

void bourne_watch(struct buf *out, const struct plan *plan, bool deleted)
{
	bool test = plan->settled && plan->watch_count > 0;

	buf_str(out, "__cvenv_files() {\n[[ ");
	if (!test)
		buf_str(out, plan->settled ? "-n x" : "-z x");
	for (size_t i = 0; test && i < plan->watch_count; i++) {
		if (i > 0)
			buf_str(out, " &&\n");
		watch_one(out, &plan->watch[i], deleted);
	}
	buf_str(out, " ]]\n}\n");
}

void bourne_keep(struct buf *out, const char *name, const char *value)
{
	buf_strs(out, name, "=", NULL);
	add_word(out, value);
	buf_byte(out, '\n');
}
