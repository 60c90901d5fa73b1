/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "emit/words.h"
#include "plan/plan.h"

extern const struct embedded embedded_apply_fish;
extern const struct embedded embedded_hook_fish;
extern const struct completion completion_fish;

/* Between single quotes fish knows two escapes, \' and \\, and takes every other byte as it is. */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	buf_byte(out, '\'');
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\'' || bytes[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, bytes[i]);
	}
	buf_byte(out, '\'');
	return 0;
}

static void word(struct buf *out, const char *text)
{
	buf_byte(out, ' ');
	quote(out, text, strlen(text));
}

static void keep(struct buf *out, const char *name, const char *value)
{
	buf_strs(out, "set -g ", name, NULL);
	word(out, value);
	buf_byte(out, '\n');
}

static void begin(struct buf *out, const struct plan *plan)
{
	buf_str(out, "if __cvenv_may");
	words_names(out, plan);
	buf_byte(out, '\n');
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
	buf_strs(out, "set -g __cvenv_token ", plan->token, "\nelse\n",
	         "set -g __cvenv_token ", plan->failed_token, "\nend\n", NULL);
}

static bool is_absent(const struct watch_item *item)
{
	return item->id.kind == FILE_ABSENT;
}

/* One `path is` finds any of many files that were absent, at the price of one builtin. */
static void test_absent(struct buf *out, const struct plan *plan)
{
	const char *joint = "not path is -q";

	for (size_t i = 0; i < plan->watch_count; i++) {
		if (!is_absent(&plan->watch[i]))
			continue;
		buf_str(out, joint);
		joint = "";
		word(out, plan->watch[i].path);
	}
}

/* The words of a `test` that is true where a file is not as it was. */
static void changed(struct buf *out, const struct watch_item *item, bool times)
{
	if (!times || !item->stamp) {
		buf_str(out, is_absent(item) ? " -e" : " ! -e");
		word(out, item->path);
		return;
	}
	word(out, item->path);
	buf_str(out, " -nt");
	word(out, item->stamp);
	buf_str(out, " -o");
	word(out, item->path);
	buf_str(out, " -ot");
	word(out, item->stamp);
}

/* fish before 3.6 compares no times, and has no `path`. */
static void files(struct buf *out, const struct plan *plan, bool times)
{
	buf_str(out, "function __cvenv_files\n");
	const size_t start = out->len;
	if (times)
		test_absent(out, plan);
	const char *joint = out->len > start ? "\nand not test" : "not test";
	for (size_t i = 0; i < plan->watch_count; i++) {
		if (times && is_absent(&plan->watch[i]))
			continue;
		buf_str(out, joint);
		joint = " -o";
		changed(out, &plan->watch[i], times);
	}
	buf_str(out, "\nend\n");
}

static void watch(struct buf *out, const struct plan *plan)
{
	if (!plan->settled) {
		buf_str(out, "function __cvenv_files\nreturn 1\nend\n");
		return;
	}
	buf_str(out, "if set -q __cvenv_times\n");
	files(out, plan, true);
	buf_str(out, "else\n");
	files(out, plan, false);
	buf_str(out, "end\n");
}

const struct shell shell_fish = {
	.name = "fish",
	.start_up = "~/.config/fish/config.fish",
	.line = "cvenv hook fish | source",
	.quote = quote,
	.begin = begin,
	.change = change,
	.local = local,
	.end = end,
	.watch = watch,
	.keep = keep,
	.special = "CMD_DURATION COLUMNS FISH_VERSION LINES SHLVL _ __fish_* argv fish_* history hostname pipestatus "
	           "status status_generation umask version",
	.apply = &embedded_apply_fish,
	.hook = &embedded_hook_fish,
	.completion = &completion_fish,
};
