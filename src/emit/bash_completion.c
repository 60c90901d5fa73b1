/* SPDX-License-Identifier: MIT */
#include "emit/candidates.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/text.h"
#include "emit/bourne.h"

extern const struct embedded embedded_cvenv_bash;
extern const struct completion completion_bash;

/* The line, as it is read byte by byte. */
struct line {
	struct typed *out;
	struct pool *pool;
	const char *breaks; /* COMP_WORDBREAKS: behind one of these outside of quotes readline starts what it replaces */
	struct buf word;
	bool begun;
	bool redirects; /* the word is a redirection's */
};

static void end_word(struct line *l)
{
	if (l->begun && !l->redirects)
		strings_add(&l->out->words, l->pool, pool_strn(l->pool, l->word.data, l->word.len));
	if (l->begun)
		l->redirects = false;
	buf_clear(&l->word);
	l->begun = l->out->foreign = l->out->tilde = false;
	l->out->kept = 0;
}

/* Digits of BASE at *AT, MOST of them at most. */
static unsigned number(const char **at, unsigned base, int most)
{
	static const char digits[] = "0123456789abcdef";
	unsigned value = 0;

	for (; most > 0 && **at; most--, (*at)++) {
		const char *digit = memchr(digits, **at >= 'A' && **at <= 'F' ? **at + 32 : **at, base);

		if (!digit)
			break;
		value = value * base + (unsigned)(digit - digits);
	}
	return value;
}

/* What stands behind a backslash in $'…'; names of characters by number (\u) are the shell's to know. */
static void ansi_escape(struct line *l, const char **at)
{
	static const char names[] = "abeEfnrtv", bytes[] = "\a\b\033\033\f\n\r\t\v";
	const char *name = strchr(names, **at);

	if (!**at)
		return;
	if (name) {
		buf_byte(&l->word, bytes[name - names]);
		(*at)++;
	} else if (**at == 'x') {
		(*at)++;
		buf_byte(&l->word, (char)number(at, 16, 2));
	} else if (**at >= '0' && **at <= '7') {
		buf_byte(&l->word, (char)number(at, 8, 3));
	} else {
		l->out->foreign |= **at == 'u' || **at == 'U' || **at == 'c';
		buf_byte(&l->word, *(*at)++);
	}
}

/* From behind the opening QUOTE to behind the closing one; where there is none, the cursor stands in it. */
static const char *quoted(struct line *l, const char *at, char quote)
{
	char closing = quote == '$' ? '\'' : quote;
	size_t start = l->word.len;

	while (*at && *at != closing) {
		if (*at == '\\' && quote == '$') {
			at++;
			ansi_escape(l, &at);
		} else if (*at == '\\' && quote == '"' && (!at[1] || strchr("\\\"$`\n", at[1]))) {
			at++;
			if (*at && *at != '\n')
				buf_byte(&l->word, *at);
			at += *at != '\0';
		} else {
			l->out->foreign |= quote == '"' && (*at == '$' || *at == '`');
			buf_byte(&l->word, *at++);
		}
	}
	if (*at)
		return at + 1;
	l->out->quote = quote;
	l->out->kept = start;
	return at;
}

/* One step outside of quotes. */
static const char *step(struct line *l, const char *at)
{
	char c = *at++;

	if (strchr(" \t\n", c)) {
		end_word(l);
		return at;
	}
	if (strchr("|&;()<>", c)) {
		end_word(l);
		l->redirects |= c == '<' || c == '>';
		return at;
	}
	l->out->tilde |= !l->begun && c == '~';
	l->begun = true;
	if (c == '\'' || c == '"')
		return quoted(l, at, c);
	if (c == '$' && (*at == '\'' || *at == '"'))
		return quoted(l, at + 1, *at == '\'' ? '$' : '"');
	if (c == '\\') {
		if (*at && *at != '\n')
			buf_byte(&l->word, *at);
		return *at ? at + 1 : at;
	}
	l->out->foreign |= c == '$' || c == '`';
	/* of these two readline says that they begin what it replaces */
	if (strchr(l->breaks, c) && (c == '@' || c == '$'))
		l->out->kept = l->word.len;
	buf_byte(&l->word, c);
	if (strchr(l->breaks, c) && c != '@' && c != '$')
		l->out->kept = l->word.len;
	return at;
}

/* COMP_WORDBREAKS, and COMP_LINE up to the cursor. */
static int typed(struct typed *out, struct pool *p, int argc, char **argv)
{
	struct line l = { .out = out, .pool = p, .word = BUF_INIT };

	*out = (struct typed){ .word = "" };
	if (argc != 2)
		return -1;
	l.breaks = argv[0];
	for (const char *at = argv[1]; *at;)
		at = step(&l, at);
	out->word = pool_strn(p, l.word.data, l.word.len);
	out->foreign |= l.redirects;
	p->failed |= l.word.failed;
	buf_release(&l.word);
	/* the program's own name */
	if (out->words.count == 0)
		return -1;
	out->words.items++;
	out->words.count--;
	return 0;
}

/* Whether nothing but $'…' says TEXT as what can be read on a line: it has control characters, or is not UTF-8. */
static bool needs_ansi(const char *text)
{
	for (size_t size; *text; text += size) {
		size = text_utf8(text, strlen(text));
		if (size == 0 || (unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	}
	return false;
}

static void quote_plain(struct buf *out, const char *text, bool tilde)
{
	if (needs_ansi(text)) {
		bourne_quote(out, text, strlen(text));
		return;
	}
	for (const char *at = text; *at; at++) {
		if (strchr(" \\'\"$`|&;()<>*?[]{}!#^", *at) || (*at == '~' && at == text && !tilde))
			buf_byte(out, '\\');
		buf_byte(out, *at);
	}
}

/* What cannot stand in such quotes is put between two of them. readline adds the closing one where it is not the last byte already. */
static void quote_in(struct buf *out, const char *text, char quote)
{
	const char *never = quote == '"' ? "!" : "'";
	char one[2] = "";

	for (; *text; text++) {
		size_t size = text_utf8(text, strlen(text));

		one[0] = *text;
		if (size == 0 || (unsigned char)*text < ' ' || *text == 0x7f) {
			buf_byte(out, quote);
			bourne_quote(out, one, 1);
			buf_byte(out, quote);
		} else if (strchr(never, *text)) {
			buf_printf(out, "%c\\%c%c", quote, *text, quote);
		} else if (quote == '"' && strchr("\\\"$`", *text)) {
			buf_strs(out, "\\", one, NULL);
		} else {
			buf_byte(out, *text);
		}
	}
	if (out->len > 0 && out->data[out->len - 1] == quote)
		buf_byte(out, quote);
}

/* In $'…' readline, which knows of no escape in single quotes, must see no such quote. */
static void quote_in_ansi(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f || *text == '\'' || *text == '\\')
			buf_printf(out, "\\x%02x", (unsigned char)*text);
		else
			buf_byte(out, *text);
	}
}

/* A line that says what comes behind ("default": let readline complete files), then a line for each. */
static void offer(struct buf *out, const struct typed *typed, const struct candidates *candidates)
{
	bool alone = candidates->count == 1;

	if (typed->foreign)
		buf_str(out, "default");
	else if (alone && !candidates->items[0].whole)
		buf_str(out, "nospace");
	buf_byte(out, '\n');
	for (size_t i = 0; i < candidates->count; i++) {
		const char *text = candidates->items[i].value + typed->kept;
		struct buf word = BUF_INIT;

		if (typed->quote == '$')
			quote_in_ansi(&word, text);
		else if (typed->quote)
			quote_in(&word, text, typed->quote);
		else
			quote_plain(&word, text, typed->tilde || typed->kept > 0);
		buf_strs(out, word.data, "\n", NULL);
		out->failed |= word.failed;
		buf_release(&word);
	}
}

const struct completion completion_bash = {
	.script = &embedded_cvenv_bash,
	.typed = typed,
	.offer = offer,
};
