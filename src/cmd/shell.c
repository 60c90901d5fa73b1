/* SPDX-License-Identifier: MIT */
#include "cmd/shell.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/sys.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "emit/emit.h"
#include "plan/plan.h"
#include "switch/switch.h"

const struct option_spec shell_option_specs[] = {
	{ .name = "shell", .value_name = "SHELL", .help = "the shell to print code for; by default the one that runs this",
	  .offset = offsetof(struct shell_options, shell) },
	{ .name = "hook", .value_name = "SHELL", .offset = offsetof(struct shell_options, hook) },
	{ .name = "token", .value_name = "TOKEN", .offset = offsetof(struct shell_options, token) },
	{ .name = "sourced", .offset = offsetof(struct shell_options, sourced) },
	{ 0 },
};

static int unknown_shell(struct context *c, const struct command *command, const char *name)
{
	struct strings names = { 0 };
	struct buf list = BUF_INIT;
	const char *near;
	int status;

	for (const struct shell *const *shell = shells; *shell; shell++) {
		strings_add(&names, &c->pool, (*shell)->name);
		buf_strs(&list, shell == shells ? "" : ", ", (*shell)->name, NULL);
	}
	strings_add(&names, &c->pool, NULL);
	near = c->pool.failed ? NULL : text_nearest(name, names.items);
	if (near)
		status = usage_error(c, command, "unknown shell '%s'; did you mean '%s'?", name, near);
	else
		status = usage_error(c, command, "unknown shell '%s'; there are: %s", name, list.data);
	buf_release(&list);
	return status;
}

const struct shell *shell_chosen(struct context *c, const struct command *command, const char *name, int *status)
{
	const char *asked = name ? name : sys_parent_program(&c->pool);
	const struct shell *shell = asked ? shell_find(asked) : NULL;

	/* a parent called like a format is no reader of it */
	if (shell && (name || shell->hook))
		return shell;
	if (name)
		*status = unknown_shell(c, command, name);
	else
		*status = usage_error(c, command, "cannot tell which shell this is; say so with --shell");
	return NULL;
}

/* Both texts are made before the first is added to its file. */
static int add_to_files(struct context *c, const struct shell *shell, const struct plan *plan)
{
	struct buf text = BUF_INIT;
	int status = EXIT_DONE;

	for (const struct emit_file *file = shell->files; status == EXIT_DONE && file->variable; file++) {
		const char *path = env_get(&c->env, file->variable);

		if (!path || !*path || file_identify(path).kind == FILE_ABSENT) {
			report_error(&c->report, "%s names no file, and '%s' adds to the one that it names: nothing was changed",
			             file->variable, shell->name);
			status = EXIT_FAILED;
		}
	}
	for (const struct emit_file *file = shell->files; status == EXIT_DONE && file->variable; file++) {
		const char *path = env_get(&c->env, file->variable);

		buf_clear(&text);
		if (emit_file(&text, shell, file, plan, &c->env, &c->report) < 0) {
			status = EXIT_FAILED;
		} else if (text.len > 0 && file_append(path, text.data, text.len) < 0) {
			report_error(&c->report, "cannot write to '%s': %s", path, strerror(errno));
			status = EXIT_FAILED;
		}
	}
	buf_release(&text);
	return status;
}

int shell_switch(struct context *c, const struct shell *shell, const struct request *request, bool bare)
{
	struct session s;
	struct plan plan;
	const char *which;
	int answer;

	if (open_session(c, &s, request->token) < 0)
		return EXIT_FAILED;
	s.told.always = request->kind != REQUEST_HOOK;
	if (shell->whole)
		session_from_outside(&s);
	answer = switch_plan(&s, request, &plan);
	if (answer < 0)
		return EXIT_FAILED;
	if (answer == 0)
		return EXIT_DONE;
	if (shell->files)
		return add_to_files(c, shell, &plan);
	/* what was told before, at the token's end, is no part of what is told now */
	which = pool_strn(&c->pool, plan.token, (size_t)(strrchr(plan.token, '.') - plan.token));
	if (emit_plan(&c->out, shell, &plan, bare ? c->exe : NULL, told_about(&s.told, &c->pool, "held", which, NULL)) == 0)
		return EXIT_DONE;
	if (request->kind != REQUEST_HOOK || !shell->hook)
		return EXIT_FAILED;
	/* Said once: the shell goes on as it is, and is told what to watch and that it was told. */
	switch_give_up(&s, &plan);
	return emit_plan(&c->out, shell, &plan, NULL, &c->report) == 0 ? EXIT_DONE : EXIT_FAILED;
}

int shell_by_hand(struct context *c, const struct command *command, const struct shell_options *options,
                  struct request *request)
{
	const char *name = options->hook ? options->hook : options->shell;
	int status = EXIT_USAGE;
	const struct shell *shell = shell_chosen(c, command, name, &status);

	if (!shell)
		return status;
	request->token = options->token ? options->token : "";
	request->sourced = options->sourced;
	if (!options->hook && sys_is_terminal(STDOUT_FILENO))
		report_warning(&c->report, "this prints code for your shell to evaluate; set up the hook ('cvenv help hook'), "
		                           "and '%s' takes effect by itself", command->name);
	return shell_switch(c, shell, request, !options->hook);
}
