/* SPDX-License-Identifier: MIT */
#include "cmd/cmd.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

static const struct option_spec no_options[] = { { 0 } };

static const struct option_spec *options_of(const struct command *command)
{
	return command->options ? command->options : no_options;
}

int usage_error(struct context *c, const struct command *command, const char *format, ...)
{
	struct buf text = BUF_INIT;
	char *line;
	va_list args;

	va_start(args, format);
	line = pool_vprintf(&c->pool, format, args);
	va_end(args);
	buf_strs(&text, line, "; see 'cvenv", command ? " " : "", command ? command->name : "", " --help'", NULL);
	report_error(&c->report, "%s", text.data);
	buf_release(&text);
	return EXIT_USAGE;
}

const struct option_spec *option_named(const struct option_spec *options, const char *name, size_t len, bool *ambiguous)
{
	const struct option_spec *found = NULL;

	*ambiguous = false;
	for (; options->name; options++) {
		if (strncmp(options->name, name, len) != 0)
			continue;
		if (options->name[len] == '\0') {
			*ambiguous = false;
			return options;
		}
		if (!options->help)
			continue; /* what is not shown has to be spelled out */
		*ambiguous = found != NULL;
		found = options;
	}
	return *ambiguous ? NULL : found;
}

const struct option_spec *option_letter(const struct option_spec *options, char letter)
{
	for (; options->name; options++)
		if (options->letter == letter)
			return options;
	return NULL;
}

/* As git says it. */
static int ambiguous_long(struct context *c, const struct command *command, const char *name, size_t len)
{
	struct buf candidates = BUF_INIT;
	int status;

	for (const struct option_spec *o = options_of(command); o->name; o++)
		if (o->help && strncmp(o->name, name, len) == 0)
			buf_strs(&candidates, candidates.len ? " or --" : "--", o->name, NULL);
	status = usage_error(c, command, "ambiguous option '--%.*s' (could be %s)", (int)len, name, candidates.data);
	buf_release(&candidates);
	return status;
}

static int unknown_long(struct context *c, const struct command *command, const char *name, size_t len)
{
	const char *word = pool_strn(&c->pool, name, len), *near;
	struct strings names = { 0 };

	for (const struct option_spec *o = options_of(command); o->name; o++)
		if (o->help)
			strings_add(&names, &c->pool, o->name);
	strings_add(&names, &c->pool, "help");
	strings_add(&names, &c->pool, NULL);
	near = c->pool.failed ? NULL : text_nearest(word, names.items);
	if (near)
		return usage_error(c, command, "unknown option '--%s'; did you mean '--%s'?", word, near);
	return usage_error(c, command, "unknown option '--%s'", word);
}

/* In argparse's words, since the pairs are venv's. Only options without a value come in pairs. */
static int check_unlike(struct context *c, const struct command *command, const void *values,
                        const struct option_spec *option)
{
	const struct option_spec *other = options_of(command);

	if (!option->unlike)
		return 0;
	while (strcmp(other->name, option->unlike) != 0)
		other++;
	if (!*(const bool *)((const char *)values + other->offset))
		return 0;
	return usage_error(c, command, "argument --%s: not allowed with argument --%s", option->name, other->name);
}

/* What is left to do with one argument: the parser's place in the words of the command line. */
struct words {
	int argc;
	char **argv;
	int next;
};

static int store(struct context *c, const struct command *command, void *values, const struct option_spec *option,
                 const char *value, const char *spelled, struct words *w)
{
	char *place = (char *)values + option->offset;

	if (!option->value_name) {
		if (value)
			return usage_error(c, command, "option '%s' takes no value", spelled);
		*(bool *)place = true;
		return check_unlike(c, command, values, option);
	}
	if (!value) {
		if (w->next >= w->argc)
			return usage_error(c, command, "option '%s' needs a value (%s)", spelled, option->value_name);
		value = w->argv[w->next++];
	}
	if (option->many)
		strings_add((struct strings *)(void *)place, &c->pool, value);
	else
		*(const char **)place = value;
	return 0;
}

/* Both answer 0, EXIT_USAGE, or -1 for a request for help. */
static int parse_long(struct context *c, const struct command *command, void *values, const char *word, struct words *w)
{
	const char *name = word + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_spec *option;
	bool ambiguous;

	if (len == 4 && strncmp(name, "help", 4) == 0)
		return -1;
	option = option_named(options_of(command), name, len, &ambiguous);
	if (ambiguous)
		return ambiguous_long(c, command, name, len);
	if (!option)
		return unknown_long(c, command, name, len);
	return store(c, command, values, option, equals ? equals + 1 : NULL, word, w);
}

static int parse_letters(struct context *c, const struct command *command, void *values, const char *word,
                         struct words *w)
{
	for (const char *at = word + 1; *at; at++) {
		const struct option_spec *option = option_letter(options_of(command), *at);
		int status;

		if (*at == 'h' && !option)
			return -1;
		if (!option)
			return usage_error(c, command, "unknown option '-%c'", *at);
		if (option->value_name && at[1])
			return store(c, command, values, option, at + 1, word, w);
		status = store(c, command, values, option, NULL, word, w);
		if (status != 0)
			return status;
	}
	return 0;
}

int options_parse(struct context *c, const struct command *command, void *values, int argc, char **argv, int *status)
{
	struct words w = { .argc = argc, .argv = argv, .next = 1 };
	int operands = 0, answer;

	while (w.next < argc) {
		char *word = argv[w.next++];

		if (strcmp(word, "--") == 0) {
			while (w.next < argc)
				argv[1 + operands++] = argv[w.next++];
			break;
		}
		if (word[0] != '-' || word[1] == '\0') {
			argv[1 + operands++] = word;
			continue;
		}
		answer = word[1] == '-' ? parse_long(c, command, values, word, &w)
		                        : parse_letters(c, command, values, word, &w);
		if (answer < 0) {
			help_print(&c->out, command);
			*status = EXIT_DONE;
			return -1;
		}
		if (answer > 0) {
			*status = answer;
			return -1;
		}
	}
	return operands;
}
