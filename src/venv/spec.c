/* SPDX-License-Identifier: MIT */
#include "venv/spec.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "venv/interpreter.h"

static const struct {
	const char *name;
	const char *implementation;
} implementations[] = {
	{ "python", NULL },
	{ "cpython", "cpython" },
	{ "pypy", "pypy" },
	{ "graalpy", "graalpy" },
};

static const struct {
	const char *sign;
	enum spec_op op;
} operators[] = {
	{ ">=", SPEC_AT_LEAST }, { "<=", SPEC_AT_MOST }, { "==", SPEC_SAME },
	{ "!=", SPEC_NOT },      { ">", SPEC_MORE },     { "<", SPEC_LESS },
};

static const char bad_version[] = "a version is written as 3, 3.12, 3.12.1 or 3.13t";
static const char bad_range[] = "a range is written as >=3.11,<3.14";

static void skip_blanks(const char **text)
{
	*text += strspn(*text, " \t");
}

/* "3", "3.12", "3.12.1" at *TEXT. */
static bool version_read(struct spec_clause *clause, const char **text)
{
	for (clause->said = 0; clause->said < 3; clause->said++) {
		const char *digit = *text;
		int value = 0;

		if (clause->said) {
			if (*digit != '.' || !isdigit((unsigned char)digit[1]))
				break;
			digit++;
		}
		if (!isdigit((unsigned char)*digit))
			return false;
		for (; isdigit((unsigned char)*digit); digit++) {
			value = value * 10 + (*digit - '0');
			if (value > 999)
				return false;
		}
		clause->version[clause->said] = value;
		*text = digit;
	}
	return true;
}

static struct spec_clause *clause_add(struct spec *spec)
{
	if (spec->count == SPEC_CLAUSES)
		return NULL;
	spec->clauses[spec->count] = (struct spec_clause){ 0 };
	return &spec->clauses[spec->count++];
}

/* "~=3.11.2" is ">=3.11.2" and "==3.11.*" (PEP 440, "Compatible release"). */
static bool compatible_read(struct spec *spec, const char **text)
{
	struct spec_clause *least = clause_add(spec), *prefix = clause_add(spec);

	if (!least || !prefix || !version_read(least, text) || least->said < 2)
		return false;
	*prefix = *least;
	least->op = SPEC_AT_LEAST;
	prefix->op = SPEC_PREFIX;
	prefix->said--;
	return true;
}

static bool clause_read(struct spec *spec, const char **text)
{
	struct spec_clause *clause;
	size_t i = 0;

	skip_blanks(text);
	if (strncmp(*text, "~=", 2) == 0) {
		*text += 2;
		skip_blanks(text);
		return compatible_read(spec, text);
	}
	while (i < sizeof(operators) / sizeof(*operators) &&
	       strncmp(*text, operators[i].sign, strlen(operators[i].sign)) != 0)
		i++;
	clause = clause_add(spec);
	if (i == sizeof(operators) / sizeof(*operators) || !clause)
		return false;
	clause->op = operators[i].op;
	*text += strlen(operators[i].sign);
	skip_blanks(text);
	if (!version_read(clause, text))
		return false;
	if (strncmp(*text, ".*", 2) == 0 && (clause->op == SPEC_SAME || clause->op == SPEC_NOT)) {
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

/* What follows an implementation's name, or stands alone: a version or a range. */
static bool versions_read(struct spec *spec, const char *text, const char **why)
{
	struct spec_clause *clause;

	skip_blanks(&text);
	if (strchr("<>=!~", *text)) {
		*why = bad_range;
		return range_read(spec, text);
	}
	*why = bad_version;
	clause = clause_add(spec);
	if (!clause || !version_read(clause, &text))
		return false;
	clause->op = SPEC_PREFIX;
	if (*text == 't') {
		spec->free_threaded = true;
		text++;
	}
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
	return *text && *text != '-';
}

bool spec_parse(struct spec *out, const char *text, const char **why)
{
	*out = (struct spec){ .kind = SPEC_ANY };
	if (strcmp(text, "auto") == 0)
		return true;
	*why = "it is empty";
	if (!*text)
		return false;
	if (strchr(text, '/')) {
		out->kind = SPEC_PATH;
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

bool spec_is_minor(const struct spec *spec)
{
	return spec->kind == SPEC_VERSION && spec->count == 1 && spec->clauses[0].op == SPEC_PREFIX &&
	       spec->clauses[0].said > 1;
}

/* Compares the first PARTS parts. */
static int version_compare(const int have[3], const int want[3], int parts)
{
	for (int i = 0; i < parts; i++)
		if (have[i] != want[i])
			return have[i] < want[i] ? -1 : 1;
	return 0;
}

static bool clause_fits(const struct spec_clause *clause, const int have[3])
{
	int whole = version_compare(have, clause->version, 3);
	bool prefix = version_compare(have, clause->version, clause->said) == 0;

	switch (clause->op) {
	case SPEC_PREFIX:
		return prefix;
	case SPEC_NOT_PREFIX:
		return !prefix;
	case SPEC_SAME:
		return whole == 0;
	case SPEC_NOT:
		return whole != 0;
	case SPEC_LESS:
		return whole < 0;
	case SPEC_AT_MOST:
		return whole <= 0;
	case SPEC_MORE:
		return whole > 0;
	case SPEC_AT_LEAST:
		return whole >= 0;
	}
	return false;
}

bool spec_fits(const struct spec *spec, const struct interpreter *python)
{
	const int have[3] = { python->major, python->minor, python->micro };

	if (spec->kind != SPEC_VERSION)
		return true;
	if (spec->implementation && strcmp(spec->implementation, python->implementation) != 0)
		return false;
	/* A build without the lock is another thing than what "3.13" has always meant: it is asked for by its "t". */
	if (spec->count > 0 && spec->free_threaded != python->free_threaded)
		return false;
	for (size_t i = 0; i < spec->count; i++)
		if (!clause_fits(&spec->clauses[i], have))
			return false;
	return true;
}

bool spec_may_fit(const struct spec *spec, int major, int minor)
{
	const int first[3] = { major, minor, 0 }, last[3] = { major, minor, 999 };

	for (size_t i = 0; i < spec->count; i++) {
		const struct spec_clause *clause = &spec->clauses[i];
		bool within = version_compare(first, clause->version, clause->said < 2 ? clause->said : 2) == 0;

		/* Every condition but these two holds at one end of the span if it holds anywhere in it. */
		if (clause->op == SPEC_PREFIX || clause->op == SPEC_SAME ? !within
		                                                         : !clause_fits(clause, first) && !clause_fits(clause, last))
			return false;
	}
	return true;
}
