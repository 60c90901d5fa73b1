/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include "base/embedded.h"
#include "emit/bourne.h"
#include "emit/candidates.h"

extern const struct embedded embedded_apply_zsh, embedded_hook_zsh, embedded_cvenv_zsh;
extern const struct shell shell_zsh;

/* zsh calls a file that is not there neither newer nor older. */
static void watch(struct buf *out, const struct plan *plan)
{
	bourne_watch(out, plan, false);
}

static const struct completion completion = {
	.script = &embedded_cvenv_zsh,
	.typed = typed_words,
	.offer = offer_fields,
	.matches = true,
	.own_paths = true,
};

const struct shell shell_zsh = {
	.name = "zsh",
	.start_up = "~/.zshrc",
	.line = "eval \"$(cvenv hook zsh)\"",
	.quote = bourne_quote,
	.begin = bourne_begin,
	.change = bourne_change,
	.local = bourne_local,
	.end = bourne_end,
	.watch = watch,
	.keep = bourne_keep,
	.special = "ARGC ARGV0 CDPATH COLUMNS DIRSTACKSIZE EGID EPOCHREALTIME EPOCHSECONDS ERRNO EUID FIGNORE FUNCNEST "
	           "GID HISTCHARS HISTCMD HISTSIZE IFS KEYBOARD_HACK KEYTIMEOUT LINENO LINES LISTMAX LOGCHECK "
	           "MAILCHECK MAILPATH MATCH MBEGIN MEND NULLCMD OPTARG OPTIND PERIOD PPID RANDOM READNULLCMD REPLY "
	           "SAVEHIST SECONDS SHLVL STTY TMOUT TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT TTYIDLE UID USERNAME WATCH "
	           "WATCHFMT WORDCHARS ZSH_ARGZERO ZSH_EVAL_CONTEXT ZSH_EXECUTION_STRING ZSH_NAME ZSH_PATCHLEVEL "
	           "ZSH_SCRIPT ZSH_SUBSHELL ZSH_VERSION _ aliases argv builtins cdpath commands dirstack dis_* "
	           "epochtime errnos fignore funcfiletrace funcsourcetrace funcstack functions functions_source "
	           "functrace galiases histchars history historywords jobdirs jobstates jobtexts keymaps langinfo "
	           "mailpath manpath mapfile match mbegin mend modules nameddirs options parameters patchars path "
	           "pipestatus reply reswords saliases signals status sysparams termcap terminfo userdirs usergroups "
	           "watch widgets wordchars zsh_eval_context zsh_scheduled_events",
	.apply = &embedded_apply_zsh,
	.hook = &embedded_hook_zsh,
	.completion = &completion,
};
