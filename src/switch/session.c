/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/places.h"
#include "base/report.h"
#include "base/sys.h"
#include "plan/plan.h"
#include "switch/switch.h"
#include "switch/transition.h"

static int read_settings(struct session *s)
{
	const char *folder = places_config(s->pool, s->env), *file;
	struct buf bytes = BUF_INIT;
	int answer = 0;

	settings_default(&s->settings);
	if (folder) {
		file = path_join(s->pool, folder, "config.yml");
		if (watch_read(&s->watch, file, &bytes, CONFIG_LIMIT, NULL) == 0)
			answer = settings_parse(&s->settings, s->pool, file, bytes.data, bytes.len, s->home, s->report);
		else if (errno != ENOENT && errno != ENOTDIR) {
			report_error(s->report, "cannot read '%s': %s", file, strerror(errno));
			answer = -1;
		}
	}
	buf_release(&bytes);
	if (answer == 0)
		answer = settings_environment(&s->settings, s->pool, s->env, s->home, s->report);
	return answer;
}

/* A folder in memory and of this host, where the system gives one, suits stamps best. */
static const char *stamps_folder(struct session *s)
{
	const char *runtime = env_get(s->env, "XDG_RUNTIME_DIR");

	if (runtime && path_is_absolute(runtime))
		return path_join(s->pool, runtime, "cvenv");
	return s->state_folder ? path_join(s->pool, s->state_folder, "stamps") : NULL;
}

/* The digests stand behind the last '.' of a token, separated by commas (switch.c makes it). */
static void read_told(struct session *s, const char *token)
{
	const char *at = token ? strrchr(token, '.') : NULL;

	s->told = (struct told){ .report = s->report, .always = !token };
	while (at && *at) {
		size_t len = strcspn(++at, ",");

		if (len == TOLD_DIGITS)
			strings_add(&s->told.seen, s->pool, pool_strn(s->pool, at, len));
		at += len;
	}
}

/* A working directory that was deleted goes on by the name that the shell has for it, and what is above it applies. */
static void find_position(struct session *s)
{
	const char *said = env_get(s->env, "PWD");

	s->logical = sys_logical_folder(s->pool, s->env);
	s->physical = sys_working_folder(s->pool);
	if (!s->logical && said && path_is_absolute(said))
		s->logical = path_clean(s->pool, said);
}

void session_from_outside(struct session *s)
{
	s->env = &s->outside;
	s->state = (struct state){ .mode = STATE_NONE };
	s->state_error = STATE_OK;
}

int session_open(struct session *s, struct pool *p, const struct env *env, const char *token,
                 const char *const *special, const struct report *report)
{
	*s = (struct session){ .pool = p, .env = env, .special = special, .report = report, .watch = { .pool = p } };
	s->home = sys_home(p, env);
	find_position(s);
	s->state_folder = places_state(p, env);
	s->stamps = stamps_folder(s);
	if (s->state_folder) {
		s->trust.allowed = path_join(p, s->state_folder, "allowed");
		s->trust.denied = path_join(p, s->state_folder, "denied");
	}
	read_told(s, token);
	s->state_error = state_parse(&s->state, p, env_get(env, PLAN_STATE_NAME), special);
	transition_outside(&s->outside, p, env, &s->state);
	if (read_settings(s) < 0)
		return -1;
	return p->failed ? report_memory(report) : 0;
}
