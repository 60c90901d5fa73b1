/* SPDX-License-Identifier: MIT */
#include "switch/tracked.h"

#include <string.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/text.h"

enum { GIT_TIMEOUT_MS = 20 * 1000 };

/*
 * The caller's environment without what would point git elsewhere (it is set inside git's own hooks),
 * and such that an untrusted repository can neither fetch nor ask.
 */
static void git_environment(struct env *out, struct pool *p, const struct env *env)
{
	for (size_t i = 0; i < env->count; i++)
		if (env->entries[i].value && !text_starts(env->entries[i].name, "GIT_"))
			env_set(out, p, env->entries[i].name, env->entries[i].value);
	env_set(out, p, "GIT_ALLOW_PROTOCOL", "none");
	env_set(out, p, "GIT_NO_LAZY_FETCH", "1");
	env_set(out, p, "GIT_OPTIONAL_LOCKS", "0");
	env_set(out, p, "GIT_TERMINAL_PROMPT", "0");
}

/* NAME and what is below it in FOLDER, which exists. A repository's core.fsmonitor would be a program to run. */
static const char *ask_git(struct pool *p, const struct env *env, const char *folder, const char *name)
{
	const char *const argv[] = { "git", "--literal-pathspecs", "-c", "core.fsmonitor=false",
		                     "-c",  "safe.bareRepository=explicit", "ls-files", "-z", "--", name, NULL };
	struct env clean = { 0 };
	struct buf out = BUF_INIT;
	struct child git = { .argv = argv, .dir = folder, .env = &clean, .out = &out, .timeout_ms = GIT_TIMEOUT_MS };
	const char *found = NULL;

	git_environment(&clean, p, env);
	/* Any status: more than fits, or an end before its time, does not take back what was listed. */
	(void)!child_run(&git);
	if (out.len > 0)
		found = path_join(p, folder, pool_strn(p, out.data, strlen(out.data)));
	buf_release(&out);
	return found;
}

/* Asked of the folder itself, which may be the top of a work tree, and of the one above, which may know it as a link. */
static const char *ask_at(struct pool *p, const struct env *env, const char *place)
{
	const char *above = path_parent(p, place), *folder, *found = NULL;

	if (file_identify_link(place).kind == FILE_FOLDER && (folder = file_real_path(p, place)))
		found = ask_git(p, env, folder, ".");
	while (file_identify(above).kind != FILE_FOLDER && *path_name(above))
		above = path_parent(p, above);
	folder = file_real_path(p, above);
	if (found || !folder || p->failed || !*path_name(place))
		return found;
	return ask_git(p, env, folder, place + strlen(above) + (*path_name(above) != '\0'));
}

const char *tracked_file(struct pool *p, const struct env *env, const char *place)
{
	const char *found = ask_at(p, env, place), *real;

	if (found)
		return found;
	real = file_real_path(p, place);
	return real && strcmp(real, place) != 0 ? ask_at(p, env, real) : NULL;
}
