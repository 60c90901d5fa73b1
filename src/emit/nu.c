/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "emit/json.h"
#include "emit/words.h"

extern const struct embedded embedded_apply_nu, embedded_hook_nu;
extern const struct completion completion_nu;
extern const struct shell shell_nu;

static void escape(struct buf *out, unsigned char byte)
{
	buf_printf(out, "\\u{%x}", byte);
}

/* A string in double quotes, which knows \u{…}; every string of nushell's is UTF-8. */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	words_double_quoted(out, bytes, len, escape, 0x100);
	return json_holds(bytes, len);
}

static void keep(struct buf *out, const char *name, const char *value)
{
	buf_strs(out, "const ", name, " = ", NULL);
	quote(out, value, strlen(value));
	buf_byte(out, '\n');
}

/* It evaluates no code, so it is told data; the hook is a file that it reads at its start. */
const struct shell shell_nu = {
	.name = "nu",
	.aliases = "nushell",
	.start_up = "~/.config/nushell/config.nu",
	.line = "mkdir ($nu.data-dir | path join vendor/autoload); "
	        "cvenv hook nu | save -f ($nu.data-dir | path join vendor/autoload/cvenv.nu)",
	.quote = quote,
	.document = json_document,
	.keep = keep,
	.special = "CMD_DURATION_MS CURRENT_FILE ENV_CONVERSIONS FILE_PWD LAST_EXIT_CODE NU_* PROMPT_INDICATOR* config",
	.apply = &embedded_apply_nu,
	.hook = &embedded_hook_nu,
	.completion = &completion_nu,
};
