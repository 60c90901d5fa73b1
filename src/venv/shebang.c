/* SPDX-License-Identifier: MIT */
#include "venv/shebang.h"

#include <string.h>

#include "base/buf.h"
#include "base/sys.h"
#include "base/text.h"

enum { LIMIT = 127, LIMIT_DARWIN = 512, AROUND = 3 }; /* of the line, "#!" and the newline included */

static bool is_utf8(const char *text)
{
	for (size_t len = strlen(text), used; len; text += used, len -= used)
		if (!(used = text_utf8(text, len)))
			return false;
	return true;
}

static bool fits_one_line(const char *exe)
{
	size_t limit = strcmp(sys_os(), "darwin") == 0 ? LIMIT_DARWIN : LIMIT;

	return strlen(exe) + AROUND <= limit && !strpbrk(exe, " \t\r\n") && is_utf8(exe);
}

/* As distlib leaves it: between double quotes where there is a space, else with no quotes at all. */
static bool is_plain(const char *exe)
{
	return !strpbrk(exe, "\"$`\\'\t\r\n*?[]();&|<>#~!{}") && is_utf8(exe);
}

/*
 * One word to the shell, within a string of Python between three quotes: there no backslash may stand but
 * of an octal number, and no three quotes in a row.
 */
static void add_word(struct buf *out, const char *text)
{
	buf_byte(out, '\'');
	for (size_t used; *text; text += used) {
		used = text_utf8(text, strlen(text));
		if (!used || *text == '\\' || *text == '\r') {
			buf_printf(out, "'\"$(printf '\\%03o')\"'", (unsigned char)*text);
			used = 1;
		} else if (*text == '\'') {
			buf_str(out, "'\"'\"'");
		} else {
			buf_add(out, text, used);
		}
	}
	buf_byte(out, '\'');
}

static const char trampoline[] = "#!/bin/sh\n'''exec' ", trampoline_end[] = " \"$0\" \"$@\"\n' '''\n";

bool shebang_add(struct buf *out, const char *exe)
{
	if (fits_one_line(exe)) {
		buf_strs(out, "#!", exe, "\n", NULL);
		return true;
	}
	buf_str(out, trampoline);
	if (!is_plain(exe))
		add_word(out, exe);
	else if (strchr(exe, ' '))
		buf_strs(out, "\"", exe, "\"", NULL);
	else
		buf_str(out, exe);
	buf_str(out, trampoline_end);
	return false;
}

void shebang_add_beside(struct buf *out, const char *name)
{
	buf_strs(out, trampoline, "\"$(dirname -- \"$(realpath -- \"$0\")\")\"/", NULL);
	add_word(out, name);
	buf_str(out, trampoline_end);
}
