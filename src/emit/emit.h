/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_EMIT_H
#define CVENV_EMIT_EMIT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct change;
struct embedded; /* base/embedded.h */
struct plan;
struct pool;
struct report;
struct watch_item;

/*
 * What one shell needs. Each function adds code to the buffer; text from outside goes through QUOTE
 * and nothing else. The loop over a plan is emit_plan's.
 */
struct shell {
	const char *name;
	const char *aliases; /* other names, separated by spaces; NULL: none */

	const char *start_up; /* the file that an interactive shell reads first */
	const char *line;     /* what the user puts there */

	/* Adds BYTES as one word that this shell reads back exactly; -1 where it cannot hold them. */
	int (*quote)(struct buf *out, const char *bytes, size_t len);

	/* Opens the part that runs only if none of the plan's names is read-only or special in this shell. */
	void (*begin)(struct buf *out, const struct plan *plan);
	void (*change)(struct buf *out, const struct change *change);
	void (*local)(struct buf *out, const struct plan *plan);
	/* Closes it, the token kept last; what runs in its stead keeps failed_token, the reason having been told. */
	void (*end)(struct buf *out, const struct plan *plan);

	/* The test that the hook makes at each prompt. */
	void (*watch)(struct buf *out, const struct plan *plan);

	/* Keeps VALUE in NAME, a variable of cvenv's own in the shell, not exported. */
	void (*keep)(struct buf *out, const char *name, const char *value);

	/*
	 * Names that mean something to this shell and that no project may set, separated by spaces; one that
	 * ends in '*' stands for all that begin so. Beside those that switch/names.h refuses anyway.
	 */
	const char *special;

	const struct embedded *apply; /* what emitted code calls: kept in the hook, or printed ahead of the code without it */
	const struct embedded *hook;
};

/* Every shell there is, closed by NULL: the one list of them. */
extern const struct shell *const shells[];

/* What each of them has in SPECIAL, closed by NULL: what src/switch is handed. */
const char *const *shells_special(struct pool *p);

/* By name or alias ("-bash" and "/bin/bash" too); NULL where unknown. */
const struct shell *shell_find(const char *name);

/*
 * Adds the code for PLAN to OUT: begin, each change and, before that of the state, local; end; watch.
 * EXE: NULL for a shell that has the hook; else the absolute path of this program, for one that has not:
 * it, kept as __cvenv_exe, and the file "apply" come first, and there is no watch. -1, reported, and OUT
 * as it was, where the shell cannot hold a value.
 */
int emit_plan(struct buf *out, const struct shell *shell, const struct plan *plan, const char *exe,
              const struct report *report);

/*
 * Adds the code that a start-up file evaluates: EXE, the absolute path of this program, and CEILINGS, the
 * folders above which no project is looked for (as in CVENV_CEILING_DIRECTORIES), kept as __cvenv_exe and
 * __cvenv_ceilings; then the files "apply" and "hook". -1 as above.
 */
int emit_hook(struct buf *out, const struct shell *shell, const char *exe, const char *ceilings,
              const struct report *report);

#endif
