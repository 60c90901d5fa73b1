/* SPDX-License-Identifier: MIT */
#include "switch/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "emit/emit.h"
#include "tests/unit/unit.h"

static struct pool pool = POOL_INIT;
static const char *const *all;
static const char *const none[] = { NULL };

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

static void check_words(const char *words, const char *const *special, int expected)
{
	while (*words) {
		size_t len = strcspn(words, " ");
		/* Not a byte more than there is, so that a sanitizer sees a step too far. */
		char *name = malloc(len + 1);

		if (!name)
			return;
		memcpy(name, words, len);
		name[len] = '\0';
		unit_case(name);
		CHECK_INT(name_refused(name, special) != NULL, expected);
		unit_case(NULL);
		free(name);
		words += len;
		words += strspn(words, " ");
	}
}

static void check_reasons(void)
{
	CHECK_STR(name_refused("HOME", none), "decides what cvenv trusts");
	CHECK_STR(name_refused("CVENV_TRUSTED_PATHS", none), "belongs to cvenv");
	CHECK_STR(name_refused("UID", all), "is special in a shell");
	CHECK_STR(name_refused("UID", none), NULL);
	CHECK_STR(name_refused("PS1", none), "belongs to a shell's prompt");
	CHECK_STR(name_refused("", all), NULL);
}

static void check_long(void)
{
	char name[5000];

	memset(name, 'A', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	CHECK_STR(name_refused(name, all), NULL);
	memcpy(name, "XDG_", 4);
	CHECK(name_refused(name, all));
}

/* A shell has its own names beside those of the table, and does not repeat them. */
static void check_shells(void)
{
	for (size_t i = 0; all[i]; i++) {
		const char *only[] = { all[i], NULL };

		check_words(all[i], only, 1);
		check_words(all[i], none, 0);
	}
}

int main(void)
{
	all = shells_special(&pool);
	check_words(refused, all, 1);
	check_words(allowed, all, 0);
	check_reasons();
	check_long();
	check_shells();
	pool_release(&pool);
	return unit_done();
}
