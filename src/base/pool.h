/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_POOL_H
#define CVENV_BASE_POOL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/printf_like.h"

/*
 * Memory that is given back all at once: whoever owns the pool owns everything that was taken from
 * it. What has a life of its own does not belong in a pool.
 *
 * Want of memory is sticky, as in buf.h: FAILED is set, pool_alloc answers NULL, the string
 * functions answer "", and the owner asks once before it uses the result.
 */
struct pool {
	struct pool_block *blocks;
	bool failed;
};

#define POOL_INIT { 0 }

/* Frees everything that was taken, and makes the pool empty and usable again. errno stays as it is. */
void pool_release(struct pool *p);

/*
 * Takes FAILED back, so that what was begun can be cleaned up, and answers what it was: for the owner to
 * set again (|=) when that is done.
 */
bool pool_retry(struct pool *p);

/* SIZE zeroed bytes, aligned for any type. */
void *pool_alloc(struct pool *p, size_t size);

char *pool_str(struct pool *p, const char *text);
char *pool_strn(struct pool *p, const char *bytes, size_t len);

/* The three, one behind the other. */
char *pool_join(struct pool *p, const char *a, const char *b, const char *c);
char *pool_printf(struct pool *p, const char *format, ...) PRINTF_LIKE(2, 3);
char *pool_vprintf(struct pool *p, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* A list of strings whose memory is a pool's. ITEMS is NULL while COUNT is 0. */
struct strings {
	const char **items;
	size_t count;
	size_t cap;
};

/* Adds ITEM itself, not a copy: it must live as long as the pool. */
void strings_add(struct strings *s, struct pool *p, const char *item);

bool strings_have(const struct strings *s, const char *item);
bool strings_equal(const struct strings *a, const struct strings *b);

/*
 * Room for one more element of SIZE bytes in a pool's array: ITEMS is the array (NULL at first),
 * COUNT how many it holds, CAP how many it has room for. Answers the array, moved where it had to
 * grow, or NULL.
 */
void *pool_grow(struct pool *p, void *items, size_t count, size_t *cap, size_t size);

#endif
