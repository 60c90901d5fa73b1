/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sys.h"
#include "base/text.h"
#include "cmd/cmd.h"

static const char *const level_words[] = { "", "", "warning: ", "error: " };
static const char *const level_colours[] = { "\033[2m", "", "\033[33m", "\033[31m" };

/* One line on standard error, with whatever could steer a terminal escaped. */
static void say(void *data, enum report_level level, const char *text)
{
	const struct context *c = data;
	struct buf line = BUF_INIT;
	bool tinted = c->colour && *level_colours[level];

	if (level == REPORT_DETAIL && c->verbose < 1)
		return;
	if (level == REPORT_INFO && c->verbose < 0)
		return;
	buf_str(&line, "cvenv: ");
	if (tinted)
		buf_str(&line, level_colours[level]);
	buf_str(&line, level_words[level]);
	if (tinted)
		buf_str(&line, "\033[0m");
	text_escape(&line, text, strlen(text));
	buf_byte(&line, '\n');
	/* Where standard error is closed there is nobody left to tell. */
	(void)!file_write_all(STDERR_FILENO, line.data, line.len);
	buf_release(&line);
}

void out_text(struct context *c, const char *text)
{
	if (sys_is_terminal(STDOUT_FILENO))
		text_escape(&c->out, text, strlen(text));
	else
		buf_str(&c->out, text);
}

/* NO_COLOR and CLICOLOR_FORCE, as their sites have it: set and not empty. */
static bool wants_colour(const struct env *env)
{
	const char *no = env_get(env, "NO_COLOR"), *force = env_get(env, "CLICOLOR_FORCE"), *term = env_get(env, "TERM");

	if (no && *no)
		return false;
	if (force && *force && strcmp(force, "0") != 0)
		return true;
	return sys_is_terminal(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

static void context_open(struct context *c, const char *argv0)
{
	env_from_process(&c->env, &c->pool);
	c->exe = sys_own_path(&c->pool, &c->env, argv0);
	c->report = (struct report){ .say = say, .data = c };
	c->colour = wants_colour(&c->env);
}

/* A shell evaluates what is printed, so it is either all there or the status says that it is not. */
static int context_close(struct context *c, int status)
{
	if (c->out.failed || c->pool.failed) {
		report_memory(&c->report);
		status = EXIT_FAILED;
	} else if (c->out.len > 0 && file_write_all(STDOUT_FILENO, c->out.data, c->out.len) < 0) {
		report_error(&c->report, "cannot write to standard output: %s", strerror(errno));
		status = EXIT_FAILED;
	}
	buf_release(&c->out);
	pool_release(&c->pool);
	return status;
}

static int dispatch(struct context *c, int argc, char **argv)
{
	const struct command *command;
	int at = 1;

	for (; at < argc && argv[at][0] == '-'; at++) {
		if (strcmp(argv[at], "-q") == 0 || strcmp(argv[at], "--quiet") == 0)
			c->verbose = -1;
		else if (strcmp(argv[at], "-v") == 0 || strcmp(argv[at], "--verbose") == 0)
			c->verbose = 1;
		else if (strcmp(argv[at], "-h") == 0 || strcmp(argv[at], "--help") == 0)
			return cmd_help.run(c, 1, (char *[]){ argv[at], NULL });
		else if (strcmp(argv[at], "-V") == 0 || strcmp(argv[at], "--version") == 0)
			return cmd_version.run(c, 1, (char *[]){ argv[at], NULL });
		else
			return usage_error(c, NULL, "unknown option '%s'", argv[at]);
	}
	if (at >= argc) {
		help_print(&c->out, NULL);
		return EXIT_USAGE;
	}
	command = command_find(argv[at]);
	return command ? command->run(c, argc - at, argv + at) : command_unknown(c, argv[at]);
}

int main(int argc, char **argv)
{
	struct context c = { .pool = POOL_INIT, .out = BUF_INIT };
	int status;

	sys_arguments(&c.pool, &argc, &argv);
	sys_keep_pipes();
	sys_keep_children();
	context_open(&c, argc > 0 ? argv[0] : "cvenv");
	status = dispatch(&c, argc, argv);
	return context_close(&c, status);
}
