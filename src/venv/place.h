/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_PLACE_H
#define CVENV_VENV_PLACE_H

#include <stdbool.h>

struct builder;
struct pool;

/*
 * The file that says that the environment around it is incomplete. Whoever makes the environment holds
 * a lock on it, which the system takes away from one that was killed; it goes when the work is done.
 * It says "new" where everything beside it is cvenv's own, to be taken away by who finds it without a
 * lock. An environment that moves to its place when it is complete never has one.
 */
extern const char place_mark[];

/*
 * Where an environment is made: beside its place, in a folder that one maker at a time can have, or in
 * place. All messages name ENV_DIR.
 */
struct place {
	struct pool *pool;
	const struct builder *builder; /* whose it is: its report, and whether it is cancelled */
	const char *env_dir; /* as the user knows it */
	const char *target;  /* the same without a link at its end */
	const char *path;    /* where the folder ROOT is now */
	int root;            /* its handle; -1: none */
	int mark;            /* the mark's, where it is needed; -1: none */
	bool own;            /* everything in it is this maker's */
	bool found;          /* the mark was there: its maker was killed */
	bool instead;        /* of what is at TARGET */
	bool waited;         /* for another maker */
};

enum place_answer {
	PLACE_FAILED = -1, /* reported, or cancelled */
	PLACE_READY,
	PLACE_AGAIN,       /* what is at ENV_DIR changed meanwhile: look again */
	PLACE_DONE,        /* another maker made it */
};

/* Opens the folder beside TARGET; what a killed maker left in it is gone. */
enum place_answer place_open_beside(struct place *place);

/*
 * Opens TARGET itself, under the mark, waiting for whoever is at work in it. OWN says afterwards that
 * it is the leftover of a killed maker.
 */
enum place_answer place_open_there(struct place *place);

/* From now on everything inside counts as this maker's; what is there already is removed. */
int place_empty(struct place *place);

/* Moves it to TARGET, which nobody may have made meanwhile (PLACE_AGAIN). It gets the mark unless it is COMPLETE. */
enum place_answer place_publish(struct place *place, bool complete);

/* The same where TARGET is there: it then lies beside. 1 where the system cannot do that. */
int place_exchange(struct place *place, bool complete);

/* Trades the places of PLACE and OLD, the other one of the two, back again; whether that could be done. */
bool place_exchange_back(struct place *place, struct place *old);

/* Takes the mark away: what is there is complete, or as it was. */
int place_finish(struct place *place);

/* Takes the folder away, wherever it is. */
void place_discard(struct place *place);

/* Closes the handles; the lock goes with them. */
void place_close(struct place *place);

/* Takes away what killed makers left beside TARGET. */
void place_sweep(struct place *place);

#endif
