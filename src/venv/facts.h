/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_FACTS_H
#define CVENV_VENV_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/file.h"
#include "base/pool.h"
#include "venv/interpreter.h"

struct buf;

/*
 * What an interpreter told of itself, and the files on which that rests. As text it is lines of a key
 * and a percent-encoded value (text_percent), "cvenv-interpreter" first and "end" last: what the probe
 * (shell/probe.py) prints, and, with the identity of each file behind its name, what the cache holds.
 */
struct facts {
	struct interpreter python;
	struct facts_file {
		const char *path;
		struct file_id id;
	} *files;
	size_t count;
	size_t cap;
};

/*
 * Reads TEXT: every key once, nothing else, whole. IDENTIFIED: the files' identities stand with them.
 * False for anything else; OUT is then not to be used.
 */
bool facts_parse(struct facts *out, struct pool *p, const char *text, size_t len, bool identified);

/* Adds the same with the identities. */
void facts_format(struct buf *out, const struct facts *facts);

/* Notes how the files stand now. */
void facts_identify(struct facts *facts);

/* Whether they all are as they were noted. */
bool facts_hold(const struct facts *facts);

#endif
