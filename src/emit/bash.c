/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include "base/embedded.h"
#include "emit/bourne.h"

extern const struct embedded embedded_apply_bash, embedded_hook_bash;
extern const struct shell shell_bash;

static void watch(struct buf *out, const struct plan *plan)
{
	bourne_watch(out, plan, true);
}

const struct shell shell_bash = {
	.name = "bash",
	.start_up = "~/.bashrc",
	.line = "eval \"$(cvenv hook bash)\"",
	.quote = bourne_quote,
	.begin = bourne_begin,
	.change = bourne_change,
	.local = bourne_local,
	.end = bourne_end,
	.watch = watch,
	.keep = bourne_keep,
	.special = "BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND "
	           "BASH_ENV BASH_LINENO BASH_REMATCH BASH_SOURCE BASH_SUBSHELL BASH_VERSINFO BASH_VERSION "
	           "COMP_WORDBREAKS DIRSTACK ENV EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME GROUPS HISTCMD IFS LINENO "
	           "OLDPWD OPTARG OPTIND PIPESTATUS POSIXLY_CORRECT PPID PROMPT_COMMAND PS0 PS1 PS2 PS4 PWD RANDOM "
	           "SECONDS SHELLOPTS SHLVL SRANDOM UID _",
	.apply = &embedded_apply_bash,
	.hook = &embedded_hook_bash,
};
