/* SPDX-License-Identifier: MIT */
#include "switch/config.h"

#include <string.h>

#include "base/env.h"
#include "base/pool.h"
#include "tests/unit/gather.h"
#include "tests/unit/unit.h"

/* What is wrong with the user's own file; "" for nothing. HOME is /home/u, or none where LOST. */
static const struct {
	const char *name;
	const char *text;
	int lost;
	const char *expected;
} files[] = {
	{ "empty", "", 0, "" },
	{ "a project's key", "venv: x\n", 0, "f:1:1: unknown key 'venv'; see 'man cvenv.yml' for those there are\n" },
	{ "an unknown key", "trusted-path: []\n", 0, "f:1:1: unknown key 'trusted-path'; did you mean 'trusted-paths'?\n" },
	{ "a folder, relative", "trusted-paths: [a, ./b, /c, ~x]\ncache-folder: d\n", 0,
	  "f:1:17: 'a' is not absolute; start it with / or ~/\n"
	  "f:1:20: './b' is not absolute; start it with / or ~/\n"
	  "f:1:29: '~x' is not absolute; start it with / or ~/\n"
	  "f:2:15: 'd' is not absolute; start it with / or ~/\n" },
	{ "a folder, empty", "safe-directories: ['']\ncentral-folder: ''\n", 0,
	  "f:1:20: an entry of 'safe-directories' is empty\nf:2:17: 'central-folder' is empty\n" },
	{ "no home", "trusted-paths: [~/a]\npython: ~/p\n", 1,
	  "f:1:17: '~/a' needs a home folder, and there is none; set HOME or write the path in full\n"
	  "f:2:9: '~/p' needs a home folder, and there is none; set HOME or write the path in full\n" },
	{ "python, relative", "python: bin/python\n", 0, "f:1:9: 'bin/python' is not absolute; start it with / or ~/\n" },
	{ "words", "verbosity: loud\nlink-mode: symlink\n", 0,
	  "f:1:12: 'verbosity' must be quiet, normal or verbose, not 'loud'\n"
	  "f:2:12: 'link-mode' must be auto, clone, hardlink or copy, not 'symlink'\n" },
	{ "seed, relative", "seed: [a, ./b, a-1-py3-none-any.whl, '~/c']\n", 0,
	  "f:1:11: './b' is not absolute; start it with / or ~/\n"
	  "f:1:16: 'a-1-py3-none-any.whl' is not absolute; start it with / or ~/\n" },
	{ "seed, none and more", "seed: [a, none]\n", 0, "f:1:11: 'none' of 'seed' goes with nothing else\n" },
	{ "seed, none", "seed: [none]\n", 0, "" },
	{ "detect", "detect: 1\n", 0, "f:1:9: 'detect' must be true or false, not '1'\n" },
	{ "a placeholder", "message: '{action} {name}'\n", 0,
	  "f:1:10: 'message' has a '{' before something that is none of {action}, {prompt}, {venv}, {root}, {python}\n" },
	{ "a brace that is not closed", "message: 'x {action'\n", 0,
	  "f:1:10: 'message' has a '{' before something that is none of {action}, {prompt}, {venv}, {root}, {python}\n" },
	{ "a brace in a brace", "message: '{{action}'\n", 0,
	  "f:1:10: 'message' has a '{' before something that is none of {action}, {prompt}, {venv}, {root}, {python}\n" },
	{ "nothing in braces", "message: '{}'\n", 0,
	  "f:1:10: 'message' has a '{' before something that is none of {action}, {prompt}, {venv}, {root}, {python}\n" },
	{ "every placeholder", "message: '}{action}{prompt}{venv}{root}{python} x'\n", 0, "" },
	{ "no message", "message: ''\n", 0, "" },
	{ "in the order of the file", "central-folder: x\nverbosity: x\ntrusted-paths: [x]\ny: 1\n", 0,
	  "f:1:17: 'x' is not absolute; start it with / or ~/\n"
	  "f:2:12: 'verbosity' must be quiet, normal or verbose, not 'x'\n"
	  "f:3:17: 'x' is not absolute; start it with / or ~/\n"
	  "f:4:1: unknown key 'y'; see 'man cvenv.yml' for those there are\n" },
};

static void check_files(void)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct pool p = POOL_INIT;
		struct settings s;
		struct gather g;
		int answer;

		gather_start(&g);
		settings_default(&s);
		unit_case(files[i].name);
		answer = settings_parse(&s, &p, "f", files[i].text, strlen(files[i].text), files[i].lost ? NULL : "/home/u",
		                        &g.report);
		CHECK_STR(g.said.data, files[i].expected);
		CHECK_INT(answer, *files[i].expected ? -1 : 0);
		buf_release(&g.said);
		pool_release(&p);
	}
	unit_case(NULL);
}

static int parse(struct settings *s, struct pool *p, const char *text)
{
	struct gather g;
	int answer;

	gather_start(&g);
	answer = settings_parse(s, p, "f", text, strlen(text), "/home/u", &g.report);
	CHECK_STR(g.said.data, "");
	buf_release(&g.said);
	return answer;
}

static void check_defaults(void)
{
	struct settings s;

	unit_case("defaults");
	memset(&s, 0xff, sizeof s);
	settings_default(&s);
	CHECK_INT(s.trusted_paths.count, 0);
	CHECK_INT(s.safe_directories.count, 0);
	CHECK(!s.python && !s.detect && !s.cache && !s.central);
	CHECK_INT(s.verbosity, VERBOSITY_NORMAL);
	CHECK_INT(s.link_mode, LINK_AUTO);
	CHECK(s.message && *s.message);
}

static void check_values(void)
{
	struct pool p = POOL_INIT;
	struct settings s;

	unit_case("values");
	settings_default(&s);
	parse(&s, &p, "trusted-paths: [~/src/, '~', /a/../b]\nsafe-directories:\n- /mnt//x/.\npython: '3.12'\ndetect: true\n"
	      "verbosity: verbose\nmessage: '{venv}'\nlink-mode: copy\nseed: [wheel, ~/a.whl, /b//c]\ncache-folder: ~/c\ncentral-folder: /v\n");
	CHECK_INT(s.trusted_paths.count, 3);
	CHECK_STR(s.trusted_paths.items[0], "/home/u/src");
	CHECK_STR(s.trusted_paths.items[1], "/home/u");
	CHECK_STR(s.trusted_paths.items[2], "/b");
	CHECK_STR(s.safe_directories.items[0], "/mnt/x");
	CHECK_STR(s.python, "3.12");
	CHECK(s.detect);
	CHECK_INT(s.verbosity, VERBOSITY_VERBOSE);
	CHECK_STR(s.message, "{venv}");
	CHECK_INT(s.link_mode, LINK_COPY);
	CHECK_INT(s.seed.count, 3);
	CHECK_STR(s.seed.items[0], "wheel");
	CHECK_STR(s.seed.items[1], "/home/u/a.whl");
	CHECK_STR(s.seed.items[2], "/b/c");
	CHECK_STR(s.cache, "/home/u/c");
	CHECK_STR(s.central, "/v");
	parse(&s, &p, "verbosity: quiet\npython: ~/py/bin/python3\nlink-mode: clone\ndetect: false\n");
	CHECK_INT(s.verbosity, VERBOSITY_QUIET);
	CHECK_STR(s.python, "/home/u/py/bin/python3");
	CHECK_INT(s.link_mode, LINK_CLONE);
	CHECK(!s.detect);
	CHECK_INT(s.trusted_paths.count, 3);
	pool_release(&p);
}

static int overlay(struct settings *s, struct pool *p, const char *const *pairs, const char *home, const char *expected)
{
	struct env env = { 0 };
	struct gather g;
	int answer;

	for (; *pairs; pairs += 2)
		env_set(&env, p, pairs[0], pairs[1]);
	gather_start(&g);
	answer = settings_environment(s, p, &env, home, &g.report);
	CHECK_STR(g.said.data, expected);
	CHECK_INT(answer, *expected ? -1 : 0);
	buf_release(&g.said);
	return answer;
}

static void check_variables(void)
{
	static const char *const all[] = {
		"CVENV_TRUSTED_PATHS", "~/x::/y:", "CVENV_SAFE_DIRECTORIES", "/z", "CVENV_PYTHON", "pypy3",
		"CVENV_DETECT", "false", "CVENV_VERBOSITY", "quiet", "CVENV_MESSAGE", "{root}",
		"CVENV_LINK_MODE", "hardlink", "CVENV_CACHE_DIR", "/c", "CVENV_CENTRAL_DIR", "~/v", "CVENV_STATE", "x", NULL,
	};
	static const char *const empty[] = {
		"CVENV_TRUSTED_PATHS", "", "CVENV_PYTHON", "", "CVENV_DETECT", "", "CVENV_VERBOSITY", "",
		"CVENV_MESSAGE", "", "CVENV_LINK_MODE", "", "CVENV_CACHE_DIR", "", "CVENV_CENTRAL_DIR", "", NULL,
	};
	static const char *const none[] = { NULL };
	struct pool p = POOL_INIT;
	struct settings s;

	settings_default(&s);
	parse(&s, &p, "trusted-paths: [/a, /b]\ndetect: true\npython: '3.9'\n");
	unit_case("no variables");
	overlay(&s, &p, none, NULL, "");
	CHECK_INT(s.trusted_paths.count, 2);
	CHECK(s.detect);
	unit_case("variables");
	overlay(&s, &p, all, "/home/u", "");
	CHECK_INT(s.trusted_paths.count, 2);
	CHECK_STR(s.trusted_paths.items[0], "/home/u/x");
	CHECK_STR(s.trusted_paths.items[1], "/y");
	CHECK_STR(s.safe_directories.items[0], "/z");
	CHECK_STR(s.python, "pypy3");
	CHECK(!s.detect);
	CHECK_INT(s.verbosity, VERBOSITY_QUIET);
	CHECK_STR(s.message, "{root}");
	CHECK_INT(s.link_mode, LINK_HARDLINK);
	CHECK_STR(s.cache, "/c");
	CHECK_STR(s.central, "/home/u/v");
	unit_case("empty variables");
	overlay(&s, &p, empty, "/home/u", "");
	CHECK_INT(s.trusted_paths.count, 0);
	CHECK_INT(s.safe_directories.count, 1);
	CHECK_STR(s.message, "");
	CHECK_STR(s.python, "pypy3");
	CHECK_STR(s.cache, "/c");
	pool_release(&p);
}

static void check_wrong_variables(void)
{
	static const char *const wrong[] = {
		"CVENV_TRUSTED_PATHS", "a:~/b", "CVENV_DETECT", "yes", "CVENV_VERBOSITY", "loud", "CVENV_MESSAGE", "{x}",
		"CVENV_LINK_MODE", "Copy", "CVENV_CACHE_DIR", "c", NULL,
	};
	struct pool p = POOL_INIT;
	struct settings s;

	unit_case("wrong variables");
	settings_default(&s);
	overlay(&s, &p, wrong, NULL,
	        "CVENV_DETECT: 'detect' must be true or false, not 'yes'\n"
	        "CVENV_VERBOSITY: 'verbosity' must be quiet, normal or verbose, not 'loud'\n"
	        "CVENV_MESSAGE: 'message' has a '{' before something that is none of "
	        "{action}, {prompt}, {venv}, {root}, {python}\n"
	        "CVENV_LINK_MODE: 'link-mode' must be auto, clone, hardlink or copy, not 'Copy'\n"
	        "CVENV_TRUSTED_PATHS: 'a' is not absolute; start it with / or ~/\n"
	        "CVENV_TRUSTED_PATHS: '~/b' needs a home folder, and there is none; set HOME or write the path in full\n"
	        "CVENV_CACHE_DIR: 'c' is not absolute; start it with / or ~/\n");
	pool_release(&p);
}

int main(void)
{
	check_files();
	check_defaults();
	check_values();
	check_variables();
	check_wrong_variables();
	return unit_done();
}
