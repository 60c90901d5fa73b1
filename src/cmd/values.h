/* SPDX-License-Identifier: MIT */
#ifndef CVENV_CMD_VALUES_H
#define CVENV_CMD_VALUES_H

#include <stdbool.h>
#include <stddef.h>

struct candidates;
struct context;
struct typed;
struct completion;

/*
 * What may stand where an option's value or an operand of some name does ("SHELL", "ENV"), for
 * completion. Nothing is started, made or changed, and nothing is said.
 */
struct asked {
	struct context *c;
	const struct completion *shell;
	const struct typed *typed;
	const char *start; /* of the value in the word: behind "--name=" where there is that */
	bool operands;     /* "--" was given: a value may begin with '-' */
	struct candidates *out;
};

/*
 * Adds what stands for NAME: a name of the table in values.c, a word that is its own value, or several of
 * these ("SHELL|FORMAT", "auto|copy"). False where it is neither: a new name has to get its row.
 */
bool values_add(const struct asked *w, const char *name);

/* Adds one value; what stands ahead of it in the word is put there. */
void values_one(const struct asked *w, const char *value, const char *about, bool whole);

/* Whether VALUE fits what was typed of it, or the shell itself is to say so. */
bool values_fit(const struct asked *w, const char *value);

/* Adds the folders that continue the path in the word, and with FILES also the files; has the shell do so that can. */
void values_paths(const struct asked *w, bool files);

/* Adds the files called NAME in the folder that the word names. */
void values_named(const struct asked *w, const char *name);

#endif
