/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/quote.h"
#include "venv/repr.h"

extern const struct embedded embedded_activate, embedded_activate_bat, embedded_deactivate_bat, embedded_activate_csh, embedded_activate_fish, embedded_activate_nu,
	embedded_activate_ps1, embedded_activate_this_py;

/* Which systems have a shell for it. */
enum system_kind { SYSTEM_ANY, SYSTEM_UNIX, SYSTEM_WINDOWS };

static const struct script {
	const char *name;
	const struct embedded *text;
	void (*quote)(struct buf *out, const char *bytes, size_t len);
	enum system_kind system;
} scripts[] = {
	{ "activate", &embedded_activate, quote_posix, SYSTEM_ANY },
	{ "activate.bat", &embedded_activate_bat, quote_batch, SYSTEM_WINDOWS },
	{ "deactivate.bat", &embedded_deactivate_bat, quote_batch, SYSTEM_WINDOWS },
	{ "activate.csh", &embedded_activate_csh, quote_backslash, SYSTEM_UNIX },
	{ "activate.fish", &embedded_activate_fish, quote_escapes, SYSTEM_ANY },
	{ "activate.nu", &embedded_activate_nu, quote_unicode, SYSTEM_ANY },
	{ "Activate.ps1", &embedded_activate_ps1, quote_doubled, SYSTEM_ANY },
	{ "activate_this.py", &embedded_activate_this_py, repr_add, SYSTEM_ANY },
};

/* What stands for a word in the files of shell/, and that word, not yet quoted. */
enum word_name { WORD_DIR, WORD_BIN, WORD_PROMPT, WORD_SHOWN, WORD_SHOWN_DOLLAR, WORD_PREFIX, WORD_PREFIX_PERCENT, WORD_PURELIB, WORD_PLATLIB, WORDS };

static const char *const placeholders[WORDS] = {
	[WORD_DIR] = "__VENV_DIR__", /* empty in an environment that may be moved: the script finds its own place */
	[WORD_BIN] = "__VENV_BIN_NAME__",
	[WORD_PROMPT] = "__VENV_PROMPT__",
	[WORD_SHOWN] = "__VENV_SHOWN__", /* the prompt without what could steer a terminal */
	[WORD_SHOWN_DOLLAR] = "__VENV_SHOWN_DOLLAR__", /* and for a prompt in which $ begins an escape */
	[WORD_PREFIX] = "__VENV_PREFIX__", /* the same in parentheses, for a prompt in which ! is a number */
	[WORD_PREFIX_PERCENT] = "__VENV_PREFIX_PERCENT__", /* and for one that knows escapes with %, \ and ^ as well */
	[WORD_PURELIB] = "__VENV_PURELIB__", /* the folders of packages, relative to the environment */
	[WORD_PLATLIB] = "__VENV_PLATLIB__",
};

static void prefix(struct buf *out, const char *shown, const char *escaped, bool percent)
{
	buf_byte(out, '(');
	for (; *shown; shown++) {
		if (strchr(escaped, *shown))
			buf_byte(out, '\\');
		else if (percent && *shown == '%')
			buf_byte(out, '%');
		buf_byte(out, *shown);
	}
	buf_str(out, ") ");
}

static void make_words(struct buf words[WORDS], const struct venv_context *c)
{
	if (!c->relocatable)
		buf_str(&words[WORD_DIR], c->seen.env_dir);
	buf_str(&words[WORD_PROMPT], c->seen.prompt);
	text_escape(&words[WORD_SHOWN], c->seen.prompt, strlen(c->seen.prompt));
	buf_str(&words[WORD_BIN], venv_bin_name);
	for (const char *at = words[WORD_SHOWN].data; *at; at++) {
		if (*at == '$')
			buf_byte(&words[WORD_SHOWN_DOLLAR], '$');
		buf_byte(&words[WORD_SHOWN_DOLLAR], *at);
	}
	prefix(&words[WORD_PREFIX], words[WORD_SHOWN].data, "!", false);
	prefix(&words[WORD_PREFIX_PERCENT], words[WORD_SHOWN].data, "!\\^", true);
	buf_str(&words[WORD_PURELIB], c->builder->python->purelib);
	buf_str(&words[WORD_PLATLIB], c->builder->python->platlib);
}

/* The placeholder that TEXT starts with; WORDS where it is none. What is put in is never looked at again. */
static size_t placeholder_at(const char *text)
{
	size_t i = 0;

	while (i < WORDS && !text_starts(text, placeholders[i]))
		i++;
	return i;
}

static void fill(struct buf *out, const struct script *script, const struct buf words[WORDS])
{
	const char *text = script->text->data;

	while (*text) {
		const char *next = strstr(text, "__VENV_");
		size_t word;

		if (!next) {
			buf_str(out, text);
			return;
		}
		buf_add(out, text, (size_t)(next - text));
		word = placeholder_at(next);
		if (word < WORDS)
			script->quote(out, words[word].data, words[word].len);
		else
			buf_byte(out, *next);
		text = next + (word < WORDS ? strlen(placeholders[word]) : 1);
	}
}

static void make_script(struct buf *out, const struct script *script, const struct buf words[WORDS])
{
	struct buf text = BUF_INIT;

	if (script->system != SYSTEM_WINDOWS) {
		fill(out, script, words);
		return;
	}
	fill(&text, script, words);
	text_crlf(out, text.data, text.len);
	out->failed |= text.failed;
	buf_release(&text);
}

int step_scripts(struct venv_context *c)
{
	const enum system_kind other = *PROGRAM_ENDING ? SYSTEM_UNIX : SYSTEM_WINDOWS;
	struct buf words[WORDS], text = BUF_INIT;
	bool failed = false;
	int result = 0;

	for (size_t i = 0; i < WORDS; i++)
		words[i] = (struct buf)BUF_INIT;
	make_words(words, c);
	for (size_t i = 0; i < WORDS; i++)
		failed |= words[i].failed;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts) && result == 0 && !failed; i++) {
		if (scripts[i].system == other)
			continue;
		buf_clear(&text);
		make_script(&text, &scripts[i], words);
		failed = text.failed;
		if (!failed)
			result = context_write(c, path_join(c->pool, venv_bin_name, scripts[i].name), text.data, text.len, 0644, true);
	}
	for (size_t i = 0; i < WORDS; i++)
		buf_release(&words[i]);
	buf_release(&text);
	return failed ? report_memory(c->builder->report) : result;
}
