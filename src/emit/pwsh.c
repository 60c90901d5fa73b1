/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/text.h"
#include "emit/candidates.h"
#include "emit/words.h"
#include "plan/plan.h"

extern const struct embedded embedded_apply_pwsh, embedded_hook_pwsh, embedded_cvenv_pwsh;
extern const struct shell shell_pwsh;

/* What .NET counts time in: steps of 100 ns, since the year 1; and what it says of a file that is not there. */
static const int64_t TICKS_OF_1970 = 621355968000000000;
static const int64_t TICKS_OF_NONE = 504911232000000000;

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7f;
}

static bool is_text(const char *bytes, size_t len, bool *plain)
{
	*plain = true;
	for (size_t i = 0, part; i < len; i += part) {
		part = text_utf8(bytes + i, len - i);
		if (!part)
			return false;
		*plain &= is_plain((unsigned char)bytes[i]);
	}
	return true;
}

static void add_escape(struct buf *out, const char *bytes, size_t len)
{
	uint32_t code = text_code_point(bytes, len);

	if (code < 0x10000) {
		buf_printf(out, "\\u%04" PRIx32, code);
		return;
	}
	code -= 0x10000;
	buf_printf(out, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff));
}

/*
 * ASCII alone, without a control character: what a program prints comes through an encoding that is the
 * console's, and in lines. PowerShell's strings are text, so bytes that are none cannot be held.
 */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	bool plain;

	if (!is_text(bytes, len, &plain))
		return -1;
	buf_str(out, plain ? "'" : "([regex]::Unescape('");
	for (size_t i = 0, part; i < len; i += part) {
		part = text_utf8(bytes + i, len - i);
		if (!is_plain((unsigned char)bytes[i])) {
			add_escape(out, bytes + i, part);
			continue;
		}
		if (bytes[i] == '\'' || (bytes[i] == '\\' && !plain))
			buf_byte(out, bytes[i]);
		buf_byte(out, bytes[i]);
	}
	buf_str(out, plain ? "'" : "'))");
	return 0;
}

static void word(struct buf *out, const char *text)
{
	buf_byte(out, ' ');
	quote(out, text, strlen(text));
}

static void keep(struct buf *out, const char *name, const char *value)
{
	buf_strs(out, "$global:", name, " =", NULL);
	word(out, value);
	buf_byte(out, '\n');
}

/* A name that will be empty is marked: not every .NET can hold that. */
static void begin(struct buf *out, const struct plan *plan)
{
	buf_str(out, "if (__cvenv_may");
	for (size_t i = 0; i < plan->count; i++) {
		const struct change *change = &plan->changes[i];
		bool empty = change->kind == CHANGE_SET && !*change->value;

		buf_strs(out, " ", change->name, empty ? "=" : "", NULL);
	}
	buf_str(out, ") {\n");
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
	keep(out, "__cvenv_token", plan->token);
	buf_str(out, "} else {\n");
	keep(out, "__cvenv_token", plan->failed_token);
	buf_str(out, "}\n");
}

/* Times are compared as numbers, so a stamp says no more than that the time is to be compared; 0: existence alone. */
static int64_t time_of(const struct watch_item *item)
{
	if (item->id.kind == FILE_ABSENT)
		return TICKS_OF_NONE;
	if (!item->stamp && item->id.kind != FILE_REGULAR)
		return 0;
	return TICKS_OF_1970 + item->id.modified * 10000000 + item->id.modified_ns / 100;
}

static void watch(struct buf *out, const struct plan *plan)
{
	if (!plan->settled) {
		buf_str(out, "$global:__cvenv_files = $null\n");
		return;
	}
	buf_str(out, "__cvenv_watch");
	for (size_t i = 0; i < plan->watch_count; i++) {
		word(out, plan->watch[i].path);
		buf_printf(out, " %" PRId64, time_of(&plan->watch[i]));
	}
	buf_byte(out, '\n');
}

/* The script has spelled out a ~ that means the home folder. */
static int typed(struct typed *out, struct pool *p, int argc, char **argv)
{
	typed_words(out, p, argc, argv);
	out->tilde = false;
	return 0;
}

static const struct completion completion = {
	.script = &embedded_cvenv_pwsh,
	.typed = typed,
	.offer = offer_fields,
};

const struct shell shell_pwsh = {
	.name = "pwsh",
	.aliases = "powershell pwsh-preview pwsh.exe powershell.exe",
	.start_up = "$PROFILE",
	.line = "Invoke-Expression (& cvenv hook pwsh | Out-String)",
	.quote = quote,
	.begin = begin,
	.change = change,
	.local = local,
	.end = end,
	.watch = watch,
	.keep = keep,
	.special = "PSExecutionPolicyPreference __PSAppLockerLockdownPolicy __PSLockdownPolicy",
	.apply = &embedded_apply_pwsh,
	.hook = &embedded_hook_pwsh,
	.completion = &completion,
};
