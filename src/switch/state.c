/* SPDX-License-Identifier: MIT */
#include "switch/state.h"

#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/path.h"
#include "base/text.h"
#include "switch/names.h"

static const char version[] = "1";
static const char closing[] = ".";

static const char *const mode_words[] = {
	[STATE_AUTO] = "auto",
	[STATE_HAND] = "hand",
	[STATE_OFF] = "off",
};
enum { MODE_COUNT = sizeof(mode_words) / sizeof(*mode_words) };

const char *const state_venv_names[] = {
	"PYTHONHOME", "UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", NULL,
};

void state_add(struct state *state, struct pool *p, const char *name, const char *put, const char *was)
{
	struct state_entry *items = pool_grow(p, state->entries, state->count, &state->cap, sizeof(*items));

	if (!items)
		return;
	state->entries = items;
	items[state->count++] = (struct state_entry){ .name = name, .put = put, .was = was };
}

const struct state_entry *state_find(const struct state *state, const char *name)
{
	for (size_t i = 0; i < state->count; i++)
		if (env_compare(state->entries[i].name, name) == 0)
			return &state->entries[i];
	return NULL;
}

/* Whether NAME may come next: entries are sorted, each name once (src/switch/transition.c walks along them). */
static bool name_fits(const struct state *state, const char *name)
{
	return env_name_is_portable(name) &&
	       (state->count == 0 || env_compare(state->entries[state->count - 1].name, name) < 0);
}

/* A forged state must not reach a variable that no project may set either. */
static bool names_are_allowed(const struct state *state, const char *const *special)
{
	for (size_t i = 0; i < state->count; i++) {
		const char *name = state->entries[i].name;

		if (strcmp(name, "VIRTUAL_ENV") != 0 && strcmp(name, "VIRTUAL_ENV_PROMPT") != 0 &&
		    strcmp(name, "PYTHONHOME") != 0 && name_refused(name, special))
			return false;
	}
	return true;
}

static bool parse_mode(struct state *out, const char *value)
{
	for (size_t i = STATE_AUTO; i < MODE_COUNT; i++)
		if (strcmp(mode_words[i], value) == 0) {
			out->mode = (enum state_mode)i;
			return true;
		}
	return false;
}

static bool parse_folder(const char **out, const char *value)
{
	if (*out || !path_is_absolute(value))
		return false;
	*out = value;
	return true;
}

static bool parse_put(struct state *out, struct pool *p, char *value)
{
	char *equals = strchr(value, '=');

	if (!equals)
		return false;
	*equals = '\0';
	if (!name_fits(out, value))
		return false;
	state_add(out, p, value, equals + 1, NULL);
	return true;
}

static bool parse_cut(struct state *out, struct pool *p, const char *value)
{
	if (!name_fits(out, value))
		return false;
	state_add(out, p, value, NULL, NULL);
	return true;
}

static bool parse_was(struct state *out, const char *value)
{
	struct state_entry *last = out->count ? &out->entries[out->count - 1] : NULL;

	if (!last || last->was)
		return false;
	last->was = value;
	return true;
}

static bool parse_path(struct state *out, struct pool *p, const char *value)
{
	if (!path_is_absolute(value) || strchr(value, PATH_LIST_SEPARATOR))
		return false;
	strings_add(&out->paths, p, value);
	return true;
}

static bool parse_word(struct state *out, struct pool *p, const char *key, char *value)
{
	if (strcmp(key, "mode") == 0)
		return out->mode == STATE_NONE && parse_mode(out, value);
	if (strcmp(key, "root") == 0)
		return parse_folder(&out->root, value);
	if (strcmp(key, "venv") == 0)
		return parse_folder(&out->venv, value);
	if (strcmp(key, "name") == 0) {
		out->name = value;
		return *value != '\0';
	}
	if (strcmp(key, "path") == 0)
		return parse_path(out, p, value);
	if (strcmp(key, "put") == 0)
		return parse_put(out, p, value);
	if (strcmp(key, "cut") == 0)
		return parse_cut(out, p, value);
	if (strcmp(key, "was") == 0)
		return parse_was(out, value);
	return false;
}

/* The decoded copy of LEN letters; NULL where they are not percent-encoded properly. */
static char *decode(struct pool *p, const char *text, size_t len)
{
	struct buf plain = BUF_INIT;
	char *copy = text_unpercent(&plain, text, len) ? pool_strn(p, plain.data, plain.len) : NULL;

	if (plain.failed)
		p->failed = true;
	buf_release(&plain);
	return copy;
}

/* A put's value may hold '=' itself; the encoding turns only the first one of a word, and of a put, loose. */
static bool parse_words(struct state *out, struct pool *p, const char *at)
{
	for (;;) {
		size_t len = strcspn(at, " ");
		const char *equals = memchr(at, '=', len);
		char *key, *value;

		if (at[len] == '\0')
			return strcmp(at, closing) == 0 && out->mode != STATE_NONE;
		if (!equals)
			return false;
		key = pool_strn(p, at, (size_t)(equals - at));
		value = decode(p, equals + 1, len - (size_t)(equals + 1 - at));
		if (!value || !parse_word(out, p, key, value))
			return false;
		at += len + 1;
	}
}

enum state_error state_parse(struct state *out, struct pool *p, const char *value, const char *const *special)
{
	size_t digits;

	*out = (struct state){ 0 };
	if (!value)
		return STATE_OK;
	if (strlen(value) > STATE_LIMIT)
		return STATE_LARGE;
	digits = strspn(value, "0123456789");
	if (digits == 0 || digits > 6 || value[digits] != ' ' || value[0] == '0')
		return STATE_DAMAGED;
	if (strncmp(value, version, digits) != 0 || digits != strlen(version))
		return STATE_NEWER;
	if (!parse_words(out, p, value + digits + 1) || !names_are_allowed(out, special)) {
		*out = (struct state){ 0 };
		return STATE_DAMAGED;
	}
	return STATE_OK;
}

static void format_word(struct buf *out, const char *key, const char *name, const char *value)
{
	buf_strs(out, " ", key, "=", NULL);
	if (name) {
		buf_str(out, name);
		if (value)
			buf_byte(out, '=');
	}
	if (value)
		text_percent(out, value, strlen(value));
}

void state_format(struct buf *out, const struct state *state)
{
	if (state->mode == STATE_NONE)
		return;
	buf_str(out, version);
	format_word(out, "mode", NULL, mode_words[state->mode]);
	if (state->root)
		format_word(out, "root", NULL, state->root);
	if (state->name)
		format_word(out, "name", NULL, state->name);
	if (state->venv)
		format_word(out, "venv", NULL, state->venv);
	for (size_t i = 0; i < state->paths.count; i++)
		format_word(out, "path", NULL, state->paths.items[i]);
	for (size_t i = 0; i < state->count; i++) {
		const struct state_entry *e = &state->entries[i];

		format_word(out, e->put ? "put" : "cut", e->name, e->put);
		if (e->was)
			format_word(out, "was", NULL, e->was);
	}
	buf_strs(out, " ", closing, NULL);
}
