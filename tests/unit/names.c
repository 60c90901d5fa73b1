/* SPDX-License-Identifier: MIT */
#include "switch/names.h"

#include <stdlib.h>
#include <string.h>

#include "emit/emit.h"
#include "tests/unit/unit.h"

/* What a project may not set; some by their beginning. */
static const char refused[] =
	"PATH HOME PWD OLDPWD XDG_CONFIG_HOME XDG_ XDG_X CVENV_STATE CVENV_ __cvenv_token VIRTUAL_ENV VIRTUAL_ENV_PROMPT "
	"VIRTUAL_ENV_DISABLE_PROMPT _OLD_VIRTUAL_PATH PYTHONHOME WORKON_HOME UID EUID GID EGID USERNAME IFS _ path cdpath "
	"status pipestatus argv prompt BASH_ENV BASH_FUTURE ENV ZDOTDIR PROMPT_COMMAND PS0 PS1 PS2 PS4 RPS1 RPROMPT SPROMPT "
	"SHELLOPTS BASHOPTS BASHPID PPID SHLVL TMOUT COLUMNS LINES HISTSIZE precmd_functions fish_greeting __fish_x "
	"hostname version umask FUNCNEST RANDOM SECONDS LINENO OPTIND PSModulePath COMSPEC PATHEXT CD ERRORLEVEL";

/* What looks like it, and what projects do set; trust is asked for before any of it is done. */
static const char allowed[] =
	"A PATHS XPATH MYPATH MANPATH PKG_CONFIG_PATH LD_LIBRARY_PATH LD_PRELOAD PYTHONPATH PYTHONWARNINGS XDG xdg_x VIRTUAL "
	"VIRTUALENV CVENV cvenv_x HOMEPAGE EDITOR PAGER LANG LC_ALL TZ TERM USER LOGNAME TMPDIR DEBUG PORT HISTFILE "
	"DATABASE_URL DJANGO_SETTINGS_MODULE AWS_PROFILE NODE_ENV FISH SHELL_X PS PS10 _X __x BASHFUL UV_INDEX PIP_INDEX_URL "
	"VERSION HOSTNAME Version STATUS U XD VIRTUAL_EN P";

static void check_words(const char *words, int expected)
{
	while (*words) {
		size_t len = strcspn(words, " ");
		/* Not a byte more than there is, so that a sanitizer sees a step too far. */
		char *name = strndup(words, len);

		if (!name)
			return;
		unit_case(name);
		CHECK_INT(name_refused(name) != NULL, expected);
		unit_case(NULL);
		free(name);
		words += len;
		words += strspn(words, " ");
	}
}

static void check_reasons(void)
{
	CHECK_STR(name_refused("HOME"), "decides what cvenv trusts");
	CHECK_STR(name_refused("CVENV_TRUSTED_PATHS"), "belongs to cvenv");
	CHECK_STR(name_refused("UID"), "is special in a shell");
	CHECK_STR(name_refused("PS1"), "belongs to a shell's prompt");
	CHECK_STR(name_refused(""), NULL);
}

static void check_long(void)
{
	char name[5000];

	memset(name, 'A', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	CHECK_STR(name_refused(name), NULL);
	memcpy(name, "XDG_", 4);
	CHECK(name_refused(name));
}

/* The table does not know the shells, so each of them is asked here. */
static void check_shells(void)
{
	for (size_t i = 0; shells[i]; i++) {
		CHECK(shells[i]->special && *shells[i]->special);
		if (shells[i]->special)
			check_words(shells[i]->special, 1);
	}
}

int main(void)
{
	check_words(refused, 1);
	check_words(allowed, 0);
	check_reasons();
	check_long();
	check_shells();
	return unit_done();
}
