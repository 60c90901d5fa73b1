/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_TRUST_H
#define CVENV_SWITCH_TRUST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct report;
struct settings;
struct watch;

/*
 * What the user allowed (DESIGN section 4). One record for each project, a file named by the SHA-256
 * of the real path of the folder that holds the config's name. It holds the bytes that were allowed:
 * the config, its .cvenv.local.yml, the requirements files; and the SHA-256 of the dotenv files.
 * A folder beside it holds what was denied, by the same names.
 */
struct trust {
	const char *allowed; /* folder of the records; NULL: there is no home to keep them in */
	const char *denied;
};

enum trust_part {
	TRUST_CONFIG,      /* .cvenv.yml: bytes */
	TRUST_LOCAL,       /* .cvenv.local.yml: bytes */
	TRUST_DOTENV,      /* digest only */
	TRUST_REQUIREMENT, /* bytes */
};

/* One file of a project, as it was allowed or as it stands now. */
struct trust_file {
	enum trust_part part;
	const char *path;   /* absolute */
	const char *bytes;  /* NULL in a record for TRUST_DOTENV, and for a file that was absent */
	size_t len;
	const char *digest; /* SHA-256 in hexadecimal; NULL: absent */
};

struct trust_record {
	const char *root; /* the real path of the folder */
	struct trust_file *files;
	size_t count;
	size_t cap;
};

enum trust_answer {
	TRUST_UNKNOWN, /* never allowed */
	TRUST_CHANGED, /* allowed once, and different since */
	TRUST_ALLOWED,
	TRUST_DENIED,
};

/*
 * Whether the record of ROOT (a real path) holds just these bytes for this part; for TRUST_LOCAL that
 * part alone is compared, so that it is trusted on its own. A trusted prefix of the user's allows
 * everything; a denial beats it. With FILE NULL only these two are asked. The record and the denial are
 * noted in W, found or absent. A record that is damaged, or that somebody else could have written, is
 * reported and counts as none.
 */
enum trust_answer trust_ask(const struct trust *t, struct watch *w, const struct settings *settings,
                            const char *root, const struct trust_file *file, const struct report *report);

/* Reads the record of ROOT: 1 found, 0 none, -1 reported. */
int trust_load(struct trust_record *out, struct pool *p, const struct trust *t, const char *root,
               const struct report *report);

/*
 * Replaces the record in one step, and ends a denial. What was allowed before and is not in RECORD is
 * no longer allowed. -1, reported, where it could not be kept; what held before then still holds.
 */
int trust_save(const struct trust *t, const struct trust_record *record, const struct report *report);

/* Denies ROOT, whatever its files become, and forgets what was allowed. */
int trust_deny(const struct trust *t, const char *root, const struct report *report);

/* Adds FILE to a record (fills in digest). */
void trust_add(struct trust_record *record, struct pool *p, enum trust_part part, const char *path,
               const char *bytes, size_t len);

#endif
