/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_RESOLVE_H
#define CVENV_SWITCH_RESOLVE_H

#include <stdbool.h>

#include "switch/config.h"
#include "switch/transition.h"
#include "venv/health.h"

struct project;
struct session;

/* A project's config made final: nothing in it is relative or to be expanded any more. */
struct resolved {
	struct target target;
	const char *prompt;       /* what the shell shows; any bytes */
	const char *python;       /* SPEC; NULL: auto, which wanted.h looks up where it matters */
	struct mark python_mark;  /* where the config says so */
	bool pip;
	bool system_site_packages;
	bool create;              /* to be made on entering where it is missing */
	enum venv_health health;
	bool pointed;             /* .venv is a file that points to it */
};

/*
 * Resolves environment NAME (NULL: the default) of PROJECT. -1, reported once to each shell, where a
 * value cannot be used, a dotenv file is not allowed, or a folder for PATH is open to others.
 */
int resolve_project(struct resolved *out, struct session *s, const struct project *project, const char *name);

/* The same for a bare environment that the user named; ROOT and the project's own variables are left empty. */
int resolve_folder(struct resolved *out, struct session *s, const char *venv);

/* Looks at the environment again after it was made. */
void resolve_health(struct resolved *r, struct session *s);

/*
 * Whether nobody but the user and root can change what is in FOLDER, or the user said that it does not matter
 * (safe-directories). Where not, *WHY is the folder at fault.
 */
bool resolve_is_own(struct session *s, const char *folder, const char **why);

/* Whether a folder may go on PATH; where not, it is reported. */
bool resolve_is_safe(struct session *s, const char *folder);

#endif
