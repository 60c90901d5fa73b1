/* SPDX-License-Identifier: MIT */
#include "switch/names.h"

#include <stdbool.h>
#include <string.h>

#include "base/env.h"

const struct refusal name_refusals[] = {
	{ "PATH", "decides which programs run (the key 'path' adds to it)" },
	{ "HOME XDG_* APPDATA HOMEDRIVE HOMEPATH LOCALAPPDATA USERPROFILE", "decides what cvenv trusts" },
	{ "CVENV_* __cvenv_* WORKON_HOME", "belongs to cvenv" },
	{ "VIRTUAL_ENV* _OLD_VIRTUAL_* _OLD_FISH_PROMPT_OVERRIDE", "is what an environment sets" },
	{ "PYTHONHOME", "would take Python out of the environment" },
	{ "PWD OLDPWD cwd owd CD", "is where the shell stands" },

	/* A wrong value would end the start of every shell, or of the hook in it. */
	{ "ENV ZDOTDIR BASH_* BASHOPTS BASHPID SHELLOPTS POSIXLY_CORRECT FPATH fpath MODULE_PATH module_path PSModulePath "
	  "COMSPEC ComSpec PATHEXT SYSTEMROOT SystemRoot WINDIR windir",
	  "decides how a shell starts" },
	{ "PROMPT PROMPT2 PROMPT3 PROMPT4 PROMPT_COMMAND PROMPT_EOL_MARK PS0 PS1 PS2 PS3 PS4 PSVAR RPROMPT RPROMPT2 RPS1 "
	  "RPS2 SPROMPT POSTEDIT prompt prompt2 prompt3 psvar rprompt promptchars "
	  "chpwd_functions periodic_functions precmd_functions preexec_functions zsh_directory_name_functions "
	  "zshaddhistory_functions zshexit_functions",
	  "belongs to a shell's prompt" },

	/* Read-only, or with a meaning of its own: some end the running code, as root some change the user. */
	{ "_ ARGC ARGV0 argv status pipestatus PIPESTATUS ERRORLEVEL ERRNO errnos IFS UID EUID GID EGID USERNAME GROUPS "
	  "PPID RANDOM SRANDOM SECONDS EPOCHSECONDS EPOCHREALTIME epochtime LINENO SHLVL FUNCNAME FUNCNEST DIRSTACK "
	  "DIRSTACKSIZE dirstack HISTCMD HISTCHARS histchars HISTSIZE HISTFILESIZE SAVEHIST savehist OPTARG OPTERR OPTIND "
	  "COLUMNS LINES TMOUT autologout TTYIDLE STTY PERIOD",
	  "is special in a shell" },
	{ "BASH COMP_CWORD COMP_KEY COMP_LINE COMP_POINT COMP_TYPE COMP_WORDBREAKS COMP_WORDS COMPREPLY COPROC EXECIGNORE "
	  "MAPFILE READLINE_* REPLY",
	  "is special in a shell" },
	{ "CDPATH cdpath FIGNORE fignore KEYBOARD_HACK KEYTIMEOUT LISTMAX LOGCHECK MAILCHECK MAILPATH mailpath manpath "
	  "MATCH MBEGIN MEND match mbegin mend NULLCMD READNULLCMD path reply signals TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT "
	  "WATCH WATCHFMT watch WORDCHARS wordchars ZSH_ARGZERO ZSH_EVAL_CONTEXT ZSH_EXECUTION_STRING ZSH_NAME "
	  "ZSH_PATCHLEVEL ZSH_SCRIPT ZSH_SUBSHELL ZSH_VERSION zsh_eval_context zsh_scheduled_events",
	  "is special in a shell" },
	{ "aliases builtins commands dis_* funcfiletrace funcsourcetrace funcstack functions functions_source functrace "
	  "galiases history historywords jobdirs jobstates jobtexts keymaps langinfo mapfile modules nameddirs options "
	  "parameters patchars reswords saliases sysparams termcap terminfo userdirs usergroups widgets",
	  "is special in a shell" },
	{ "FISH_VERSION CMD_DURATION fish_* __fish_* hostname status_generation umask version", "is special in a shell" },
	{ "GROUP HOSTTYPE MACHTYPE OSTYPE VENDOR home shell term user tcsh", "is special in a shell" },
	{ "CMDCMDLINE CMDEXTVERSION", "is special in a shell" },
	{ 0 },
};

enum { WORD = 64 };

static bool matches(const char *name, const char *word, size_t len)
{
	char head[WORD], pattern[WORD];
	bool prefix = word[len - 1] == '*';
	size_t wanted = len - prefix;

	/* The first letters, whatever their case is, tell most names apart. */
	if (((word[0] ^ name[0]) & ~0x20) || wanted >= WORD)
		return false;
	if (strnlen(name, WORD) < wanted || (!prefix && name[wanted]))
		return false;
	memcpy(head, name, wanted);
	memcpy(pattern, word, wanted);
	head[wanted] = pattern[wanted] = '\0';
	return env_compare(head, pattern) == 0;
}

const char *name_refused(const char *name)
{
	for (const struct refusal *row = name_refusals; row->names; row++) {
		const char *word = row->names;

		while (*word) {
			size_t len = strcspn(word, " ");

			if (matches(name, word, len))
				return row->why;
			word += len;
			word += strspn(word, " ");
		}
	}
	return NULL;
}
