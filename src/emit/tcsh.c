/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/text.h"
#include "emit/cshells.h"
#include "emit/words.h"
#include "plan/plan.h"

extern const struct embedded embedded_apply_tcsh;
extern const struct embedded embedded_hook_tcsh;
extern const struct completion completion_tcsh;

static bool is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.' || c == '/' || c == '-';
}

/*
 * tcsh reads what a command prints in blocks of a size that its build decided, and of a block's last
 * bytes it throws away what is no whole character of the locale (MB_LEN_MAX of them: 16). So that only
 * ASCII stands there, empty quotes are put before a character that would come too near to the end.
 */
enum { BLOCK = 512, BLOCK_END = 20 };

static void keep_clear_of_end(struct buf *out)
{
	size_t left = BLOCK - out->len % BLOCK;

	for (size_t i = 0; left <= BLOCK_END && i < left; i += 2)
		buf_str(out, "\"\"");
}

/*
 * A backslash is the one quote that no setting of the user's (histchars, backslash_quote) weakens. It
 * cannot quote a line break in what is evaluated, where there are none: a variable holds one (apply.tcsh).
 *
 * Empty quotes part a byte that is no whole character from what follows: C libraries still take five or six
 * bytes for one character, as UTF-8 once had it, and tcsh cannot hold that one.
 */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	if (len == 0)
		buf_str(out, "''");
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n') {
			/* of a backslash and what a variable puts after it tcsh makes a line break alone */
			buf_str(out, i > 0 && bytes[i - 1] == '\\' ? "\\\\\"$__cvenv_nl:q\"" : "\"$__cvenv_nl:q\"");
		} else if (is_ascii(bytes[i])) {
			if (!is_plain(bytes[i]))
				buf_byte(out, '\\');
			buf_byte(out, bytes[i]);
		} else {
			size_t whole = text_utf8(bytes + i, len - i);
			bool broken = whole == 0;

			if (broken)
				whole = 1;
			keep_clear_of_end(out);
			buf_add(out, bytes + i, whole);
			i += whole - 1;
			if (broken)
				buf_str(out, "\"\"");
		}
	}
	return 0;
}

static void word(struct buf *out, const char *text)
{
	buf_byte(out, ' ');
	quote(out, text, strlen(text));
}

static void keep(struct buf *out, const char *name, const char *value)
{
	cshells_keep(out, name, value, quote);
}

/* The failed token stands until all went well: what an error cuts short is then known to have failed. */
static void begin(struct buf *out, const struct plan *plan)
{
	bool path = false, line_break = false;

	for (size_t i = 0; i < plan->count; i++) {
		const struct change *change = &plan->changes[i];

		path |= strcmp(change->name, "PATH") == 0;
		line_break |= change->value && strchr(change->value, '\n');
	}
	keep(out, "__cvenv_token", plan->failed_token);
	buf_str(out, "set __cvenv_ok = 1 ;\n");
	if (path)
		buf_str(out, "eval __cvenv_may ;\n");
	if (line_break)
		buf_str(out, "eval __cvenv_may_nl ;\n");
}

static void if_ok(struct buf *out)
{
	buf_str(out, "if ( $__cvenv_ok ) ");
}

static void change(struct buf *out, const struct change *change)
{
	if_ok(out);
	cshells_change(out, change, quote);
}

/* As `set prompt` takes it: signs in octal mean nothing to it, whatever histchars says. */
static void prompt_text(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (is_plain(*text) || *text == ' ' || !is_ascii(*text))
			buf_byte(out, *text);
		else
			buf_printf(out, "\\%03o", (unsigned)(unsigned char)*text);
	}
}

/* The prefix, and the command that takes it out of a prompt to which the user added something. */
static void prefix(struct buf *out, const struct plan *plan)
{
	struct buf shown = BUF_INIT, text = BUF_INIT, command = BUF_INIT;

	text_escape(&shown, plan->prompt, strlen(plan->prompt));
	buf_byte(&text, '(');
	prompt_text(&text, shown.data);
	buf_str(&text, ") ");
	/* no control character is left in the text, so that one can mark its ends */
	buf_strs(&command, "set prompt = \"${prompt:s\001", text.data, "\001\001:q}\"", NULL);
	if_ok(out);
	keep(out, "__cvenv_prefix", text.data);
	if_ok(out);
	keep(out, "__cvenv_strip", command.data);
	out->failed |= shown.failed || text.failed || command.failed;
	buf_release(&shown);
	buf_release(&text);
	buf_release(&command);
}

static void local(struct buf *out, const struct plan *plan)
{
	if (plan->local == LOCAL_KEEP)
		return;
	if (plan->local == LOCAL_LEAVE) {
		if_ok(out);
		buf_str(out, "eval __cvenv_leave ;\n");
		return;
	}
	if_ok(out);
	buf_str(out, "eval __cvenv_clear ;\n");
	if (plan->prompt)
		prefix(out, plan);
	if_ok(out);
	buf_str(out, "eval __cvenv_enter ;\n");
}

static void end(struct buf *out, const struct plan *plan)
{
	if_ok(out);
	keep(out, "__cvenv_token", plan->token);
}

/* Times are whole seconds here; the time of change, size and inode together see what those miss. */
static void changed(struct buf *out, const struct watch_item *item)
{
	const struct file_id *id = &item->id;

	if (id->kind == FILE_ABSENT || (!item->stamp && id->kind != FILE_REGULAR)) {
		buf_str(out, id->kind == FILE_ABSENT ? " || -e" : " || ! -e");
		word(out, item->path);
		return;
	}
	buf_str(out, " || -C");
	word(out, item->path);
	buf_printf(out, " != %lld || -Z", (long long)id->changed);
	word(out, item->path);
	buf_printf(out, " != %lld || -I", (long long)id->size);
	word(out, item->path);
	buf_printf(out, " != %llu", (unsigned long long)id->inode);
}

/* The rest of an expression, which the hook puts into the test of its own (hook.tcsh). */
static void watch(struct buf *out, const struct plan *plan)
{
	struct buf test = BUF_INIT;

	if (!plan->settled)
		buf_str(&test, " || 1");
	for (size_t i = 0; plan->settled && i < plan->watch_count; i++)
		changed(&test, &plan->watch[i]);
	keep(out, "__cvenv_files", test.data);
	/* the end of the output is the end of a block, too */
	buf_printf(out, ":%*s ;\n", BLOCK_END, "");
	out->failed |= test.failed;
	buf_release(&test);
}

const struct shell shell_tcsh = {
	.name = "tcsh",
	.start_up = "~/.tcshrc",
	.line = "eval \"`cvenv hook tcsh`\"",
	.quote = quote,
	.begin = begin,
	.change = change,
	.local = local,
	.end = end,
	.watch = watch,
	.keep = keep,
	.special = "COLUMNS GROUP HOSTTYPE LINES MACHTYPE OSTYPE SHLVL VENDOR argv autologout cdpath dirstack "
	           "fignore histchars home path savehist shell status tcsh term user watch wordchars",
	.apply = &embedded_apply_tcsh,
	.hook = &embedded_hook_tcsh,
	.completion = &completion_tcsh,
};
