/* SPDX-License-Identifier: MIT */
#include "switch/announce.h"

#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/report.h"
#include "switch/switch.h"
#include "switch/transition.h"
#include "venv/health.h"

/* What a switch is about: the environment that is entered, or, where none is, the one that is left. */
struct subject {
	const char *action;
	const char *prompt;
	const char *venv;
	const char *root;
};

static const char *value_of(struct session *s, const struct subject *subject, const char *name, size_t len)
{
	const char *version;

	if (strncmp(name, "action", len) == 0)
		return subject->action;
	if (strncmp(name, "prompt", len) == 0)
		return subject->prompt;
	if (strncmp(name, "venv", len) == 0)
		return subject->venv;
	if (strncmp(name, "root", len) == 0)
		return subject->root ? subject->root : "";
	version = venv_config_get(s->pool, subject->venv, "version");
	return version ? version : "";
}

/* The settings were checked: every {…} is one of the names above. */
static void format(struct buf *out, struct session *s, const struct subject *subject)
{
	for (const char *at = s->settings.message; *at; at++) {
		size_t len = *at == '{' ? strcspn(at, "}") : 0;

		if (len == 0 || at[len] == '\0') {
			buf_byte(out, *at);
			continue;
		}
		buf_str(out, value_of(s, subject, at + 1, len - 1));
		at += len;
	}
}

void announce_switch(struct session *s, const struct target *wanted, const char *prompt)
{
	const struct state_entry *name = state_find(&s->state, "VIRTUAL_ENV_PROMPT");
	const char *before = s->state.venv, *after = wanted->mode == STATE_NONE ? NULL : wanted->venv;
	struct subject subject = { .action = "entered", .prompt = prompt, .venv = after, .root = wanted->root };
	struct buf line = BUF_INIT;

	if (before && after && strcmp(before, after) == 0)
		return;
	if (!after && before)
		subject = (struct subject){
			.action = "left", .prompt = name && name->put ? name->put : path_name(before), .venv = before, .root = s->state.root,
		};
	if (!subject.venv)
		return;
	format(&line, s, &subject);
	report_detail(s->report, "%s", line.data);
	buf_release(&line);
}
