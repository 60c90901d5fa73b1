/* SPDX-License-Identifier: MIT */
#include "base/pool.h"

#include <errno.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pool_block {
	struct pool_block *next;
	size_t used;
	size_t size;
	max_align_t bytes[];
};

/* A sanitizer sees one step too far only where each piece has a block of its own. */
#if defined(__SANITIZE_ADDRESS__)
enum { BLOCK_SIZE = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { BLOCK_SIZE = 0 };
#else
enum { BLOCK_SIZE = 8000 };
#endif
#else
enum { BLOCK_SIZE = 8000 };
#endif

static char nothing[1];

void pool_release(struct pool *p)
{
	struct pool_block *block, *next;
	int why = errno; /* which free may change, but in what POSIX asks since 2024 */

	for (block = p->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	*p = (struct pool)POOL_INIT;
	errno = why;
}

bool pool_retry(struct pool *p)
{
	bool failed = p->failed;

	p->failed = false;
	return failed;
}

static struct pool_block *block_new(struct pool *p, size_t size)
{
	struct pool_block *block = malloc(sizeof *block + size);

	if (!block)
		return NULL;
	block->size = size;
	block->used = 0;
	/* A piece with a block of its own goes behind the one that still has room. */
	if (p->blocks && size > BLOCK_SIZE) {
		block->next = p->blocks->next;
		p->blocks->next = block;
	} else {
		block->next = p->blocks;
		p->blocks = block;
	}
	return block;
}

static void *pool_take(struct pool *p, size_t size, size_t align)
{
	struct pool_block *block = p->blocks;
	size_t start = 0;
	void *piece;

	if (p->failed)
		return NULL;
	if (block)
		start = (block->used + align - 1) / align * align;
	if (!block || start > block->size || size > block->size - start) {
		start = 0;
		block = NULL;
		if (size < SIZE_MAX / 2)
			block = block_new(p, size > BLOCK_SIZE ? size : BLOCK_SIZE);
		if (!block) {
			p->failed = true;
			return NULL;
		}
	}
	piece = (char *)block->bytes + start;
	block->used = start + size;
	return piece;
}

void *pool_alloc(struct pool *p, size_t size)
{
	/* Two pieces never share an address. */
	void *piece = pool_take(p, size ? size : 1, alignof(max_align_t));

	/* Here and not for the whole block: each page that is touched costs more than all that is written to it. */
	return piece ? memset(piece, 0, size) : NULL;
}

char *pool_strn(struct pool *p, const char *bytes, size_t len)
{
	char *copy = len < SIZE_MAX ? pool_take(p, len + 1, 1) : NULL;

	if (!copy) {
		p->failed = true;
		return nothing;
	}
	if (len)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	return copy;
}

char *pool_str(struct pool *p, const char *text)
{
	return pool_strn(p, text, strlen(text));
}

char *pool_join(struct pool *p, const char *a, const char *b, const char *c)
{
	size_t first = strlen(a), second = strlen(b), third = strlen(c);
	char *text = pool_take(p, first + second + third + 1, 1);

	if (!text) {
		p->failed = true;
		return nothing;
	}
	memcpy(text, a, first);
	memcpy(text + first, b, second);
	memcpy(text + first + second, c, third + 1);
	return text;
}

char *pool_vprintf(struct pool *p, const char *format, va_list args)
{
	va_list again;
	char *text = NULL;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len >= 0)
		text = pool_take(p, (size_t)len + 1, 1);
	if (!text) {
		p->failed = true;
		return nothing;
	}
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

char *pool_printf(struct pool *p, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = pool_vprintf(p, format, args);
	va_end(args);
	return text;
}

void *pool_grow(struct pool *p, void *items, size_t count, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 8;
	void *grown;

	if (count < *cap)
		return p->failed ? NULL : items;
	if (*cap > SIZE_MAX / 4 / size) {
		p->failed = true;
		return NULL;
	}
	grown = pool_alloc(p, more * size);
	if (!grown)
		return NULL;
	if (count)
		memcpy(grown, items, count * size);
	*cap = more;
	return grown;
}

void strings_add(struct strings *s, struct pool *p, const char *item)
{
	const char **items = pool_grow(p, s->items, s->count, &s->cap, sizeof *items);

	if (!items)
		return;
	s->items = items;
	s->items[s->count++] = item;
}

bool strings_have(const struct strings *s, const char *item)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->items[i], item))
			return true;
	return false;
}

bool strings_equal(const struct strings *a, const struct strings *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return true;
}
