/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_CONFIG_H
#define CVENV_SWITCH_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct report;

#define CONFIG_NAME ".cvenv.yml"
#define CONFIG_LOCAL_NAME ".cvenv.local.yml"

enum { CONFIG_LIMIT = 1024 * 1024 }; /* bytes; a larger file is refused */

/* Where in a file something stands; counted from 1. */
struct mark {
	const char *file;
	size_t line;
	size_t column;
};

/* A value as it is written, nothing expanded. TEXT is NULL where the key was not given. */
struct text {
	const char *text;
	struct mark mark;
};

struct texts {
	struct text *items;
	size_t count;
	size_t cap;
	bool given; /* an empty list that was written is not the same as none */
};

struct setting_pair {
	const char *name;
	struct text value; /* TEXT NULL: unset the variable */
	struct mark mark;  /* of the name */
};

struct pairs {
	struct setting_pair *items;
	size_t count;
	size_t cap;
	bool given;
};

enum flag { FLAG_UNSET, FLAG_FALSE, FLAG_TRUE };
enum config_create { CREATE_UNSET, CREATE_AUTO, CREATE_NEVER };
enum config_sync { SYNC_UNSET, SYNC_HINT, SYNC_NEVER };

/*
 * What a .cvenv.yml says, key by key as DESIGN section 1 has them. Memory is the pool's. Values are
 * checked for type, and nothing is expanded; a value keeps the mark of its file, by which the folder
 * it is relative to is known.
 */
struct config {
	struct text venv;      /* a path */
	struct text venv_name; /* {name: NAME}; of the two at most one is given */
	struct text python;
	struct text prompt;
	enum flag system_site_packages;
	enum flag pip;
	enum config_create create;
	enum config_sync sync;
	enum flag inherit;
	enum flag disable;
	struct texts requirements;
	struct texts packages;
	struct texts path;
	struct texts dotenv;
	struct texts watch;
	struct texts post_create;
	struct pairs env;

	struct named_config *environments; /* further environments, in the order of the file */
	size_t environment_count;
	size_t environment_cap;
};

struct named_config {
	const char *name;
	struct mark mark;
	struct config *config; /* never holds environments of its own */
};

/*
 * Parses LEN bytes of FILE (its path as messages shall say it). Everything that is wrong is reported,
 * each as "FILE:LINE:COLUMN: …", and -1 answered; OUT is then not to be used. An empty file is a
 * config in which nothing is given. SPECIAL: the names that shells keep for themselves (names.h).
 */
int config_parse(struct config *out, struct pool *p, const char *file, const char *bytes, size_t len,
                 const char *const *special, const struct report *report);

/* Lays OVER on BASE key by key: what OVER gives wins (lists and maps whole, "env" name by name, environments by name). */
void config_merge(struct config *base, struct pool *p, const struct config *over);

/*
 * The config of environment NAME: its own keys over the top level's, except that "venv" defaults to
 * ".venv-NAME" and "prompt" is not taken over. NULL where there is no such environment.
 */
struct config *config_environment(const struct config *c, struct pool *p, const char *name);

/*
 * Why NAME cannot name an environment (one component of a path), as the second half of a sentence; NULL
 * where it can. {name: NAME} holds to it as it is written; who expands it asks again.
 */
const char *config_name_wrong(const char *name);

/* The user's own settings: $XDG_CONFIG_HOME/cvenv/config.yml, each overridable by a CVENV_* variable. */
enum verbosity { VERBOSITY_QUIET, VERBOSITY_NORMAL, VERBOSITY_VERBOSE };
enum link_mode { LINK_AUTO, LINK_CLONE, LINK_HARDLINK, LINK_COPY };

struct settings {
	struct strings trusted_paths;    /* absolute; configs below are allowed without being asked about */
	struct strings safe_directories; /* absolute; folders below need not be safe (file_is_safe) */
	const char *python;              /* the default for "python: auto"; NULL: the first on PATH */
	bool detect;                     /* a bare .venv below a trusted path is a project */
	enum verbosity verbosity;
	const char *message;             /* the format of the one line about a switch */
	enum link_mode link_mode;
	struct strings seed;             /* what new environments get: "auto", "none", names, absolute paths */
	const char *cache;               /* folder of the cache; NULL: the default */
	const char *central;             /* folder of {name: NAME} environments; NULL: the default */
};

struct env;

/* What holds where the user says nothing. */
void settings_default(struct settings *s);

/* As config_parse, for the user's own file. S holds the defaults already. HOME is what ~ stands for (NULL: an error). */
int settings_parse(struct settings *s, struct pool *p, const char *file, const char *bytes, size_t len,
                   const char *home, const struct report *report);

/* Lays the CVENV_* variables over it, with the same checks; the message names the variable. */
int settings_environment(struct settings *s, struct pool *p, const struct env *env, const char *home,
                         const struct report *report);

#endif
