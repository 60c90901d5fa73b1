/* SPDX-License-Identifier: MIT */
#include "emit/candidates.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/text.h"

extern const struct embedded embedded_cvenv_tcsh;
extern const struct completion completion_tcsh;

/* The line up to the cursor, out of which tcsh has taken the quotes: a blank in a word is like any other. */
static int typed(struct typed *out, struct pool *p, int argc, char **argv)
{
	*out = (struct typed){ .word = "" };
	if (argc != 1)
		return -1;
	for (const char *at = argv[0]; *at;) {
		size_t len = strcspn(at, " \t\n");

		if (!at[len])
			out->word = at;
		else if (len > 0)
			strings_add(&out->words, p, pool_strn(p, at, len));
		at += len + (at[len] != '\0');
	}
	/* the program's own name */
	if (out->words.count == 0)
		return -1;
	out->words.items++;
	out->words.count--;
	out->tilde = strncmp(out->word, "~/", 2) == 0;
	return 0;
}

/* tcsh damages what is not ASCII at the end of each block that it reads (emit/tcsh.c). */
enum { BLOCK = 512, BLOCK_END = 20 };

static bool may_be_damaged(const struct buf *out, const char *text)
{
	bool ascii = true;

	for (; *text; text++)
		ascii &= (unsigned char)*text < 0x80;
	return !ascii && out->len % BLOCK + strlen(text) >= BLOCK - BLOCK_END;
}

/*
 * Whether tcsh reads from what is printed something else: it parts it at blanks, expands braces and homes, and
 * encodes once more what is not UTF-8.
 */
static bool is_mistaken(const struct typed *typed, const char *value)
{
	if (strpbrk(value, " \t\n{") || (*value == '~' && !typed->tilde))
		return true;
	for (size_t size; *value; value += size) {
		size = text_utf8(value, strlen(value));
		if (size == 0)
			return true;
	}
	return false;
}

/* A line for each. */
static void offer(struct buf *out, const struct typed *typed, const struct candidates *candidates)
{
	for (size_t i = 0; i < candidates->count; i++) {
		const char *value = candidates->items[i].value + candidates->option;

		if (is_mistaken(typed, value))
			continue;
		while (may_be_damaged(out, value) && out->len % BLOCK != 0)
			buf_byte(out, '\n');
		if (!may_be_damaged(out, value))
			buf_strs(out, value, "\n", NULL);
	}
	/* the end of the output is the end of a block, too */
	buf_printf(out, "%*s\n", BLOCK_END, "");
}

const struct completion completion_tcsh = {
	.script = &embedded_cvenv_tcsh,
	.typed = typed,
	.offer = offer,
	.blanks = true,
};
