/* SPDX-License-Identifier: MIT */
#include "emit/candidates.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/pool.h"

extern const struct embedded embedded_cvenv_fish;
extern const struct completion completion_fish;

/* The byte that digits of BASE at *AT say, MOST of them at most; *AT is then at the last. */
static char byte_of(const char **at, int base, size_t most)
{
	char digits[4] = "";

	strncat(digits, *at, most);
	digits[strspn(digits, base == 8 ? "01234567" : "0123456789abcdefABCDEF")] = '\0';
	*at += strlen(digits) - 1;
	return (char)strtoul(digits, NULL, base);
}

/* What stands behind a backslash outside of quotes, which *AT is left at the end of; characters by number (\u) are fish's to know. */
static char escaped(struct typed *typed, const char **at)
{
	static const char names[] = "abefnrtv", bytes[] = "\a\b\033\f\n\r\t\v";
	const char *name = strchr(names, **at);

	if (name)
		return bytes[name - names];
	if ((**at == 'x' || **at == 'X') && (*at)[1]) {
		++*at;
		return byte_of(at, 16, 2);
	}
	if (**at == 'c' && (*at)[1])
		return (char)(*++*at & 0x1f);
	if (**at >= '0' && **at <= '7')
		return byte_of(at, 8, 3);
	typed->foreign |= **at == 'u' || **at == 'U';
	return **at;
}

/* Whether a backslash ahead of C quotes it where QUOTE is open. */
static bool is_escape(char c, char quote)
{
	return c == '\\' || c == quote || (quote == '"' && c == '$');
}

/* The bytes of TEXT, a word up to the cursor, as fish reads them. */
static void read_word(struct buf *out, struct typed *typed, const char *text)
{
	char quote = 0;

	for (; *text; text++) {
		if (quote ? *text == quote : *text == '\'' || *text == '"') {
			quote = quote ? 0 : *text;
		} else if (*text == '\\' && !quote && text[1]) {
			text++;
			buf_byte(out, escaped(typed, &text));
		} else if (*text == '\\' && text[1] && is_escape(text[1], quote)) {
			buf_byte(out, *++text);
		} else if (*text != '\\' || quote) {
			typed->foreign |= quote != '\'' && (*text == '$' || *text == '(');
			buf_byte(out, *text);
		}
	}
}

/* The words as they are, and the cursor's as it stands on the line. */
static int typed(struct typed *out, struct pool *p, int argc, char **argv)
{
	struct buf word = BUF_INIT;

	typed_words(out, p, argc, argv);
	read_word(&word, out, out->word);
	out->word = pool_strn(p, word.data, word.len);
	p->failed |= word.failed;
	buf_release(&word);
	return 0;
}

/* Value, tabulator and description, closed by NUL. fish has no way to say a tabulator that is a value's own. */
static void offer(struct buf *out, const struct typed *typed, const struct candidates *candidates)
{
	(void)typed;
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *one = &candidates->items[i];

		if (strchr(one->value, '\t'))
			continue;
		buf_strs(out, one->value, *one->about ? "\t" : "", one->about, NULL);
		buf_byte(out, '\0');
	}
}

const struct completion completion_fish = {
	.script = &embedded_cvenv_fish,
	.typed = typed,
	.offer = offer,
	.matches = true,
};
