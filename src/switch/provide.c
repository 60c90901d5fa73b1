/* SPDX-License-Identifier: MIT */
#include "switch/provide.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/sys.h"
#include "base/text.h"
#include "switch/maker.h"
#include "switch/project.h"
#include "switch/resolve.h"
#include "switch/switch.h"
#include "switch/wanted.h"
#include "venv/cvenv.h"
#include "venv/health.h"

enum { MARK_LIMIT = 64 * 1024 };

/*
 * The mark of an attempt is left before it starts and goes when it succeeded, so that one that failed
 * or was interrupted is not made again at prompt after prompt. Its text is what the attempt was made
 * with; what is told apart by it is tried again.
 */
static const char *mark_path(struct session *s, const char *venv)
{
	char hex[DIGEST_HEX];

	if (!s->state_folder)
		return NULL;
	digest_hex(hex, venv, strlen(venv));
	return path_join(s->pool, path_join(s->pool, s->state_folder, "attempts"), hex);
}

static void add_identity(struct buf *out, struct session *s, const char *path)
{
	struct file_id id = watch_file(&s->watch, path);

	buf_printf(out, "interpreter %s\nidentity %" PRId64 " %" PRId64 ".%09" PRId32 " %" PRIu64 "\n", path, id.size,
	           id.modified, id.modified_ns, id.inode);
}

/* The first lines: all that is known before an interpreter was looked for. */
static void describe(struct buf *out, struct session *s, const struct resolved *r, const struct project *project,
                     const struct wanted *wanted)
{
	const char *path = env_get(&s->outside, "PATH");
	char hex[DIGEST_HEX];

	digest_hex(hex, path ? path : "", path ? strlen(path) : 0);
	buf_printf(out, "venv %s\nconfig %s\npython %s\npath %s\n", r->target.venv, project->fingerprint,
	           wanted_text(s->pool, wanted), hex);
}

/* Who is at it: not part of what tells one attempt from another, and at the end so that it can be left out. */
static const char maker_line[] = "maker ";

static bool is_being_made(struct session *s, const char *mark)
{
	const char *line = strstr(mark, maker_line), *host = sys_host(s->pool);
	char *end;
	long process;

	if (!line)
		return false;
	process = strtol(line + strlen(maker_line), &end, 10);
	return *end == ' ' && strncmp(end + 1, host, strcspn(end + 1, "\n")) == 0 && process != sys_process() &&
	       sys_process_lives(process);
}

static void leave_mark(struct session *s, const char *mark, const struct buf *text)
{
	const char *folder = path_parent(s->pool, mark);
	const char *all = pool_printf(s->pool, "%s%s%ld %s\n", text->data, maker_line, sys_process(), sys_host(s->pool));

	if (file_make_private(folder) < 0 || file_write(mark, all, strlen(all), 0600) < 0)
		report_warning(told_about(&s->told, s->pool, "mark", folder, NULL),
		               "cannot keep a record of attempts in '%s': %s", folder, strerror(errno));
}

/*
 * Whether the very same was tried before, and is over: the interpreter of that time is looked at again.
 * What another shell is making right now is waited for by the builder.
 */
static bool was_tried(struct session *s, const char *mark, const struct resolved *r, const struct project *project,
                      const struct wanted *wanted)
{
	struct buf before = BUF_INIT, now = BUF_INIT;
	const char *line;
	bool tried = false;

	if (watch_read(&s->watch, mark, &before, MARK_LIMIT, NULL) == 0) {
		describe(&now, s, r, project, wanted);
		line = strstr(before.data, "\ninterpreter ");
		if (line) {
			line += strlen("\ninterpreter ");
			add_identity(&now, s, pool_strn(s->pool, line, strcspn(line, "\n")));
		}
		tried = before.len > now.len && memcmp(before.data, now.data, now.len) == 0 &&
		        text_starts(before.data + now.len, maker_line) && !is_being_made(s, before.data + now.len);
	}
	s->pool->failed |= before.failed | now.failed;
	buf_release(&before);
	buf_release(&now);
	return tried;
}

void provide_forget(struct session *s, const char *venv)
{
	const char *mark = mark_path(s, venv);

	if (mark && file_remove_tree(mark) < 0)
		report_warning(s->report, "cannot remove '%s': %s", mark, strerror(errno));
}

/* A path below the working directory as people say it. */
static const char *shown(const struct session *s, const char *path)
{
	size_t len = s->logical ? strlen(s->logical) : 0;

	return len > 1 && path_is_below(path, s->logical) && path_is_separator(path[len]) ? path + len + 1 : path;
}

static int make(const struct maker *m, const struct cvenv_python *python, const struct resolved *r, struct session *s,
                const struct wanted *wanted)
{
	const struct maker_seed seed = maker_seed(s->pool, &s->settings.seed);
	const struct cvenv_options options = {
		.size = sizeof(options),
		.python = python,
		.system_site_packages = r->system_site_packages,
		.symlinks = venv_usually_links,
		.with_pip = r->pip && seed.pip,
		.seed = seed.seed,
		.prompt = r->prompt,
		.scm_ignore_files = (const char *const[]){ "git", NULL },
		.link_mode = maker_link_mode(&s->settings),
	};
	struct cvenv_builder *builder = maker_builder(m, &options);
	int answer = builder ? maker_create(m, builder, python, r->target.venv, shown(s, r->target.venv), wanted->by)
	                     : -1;

	cvenv_builder_free(builder);
	return answer;
}

static int attempt(struct resolved *r, struct session *s, const struct project *project, const struct wanted *wanted,
                   const char *mark)
{
	const struct maker m = { .pool = s->pool, .env = &s->outside, .report = s->report, .cache = s->settings.cache };
	struct cvenv_python *python;
	struct buf text = BUF_INIT;
	int answer = -1;

	describe(&text, s, r, project, wanted);
	if (mark)
		leave_mark(s, mark, &text);
	python = wanted_python(wanted, &m);
	if (python) {
		add_identity(&text, s, python->executable);
		if (mark)
			leave_mark(s, mark, &text);
		answer = make(&m, python, r, s, wanted);
	}
	cvenv_python_free(python);
	buf_release(&text);
	if (answer < 0)
		return -1;
	provide_forget(s, r->target.venv);
	return 0;
}

static int say_why_not(const struct resolved *r, struct session *s, const struct project *project)
{
	const char *venv = r->target.venv;
	const struct report *report =
		told_about(&s->told, s->pool, "environment", venv, project ? project->fingerprint : "", NULL);

	switch (r->health) {
	case VENV_BROKEN:
		report_error(report, "the environment '%s' is there, but its Python is gone; 'cvenv create --clear' makes it anew",
		             venv);
		break;
	case VENV_FOREIGN:
		report_error(report, "'%s' is not an environment; move it away, or choose another place with 'venv:'", venv);
		break;
	case VENV_INCOMPLETE:
		report_error(report, "the environment '%s' is incomplete: its making was cut short; 'cvenv create --clear' makes it anew",
		             venv);
		break;
	default:
		report_warning(report, "there is no environment at '%s'; 'cvenv create' makes it", venv);
		break;
	}
	return -1;
}

int provide(struct resolved *r, struct session *s, const struct project *project, enum provide_when when)
{
	bool missing = r->health == VENV_ABSENT || r->health == VENV_INCOMPLETE;
	struct wanted wanted;
	const char *mark;

	if (r->health == VENV_GOOD)
		return 1;
	if (!missing || !project || (!r->create && when != PROVIDE_ASKED))
		return say_why_not(r, s, project);
	if (when == PROVIDE_NEVER)
		return 0;
	if (wanted_by(&wanted, s, r) < 0)
		return -1;
	mark = mark_path(s, r->target.venv);
	if (when == PROVIDE_PROMPT && mark && was_tried(s, mark, r, project, &wanted)) {
		report_warning(told_about(&s->told, s->pool, "tried", r->target.venv, project->fingerprint, NULL),
		               "making '%s' did not succeed before and is not tried again; 'cvenv reload' tries once more",
		               r->target.venv);
		return -1;
	}
	if (attempt(r, s, project, &wanted, mark) < 0) {
		told_note(&s->told, s->pool, "tried", r->target.venv, project->fingerprint, NULL);
		return -1;
	}
	resolve_health(r, s);
	return r->health == VENV_GOOD ? 1 : say_why_not(r, s, project);
}
