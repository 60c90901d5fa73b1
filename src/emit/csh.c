/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/text.h"
#include "emit/cshells.h"
#include "plan/plan.h"

extern const struct embedded embedded_apply_csh, embedded_hook_csh;
extern const struct shell shell_csh;

/* BSD csh reads what a command prints in words of at most 4096 characters, and some of them are ours. */
enum { WORD_LIMIT = 4000 };

/* The shell goes round for ever over one that stands unquoted in a word in which anything else is quoted. */
enum { HARD_SPACE = 0xa0 };

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_./-:=%+,@", c) ||
	       ((unsigned char)c >= 0x80 && (unsigned char)c != HARD_SPACE);
}

/*
 * A backslash is the one quote that histchars does not weaken. It cannot quote a line break in what is
 * evaluated, where there are none, and there is no other way to say one.
 */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	size_t start = out->len;

	if (len == 0)
		buf_str(out, "''");
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n')
			return -1;
		if (!is_plain(bytes[i]) || (bytes[i] == '=' && i == 0))
			buf_byte(out, '\\');
		buf_byte(out, bytes[i]);
	}
	return out->len - start > WORD_LIMIT ? -1 : 0;
}

static void keep(struct buf *out, const char *name, const char *value)
{
	cshells_keep(out, name, value, quote);
}

/* The failed token stands until all went well: what an error cuts short is then known to have failed. */
static void begin(struct buf *out, const struct plan *plan)
{
	keep(out, "__cvenv_token", plan->failed_token);
}

static void change(struct buf *out, const struct change *change)
{
	cshells_change(out, change, quote);
}

/*
 * As `set prompt` takes it. Of the signs that it knows, a backslash hides "!". For "%m", a host's name to BSD csh since
 * 2024, there is no way to say it: it is broken in two.
 */
static void prefix(struct buf *out, const char *prompt)
{
	struct buf shown = BUF_INIT, text = BUF_INIT;

	text_escape(&shown, prompt, strlen(prompt));
	buf_byte(&text, '(');
	for (size_t i = 0; i < shown.len; i++) {
		if (shown.data[i] == '!' || (shown.data[i] == 'm' && i > 0 && shown.data[i - 1] == '%'))
			buf_byte(&text, '\\');
		buf_byte(&text, shown.data[i]);
	}
	buf_str(&text, ") ");
	keep(out, "__cvenv_prefix", text.data);
	out->failed |= shown.failed || text.failed;
	buf_release(&shown);
	buf_release(&text);
}

static void local(struct buf *out, const struct plan *plan)
{
	if (plan->local == LOCAL_LEAVE)
		buf_str(out, "eval __cvenv_leave ;\n");
	if (plan->local != LOCAL_ENTER)
		return;
	buf_str(out, "eval __cvenv_clear ;\n");
	if (plan->prompt)
		prefix(out, plan->prompt);
	buf_str(out, "eval __cvenv_enter ;\n");
}

static void end(struct buf *out, const struct plan *plan)
{
	keep(out, "__cvenv_token", plan->token);
}

/* There is no event at which files could be looked at. */
static void watch(struct buf *out, const struct plan *plan)
{
	(void)out;
	(void)plan;
}

const struct shell shell_csh = {
	.name = "csh",
	.aliases = "bsd-csh",
	.start_up = "~/.cshrc",
	.line = "eval \"`cvenv hook csh`\"",
	.quote = quote,
	.begin = begin,
	.change = change,
	.local = local,
	.end = end,
	.watch = watch,
	.keep = keep,
	.apply = &embedded_apply_csh,
	.hook = &embedded_hook_csh,
};
