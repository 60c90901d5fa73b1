/* SPDX-License-Identifier: MIT */
#include "venv/spec.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"

enum { DIGITS_LIMIT = 3, STAGE_ALPHA = 1000 };

/* Longer names first where one begins another. */
static const struct {
	const char *name;
	const char *implementation;
	bool tag; /* a wheel's: the digits that must follow are a version without its dot */
} implementations[] = {
	{ "python", NULL, false },   { "cpython", "cpython", false }, { "pypy", "pypy", false }, { "graalpy", "graalpy", false },
	{ "cp", "cpython", true },   { "pp", "pypy", true },          { "gp", "graalpy", true },
};

static const struct {
	const char *sign;
	enum spec_op op;
} operators[] = {
	{ ">=", SPEC_AT_LEAST }, { "<=", SPEC_AT_MOST }, { "==", SPEC_SAME },
	{ "!=", SPEC_NOT },      { ">", SPEC_MORE },     { "<", SPEC_LESS },
};

/* PEP 440, "Pre-releases"; the order is that of versions. */
static const struct {
	const char *word;
	int rank;
} stages[] = {
	{ "alpha", STAGE_ALPHA }, { "a", STAGE_ALPHA }, { "beta", 2 * STAGE_ALPHA }, { "b", 2 * STAGE_ALPHA }, { "rc", 3 * STAGE_ALPHA },
};

static const char bad_version[] = "a version is written as 3, 3.12, 3.12.1 or 3.13t";
static const char bad_range[] = "a range is written as >=3.11,<3.14";

static void skip_blanks(const char **text)
{
	*text += strspn(*text, " \t");
}

static bool number_read(int *out, const char **text)
{
	size_t len = strspn(*text, "0123456789");

	*out = 0;
	if (len == 0 || len > DIGITS_LIMIT)
		return false;
	for (; len > 0; len--)
		*out = *out * 10 + (*(*text)++ - '0');
	return true;
}

static bool word_read(const char **text, const char *word)
{
	if (!text_starts(*text, word))
		return false;
	*text += strlen(word);
	return true;
}

/* "b1", "rc2" behind a version; nothing where there is none. */
static bool stage_read(struct spec_clause *clause, const char **text)
{
	for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++) {
		int number;

		if (!word_read(text, stages[i].word))
			continue;
		if (!number_read(&number, text))
			return false;
		clause->version[3] = stages[i].rank + number;
		clause->said = SPEC_PARTS;
		break;
	}
	return true;
}

bool spec_version_read(struct spec_clause *clause, const char **text)
{
	clause->version[3] = SPEC_FINAL;
	for (clause->said = 0; clause->said < SPEC_PARTS - 1; clause->said++) {
		if (clause->said) {
			if (**text != '.' || !isdigit((unsigned char)(*text)[1]))
				break;
			++*text;
		}
		if (!number_read(&clause->version[clause->said], text))
			return false;
	}
	return stage_read(clause, text);
}

static struct spec_clause *clause_add(struct spec *spec)
{
	if (spec->count == SPEC_CLAUSES)
		return NULL;
	spec->clauses[spec->count] = (struct spec_clause){ .version = { [3] = SPEC_FINAL } };
	return &spec->clauses[spec->count++];
}

/* "~=3.11.2" is ">=3.11.2" and "==3.11.*" (PEP 440, "Compatible release"). */
static bool compatible_read(struct spec *spec, const char **text)
{
	struct spec_clause *least = clause_add(spec), *prefix = clause_add(spec);

	if (!least || !prefix || !spec_version_read(least, text) || least->said < 2)
		return false;
	*prefix = *least;
	least->op = SPEC_AT_LEAST;
	prefix->op = SPEC_PREFIX;
	if (prefix->said == SPEC_PARTS)
		prefix->said--;
	prefix->said--;
	return true;
}

static bool clause_read(struct spec *spec, const char **text)
{
	struct spec_clause *clause;
	size_t i = 0;

	skip_blanks(text);
	if (word_read(text, "~=")) {
		skip_blanks(text);
		return compatible_read(spec, text);
	}
	while (i < sizeof(operators) / sizeof(*operators) && !text_starts(*text, operators[i].sign))
		i++;
	clause = clause_add(spec);
	if (i == sizeof(operators) / sizeof(*operators) || !clause)
		return false;
	clause->op = operators[i].op;
	*text += strlen(operators[i].sign);
	skip_blanks(text);
	if (!spec_version_read(clause, text))
		return false;
	if (text_starts(*text, ".*") && (clause->op == SPEC_SAME || clause->op == SPEC_NOT)) {
		clause->op = clause->op == SPEC_SAME ? SPEC_PREFIX : SPEC_NOT_PREFIX;
		*text += 2;
	}
	return true;
}

static bool range_read(struct spec *spec, const char *text)
{
	for (;;) {
		if (!clause_read(spec, &text))
			return false;
		skip_blanks(&text);
		if (!*text)
			return true;
		if (*text != ',')
			return false;
		text++;
	}
}

/* "312" is 3.12, as in the tags of wheels. */
static void split_digits(struct spec_clause *clause, const char *digits, size_t len)
{
	if (clause->said != 1 || len < 2 || strchr("23", *digits) == NULL)
		return;
	clause->version[0] = *digits - '0';
	clause->version[1] = len == 2 ? digits[1] - '0' : (digits[1] - '0') * 10 + (digits[2] - '0');
	clause->said = 2;
}

/* What kind of a build: "t", "td", "+freethreaded", "-debug"; "-dev" is the newest of its line, whatever that is. */
static void variants_read(struct spec *spec, const char **text)
{
	for (;;) {
		if (word_read(text, "+freethreaded"))
			spec->free_threaded = true;
		else if (word_read(text, "+debug") || word_read(text, "-debug"))
			spec->debug = true;
		else if (word_read(text, "+gil"))
			spec->free_threaded = false;
		else if (!spec->free_threaded && word_read(text, "t"))
			spec->free_threaded = true;
		else if (!spec->debug && !text_starts(*text, "dev") && word_read(text, "d"))
			spec->debug = true;
		else
			break;
	}
	word_read(text, "-dev");
}

/* PyPy and GraalPy have versions of their own: "-7.3.12" in "pypy3.10-7.3.12", and what cannot be Python's. */
static bool own_read(struct spec *spec, const char **text)
{
	struct spec_clause *clause = &spec->clauses[0];

	if (!spec->implementation || strcmp(spec->implementation, "cpython") == 0)
		return true;
	if (clause->version[0] > 3) {
		spec->own = *clause;
		spec->count = 0;
		return true;
	}
	if (!word_read(text, "-"))
		return true;
	word_read(text, "v");
	return spec_version_read(&spec->own, text);
}

/* What follows an implementation's name, or stands alone: a version or a range. */
static bool versions_read(struct spec *spec, const char *text, const char **why)
{
	struct spec_clause *clause;
	const char *digits;

	skip_blanks(&text);
	if (strchr("<>=!~", *text)) {
		*why = bad_range;
		return range_read(spec, text);
	}
	*why = bad_version;
	clause = clause_add(spec);
	digits = text;
	if (!clause || !spec_version_read(clause, &text))
		return false;
	clause->op = SPEC_PREFIX;
	split_digits(clause, digits, (size_t)(text - digits));
	variants_read(spec, &text);
	if (!own_read(spec, &text))
		return false;
	skip_blanks(&text);
	return !*text;
}

/* "pypy", "pypy3.10", "cpython@3.12", "python>=3.11"; false where it is another word. */
static bool implementation_read(struct spec *spec, const char *text)
{
	const char *why;

	for (size_t i = 0; i < sizeof(implementations) / sizeof(*implementations); i++) {
		size_t len = strlen(implementations[i].name);
		struct spec found = { .kind = SPEC_VERSION, .implementation = implementations[i].implementation };
		const char *rest = text + len;

		if (strncasecmp(text, implementations[i].name, len) != 0)
			continue;
		if (implementations[i].tag && !isdigit((unsigned char)*rest))
			continue;
		if (*rest == '@' || *rest == '-')
			rest++;
		if (*rest && !versions_read(&found, rest, &why))
			continue;
		*spec = found;
		return true;
	}
	return false;
}

static bool name_valid(const char *text)
{
	for (const char *c = text; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._+-", *c))
			return false;
	return *text && *text != '-' && *text != '.';
}

bool spec_parse(struct spec *out, const char *text, const char **why)
{
	*out = (struct spec){ .kind = SPEC_ANY };
	if (strcmp(text, "auto") == 0)
		return true;
	*why = "it is empty";
	if (!*text)
		return false;
	if (path_has_separator(text)) {
		out->kind = SPEC_PATH;
		return true;
	}
	if (strcmp(text, "system") == 0) {
		out->kind = SPEC_SYSTEM;
		return true;
	}
	if (implementation_read(out, text))
		return true;
	skip_blanks(&text);
	if (isdigit((unsigned char)*text) || strchr("<>=!~", *text)) {
		out->kind = SPEC_VERSION;
		return versions_read(out, text, why);
	}
	out->kind = SPEC_NAME;
	*why = "it is neither a version, a range, the name of a program nor a path";
	return name_valid(text);
}

bool spec_names_python(const char *name)
{
	for (size_t i = 0; i < sizeof(implementations) / sizeof(*implementations); i++)
		if (!implementations[i].tag && strncasecmp(name, implementations[i].name, strlen(implementations[i].name)) == 0)
			return true;
	return false;
}
