/* SPDX-License-Identifier: MIT */
#include "emit/candidates.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/pool.h"
#include "base/text.h"
#include "emit/emit.h"
#include "emit/json.h"

extern const struct embedded embedded_cvenv_nu;
extern const struct completion completion_nu;
extern const struct shell shell_nu;

/* The character that the digits in braces at *AT say, which is then at the closing one; false: they say none yet. */
static bool by_number(struct buf *out, const char **at)
{
	char *end = NULL;
	unsigned long number = **at == '{' ? strtoul(*at + 1, &end, 16) : 0;

	if (!end || *end != '}' || number == 0 || number > 0x7f)
		return false;
	buf_byte(out, (char)number);
	*at = end;
	return true;
}

/* Reads what stands in double quotes at TEXT; what follows the closing one, or the text's end. */
static const char *read_escaped(struct buf *out, const char *text, bool *foreign)
{
	static const char names[] = "abefnrt", bytes[] = "\a\b\033\f\n\r\t";

	for (; *text && *text != '"'; text++) {
		const char *name;

		if (*text != '\\' || !text[1]) {
			buf_byte(out, *text);
			continue;
		}
		text++;
		name = strchr(names, *text);
		if (*text == 'u') {
			text++;
			/* those beyond ASCII the program itself writes as they are */
			if (!by_number(out, &text)) {
				*foreign = true;
				return "";
			}
		} else {
			buf_byte(out, name ? bytes[name - names] : *text);
		}
	}
	return *text ? text + 1 : text;
}

/*
 * What TEXT, a word up to the cursor, is read as. A quote is one at a word's beginning alone; behind the closing one
 * stands what was typed on to a folder that had been completed.
 */
static void read_word(struct buf *out, const char *text, bool *foreign)
{
	size_t size;

	if (*text == '"') {
		text = read_escaped(out, text + 1, foreign);
	} else if (*text == '\'' || *text == '`') {
		char quote[] = { *text++, '\0' };

		size = strcspn(text, quote);
		buf_add(out, text, size);
		text += size + (text[size] != '\0');
	} else if (text_starts(text, "r#") || *text == '[' || *text == '{') {
		*foreign = true;
	}
	if (text[strcspn(text, "\"'`$(")])
		*foreign = true;
	buf_str(out, text);
}

static char *read_whole(struct pool *p, const char *text, bool *foreign)
{
	struct buf word = BUF_INIT;
	char *read;

	read_word(&word, text, foreign);
	read = pool_strn(p, word.data, word.len);
	p->failed |= word.failed;
	buf_release(&word);
	return read;
}

/* The words as they stand on the line. */
static int typed(struct typed *out, struct pool *p, int argc, char **argv)
{
	bool computed = false; /* a word ahead of the cursor's, whose place is all that counts */

	*out = (struct typed){ .word = "" };
	for (int i = 0; i + 1 < argc; i++)
		strings_add(&out->words, p, read_whole(p, argv[i], &computed));
	if (argc > 0)
		out->word = read_whole(p, argv[argc - 1], &out->foreign);
	return 0;
}

/* Whether nushell reads TEXT, without quotes, as a value that is no string. */
static bool is_value(const char *text)
{
	static const char *const values[] = { "true", "false", "null", "inf", "infinity", "nan" };

	text += *text == '-' || *text == '+';
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		if (strcasecmp(text, values[i]) == 0)
			return true;
	}
	return false;
}

static bool is_plain(const char *text)
{
	if (!*text || is_value(text))
		return false;
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (!(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z') && !(byte >= '0' && byte <= '9') && byte < 0x80 &&
		    !strchr("_./-+,:@=%", byte))
			return false;
	}
	return true;
}

/* A list of words that can stand on the line. It has no way to say what is not UTF-8. */
static void offer(struct buf *out, const struct typed *typed, const struct candidates *candidates)
{
	struct candidates quoted = { .pool = candidates->pool };

	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *one = &candidates->items[i];
		struct buf word = BUF_INIT;

		if (is_plain(one->value))
			buf_str(&word, one->value);
		else
			shell_nu.quote(&word, one->value, strlen(one->value));
		if (json_holds(one->value, strlen(one->value)) == 0)
			candidates_add(&quoted, pool_strn(quoted.pool, word.data, word.len), one->about, one->whole);
		out->failed |= word.failed;
		buf_release(&word);
	}
	offer_json(out, typed, &quoted);
}

const struct completion completion_nu = {
	.script = &embedded_cvenv_nu,
	.typed = typed,
	.offer = offer,
};
