/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_CONFIG_FIELDS_H
#define CVENV_SWITCH_CONFIG_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "switch/config_complaints.h"

/*
 * What .cvenv.yml and the user's config.yml have in common: a table of keys, one row each, by which a
 * YAML mapping is read into a struct. Private to config*.c and settings.c.
 */
struct config_reader; /* config_reader.h */

enum field_kind {
	FIELD_TEXT,  /* struct text: a scalar, as it is written */
	FIELD_LIST,  /* struct texts */
	FIELD_FLAG,  /* enum flag: true or false, without quotes */
	FIELD_WORD,  /* an enum: one of WORDS, of which the first is stored as 1 */
	FIELD_OTHER, /* READ does it */
};

struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;            /* of the member in the struct that is filled in */
	bool top;                 /* not inside of an environment */
	const char *variable;     /* settings: what overrides it */
	const char *const *words; /* FIELD_WORD: closed by NULL */

	/* FIELD_TEXT, and each entry of FIELD_LIST: what is wrong with TEXT ("is empty"); NULL: it may be anything. */
	const char *(*wrong)(const char *text);

	/* FIELD_OTHER: reads the value that comes next into OUT, the struct that is filled in. */
	void (*read)(struct config_reader *r, const struct field *f, void *out);
	const char *wanted;       /* FIELD_OTHER: what the value must be ("a path or {name: NAME}") */

	const char *about; /* one sentence, for the schema */
};

enum { FIELDS_LIMIT = 32, FIELD_ENTRIES = 1000 }; /* rows of a table; names in a map whose names are the file's own */

/*
 * Reads a whole file of the keys of FIELDS (closed by a row without a name) into OUT, zeroed by the
 * caller. Where anything is wrong OUT holds what is not.
 */
void fields_parse(const struct field *fields, void *out, struct complaints *c, const char *file, const char *bytes,
                  size_t len);

/* For READ: all of these leave the reader behind the value, whatever it was. */

/* A mapping of the keys of FIELDS; INSIDE: of an environment, so rows that are TOP are refused. */
void fields_read(struct config_reader *r, const struct field *fields, bool inside, void *out);

/* A mapping whose names are the file's own: ENTRY is handed each, once, and reads its value. */
void fields_each(struct config_reader *r, const struct field *f,
                 void (*entry)(struct config_reader *r, const struct text *name, void *out), void *out);

/*
 * A string, or null where OR_NULL (VALUE's text is then NULL); false, and a complaint, where it is none:
 * SUBJECT "must be" WANTED.
 */
bool field_text(struct config_reader *r, const char *subject, const char *wanted, bool or_null, struct text *value);

bool field_comes_map(const struct config_reader *r);
void field_skip(struct config_reader *r);
struct mark field_mark(const struct config_reader *r);
struct complaints *field_complaints(struct config_reader *r);

/*
 * Puts VALUE into its member of OUT (FIELD_TEXT, FIELD_FLAG, FIELD_WORD), or adds it to it (FIELD_LIST);
 * false, and a complaint, where F does not take it.
 */
bool field_put(struct complaints *c, const struct field *f, const struct text *value, void *out);

/* The keys of .cvenv.yml (for struct config) and of config.yml, each closed by a row without a name. */
extern const struct field config_fields[];
extern const struct field settings_fields[];

/* What is wrong with an empty text; NULL for any other. */
const char *field_wrong_empty(const char *text);

#endif
