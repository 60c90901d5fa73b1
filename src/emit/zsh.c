/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include "base/embedded.h"
#include "emit/bourne.h"

extern const struct embedded embedded_apply_zsh, embedded_hook_zsh;
extern const struct shell shell_zsh;

/* zsh calls a file that is not there neither newer nor older. */
static void watch(struct buf *out, const struct plan *plan)
{
	bourne_watch(out, plan, false);
}

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
	.special = "ARGC ARGV0 CDPATH COLUMNS EGID ERRNO EUID FPATH FUNCNEST GID HISTCHARS HISTCMD HISTSIZE IFS "
	           "KEYBOARD_HACK KEYTIMEOUT LINENO LINES LISTMAX MAILCHECK MAILPATH MODULE_PATH OLDPWD OPTARG OPTIND "
	           "POSTEDIT PPID PROMPT PROMPT2 PROMPT3 PROMPT4 PS1 PS2 PS3 PS4 PSVAR PWD RANDOM REPLY RPROMPT RPROMPT2 "
	           "RPS1 RPS2 SAVEHIST SECONDS SHLVL SPROMPT STTY TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT TTYIDLE UID "
	           "USERNAME WORDCHARS ZDOTDIR ZSH_ARGZERO ZSH_EVAL_CONTEXT ZSH_NAME ZSH_PATCHLEVEL ZSH_SUBSHELL "
	           "ZSH_VERSION _ aliases argv builtins cdpath commands dirstack fignore fpath funcstack functions "
	           "histchars history jobstates mailpath manpath module_path modules nameddirs options parameters "
	           "path pipestatus prompt psvar reply signals status userdirs watch zsh_eval_context",
	.apply = &embedded_apply_zsh,
	.hook = &embedded_hook_zsh,
};
