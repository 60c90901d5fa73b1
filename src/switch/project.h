/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_PROJECT_H
#define CVENV_SWITCH_PROJECT_H

#include <stdbool.h>

#include "switch/config.h"
#include "switch/trust.h"

struct session;

enum project_verdict {
	PROJECT_NONE,     /* no config in that folder */
	PROJECT_GOOD,
	PROJECT_BLOCKED,  /* not allowed, or changed since */
	PROJECT_DENIED,
	PROJECT_BROKEN,   /* cannot be read or is not valid */
	PROJECT_DISABLED, /* allowed, and says "disable: true" */
};

/* One folder with a config, as it was read. */
struct project {
	enum project_verdict verdict;
	const char *root;      /* the folder, as it was come by */
	const char *real_root; /* the same without links: what trust goes by */
	const char *file;      /* the config; NULL: a bare .venv below a trusted path */
	const char *fingerprint; /* SHA-256 of what was read, in hexadecimal */
	struct config config;  /* the local config laid over, and all of it over what it inherits */
};

/*
 * Reads the config of FOLDER, and asks whether it is allowed, by the bytes that were read. What is
 * wrong is told once to each shell. With ABOVE, those of the folders from ABOVE on are what "inherit"
 * looks through.
 */
void project_load(struct project *out, struct session *s, const char *folder, const struct strings *folders,
                  size_t above);

/* A walk from the working directory upwards over every folder that has a config, good or not. */
struct project_walk {
	struct session *s;
	struct strings folders;
	size_t next;
};

void project_walk_start(struct project_walk *walk, struct session *s);

/* The next; false where there is none. */
bool project_walk_next(struct project_walk *walk, struct project *out);

/*
 * The project that applies to the working directory: the nearest that is good (or disabled); one that
 * is not ends nothing above it. NONE where there is none. NEAREST, where not NULL, is the nearest
 * folder with a config, good or not.
 */
void project_find(struct project *out, struct session *s, struct project *nearest);

#endif
