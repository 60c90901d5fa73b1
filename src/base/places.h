/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_PLACES_H
#define CVENV_BASE_PLACES_H

struct env;
struct pool;
struct strings;

/*
 * Where cvenv keeps what is its own, each an absolute path from the pool, or NULL where neither the
 * variable nor a home folder says (XDG Base Directory Specification; a variable that is not absolute
 * counts as not set). Nothing is made here.
 */
const char *places_config(struct pool *p, const struct env *e);  /* $XDG_CONFIG_HOME/cvenv */
const char *places_state(struct pool *p, const struct env *e);   /* $XDG_STATE_HOME/cvenv */
const char *places_cache(struct pool *p, const struct env *e);   /* $CVENV_CACHE_DIR, $XDG_CACHE_HOME/cvenv */
const char *places_central(struct pool *p, const struct env *e); /* $WORKON_HOME, $XDG_DATA_HOME/virtualenvs */

/*
 * The same for what is another's: LEAF ("": none) in the folder that VARIABLE names, else in the home folder's
 * FALLBACK (NULL: nowhere).
 */
const char *places_in(struct pool *p, const struct env *e, const char *variable, const char *fallback, const char *leaf);

/* Adds the folders in which this system and what is added to it keep programs; they need not be there. */
void places_programs(struct strings *out, struct pool *p);

#endif
