/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_REQUIREMENT_LINE_H
#define CVENV_SWITCH_REQUIREMENT_LINE_H

#include "base/pool.h"

/* What a line of a requirements file asks an installer to do. */
enum requirement_kind {
	REQUIREMENT_NAMED,    /* a name, versions, a marker, hashes: something of the index */
	REQUIREMENT_EDITABLE, /* -e */
	REQUIREMENT_PATH,     /* a folder or an archive of this machine */
	REQUIREMENT_VCS,      /* git+https://… and the like */
	REQUIREMENT_URL,      /* another address, "NAME @ ADDRESS" or a list to fetch among them */
	REQUIREMENT_SOURCE,   /* where packages come from: an index, links, a trusted host */
	REQUIREMENT_OTHER,    /* whatever else: not understood, or not known before a variable is put in */
};

struct requirement_line {
	enum requirement_kind kind; /* the first in it that is not NAMED */
	struct strings includes;    /* files that it includes by -r or -c, as written, relative to its own */
};

/*
 * Reads LINE, which has neither a comment nor a continuation any more. Only what is certainly NAMED is
 * called so: this tells a user what will run, so what is not understood must not pass as harmless.
 */
void requirement_line_read(struct requirement_line *out, struct pool *p, const char *line);

/* What it means, for a person: "a folder or archive of this machine". */
const char *requirement_kind_text(enum requirement_kind kind);

#endif
