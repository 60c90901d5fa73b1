/* SPDX-License-Identifier: MIT */
#include "emit/candidates.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

void candidates_add(struct candidates *c, const char *value, const char *about, bool whole)
{
	struct candidate *items = pool_grow(c->pool, c->items, c->count, &c->cap, sizeof(*items));

	if (!items)
		return;
	c->items = items;
	items[c->count++] = (struct candidate){ .value = value, .about = about ? about : "", .whole = whole };
}

int typed_words(struct typed *out, struct pool *p, int argc, char **argv)
{
	*out = (struct typed){ .word = "" };
	for (int i = 0; i + 1 < argc; i++)
		strings_add(&out->words, p, argv[i]);
	if (argc > 0)
		out->word = argv[argc - 1];
	out->tilde = out->word[0] == '~';
	return 0;
}

static void field(struct buf *out, const char *text)
{
	buf_add(out, text, strlen(text) + 1);
}

void offer_fields(struct buf *out, const struct typed *typed, const struct candidates *candidates)
{
	static const char *const paths[] = { [PATHS_NONE] = "", [PATHS_FOLDERS] = "folders", [PATHS_FILES] = "files" };

	(void)typed;
	field(out, paths[candidates->paths]);
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *one = &candidates->items[i];

		field(out, one->value + candidates->option);
		field(out, one->about);
		field(out, one->whole ? " " : "");
	}
}

void offer_json(struct buf *out, const struct typed *typed, const struct candidates *candidates)
{
	(void)typed;
	buf_byte(out, '[');
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *one = &candidates->items[i];

		buf_str(out, i > 0 ? ",{\"value\":" : "{\"value\":");
		text_json(out, one->value, strlen(one->value));
		buf_str(out, ",\"description\":");
		if (*one->about)
			text_json(out, one->about, strlen(one->about));
		else
			buf_str(out, "null");
		buf_str(out, one->whole ? ",\"whole\":true}" : ",\"whole\":false}");
	}
	buf_str(out, "]\n");
}
