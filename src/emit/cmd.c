/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/text.h"
#include "emit/candidates.h"
#include "emit/cmd_autorun.h"
#include "plan/plan.h"

extern const struct embedded embedded_apply_cmd, embedded_auto_cmd, embedded_codepage_cmd, embedded_hook_cmd, embedded_macros_cmd;
extern const struct embedded embedded_cvenv_lua;
extern const struct shell shell_cmd;

/* A line has 8191 characters; what is longer would be cut without a word. Some of them are ours, and the name's. */
enum { VALUE_LIMIT = 7900 };

/* Where a quote in the value ends the one that `set` begins with, what cmd acts upon needs an escape of its own. */
static void add_text(struct buf *out, const char *bytes, size_t len)
{
	bool quoted = true;

	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '"')
			quoted = !quoted;
		if (bytes[i] == '%')
			buf_byte(out, '%');
		else if (!quoted && strchr("&|<>^()", bytes[i]))
			buf_byte(out, '^');
		buf_byte(out, bytes[i]);
	}
	buf_byte(out, '"');
}

/*
 * What stands behind `set "NAME=`, up to the end of the line, in a batch file: the last quote of a line ends the value,
 * whatever quotes stand in it. CR and LF end a line, and ^Z the file.
 */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	size_t start = out->len;

	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == 0x1a)
			return -1;
	add_text(out, bytes, len);
	return out->len - start > VALUE_LIMIT ? -1 : 0;
}

/* The same where the shell expands !NAME!, which takes carets for escapes in whatever has such a mark. */
static void add_delayed(struct buf *out, const char *bytes, size_t len)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '!' || bytes[i] == '^')
			buf_byte(&text, '^');
		buf_byte(&text, bytes[i]);
	}
	add_text(out, text.data, text.len);
	out->failed |= text.failed;
	buf_release(&text);
}

/* "!!" is nothing where that expansion is on, and itself where it is off. */
static void set(struct buf *out, const char *name, const char *value)
{
	bool marked = strchr(value, '!');

	if (marked) {
		buf_strs(out, "@if \"!!\"==\"\" set \"", name, "=", NULL);
		add_delayed(out, value, strlen(value));
		buf_str(out, "\n@if not \"!!\"==\"\" set \"");
	} else {
		buf_str(out, "@set \"");
	}
	buf_strs(out, name, "=", NULL);
	quote(out, value, strlen(value));
	buf_byte(out, '\n');
}

static bool is_ascii(const char *text)
{
	for (; text && *text; text++)
		if (*text & 0x80)
			return false;
	return true;
}

static bool is_plain(const struct plan *plan)
{
	bool plain = is_ascii(plan->prompt);

	for (size_t i = 0; i < plan->count && plain; i++)
		plain = is_ascii(plan->changes[i].value);
	return plain;
}

/* A batch file is read in the console's code page. */
static void begin_utf8(struct buf *out)
{
	buf_add(out, embedded_codepage_cmd.data, embedded_codepage_cmd.len);
}

static void end_utf8(struct buf *out)
{
	buf_str(out, "@if defined __cvenv_codepage \"%SystemRoot%\\System32\\chcp.com\" %__cvenv_codepage% >nul 2>&1\n"
	             "@set \"__cvenv_codepage=\"\n");
}

static void keep(struct buf *out, const char *name, const char *value)
{
	bool plain = is_ascii(value);

	if (!plain)
		begin_utf8(out);
	set(out, name, value);
	if (!plain)
		end_utf8(out);
}

static void begin(struct buf *out, const struct plan *plan)
{
	if (!is_plain(plan))
		begin_utf8(out);
}

static void change(struct buf *out, const struct change *change)
{
	set(out, change->name, change->kind != CHANGE_UNSET && change->value ? change->value : "");
}

/* As PROMPT has it; there is no sign for a quote, and one that ends ours too early has to go. */
static void add_prefix(struct buf *text, const char *shown, size_t len)
{
	static const char signs[][3] = { "$$", "&A", "|B", "(C", ")F", ">G", "<L", "=Q", " S" };

	buf_str(text, "$C");
	for (size_t i = 0; i < len; i++) {
		char sign = '\0';

		for (size_t j = 0; j < sizeof signs / sizeof *signs; j++)
			if (signs[j][0] == shown[i])
				sign = signs[j][1];
		if (sign)
			buf_byte(text, '$');
		buf_byte(text, sign ? sign : shown[i] == '"' ? '\'' : shown[i]);
	}
	buf_str(text, "$F$S");
}

static void local(struct buf *out, const struct plan *plan)
{
	struct buf shown = BUF_INIT, text = BUF_INIT;

	if (plan->local == LOCAL_KEEP)
		return;
	if (plan->local == LOCAL_ENTER && plan->prompt) {
		text_escape(&shown, plan->prompt, strlen(plan->prompt));
		add_prefix(&text, shown.data, shown.len);
	}
	set(out, "__cvenv_prefix", text.data);
	buf_add(out, embedded_apply_cmd.data, embedded_apply_cmd.len);
	out->failed |= shown.failed || text.failed;
	buf_release(&shown);
	buf_release(&text);
}

static void end(struct buf *out, const struct plan *plan)
{
	set(out, "__cvenv_token", plan->token);
	if (!is_plain(plan))
		end_utf8(out);
}

/*
 * Three fields for each file, parted by what no name on Windows has: its path, and its size and time in seconds ("-": it is
 * absent, "*": it exists). "?" is what always differs.
 */
static void add_watched(struct buf *out, const struct watch_item *item)
{
	const struct file_id *id = &item->id;

	buf_strs(out, out->len ? "|" : "", item->path, NULL);
	if (id->kind == FILE_REGULAR)
		buf_printf(out, "|%" PRId64 "|%" PRId64, id->size, id->modified);
	else
		buf_str(out, id->kind == FILE_ABSENT ? "|-|-" : "|*|*");
}

/* Who has no event at which files could be looked at has no use for it; it is the last part of the code. */
static void watch(struct buf *out, const struct plan *plan)
{
	struct buf files = BUF_INIT, word = BUF_INIT;

	for (size_t i = 0; plan->settled && i < plan->watch_count; i++)
		add_watched(&files, &plan->watch[i]);
	if (!plan->settled || quote(&word, files.data, files.len) < 0) {
		buf_clear(&files);
		buf_byte(&files, '?');
	}
	buf_str(out, "@if not defined __cvenv_clink exit /b\n");
	keep(out, "__cvenv_files", files.data);
	out->failed |= files.failed || word.failed;
	buf_release(&files);
	buf_release(&word);
}

/* `call` expands the line once more, and doubles a caret, which nothing prevents. */
static int run_kept(struct buf *out, const char *folder, const struct env *env)
{
	struct buf file = BUF_INIT;
	int answer = cmd_kept_path(&file, folder, "hook.bat", env);

	if (answer == 0)
		buf_strs(out, "call \"", file.data, "\"", NULL);
	out->failed |= file.failed;
	buf_release(&file);
	return answer;
}

/* Nobody spells a ~ out. */
static int typed(struct typed *out, struct pool *p, int argc, char **argv)
{
	typed_words(out, p, argc, argv);
	out->tilde = false;
	return 0;
}

static const struct completion completion = {
	.script = &embedded_cvenv_lua,
	.typed = typed,
	.offer = offer_fields,
};

static const struct hook_file kept[] = {
	{ "hook.bat", NULL },
	{ "macros", &embedded_macros_cmd },
	{ "auto.bat", &embedded_auto_cmd },
	{ 0 },
};

const struct shell shell_cmd = {
	.name = "cmd",
	.aliases = "cmd.exe",
	.start_up = "(typed)",
	.line = "for /f \"delims=\" %i in ('cvenv hook cmd') do @%i",
	.quote = quote,
	.begin = begin,
	.change = change,
	.local = local,
	.end = end,
	.watch = watch,
	.keep = keep,
	.special = "CMDCMDLINE CMDEXTVERSION ERRORLEVEL",
	.never_empty = true,
	.hook = &embedded_hook_cmd,
	.kept = kept,
	.run_kept = run_kept,
	.chain = cmd_chain,
	.unchain = cmd_unchain,
	.completion = &completion,
};
