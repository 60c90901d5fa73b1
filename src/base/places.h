/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_PLACES_H
#define CVENV_BASE_PLACES_H

struct env;
struct pool;

/*
 * Where cvenv keeps what is its own, each an absolute path from the pool, or NULL where neither the
 * variable nor a home folder says (XDG Base Directory Specification; a variable that is not absolute
 * counts as not set). Nothing is made here.
 */
const char *places_config(struct pool *p, const struct env *e);  /* $XDG_CONFIG_HOME/cvenv */
const char *places_state(struct pool *p, const struct env *e);   /* $XDG_STATE_HOME/cvenv */
const char *places_cache(struct pool *p, const struct env *e);   /* $CVENV_CACHE_DIR, $XDG_CACHE_HOME/cvenv */
const char *places_central(struct pool *p, const struct env *e); /* $WORKON_HOME, $XDG_DATA_HOME/virtualenvs */

#endif
