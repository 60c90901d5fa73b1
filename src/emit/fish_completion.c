/* SPDX-License-Identifier: MIT */
#include "emit/candidates.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/pool.h"

extern const struct embedded embedded_cvenv_fish;
extern const struct completion completion_fish;

/* The bytes of TEXT as fish reads them, from the start of a word or with QUOTE open. */
static void read_word(struct buf *out, struct typed *typed, const char *text)
{
	char quote = 0;

	for (; *text; text++) {
		if (quote && *text == quote) {
			quote = 0;
		} else if (!quote && (*text == '\'' || *text == '"')) {
			quote = *text;
		} else if (*text == '\\' && !quote) {
			static const char names[] = "abefnrtv", bytes[] = "\a\b\033\f\n\r\t\v";
			const char *name = text[1] ? strchr(names, *++text) : NULL;

			typed->foreign |= strchr("cuUxX01234567", *text) && *text;
			if (*text)
				buf_byte(out, name ? bytes[name - names] : *text);
			else
				break;
		} else if (*text == '\\' && text[1] && (text[1] == '\\' || text[1] == quote || (quote == '"' && text[1] == '$'))) {
			buf_byte(out, *++text);
		} else {
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
