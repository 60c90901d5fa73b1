/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_REQUIREMENTS_H
#define CVENV_SWITCH_REQUIREMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "switch/requirement_line.h"

struct expansion;
struct pool;
struct report;
struct text;

enum {
	REQUIREMENTS_LIMIT = 1024 * 1024, /* bytes of one file */
	REQUIREMENTS_FILES = 100,
};

/* One file that decides what is installed, as it was read. */
struct requirement_file {
	const char *path;  /* in its folder's real path */
	const char *bytes; /* NULL: absent */
	size_t len;
	bool lines;        /* is read line by line: a requirements file, and not one of pyproject.toml's kind */
	bool scanned;
};

/* One line that does more than name a package, or one that was not understood. */
struct requirement_note {
	enum requirement_kind kind;
	const char *file;
	size_t line; /* 0: the file as such */
	const char *text;
};

struct requirements {
	struct requirement_file *files;
	size_t count;
	size_t cap;
	struct requirement_note *notes;
	size_t note_count;
	size_t note_cap;
};

/*
 * Adds what one item of "requirements" names: a requirements file with all that it includes by -r and
 * -c, each file once, whatever the loops; pyproject.toml and pylock.toml whole; for "group:NAME" and
 * ".[EXTRA]" the project's pyproject.toml. -1, reported, where a file is there and cannot be read, is
 * too large, or there are too many.
 */
int requirements_add(struct requirements *out, const struct expansion *e, const struct text *item);

/* Adds a note for one item of "packages" that does more than name a package. */
void requirements_add_package(struct requirements *out, struct pool *p, const struct text *item);

#endif
