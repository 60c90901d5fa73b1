/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "venv/interpreter.h"
#include "venv/spec.h"

enum { OLDEST_MINOR = 6, LARGEST_PART = 999 };

bool spec_is_minor(const struct spec *spec)
{
	return spec->kind == SPEC_VERSION && spec->count == 1 && spec->clauses[0].op == SPEC_PREFIX &&
	       spec->clauses[0].said > 1;
}

/* Compares the first PARTS parts. */
static int version_compare(const int have[SPEC_PARTS], const int want[SPEC_PARTS], int parts)
{
	for (int i = 0; i < parts; i++)
		if (have[i] != want[i])
			return have[i] < want[i] ? -1 : 1;
	return 0;
}

static bool clause_fits(const struct spec_clause *clause, const int have[SPEC_PARTS])
{
	int whole = version_compare(have, clause->version, SPEC_PARTS);
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
		/* "<3.13" does not mean 3.13.0b1 (PEP 440, "Exclusive ordered comparison"). */
		return whole < 0 && (clause->said == SPEC_PARTS || version_compare(have, clause->version, 3) != 0);
	case SPEC_AT_MOST:
		return whole <= 0;
	case SPEC_MORE:
		return whole > 0;
	case SPEC_AT_LEAST:
		return whole >= 0;
	}
	return false;
}

/* The part of "3.15.0b1" that says how far it was on its way. */
static int stage_of(const char *version)
{
	struct spec_clause clause;

	return version && spec_version_read(&clause, &version) ? clause.version[3] : SPEC_FINAL;
}

static bool own_fits(const struct spec *spec, const struct interpreter *python)
{
	const char *text = python->implementation_version;
	struct spec_clause have = { 0 };

	if (spec->own.said == 0)
		return true;
	return text && spec_version_read(&have, &text) && version_compare(have.version, spec->own.version, spec->own.said) == 0;
}

bool spec_fits(const struct spec *spec, const struct interpreter *python)
{
	const int have[SPEC_PARTS] = { python->major, python->minor, python->micro, stage_of(python->version) };

	if (spec->kind != SPEC_VERSION)
		return true;
	if (spec->implementation && strcmp(spec->implementation, python->implementation) != 0)
		return false;
	if (spec->count > 0 && (spec->free_threaded != python->free_threaded || spec->debug != python->debug))
		return false;
	for (size_t i = 0; i < spec->count; i++)
		if (!clause_fits(&spec->clauses[i], have))
			return false;
	return own_fits(spec, python);
}

bool spec_may_fit(const struct spec *spec, int major, int minor)
{
	const int first[SPEC_PARTS] = { major, minor, 0, 0 }, last[SPEC_PARTS] = { major, minor, LARGEST_PART, SPEC_FINAL };

	if (major < 3 || (major == 3 && minor < OLDEST_MINOR))
		return false;
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

bool spec_name_may_fit(const struct spec *spec, const char *name)
{
	long major, minor;
	char *end;

	/* Not by sscanf, whose code takes as long to come as a search. */
	name += strcspn(name, "0123456789");
	major = strtol(name, &end, 10);
	if (end == name)
		return true;
	if (*end != '.' || !isdigit((unsigned char)end[1]))
		return major == 3;
	minor = strtol(end + 1, NULL, 10);
	return major <= LARGEST_PART && minor <= LARGEST_PART && spec_may_fit(spec, (int)major, (int)minor);
}
