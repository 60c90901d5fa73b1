/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_EMIT_H
#define CVENV_EMIT_EMIT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct change;
struct completion; /* emit/candidates.h */
struct env;
struct embedded; /* base/embedded.h */
struct plan;
struct pool;
struct report;
struct watch_item;

/* A file that a shell's hook is kept in, in a folder of cvenv's own. */
struct hook_file {
	const char *name;            /* NULL closes a list */
	const struct embedded *text; /* NULL: emit_hook's code */
};

/* A file that a format adds to instead of printing: the one that VARIABLE of the environment names. */
struct emit_file {
	const char *variable; /* NULL closes a list */
	void (*text)(struct buf *out, const struct plan *plan, const struct env *env); /* ENV: what PLAN changes */
};

/*
 * What one shell needs, or, without a hook, one other reader of plans: a format. Each function adds code to
 * the buffer; text from outside goes through QUOTE and nothing else. The loop over a plan is emit_plan's.
 */
struct shell {
	const char *name;
	const char *aliases; /* other names, separated by spaces; NULL: none */

	const char *start_up; /* the file that an interactive shell reads first; NULL as HOOK is */
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

	/* For what is told in data and not in code, in the stead of BEGIN to WATCH: the whole plan. NULL: it is code. */
	void (*document)(struct buf *out, const struct plan *plan);

	/* For a format: what it adds to, in the stead of printing. NULL: it prints. */
	const struct emit_file *files;

	/* For a format: it says all that a project asks for, whatever is active where it is made. */
	bool whole;

	/* Keeps VALUE in NAME, a variable of cvenv's own in the shell, not exported. */
	void (*keep)(struct buf *out, const char *name, const char *value);

	/*
	 * Names that mean something to this shell and that no project may set, separated by spaces; one that
	 * ends in '*' stands for all that begin so. Beside those that switch/names.h refuses anyway.
	 */
	const char *special;

	/* It takes an empty variable for one that is not set: a plan that sets one is refused. */
	bool never_empty;

	const struct embedded *apply; /* what emitted code calls: kept in the hook, or printed ahead of the code without it; NULL: nothing */
	const struct embedded *hook;  /* NULL: a format */

	/* For one that evaluates single lines alone: the files that its hook is in, lines ended by CR LF. NULL: the hook is printed. */
	const struct hook_file *kept;
	/* The line that runs the first of them, in FOLDER; -1 where FOLDER cannot be said. */
	int (*run_kept)(struct buf *out, const char *folder, const struct env *env);
	/*
	 * For one of which every start runs a line that the system keeps (base/autorun.h); NULL: not so. CHAIN adds NOW, that
	 * line (NULL: none), with what runs KEPT in FOLDER put ahead of it, or in the place of what ran another folder's; -1
	 * as above, and where a line has no room for both. UNCHAIN adds NOW as it was before; false where no line is left.
	 */
	int (*chain)(struct buf *out, const char *now, const char *folder, const struct env *env);
	bool (*unchain)(struct buf *out, const char *now);

	const struct completion *completion; /* NULL: the shell completes no words by a program's leave */
};

/* Every shell and format there is, closed by NULL: the one list of them. */
extern const struct shell *const shells[];

/* What each of them has in SPECIAL, closed by NULL: what src/switch is handed. */
const char *const *shells_special(struct pool *p);

/* By name or alias ("-bash" and "/bin/bash" too); NULL where unknown. */
const struct shell *shell_find(const char *name);

/*
 * Adds the code for PLAN to OUT: begin, each change and, before that of the state, local; end; watch.
 * EXE: NULL for a shell that has the hook; else the absolute path of this program, for one that has not:
 * it, kept as __cvenv_exe, and the file "apply" come first, and there is no watch. Of a document there is
 * one kind only. -1, reported, and OUT as it was, where the shell cannot hold a value.
 */
int emit_plan(struct buf *out, const struct shell *shell, const struct plan *plan, const char *exe,
              const struct report *report);

/* Adds what FILE, one of SHELL's, gets of PLAN, where ENV is the environment that PLAN changes; -1 as above. */
int emit_file(struct buf *out, const struct shell *shell, const struct emit_file *file, const struct plan *plan,
              const struct env *env, const struct report *report);

/*
 * Adds the code that a start-up file evaluates: EXE, the absolute path of this program, and CEILINGS, the
 * folders above which no project is looked for (as in CVENV_CEILING_DIRECTORIES), kept as __cvenv_exe and
 * __cvenv_ceilings; then the files "apply" and "hook", and the completion's script. -1 as above.
 */
int emit_hook(struct buf *out, const struct shell *shell, const char *exe, const char *ceilings,
              const struct report *report);

#endif
