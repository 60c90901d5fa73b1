/* SPDX-License-Identifier: MIT */
#include "switch/project.h"

#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "switch/find.h"
#include "switch/switch.h"

/* Of a denied project nothing is said, whatever its config became. */
static bool is_denied(struct session *s, const char *folder)
{
	const char *real = file_real_path(s->pool, folder);

	return real && trust_ask(&s->trust, &s->watch, NULL, real, NULL, s->report) == TRUST_DENIED;
}

enum config_found { CONFIG_ABSENT, CONFIG_READ, CONFIG_UNREADABLE, CONFIG_DENIED };

static enum config_found read_config(struct session *s, const char *file, struct buf *bytes)
{
	struct file_id id;
	int failure;

	if (watch_read(&s->watch, file, bytes, CONFIG_LIMIT, &id) == 0)
		return CONFIG_READ;
	failure = errno;
	/* in a folder that may not be searched there is nothing to be known of a config, so there is none */
	if (id.kind == FILE_ABSENT && failure != ELOOP)
		return CONFIG_ABSENT;
	if (is_denied(s, path_parent(s->pool, file)))
		return CONFIG_DENIED;
	report_error(told_about(&s->told, s->pool, "unreadable", file, strerror(failure), NULL),
	             "cannot read '%s': %s; it is not used", file, file_read_problem(failure));
	return CONFIG_UNREADABLE;
}

static enum trust_answer ask(struct session *s, const struct project *project, enum trust_part part, const char *file,
                             const struct buf *bytes)
{
	struct trust_record one = { .root = project->real_root };

	trust_add(&one, s->pool, part, file, bytes->data, bytes->len);
	if (one.count == 0)
		return TRUST_UNKNOWN;
	return trust_ask(&s->trust, &s->watch, &s->settings, project->real_root, &one.files[0],
	                 told_about(&s->told, s->pool, "record", project->real_root, NULL));
}

static void say_blocked(struct session *s, const char *file, const char *digest, enum trust_answer answer)
{
	const struct report *report = told_about(&s->told, s->pool, "blocked", file, digest, NULL);

	if (answer == TRUST_CHANGED)
		report_warning(report, "'%s' was changed since it was allowed; look at it and run 'cvenv allow'", file);
	else
		report_warning(report, "'%s' is not allowed; look at it and run 'cvenv allow'", file);
}

static const char *digest_of(struct session *s, const struct buf *bytes)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, bytes->data, bytes->len);
	return pool_str(s->pool, hex);
}

/* The first of several errors, and how many there are: a prompt is not the place for all of them. */
struct first_error {
	struct report report;
	struct pool *pool;
	const char *text;
	size_t count;
};

static void keep_first(void *data, enum report_level level, const char *text)
{
	struct first_error *first = data;

	if (level == REPORT_ERROR && first->count++ == 0)
		first->text = pool_str(first->pool, text);
}

/* All errors for a command of the user's; at a prompt one line. */
static int parse(struct config *out, struct session *s, const char *file, const struct buf *bytes, const char *digest)
{
	const struct report *report = told_about(&s->told, s->pool, "invalid", file, digest, NULL);
	struct first_error first = { .pool = s->pool };

	first.report = (struct report){ .say = keep_first, .data = &first };
	if (config_parse(out, s->pool, file, bytes->data, bytes->len, s->special, s->told.always ? report : &first.report) == 0)
		return 0;
	if (first.count == 1)
		report_error(report, "%s", first.text);
	else if (first.count > 1)
		report_error(report, "%s (%zu more: 'cvenv status')", first.text, first.count - 1);
	return -1;
}

/* The local config is trusted on its own: where it is not, or is not valid, the project goes without it. */
static void add_local(struct project *project, struct session *s)
{
	const char *file = path_join(s->pool, project->root, CONFIG_LOCAL_NAME), *digest;
	struct buf bytes = BUF_INIT;
	struct config local = { 0 };
	enum trust_answer answer;

	if (read_config(s, file, &bytes) == CONFIG_READ) {
		digest = digest_of(s, &bytes);
		answer = ask(s, project, TRUST_LOCAL, file, &bytes);
		if (answer == TRUST_UNKNOWN || answer == TRUST_CHANGED) {
			say_blocked(s, file, digest, answer);
		} else if (answer == TRUST_ALLOWED &&
		           parse(&local, s, file, &bytes, digest) == 0) {
			config_merge(&project->config, s->pool, &local);
			project->fingerprint = pool_printf(s->pool, "%s-%s", project->fingerprint, digest);
		}
	}
	buf_release(&bytes);
}

/* TEXT as a value that stands for just that: a dollar in a folder's name is no reference. */
static const char *literal(struct session *s, const char *text)
{
	struct buf out = BUF_INIT;
	const char *copy;

	for (; *text; text++)
		buf_str(&out, *text == '$' ? "$$" : (char[]){ *text, '\0' });
	copy = pool_strn(s->pool, out.data, out.len);
	s->pool->failed |= out.failed;
	buf_release(&out);
	return copy;
}

/* What the outer project does not say is what it means by that: its own .venv, and its own name. */
static void settle_defaults(struct project *outer, struct session *s)
{
	struct mark start = { .file = outer->file, .line = 1, .column = 1 };

	if (outer->config.venv.text || outer->config.venv_name.text)
		return;
	outer->config.venv = (struct text){ .text = ".venv", .mark = start };
	if (!outer->config.prompt.text)
		outer->config.prompt = (struct text){ .text = literal(s, path_name(outer->root)), .mark = start };
}

/* What "inherit" adds from below: the next config above, by the same rules; one that is not good is left out. */
static void add_inherited(struct project *project, struct session *s, const struct strings *folders, size_t above)
{
	struct project outer = { 0 };

	while (above < folders->count && outer.verdict == PROJECT_NONE) {
		project_load(&outer, s, folders->items[above], folders, above + 1);
		above++;
	}
	if (outer.verdict != PROJECT_GOOD)
		return;
	if (!project->config.venv.text && !project->config.venv_name.text)
		settle_defaults(&outer, s);
	config_merge(&outer.config, s->pool, &project->config);
	project->config = outer.config;
	project->fingerprint = pool_printf(s->pool, "%s-%s", project->fingerprint, outer.fingerprint);
}

static enum project_verdict judge(struct project *project, struct session *s, const struct buf *bytes)
{
	enum trust_answer answer = ask(s, project, TRUST_CONFIG, project->file, bytes);

	if (answer == TRUST_DENIED)
		return PROJECT_DENIED;
	if (parse(&project->config, s, project->file, bytes, project->fingerprint) < 0)
		return PROJECT_BROKEN;
	if (answer != TRUST_ALLOWED) {
		say_blocked(s, project->file, project->fingerprint, answer);
		return PROJECT_BLOCKED;
	}
	return PROJECT_GOOD;
}

/* A bare .venv stands for an empty config where the user asked for that ("detect"). */
static void load_bare(struct project *out, struct session *s)
{
	const char *mark = path_join(s->pool, out->root, ".venv/pyvenv.cfg");

	if (!s->settings.detect || watch_file(&s->watch, mark).kind != FILE_REGULAR)
		return;
	out->real_root = file_real_path(s->pool, out->root);
	if (!out->real_root || trust_ask(&s->trust, &s->watch, &s->settings, out->real_root, NULL, s->report) != TRUST_ALLOWED)
		return;
	out->config.create = CREATE_NEVER;
	out->fingerprint = "bare";
	out->verdict = PROJECT_GOOD;
}

void project_load(struct project *out, struct session *s, const char *folder, const struct strings *folders,
                  size_t above)
{
	struct buf bytes = BUF_INIT;

	*out = (struct project){ .root = folder };
	out->file = path_join(s->pool, folder, CONFIG_NAME);
	switch (read_config(s, out->file, &bytes)) {
	case CONFIG_ABSENT:
		out->file = NULL;
		load_bare(out, s);
		break;
	case CONFIG_READ:
		out->fingerprint = digest_of(s, &bytes);
		out->real_root = file_real_path(s->pool, folder);
		out->verdict = out->real_root ? judge(out, s, &bytes) : PROJECT_BROKEN;
		break;
	case CONFIG_UNREADABLE:
		out->verdict = PROJECT_BROKEN;
		break;
	case CONFIG_DENIED:
		out->verdict = PROJECT_DENIED;
		break;
	}
	buf_release(&bytes);
	if (out->verdict != PROJECT_GOOD || !out->file)
		return;
	add_local(out, s);
	if (out->config.inherit == FLAG_TRUE)
		add_inherited(out, s, folders, above);
	if (out->config.disable == FLAG_TRUE)
		out->verdict = PROJECT_DISABLED;
}

void project_walk_start(struct project_walk *walk, struct session *s)
{
	*walk = (struct project_walk){ .s = s };
	find_folders(&walk->folders, s);
}

bool project_walk_next(struct project_walk *walk, struct project *out)
{
	while (walk->next < walk->folders.count) {
		const char *folder = walk->folders.items[walk->next++];

		project_load(out, walk->s, folder, &walk->folders, walk->next);
		if (out->verdict != PROJECT_NONE)
			return true;
	}
	*out = (struct project){ 0 };
	return false;
}

void project_find(struct project *out, struct session *s, struct project *nearest)
{
	struct project_walk walk;
	bool first = true;

	if (nearest)
		*nearest = (struct project){ 0 };
	project_walk_start(&walk, s);
	for (; project_walk_next(&walk, out); first = false) {
		if (nearest && first)
			*nearest = *out;
		if (out->verdict == PROJECT_GOOD || out->verdict == PROJECT_DISABLED)
			return;
	}
}
