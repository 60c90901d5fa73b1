/* SPDX-License-Identifier: MIT */
#include "switch/difference.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* Above so many pairs of lines the middle counts as exchanged whole: it is right, only longer. */
enum { DIFFERENCE_PAIRS = 4 * 1024 * 1024, DIFFERENCE_CONTEXT = 2 };

struct line {
	const char *bytes;
	size_t len; /* with its newline */
};

struct lines {
	struct line *items;
	size_t count;
	size_t cap;
};

static void split(struct lines *out, struct pool *p, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	while (bytes < end) {
		const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
		size_t size = (size_t)((stop ? stop + 1 : end) - bytes);
		struct line *items = pool_grow(p, out->items, out->count, &out->cap, sizeof(*items));

		if (!items)
			return;
		out->items = items;
		items[out->count++] = (struct line){ .bytes = bytes, .len = size };
		bytes += size;
	}
}

static bool equal(const struct line *a, const struct line *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* One line of the result, before it is decided whether it is near enough to a change to be shown. */
struct step {
	char sign;
	const struct line *line;
	size_t number; /* in the new file, of this line or of the next that stands there */
};

struct steps {
	struct step *items;
	size_t count;
};

/* The lengths of the longest common run of lines from (i, j) on, for the middle that differs. */
struct table {
	uint32_t *cells;
	size_t columns;
};

static uint32_t *cell(const struct table *t, size_t row, size_t column)
{
	return &t->cells[row * t->columns + column];
}

/* Of the lines from HEAD up to OLDS and NEWS. */
static bool fill(struct table *t, struct pool *p, const struct lines *old, const struct lines *new, size_t head,
                 size_t olds, size_t news)
{
	olds -= head;
	news -= head;
	if (olds && news && olds > DIFFERENCE_PAIRS / news)
		return false;
	t->columns = news + 1;
	t->cells = pool_alloc(p, (olds + 1) * t->columns * sizeof(*t->cells));
	if (!t->cells)
		return false;
	for (size_t i = olds; i-- > 0;)
		for (size_t j = news; j-- > 0;) {
			uint32_t down = *cell(t, i + 1, j), right = *cell(t, i, j + 1);
			bool same = equal(&old->items[head + i], &new->items[head + j]);

			*cell(t, i, j) = same ? *cell(t, i + 1, j + 1) + 1 : down > right ? down : right;
		}
	return true;
}

static void add_step(struct steps *out, char sign, const struct line *line, size_t number)
{
	out->items[out->count++] = (struct step){ .sign = sign, .line = line, .number = number };
}

static void walk(struct steps *out, struct pool *p, const struct lines *old, const struct lines *new)
{
	size_t head = 0, olds = old->count, news = new->count, i, j;
	struct table t = { 0 };
	bool filled;

	while (head < olds && head < news && equal(&old->items[head], &new->items[head]))
		head++;
	while (olds > head && news > head && equal(&old->items[olds - 1], &new->items[news - 1])) {
		olds--;
		news--;
	}
	filled = fill(&t, p, old, new, head, olds, news);
	for (i = 0; i < head; i++)
		add_step(out, ' ', &new->items[i], i + 1);
	for (i = j = head; i < olds || j < news;) {
		bool both = i < olds && j < news;

		if (both && filled && equal(&old->items[i], &new->items[j])) {
			add_step(out, ' ', &new->items[j], j + 1);
			i++;
			j++;
		} else if (i < olds && (!both || !filled || *cell(&t, i + 1 - head, j - head) >= *cell(&t, i - head, j + 1 - head))) {
			add_step(out, '-', &old->items[i++], j + 1);
		} else {
			add_step(out, '+', &new->items[j], j + 1);
			j++;
		}
	}
	for (; j < new->count; j++)
		add_step(out, ' ', &new->items[j], j + 1);
}

static bool is_near(const struct steps *steps, size_t at)
{
	size_t from = at > DIFFERENCE_CONTEXT ? at - DIFFERENCE_CONTEXT : 0;

	for (size_t i = from; i < steps->count && i <= at + DIFFERENCE_CONTEXT; i++)
		if (steps->items[i].sign != ' ')
			return true;
	return false;
}

static void show(struct strings *out, struct pool *p, const struct step *step)
{
	struct buf text = BUF_INIT;
	size_t len = step->line->len;
	bool closed = step->line->bytes[len - 1] == '\n';

	buf_byte(&text, step->sign);
	text_escape(&text, step->line->bytes, closed ? len - 1 : len);
	if (!closed)
		buf_str(&text, " (no newline at the end)");
	strings_add(out, p, pool_strn(p, text.data, text.len));
	p->failed |= text.failed;
	buf_release(&text);
}

void difference(struct strings *out, struct pool *p, const char *old, size_t old_len, const char *new, size_t new_len)
{
	struct lines olds = { 0 }, news = { 0 };
	struct steps steps = { 0 };
	bool gap = false;

	split(&olds, p, old, old_len);
	split(&news, p, new, new_len);
	steps.items = pool_alloc(p, (olds.count + news.count + 1) * sizeof(*steps.items));
	if (p->failed)
		return;
	walk(&steps, p, &olds, &news);
	for (size_t i = 0; i < steps.count; i++) {
		if (!is_near(&steps, i)) {
			gap = true;
			continue;
		}
		if (gap)
			strings_add(out, p, pool_printf(p, "@ %zu", steps.items[i].number));
		gap = false;
		show(out, p, &steps.items[i]);
	}
}
