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
	{ 0 },
};

enum { WORD = 64 };

typedef int compare_names(const char *a, const char *b);

static bool matches(const char *name, const char *word, size_t len, compare_names *compare)
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
	return compare(head, pattern) == 0;
}

static bool is_among(const char *name, const char *words, compare_names *compare)
{
	while (*words) {
		size_t len = strcspn(words, " ");

		if (matches(name, words, len, compare))
			return true;
		words += len;
		words += strspn(words, " ");
	}
	return false;
}

const char *name_refused(const char *name, const char *const *special)
{
	for (const struct refusal *row = name_refusals; row->names; row++)
		if (is_among(name, row->names, env_compare))
			return row->why;
	/*
	 * Read-only, or with a meaning of its own: some end the running code, as root some change the user. A shell tells
	 * its names apart by case even where the system does not: USER is none of them, though csh has a "user".
	 */
	for (; *special; special++)
		if (is_among(name, *special, strcmp))
			return "is special in a shell";
	return NULL;
}
