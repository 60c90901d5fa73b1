/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_CANDIDATES_H
#define CVENV_EMIT_CANDIDATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/pool.h"

struct buf;
struct embedded; /* base/embedded.h */

/* What the user typed up to the cursor, as the program would be given it: quotes and escapes taken away. */
struct typed {
	struct strings words; /* the whole words ahead of the cursor's, without the program's name */
	const char *word;     /* the cursor's, up to the cursor; "" where none was begun */
	bool tilde;           /* it begins with a ~ that the shell expands */
	bool foreign;         /* it holds what the shell alone can tell (a variable, a redirection): nothing is offered */

	/* For the same shell's offer: */
	size_t kept; /* how many bytes of WORD stand ahead of what the shell replaces */
	char quote;  /* the quote in which the cursor stands; 0: none, '$': that of $'…' */
};

/* One thing that may stand at the cursor. */
struct candidate {
	const char *value; /* the whole word, as the program would be given it */
	const char *about; /* one line; "": nothing to tell */
	bool whole;        /* the next thing is another word: a blank follows */
};

enum candidate_paths { PATHS_NONE, PATHS_FOLDERS, PATHS_FILES };

/* What is offered. Memory is the pool's. */
struct candidates {
	struct pool *pool;
	struct candidate *items;
	size_t count;
	size_t cap;
	enum candidate_paths paths; /* paths of this kind too, by the shell's own means: for one that has OWN_PATHS */
	size_t option;              /* how many bytes of each value, and of the word, are "--name=" */
};

/* Adds one; the texts are kept, and must live as long as the pool. */
void candidates_add(struct candidates *c, const char *value, const char *about, bool whole);

/* How one shell completes words. */
struct completion {
	/* completions/cvenv.NAME: makes the shell ask `cvenv __complete NAME …`; printed by `cvenv completions`, and kept in a hook that is printed. */
	const struct embedded *script;

	/* Reads what SCRIPT handed over after the shell's name; -1 where that is not what it should be. */
	int (*typed)(struct typed *out, struct pool *p, int argc, char **argv);
	/* Adds what SCRIPT reads. */
	void (*offer)(struct buf *out, const struct typed *typed, const struct candidates *candidates);

	bool matches;   /* the shell itself leaves out what does not fit the word, and knows more ways to fit than beginnings */
	bool own_paths; /* the shell completes paths itself where it is told to */
	bool blanks;    /* the shell puts a blank behind whatever it completed: "--name=" is no use */
};

/* TYPED of a shell that hands over the words themselves, the cursor's last. */
int typed_words(struct typed *out, struct pool *p, int argc, char **argv);

/* OFFER as NUL-terminated fields: "", "folders" or "files" (PATHS), then value (without "--name="), about, and a blank or nothing, of each. */
void offer_fields(struct buf *out, const struct typed *typed, const struct candidates *candidates);

/* OFFER as a JSON list of objects: "value", "description" (null: none), "whole". */
void offer_json(struct buf *out, const struct typed *typed, const struct candidates *candidates);

#endif
