/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "emit/candidates.h"
#include "emit/json.h"
#include "emit/words.h"

extern const struct embedded embedded_apply_xonsh, embedded_cvenv_xonsh, embedded_hook_xonsh;
extern const struct shell shell_xonsh;

static void escape(struct buf *out, unsigned char byte)
{
	buf_printf(out, "\\x%02x", byte);
}

/* A literal of Python's. */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	words_double_quoted(out, bytes, len, escape, 0x100);
	return json_holds(bytes, len);
}

static void keep(struct buf *out, const char *name, const char *value)
{
	buf_strs(out, name, " = ", NULL);
	quote(out, value, strlen(value));
	buf_byte(out, '\n');
}

static const struct completion completion_xonsh = {
	.script = &embedded_cvenv_xonsh,
	.typed = typed_words,
	.offer = offer_json,
};

/* A Python reads data as well as any code that could be made for it. */
const struct shell shell_xonsh = {
	.name = "xonsh",
	.start_up = "~/.xonshrc",
	/* xonsh's own $(...) reads by a thread, and takes a moment without anything to read for the end */
	.line = "execx(__import__('subprocess').check_output(['cvenv', 'hook', 'xonsh'], env=${...}.detype()).decode())",
	.quote = quote,
	.document = json_document,
	.keep = keep,
	.special = "XONSH_*",
	.apply = &embedded_apply_xonsh,
	.hook = &embedded_hook_xonsh,
	.completion = &completion_xonsh,
};
