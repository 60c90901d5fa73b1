/* SPDX-License-Identifier: MIT */
#ifndef CVENV_PLAN_PLAN_H
#define CVENV_PLAN_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/file.h"
#include "base/pool.h"

/* The exported variable that carries what cvenv did (switch/state.h). Always the last change of a plan. */
#define PLAN_STATE_NAME "CVENV_STATE"

enum change_kind {
	CHANGE_SET,     /* export NAME=VALUE; the shell keeps an unexported NAME of the user's aside */
	CHANGE_UNSET,   /* take NAME away; the shell keeps an unexported NAME aside */
	CHANGE_RESTORE, /* back to what it was: VALUE, or, where NULL, unset or what the shell kept aside */
};

struct change {
	enum change_kind kind;
	const char *name;  /* portable (env_name_is_portable) */
	const char *value; /* NULL only for CHANGE_UNSET and CHANGE_RESTORE */
};

/* What is to become of the parts that only the shell itself can see: the prompt and `deactivate`. */
enum local_kind {
	LOCAL_KEEP,  /* leave them as they are */
	LOCAL_ENTER, /* prefix PROMPT (none where NULL), define deactivate; replaces an earlier prefix of ours */
	LOCAL_LEAVE, /* prefix and deactivate go, and what they replaced comes back */
};

/* A file whose existence or time tells the shell that something changed. */
struct watch_item {
	const char *path;
	const char *stamp; /* a file with exactly PATH's time; NULL: only existence can be compared */
	struct file_id id; /* as it was when it was looked at; FILE_ABSENT: it was not there */
};

/*
 * The changes that one run asks of a shell, in order. Everything in it is the pool's that it was
 * made with. src/switch makes it, src/emit reads it.
 */
struct plan {
	struct change *changes;
	size_t count;
	size_t cap;

	enum local_kind local;
	const char *prompt; /* the text between the parentheses, any bytes; NULL: no prefix */

	struct watch_item *watch;
	size_t watch_count;
	size_t watch_cap;
	bool settled; /* false: look again at the next prompt whatever the watched files say */

	const char *token;        /* what the shell is to hand back next time: [A-Za-z0-9.,_-] */
	const char *failed_token; /* the same, for a shell that could not apply the plan */
};

/* All add to the end; NAME and VALUE must live as long as the plan. */
void plan_set(struct plan *plan, struct pool *p, const char *name, const char *value);
void plan_unset(struct plan *plan, struct pool *p, const char *name);
void plan_restore(struct plan *plan, struct pool *p, const char *name, const char *value);
void plan_watch(struct plan *plan, struct pool *p, const struct watch_item *item);

#endif
