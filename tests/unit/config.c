/* SPDX-License-Identifier: MIT */
#include "switch/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "tests/unit/gather.h"
#include "tests/unit/unit.h"

/* What a shell would keep for itself. */
static const char *const special[] = { "IFS UID", NULL };

#define BYTES(literal) literal, sizeof(literal) - 1

/* What a file says, and everything that is wrong with it; "" for nothing. */
static const struct {
	const char *name;
	const char *bytes;
	size_t len;
	const char *expected;
} rows[] = {
	{ "empty", BYTES(""), "" },
	{ "comments only", BYTES("# nothing\n\n  # more\n"), "" },
	{ "a marker and nothing else", BYTES("---\n"), "" },
	{ "a version of YAML", BYTES("%YAML 1.2\n---\npip: true\n...\n"), "" },
	{ "a byte order mark", BYTES("\xef\xbb\xbfpip: true\ncreate: never\n"), "" },
	{ "carriage returns", BYTES("pip: true\r\ncreate: never\r\n"), "" },
	{ "JSON", BYTES("{\"pip\": true, \"path\": [\"a\"], \"env\": {\"A\": null}}"), "" },

	{ "a list", BYTES("- a\n"), "f:1:1: the file must be a map (lines of 'KEY: VALUE'), not a list\n" },
	{ "a string", BYTES("\n venv\n"), "f:2:2: the file must be a map (lines of 'KEY: VALUE'), not a string\n" },
	{ "null", BYTES("~"), "f:1:1: the file must be a map (lines of 'KEY: VALUE'), not null\n" },
	{ "an alias", BYTES("*a"), "f:1:1: an alias ('*a'): anchors and aliases are not allowed; write the value out\n"
	  "f:1:1: the file must be a map (lines of 'KEY: VALUE'), not an alias\n" },
	{ "two documents", BYTES("pip: true\n---\npip: true\n"), "f:2:1: a second document; a config is one\n" },
	{ "two documents, one ended", BYTES("pip: true\n...\n---\n"), "f:3:1: a second document; a config is one\n" },

	{ "not UTF-8", BYTES("pip: true\nvenv: \xff\n"), "f:2:7: not UTF-8 text (byte 0xff); save the file as UTF-8\n" },
	{ "cut within a character", BYTES("venv: \xc3"), "f:1:7: not UTF-8 text (byte 0xc3); save the file as UTF-8\n" },
	{ "longer than need be", BYTES("venv: \xc0\xaf"), "f:1:7: not UTF-8 text (byte 0xc0); save the file as UTF-8\n" },
	{ "a half of two", BYTES("a: \xed\xa0\x80"), "f:1:4: not UTF-8 text (byte 0xed); save the file as UTF-8\n" },
	{ "UTF-16", BYTES("\xff\xfep\0"), "f:1:1: not UTF-8 text (byte 0xff); save the file as UTF-8\n" },
	{ "columns are characters", BYTES("prompt: \xc3\xa9\xf0\x9f\x90\x8d\0"), "f:1:11: a NUL byte; a config is text\n" },
	{ "NUL behind CR LF", BYTES("# a\r\n# b\rx\0"), "f:3:2: a NUL byte; a config is text\n" },
	{ "escape", BYTES("prompt: \x1b[31m"), "f:1:9: a control character; write it as \\xHH inside of double quotes\n" },
	{ "delete", BYTES("\x7f"), "f:1:1: a control character; write it as \\xHH inside of double quotes\n" },
	{ "a control character of two bytes", BYTES("# \xc2\x85"),
	  "f:1:3: a control character; write it as \\xHH inside of double quotes\n" },
	{ "a line separator", BYTES("prompt: a\xe2\x80\xa8"),
	  "f:1:10: a line or paragraph separator; write it as \\u2028 or \\u2029 inside of double quotes\n" },
	{ "a byte order mark within", BYTES("pip: true\n\xef\xbb\xbf"),
	  "f:2:1: a byte order mark that is not at the start of the file; remove it\n" },
	{ "no character", BYTES("\xef\xbf\xbf"), "f:1:1: a character that Unicode does not have; remove it\n" },
	{ "an escaped NUL", BYTES("venv: \"a\\0b\"\npip: 1\n"), "f:1:7: a NUL character, which no value can hold; remove it\n"
	  "f:2:6: 'pip' must be true or false, not '1'\n" },
	{ "an escaped NUL in a key", BYTES("\"pip\\0\": true\n"),
	  "f:1:1: a NUL character, which no value can hold; remove it\n" },

	{ "a flow that is not closed", BYTES("pip: 1\npath: [a\n"), "f:1:6: 'pip' must be true or false, not '1'\n"
	  "f:3:1: not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence from line 2 on)\n" },
	{ "a tab", BYTES("env:\n\tA: 1\n"), "f:2:1: not valid YAML: a tab; indent with spaces\n" },
	{ "an escape that is none", BYTES("venv: \"\\q\"\n"), "f:1:8: not valid YAML: found unknown escape character\n" },
	{ "a tag directive", BYTES("%TAG ! tag:x,2000:\n---\n"),
	  "f:1:1: a %TAG directive: tags are not allowed; remove it\n" },

	{ "an unknown key", BYTES("pyhton: x\n"), "f:1:1: unknown key 'pyhton'; did you mean 'python'?\n" },
	{ "a key in another case", BYTES("Venv: x\n"), "f:1:1: unknown key 'Venv'; did you mean 'venv'?\n" },
	{ "a key near none", BYTES("colour: x\n"), "f:1:1: unknown key 'colour'; see 'man cvenv.yml' for those there are\n" },
	{ "a merge key", BYTES("<<: {pip: true}\n"), "f:1:1: unknown key '<<'; see 'man cvenv.yml' for those there are\n" },
	{ "a long key", BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: 1"),
	  "f:1:1: unknown key 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'; "
	  "see 'man cvenv.yml' for those there are\n" },
	{ "a long key, cut between characters",
	  BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa9: 1"),
	  "f:1:1: unknown key 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'; "
	  "see 'man cvenv.yml' for those there are\n" },
	{ "an unknown key's value", BYTES("x: {a: [1, {b: 2}], c: 3}\ny: [[]]\npip: 1\n"),
	  "f:1:1: unknown key 'x'; see 'man cvenv.yml' for those there are\n"
	  "f:2:1: unknown key 'y'; see 'man cvenv.yml' for those there are\n"
	  "f:3:6: 'pip' must be true or false, not '1'\n" },
	{ "a key twice", BYTES("pip: true\nvenv: a\n\"pip\": false\n"),
	  "f:3:1: duplicate key 'pip'; it stands on line 1 already\n" },
	{ "a list for a key", BYTES("? [pip]\n: true\n"), "f:1:3: a key must be a name, not a list\n" },
	{ "no key", BYTES("?\n: true\n"), "f:1:2: a key must be a name, not empty\n" },

	{ "a tag", BYTES("venv: !!str a\npath: !x [a]\nenv: !y {}\n"),
	  "f:1:7: a tag ('tag:yaml.org,2002:str'): tags are not allowed; write the value alone\n"
	  "f:2:7: a tag ('!x'): tags are not allowed; write the value alone\n"
	  "f:3:6: a tag ('!y'): tags are not allowed; write the value alone\n" },
	{ "the tag without a name", BYTES("prompt: \xc3\xa9\nvenv: ! a\npython: ! 'b'\npath: [! ]\n"),
	  "f:2:7: a tag ('!'): tags are not allowed; write the value alone\n"
	  "f:3:9: a tag ('!'): tags are not allowed; write the value alone\n"
	  "f:4:8: a tag ('!'): tags are not allowed; write the value alone\n"
	  "f:4:8: an entry of 'path' has no value: it must be a string; give it one or remove it\n" },
	{ "an exclamation mark", BYTES("prompt: '!'\nvenv: a!\n"), "" },
	{ "anchors and aliases", BYTES("venv: &a x\npath: &b [*a]\npip: *a\nx: [&c y]\n"),
	  "f:1:7: an anchor ('&a'): anchors and aliases are not allowed; write the value out\n"
	  "f:2:7: an anchor ('&b'): anchors and aliases are not allowed; write the value out\n"
	  "f:2:11: an alias ('*a'): anchors and aliases are not allowed; write the value out\n"
	  "f:3:6: an alias ('*a'): anchors and aliases are not allowed; write the value out\n"
	  "f:4:1: unknown key 'x'; see 'man cvenv.yml' for those there are\n"
	  "f:4:5: an anchor ('&c'): anchors and aliases are not allowed; write the value out\n" },
	{ "an anchor on the whole", BYTES("&a\npip: true\n"),
	  "f:1:1: an anchor ('&a'): anchors and aliases are not allowed; write the value out\n" },

	{ "a string, wrong", BYTES("python: [3]\nprompt: {a: 1}\n"), "f:1:9: 'python' must be a string, not a list\n"
	  "f:2:9: 'prompt' must be a string, not a map\n" },
	{ "a string, null", BYTES("python:\nprompt: ~\n"),
	  "f:1:8: 'python' has no value: it must be a string; give it one or remove it\n"
	  "f:2:9: 'prompt' has no value: it must be a string; give it one or remove it\n" },
	{ "a string, empty", BYTES("python: ''\nprompt: ''\nvenv: \"\"\n"),
	  "f:1:9: 'python' is empty\nf:3:7: 'venv' is empty\n" },
	{ "a bool, wrong", BYTES("pip: yes\ndisable: 'true'\ninherit: []\nsystem-site-packages:\n"),
	  "f:1:6: 'pip' must be true or false, not 'yes'\n"
	  "f:2:10: 'disable' must be true or false without quotes\n"
	  "f:3:10: 'inherit' must be true or false, not a list\n"
	  "f:4:22: 'system-site-packages' has no value: it must be true or false; give it one or remove it\n" },
	{ "a bool, mixed case", BYTES("pip: tRUE\n"), "f:1:6: 'pip' must be true or false, not 'tRUE'\n" },
	{ "a word, wrong", BYTES("create: false\nsync: Hint\n"), "f:1:9: 'create' must be auto or never, not 'false'\n"
	  "f:2:7: 'sync' must be hint or never, not 'Hint'\n" },
	{ "a word, quoted", BYTES("create: 'never'\nsync: \"hint\"\n"), "" },
	{ "a list, wrong", BYTES("watch: a\npackages:\npath: {}\n"),
	  "f:1:8: 'watch' must be a list (lines of '- VALUE', or [] for none), not a string\n"
	  "f:2:10: 'packages' has no value: it must be a list (lines of '- VALUE', or [] for none); "
	  "give it one or remove it\n"
	  "f:3:7: 'path' must be a list (lines of '- VALUE', or [] for none), not a map\n" },
	{ "a list's entries", BYTES("dotenv: [a, [b], {c: d}, '', , ~]\n"),
	  "f:1:13: an entry of 'dotenv' must be a string, not a list\n"
	  "f:1:18: an entry of 'dotenv' must be a string, not a map\n"
	  "f:1:26: an entry of 'dotenv' is empty\n"
	  "f:1:30: not valid YAML: did not find expected node content\n" },
	{ "a list's null", BYTES("dotenv:\n-\n- ~\n"),
	  "f:2:2: an entry of 'dotenv' has no value: it must be a string; give it one or remove it\n"
	  "f:3:3: an entry of 'dotenv' has no value: it must be a string; give it one or remove it\n" },
	{ "PATH's separator", BYTES("path: [a, 'b:c']\n"),
	  "f:1:11: an entry of 'path' holds the separator of PATH; give each folder an entry of its own\n" },

	{ "venv, wrong", BYTES("venv: []\n"), "f:1:7: 'venv' must be a path or {name: NAME}, not a list\n" },
	{ "venv, null", BYTES("venv:\n"),
	  "f:1:6: 'venv' has no value: it must be a path or {name: NAME}; give it one or remove it\n" },
	{ "venv, another key", BYTES("venv: {nam: a}\n"), "f:1:8: unknown key 'nam'; did you mean 'name'?\n" },
	{ "venv, no key", BYTES("venv: {}\n"), "f:1:7: 'venv' has no 'name'; write a path or {name: NAME}\n" },
	{ "venv, a key twice", BYTES("venv: {name: a, name: b}\n"),
	  "f:1:17: duplicate key 'name'; it stands on line 1 already\n" },
	{ "a name with a separator", BYTES("venv: {name: a/b}\n"), "f:1:14: 'name' is a path; it must be a single name\n" },
	{ "a name, the folder above", BYTES("venv: {name: ..}\n"), "f:1:14: 'name' means a folder; it must be a name\n" },
	{ "a name, this folder", BYTES("venv: {name: .}\n"), "f:1:14: 'name' means a folder; it must be a name\n" },
	{ "a name, home", BYTES("venv: {name: '~'}\n"), "f:1:14: 'name' means a folder; it must be a name\n" },
	{ "a name like an option", BYTES("venv: {name: -x}\n"), "f:1:14: 'name' starts with '-', as an option does\n" },
	{ "a name, empty", BYTES("venv: {name: ''}\n"), "f:1:14: 'name' is empty\n" },

	{ "env, wrong", BYTES("env: [A]\n"),
	  "f:1:6: 'env' must be a map (lines of 'NAME: VALUE', or {} for none), not a list\n" },
	{ "env, a name twice", BYTES("env:\n  A: 1\n  A: 1\n"), "f:3:3: duplicate key 'A'; it stands on line 2 already\n" },
	{ "env, a value", BYTES("env: {A: [], B: {}}\n"), "f:1:10: 'A' must be a string or null, not a list\n"
	  "f:1:17: 'B' must be a string or null, not a map\n" },
	{ "env, names", BYTES("env: {1A: x, A-B: x, '': x, \"A\\n\": x}\n"),
	  "f:1:7: '1A' is not a name that every shell can set; use letters, digits and _\n"
	  "f:1:14: 'A-B' is not a name that every shell can set; use letters, digits and _\n"
	  "f:1:22: a key must be a name, not empty\n"
	  "f:1:29: 'A\n' is not a name that every shell can set; use letters, digits and _\n" },
	{ "env, refused", BYTES("env:\n  PATH: x\n  CVENV_STATE: [x]\n"),
	  "f:2:3: 'PATH' decides which programs run (the key 'path' adds to it); a project cannot set it\n"
	  "f:3:3: 'CVENV_STATE' belongs to cvenv; a project cannot set it\n"
	  "f:3:16: 'CVENV_STATE' must be a string or null, not a list\n" },

	{ "environments, wrong", BYTES("environments: [a]\n"),
	  "f:1:15: 'environments' must be a map of names to environments, not a list\n" },
	{ "environments, a value", BYTES("environments: {a: b, c: []}\n"),
	  "f:1:19: 'a' must be a map of keys, or empty, not a string\n"
	  "f:1:25: 'c' must be a map of keys, or empty, not a list\n" },
	{ "environments, a name twice", BYTES("environments:\n  a:\n  a: {pip: true}\n"),
	  "f:3:3: duplicate key 'a'; it stands on line 2 already\n" },
	{ "environments, a name", BYTES("environments: {../x: {}, -y: {}}\n"),
	  "f:1:16: the environment's name '../x' is a path; it must be a single name\n"
	  "f:1:26: the environment's name '-y' starts with '-', as an option does\n" },
	{ "environments, keys",
	  BYTES("environments:\n  a: {pip: 1, inherit: true, disable: x, environments: {b: {c: d}}}\n  b: {pipp: 1}\n"),
	  "f:2:12: 'pip' must be true or false, not '1'\n"
	  "f:2:15: 'inherit' cannot stand inside of 'environments'; it is for the whole file\n"
	  "f:2:30: 'disable' cannot stand inside of 'environments'; it is for the whole file\n"
	  "f:2:42: 'environments' cannot stand inside of 'environments'; it is for the whole file\n"
	  "f:3:7: unknown key 'pipp'; did you mean 'pip'?\n" },
};

static void check_rows(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct pool p = POOL_INIT;
		struct config c;
		struct gather g;
		/* Just as many bytes as there are, so that a sanitizer sees a step too far. */
		char *bytes = malloc(rows[i].len ? rows[i].len : 1);
		int answer;

		if (!bytes)
			return;
		memcpy(bytes, rows[i].bytes, rows[i].len);
		gather_start(&g);
		unit_case(rows[i].name);
		answer = config_parse(&c, &p, "f", bytes, rows[i].len, special, &g.report);
		free(bytes);
		CHECK_STR(g.said.data, rows[i].expected);
		CHECK_INT(answer, *rows[i].expected ? -1 : 0);
		buf_release(&g.said);
		pool_release(&p);
	}
	unit_case(NULL);
}

static int parse(struct config *c, struct pool *p, const char *file, const char *text)
{
	struct gather g;
	int answer;

	gather_start(&g);
	answer = config_parse(c, p, file, text, strlen(text), special, &g.report);
	CHECK_STR(g.said.data, "");
	buf_release(&g.said);
	return answer;
}

static void check_text(const struct text *t, const char *expected, size_t line, size_t column)
{
	CHECK_STR(t->text, expected);
	CHECK_INT(t->mark.line, line);
	CHECK_INT(t->mark.column, column);
}

static void check_nothing(void)
{
	struct pool p = POOL_INIT;
	struct config c;

	unit_case("nothing is given");
	parse(&c, &p, "f", "");
	CHECK(!c.venv.text && !c.venv_name.text && !c.python.text && !c.prompt.text);
	CHECK(c.pip == FLAG_UNSET && c.create == CREATE_UNSET && c.sync == SYNC_UNSET);
	CHECK(!c.env.given && !c.path.given && c.environment_count == 0);
	pool_release(&p);
}

static void check_scalars(void)
{
	struct pool p = POOL_INIT;
	struct config c;

	unit_case("scalars as they are written");
	parse(&c, &p, "f",
	      "venv: ${HOME}/x\npython: 3.10\nprompt: |\n  two\n  lines\nsystem-site-packages: True\npip: FALSE\n"
	      "create: never\nsync: never\ninherit: false\ndisable: true\n");
	check_text(&c.venv, "${HOME}/x", 1, 7);
	CHECK_STR(c.venv.mark.file, "f");
	check_text(&c.python, "3.10", 2, 9);
	check_text(&c.prompt, "two\nlines\n", 3, 9);
	CHECK_INT(c.system_site_packages, FLAG_TRUE);
	CHECK_INT(c.pip, FLAG_FALSE);
	CHECK_INT(c.create, CREATE_NEVER);
	CHECK_INT(c.sync, SYNC_NEVER);
	CHECK_INT(c.inherit, FLAG_FALSE);
	CHECK_INT(c.disable, FLAG_TRUE);
	parse(&c, &p, "f", "create: auto\nsync: hint\npip: true\nvenv: {name: shop}\nprompt: 'null'\n");
	CHECK_INT(c.create, CREATE_AUTO);
	CHECK_INT(c.sync, SYNC_HINT);
	CHECK_INT(c.pip, FLAG_TRUE);
	CHECK(!c.venv.text);
	check_text(&c.venv_name, "shop", 4, 14);
	CHECK_STR(c.prompt.text, "null");
	pool_release(&p);
}

static void check_lists(void)
{
	struct pool p = POOL_INIT;
	struct config c;

	unit_case("lists");
	parse(&c, &p, "f", "requirements: [a]\npackages:\n- b==1\n- 'c d'\npath: [bin]\ndotenv: [.env]\nwatch: []\n"
	      "post-create: [3.0]\n");
	CHECK_INT(c.requirements.count, 1);
	CHECK_INT(c.packages.count, 2);
	check_text(&c.packages.items[1], "c d", 4, 3);
	CHECK_STR(c.path.items[0].text, "bin");
	CHECK_STR(c.dotenv.items[0].text, ".env");
	CHECK(c.watch.given && c.watch.count == 0);
	CHECK_STR(c.post_create.items[0].text, "3.0");
	pool_release(&p);
}

static void check_pairs(void)
{
	static const struct {
		const char *name, *value;
	} expected[] = {
		{ "A", "" }, { "B", NULL }, { "C", NULL }, { "D", "010" }, { "E", "true" }, { "F", "null" }, { "G", "a b" },
	};
	struct pool p = POOL_INIT;
	struct config c;

	unit_case("env");
	parse(&c, &p, "f", "env:\n  A: ''\n  B: null\n  C:\n  D: 010\n  E: true\n  F: 'null'\n  G: a\n   b\n");
	CHECK_INT(c.env.count, 7);
	CHECK(c.env.given);
	for (size_t i = 0; i < c.env.count && i < 7; i++) {
		CHECK_STR(c.env.items[i].name, expected[i].name);
		CHECK_STR(c.env.items[i].value.text, expected[i].value);
		CHECK_INT(c.env.items[i].mark.line, i + 2);
	}
	CHECK_INT(c.env.items[0].mark.column, 3);
	CHECK_INT(c.env.items[0].value.mark.column, 6);
	pool_release(&p);
}

static void check_merge(void)
{
	struct pool p = POOL_INIT;
	struct config base, over;

	unit_case("merge");
	parse(&base, &p, "base", "venv: a\npython: '3.9'\npip: false\npath: [a, b]\nwatch: [w]\nenv: {A: 1, B: 2}\n"
	      "environments: {x: {pip: true, env: {X: 1}}, y: }\n");
	parse(&over, &p, "over", "venv: {name: n}\npip: true\npath: []\nenv: {B: , C: 3}\n"
	      "environments: {x: {python: '3.12', env: {Y: 2}}, z: }\n");
	config_merge(&base, &p, &over);
	CHECK(!base.venv.text);
	CHECK_STR(base.venv_name.text, "n");
	CHECK_STR(base.venv_name.mark.file, "over");
	CHECK_STR(base.python.text, "3.9");
	CHECK_STR(base.python.mark.file, "base");
	CHECK_INT(base.pip, FLAG_TRUE);
	CHECK(base.path.given && base.path.count == 0);
	CHECK_INT(base.watch.count, 1);
	CHECK_INT(base.env.count, 3);
	CHECK_STR(base.env.items[0].value.text, "1");
	CHECK_STR(base.env.items[1].name, "B");
	CHECK_STR(base.env.items[1].value.text, NULL);
	CHECK_STR(base.env.items[2].value.text, "3");
	CHECK_INT(base.environment_count, 3);
	CHECK_STR(base.environments[2].name, "z");
	CHECK_INT(base.environments[0].config->pip, FLAG_TRUE);
	CHECK_STR(base.environments[0].config->python.text, "3.12");
	CHECK_INT(base.environments[0].config->env.count, 2);
	CHECK_INT(over.environments[0].config->pip, FLAG_UNSET);
	parse(&over, &p, "over", "venv: v\n");
	config_merge(&base, &p, &over);
	CHECK_STR(base.venv.text, "v");
	CHECK(!base.venv_name.text);
	pool_release(&p);
}

static void check_environment(void)
{
	struct pool p = POOL_INIT;
	struct config c, *e;

	unit_case("an environment");
	parse(&c, &p, "f", "venv: {name: n}\nprompt: p\npip: false\nenv: {A: 1, B: 2}\npath: [a]\n"
	      "environments:\n  docs: {env: {B: x}}\n  a$b:\n  t: {venv: t, prompt: q, pip: true, path: [b, c]}\n"
	      "  u: {venv: {name: m}}\n");
	CHECK(!config_environment(&c, &p, "none"));
	e = config_environment(&c, &p, "docs");
	CHECK(e && !e->prompt.text && !e->venv_name.text && e->environment_count == 0);
	check_text(&e->venv, ".venv-docs", 7, 3);
	CHECK_INT(e->pip, FLAG_FALSE);
	CHECK_STR(e->path.items[0].text, "a");
	CHECK_INT(e->env.count, 2);
	CHECK_STR(e->env.items[1].value.text, "x");
	CHECK_STR(c.env.items[1].value.text, "2");
	CHECK_STR(config_environment(&c, &p, "a$b")->venv.text, ".venv-a$$b");
	e = config_environment(&c, &p, "t");
	CHECK_STR(e->venv.text, "t");
	CHECK_STR(e->prompt.text, "q");
	CHECK_INT(e->pip, FLAG_TRUE);
	CHECK_INT(e->path.count, 2);
	e = config_environment(&c, &p, "u");
	CHECK(!e->venv.text);
	CHECK_STR(e->venv_name.text, "m");
	pool_release(&p);
}

/* START, then WORD as often as it takes to be LEN bytes long, and what the parser says of it in its last line. */
static void check_large(const char *name, const char *start, const char *word, size_t len, const char *expected)
{
	struct pool p = POOL_INIT;
	struct buf text = BUF_INIT;
	struct gather g;
	struct config c;
	char *last;

	gather_start(&g);
	buf_str(&text, start);
	while (text.len < len)
		buf_str(&text, word);
	buf_truncate(&text, len);
	unit_case(name);
	CHECK_INT(config_parse(&c, &p, "f", text.data, text.len, special, &g.report), *expected ? -1 : 0);
	buf_truncate(&g.said, g.said.len ? g.said.len - 1 : 0);
	last = strrchr(g.said.data, '\n');
	CHECK_STR(last ? last + 1 : g.said.data, expected);
	buf_release(&g.said);
	buf_release(&text);
	pool_release(&p);
}

static void check_limits(void)
{
	static const size_t most = CONFIG_LIMIT;

	check_large("as large as may be", "", "#", most, "");
	check_large("too large", "", "#", most + 1, "f: larger than 1 MiB; a config is short");
	check_large("a long value", "venv: ", "a", most, "");
	check_large("lists in lists", "", "[", most, "f:1:65: nested too deeply; no key needs more than a few levels");
	check_large("maps in lists", "", "[{", most, "f:1:65: nested too deeply; no key needs more than a few levels");
	check_large("lists in a value", "prompt:\n ", "- ", most,
	            "f:2:130: nested too deeply; no key needs more than a few levels");
	check_large("lists in an unknown value", "x:\n ", "- ", most,
	            "f:2:130: nested too deeply; no key needs more than a few levels");
	check_large("many errors", "", "x: 1\n", most, "f: more than 100 errors; the others are not shown");
	check_large("many tag directives", "", "%TAG !a! b\n", most,
	            "f:1:1: a %TAG directive: tags are not allowed; remove it");
}

/* Duplicates are looked for among all names that came before, so their number has an end. */
static void check_many_names(size_t count, const char *expected)
{
	struct pool p = POOL_INIT;
	struct buf text = BUF_INIT;
	struct gather g;
	struct config c;

	gather_start(&g);
	buf_str(&text, "env:\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "  A%zu: x\n", i);
	unit_case("many names");
	config_parse(&c, &p, "f", text.data, text.len, special, &g.report);
	CHECK_STR(g.said.data, expected);
	buf_release(&g.said);
	buf_release(&text);
	pool_release(&p);
}

int main(void)
{
	check_rows();
	check_nothing();
	check_scalars();
	check_lists();
	check_pairs();
	check_merge();
	check_environment();
	check_limits();
	check_many_names(1000, "");
	check_many_names(20000, "f:1002:3: 'env' holds more than 1000 names\n");
	return unit_done();
}
