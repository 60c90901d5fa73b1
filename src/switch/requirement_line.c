/* SPDX-License-Identifier: MIT */
#include "switch/requirement_line.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"
#define BLANKS " \t"

const char *requirement_kind_text(enum requirement_kind kind)
{
	static const char *const texts[] = {
		[REQUIREMENT_NAMED] = "a package of the index",
		[REQUIREMENT_EDITABLE] = "installed in place, by its own build code",
		[REQUIREMENT_PATH] = "a folder or archive of this machine",
		[REQUIREMENT_VCS] = "fetched from a repository",
		[REQUIREMENT_URL] = "fetched from an address",
		[REQUIREMENT_SOURCE] = "decides where packages come from",
		[REQUIREMENT_OTHER] = "not known beforehand what it does",
	};

	return texts[kind];
}

static bool ends(const char *text, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);

	return len >= n && strncasecmp(text + len - n, suffix, n) == 0;
}

static bool is_archive(const char *text, size_t len)
{
	static const char *const suffixes[] = { ".whl", ".zip", ".tar", ".tgz", ".tbz", ".txz", ".tlz", ".tar.gz",
		                                ".tar.bz2", ".tar.xz", ".tar.lz", ".tar.lzma", ".tar.zst" };

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (ends(text, len, suffixes[i]))
			return true;
	return false;
}

static bool is_repository(const char *address)
{
	static const char *const schemes[] = { "git+", "hg+", "svn+", "bzr+" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strncasecmp(address, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* Whether TEXT is NAME [EXTRAS] VERSIONS ; MARKER, each but the name optional. */
static bool is_named(const char *text)
{
	size_t name = strspn(text, LETTERS DIGITS "._-"), len = strcspn(text, ";");

	if (name == 0 || !strchr(LETTERS DIGITS, *text) || strstr(text, "${"))
		return false;
	while (len > 0 && strchr(BLANKS, text[len - 1]))
		len--;
	if (is_archive(text, len) || is_archive(text, name))
		return false;
	text += name;
	text += strspn(text, BLANKS);
	if (*text == '[') {
		text += 1 + strspn(text + 1, LETTERS DIGITS "._-," BLANKS);
		if (*text != ']')
			return false;
		text++;
		text += strspn(text, BLANKS);
	}
	if (*text && strchr("<>=!~(", *text))
		text += strspn(text, LETTERS DIGITS "<>=!~,.*+-_()" BLANKS);
	return *text == '\0' || *text == ';';
}

static enum requirement_kind requirement_kind(const char *text)
{
	size_t name = strspn(text, LETTERS DIGITS "._-");
	const char *at = text + name;

	if (is_named(text))
		return REQUIREMENT_NAMED;
	if (is_repository(text))
		return REQUIREMENT_VCS;
	at += strspn(at, BLANKS);
	if (name > 0 && *at == '[') {
		at += strcspn(at, "]");
		at += *at ? 1 : 0;
		at += strspn(at, BLANKS);
	}
	if (name > 0 && *at == '@') {
		at++;
		at += strspn(at, BLANKS);
		return is_repository(at) ? REQUIREMENT_VCS : REQUIREMENT_URL;
	}
	if (strstr(text, "://"))
		return REQUIREMENT_URL;
	if (strstr(text, "${"))
		return REQUIREMENT_OTHER;
	if (*text == '.' || *text == '~' || strpbrk(text, "/\\") || is_archive(text, strcspn(text, "[; \t")))
		return REQUIREMENT_PATH;
	return REQUIREMENT_OTHER;
}

/* Options, as pip's requirements file format names them. */

enum effect { EFFECT_NONE, EFFECT_INCLUDE, EFFECT_EDITABLE, EFFECT_SOURCE, EFFECT_OTHER };

static const struct option {
	const char *name;
	char letter;
	bool takes_value;
	enum effect effect;
} options[] = {
	{ "requirement", 'r', true, EFFECT_INCLUDE },
	{ "constraint", 'c', true, EFFECT_INCLUDE },
	{ "editable", 'e', true, EFFECT_EDITABLE },
	{ "index-url", 'i', true, EFFECT_SOURCE },
	{ "pypi-url", 0, true, EFFECT_SOURCE },
	{ "extra-index-url", 0, true, EFFECT_SOURCE },
	{ "find-links", 'f', true, EFFECT_SOURCE },
	{ "trusted-host", 0, true, EFFECT_SOURCE },
	{ "no-index", 0, false, EFFECT_NONE },
	{ "no-binary", 0, true, EFFECT_OTHER },
	{ "only-binary", 0, true, EFFECT_NONE },
	{ "prefer-binary", 0, false, EFFECT_NONE },
	{ "require-hashes", 0, false, EFFECT_NONE },
	{ "pre", 0, false, EFFECT_NONE },
	{ "use-feature", 0, true, EFFECT_NONE },
	{ "hash", 0, true, EFFECT_NONE },
	{ "config-settings", 0, true, EFFECT_OTHER },
	{ "global-option", 0, true, EFFECT_OTHER },
	{ "install-option", 0, true, EFFECT_OTHER },
};

enum { OPTION_COUNT = sizeof(options) / sizeof(*options) };

/* By its name or a beginning of it that no other has; NULL else. */
static const struct option *find_long(const char *name, size_t len)
{
	const struct option *found = NULL;
	size_t near = 0;

	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (strncmp(options[i].name, name, len) != 0)
			continue;
		if (options[i].name[len] == '\0')
			return &options[i];
		found = &options[i];
		near++;
	}
	return near == 1 ? found : NULL;
}

static const struct option *find_letter(char letter)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (letter && options[i].letter == letter)
			return &options[i];
	return NULL;
}

/* Splits as a POSIX shell does: quotes, backslashes. False where a quote is left open. */
static bool split_words(struct strings *out, struct pool *p, const char *text)
{
	struct buf one = BUF_INIT;
	char quote = 0;

	while (*(text += strspn(text, BLANKS))) {
		buf_clear(&one);
		for (; *text && (quote || !strchr(BLANKS, *text)); text++) {
			if (*text == quote)
				quote = 0;
			else if (!quote && (*text == '\'' || *text == '"'))
				quote = *text;
			else if (*text == '\\' && quote != '\'' && text[1] && (!quote || strchr("\"\\", text[1])))
				buf_byte(&one, *++text);
			else
				buf_byte(&one, *text);
		}
		strings_add(out, p, pool_strn(p, one.data, one.len));
	}
	if (one.failed)
		p->failed = true;
	buf_release(&one);
	return quote == 0;
}

static void set_kind(struct requirement_line *line, enum requirement_kind kind)
{
	if (line->kind == REQUIREMENT_NAMED)
		line->kind = kind;
}

static bool is_address(const char *text)
{
	return strstr(text, "://") || strncasecmp(text, "file:", 5) == 0 || strncasecmp(text, "http:", 5) == 0 ||
	       strncasecmp(text, "https:", 6) == 0;
}

static void include(struct requirement_line *line, struct pool *p, const char *file)
{
	if (strstr(file, "${") || !*file)
		set_kind(line, REQUIREMENT_OTHER);
	else if (is_address(file))
		set_kind(line, REQUIREMENT_URL);
	else
		strings_add(&line->includes, p, file);
}

static void apply(struct requirement_line *line, struct pool *p, const struct option *option, const char *value)
{
	switch (option->effect) {
	case EFFECT_NONE:
		break;
	case EFFECT_INCLUDE:
		include(line, p, value);
		break;
	case EFFECT_EDITABLE:
		set_kind(line, REQUIREMENT_EDITABLE);
		break;
	case EFFECT_SOURCE:
		set_kind(line, REQUIREMENT_SOURCE);
		break;
	case EFFECT_OTHER:
		set_kind(line, REQUIREMENT_OTHER);
		break;
	}
}

/* The option that WORD is, and its value where WORD holds it. */
static const struct option *find_option(const char *word, const char **value)
{
	const struct option *option;
	size_t len;

	*value = NULL;
	if (word[0] != '-')
		return NULL;
	if (word[1] != '-') {
		option = find_letter(word[1]);
		if (option && word[2])
			*value = word + 2;
		return option;
	}
	len = strcspn(word + 2, "=");
	option = len > 0 ? find_long(word + 2, len) : NULL;
	if (word[2 + len])
		*value = word + 2 + len + 1;
	return option;
}

static void read_options(struct requirement_line *line, struct pool *p, const char *text)
{
	struct strings words = { 0 };

	if (!split_words(&words, p, text))
		set_kind(line, REQUIREMENT_OTHER);
	for (size_t i = 0; i < words.count; i++) {
		const char *value;
		const struct option *option = find_option(words.items[i], &value);

		if (!option) {
			set_kind(line, REQUIREMENT_OTHER);
			continue;
		}
		if (option->takes_value && !value)
			value = i + 1 < words.count ? words.items[++i] : "";
		apply(line, p, option, value);
	}
}

/* Where the first word that starts with '-' is. */
static size_t find_options(const char *text)
{
	size_t at = 0;

	while (text[at] && text[at] != '-') {
		at += strcspn(text + at, BLANKS);
		at += strspn(text + at, BLANKS);
	}
	return at;
}

void requirement_line_read(struct requirement_line *out, struct pool *p, const char *line)
{
	size_t at, len;

	*out = (struct requirement_line){ 0 };
	line += strspn(line, BLANKS);
	at = len = find_options(line);
	while (len > 0 && strchr(BLANKS, line[len - 1]))
		len--;
	if (len > 0)
		set_kind(out, requirement_kind(pool_strn(p, line, len)));
	if (line[at])
		read_options(out, p, line + at);
	if (strstr(line, "${"))
		set_kind(out, REQUIREMENT_OTHER);
}
