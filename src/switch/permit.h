/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_PERMIT_H
#define CVENV_SWITCH_PERMIT_H

#include <stdbool.h>

#include "base/env.h"
#include "base/pool.h"
#include "switch/config.h"
#include "switch/requirements.h"
#include "switch/trust.h"

struct session;

/* Which project, and which of its two configs, the user means. */
struct permit_place {
	const char *folder; /* the real path of the folder that holds the config's name */
	bool config;
	bool local;
	bool one;           /* a file was named: that one and no other */
};

/*
 * What PATH means: a folder (both configs that stand in it), a config by its name (that one alone), or,
 * for NULL, the nearest folder at or above the working directory that has a config. The config itself
 * need not be there where PATH says it. -1, reported, where PATH means nothing.
 */
int permit_find(struct permit_place *out, struct session *s, const char *path);

/* One config, with the bytes that are shown, checked and recorded: it is read once. */
struct permit_file {
	const char *path;
	const char *bytes; /* NULL: not there, or not meant */
	size_t len;
	struct config config;
};

/* A dotenv file that is named, and the variables in it, without the values. */
struct permit_dotenv {
	const char *path;
	const char *bytes; /* NULL: absent */
	size_t len;
	struct env variables;
};

/* Everything that the user is about to allow. */
struct permit {
	struct permit_place place;
	struct permit_file config;
	struct permit_file local;
	struct permit_dotenv *dotenvs;
	size_t dotenv_count;
	size_t dotenv_cap;
	struct requirements requirements;
	bool denied;             /* until now */
	bool known;              /* BEFORE was allowed */
	struct trust_record before;
	struct trust_record now; /* what permit_save keeps */
};

/*
 * Reads it all. -1, reported, where a config is missing or not valid, a file that it names cannot be
 * read, or git tracks an environment that it names.
 */
int permit_read(struct permit *out, struct session *s, const struct permit_place *place);

/* Adds the lines that tell a person what it would do, and what changed since it was allowed before. */
void permit_show(struct strings *out, struct pool *p, const struct permit *permit);

/* Records it. -1, reported; what held before then still holds. */
int permit_save(const struct permit *permit, const struct session *s);

#endif
