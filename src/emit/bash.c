/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include "base/embedded.h"
#include "emit/bourne.h"

extern const struct embedded embedded_apply_bash, embedded_hook_bash;
extern const struct completion completion_bash;
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
	.special = "BASH CDPATH COLUMNS COMPREPLY COMP_CWORD COMP_KEY COMP_LINE COMP_POINT COMP_TYPE COMP_WORDBREAKS "
	           "COMP_WORDS COPROC DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID EXECIGNORE FIGNORE FUNCNAME FUNCNEST "
	           "GROUPS HISTCMD HISTFILESIZE HISTSIZE IFS LINENO LINES MAILCHECK MAILPATH MAPFILE OPTARG OPTERR "
	           "OPTIND PIPESTATUS PPID RANDOM READLINE_* REPLY SECONDS SHLVL SRANDOM TMOUT UID _ histchars",
	.apply = &embedded_apply_bash,
	.hook = &embedded_hook_bash,
	.completion = &completion_bash,
};
