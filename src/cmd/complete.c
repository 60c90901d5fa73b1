/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/shell.h"
#include "cmd/values.h"
#include "emit/candidates.h"
#include "emit/emit.h"

/* Where on the command line the cursor's word stands: what the words ahead of it say. */
struct position {
	const struct command *command;    /* NULL: none was named yet */
	const struct option_spec *option; /* the word is this one's value */
	size_t operands;                  /* of the command, ahead of the word */
	bool ended;                       /* by "--" */
	bool unknown;                     /* a word that nobody knows stands ahead */
};

static const struct option_spec no_options[] = { { 0 } };

static const struct option_spec *options_at(const struct position *at)
{
	if (!at->command)
		return program_options;
	return at->command->options ? at->command->options : no_options;
}

/* The last letter of "-pv" decides whether a value is to follow. */
static const struct option_spec *letters(const struct option_spec *options, const char *word)
{
	for (word++; *word; word++) {
		const struct option_spec *option = option_letter(options, *word);

		if (option && option->value_name)
			return word[1] ? NULL : option;
	}
	return NULL;
}

static void pass_option(struct position *at, const char *word)
{
	const struct option_spec *option;
	bool ambiguous;

	if (word[1] == '-' && strchr(word, '='))
		return;
	option = word[1] == '-' ? option_named(options_at(at), word + 2, strlen(word + 2), &ambiguous)
	                        : letters(options_at(at), word);
	if (option && option->value_name)
		at->option = option;
}

static void pass(struct position *at, const char *word)
{
	if (at->option) {
		at->option = NULL;
	} else if (!at->ended && strcmp(word, "--") == 0) {
		at->ended = true;
	} else if (!at->ended && word[0] == '-' && word[1]) {
		pass_option(at, word);
	} else if (!at->command) {
		at->command = command_find(word);
		at->unknown |= !at->command;
	} else {
		at->operands++;
	}
}

/* Whether the operand called NAME, LEN bytes of it, may come again; then it is the last. */
static bool is_repeated(const char *name, size_t *len)
{
	static const char mark[] = "…";
	size_t size = sizeof(mark) - 1;

	if (*len < size || memcmp(name + *len - size, mark, size) != 0)
		return false;
	*len -= size;
	return true;
}

/*
 * The name of the operand at INDEX in "[OPTION…] [-C DIR] SHELL [ENV_DIR…]", into NAME; false where the
 * command takes no so many.
 */
static bool operand_name(struct buf *name, const char *arguments, size_t index)
{
	bool option = false; /* in brackets, which are not closed yet */

	for (size_t len; *arguments; arguments += len + strspn(arguments + len, " ")) {
		const char *at = arguments + (*arguments == '[');
		bool closed = false, value = option;

		len = strcspn(arguments, " ");
		closed = arguments[len - 1] == ']';
		if (*at == '-')
			option = value = true;
		option &= !closed && (value || at > arguments);
		if (!value && !text_starts(at, "OPTION")) {
			size_t size = strcspn(at, " ]");

			if (is_repeated(at, &size) || index-- == 0) {
				buf_add(name, at, size);
				return true;
			}
		}
	}
	return false;
}

static void add_option(const struct asked *w, const struct option_spec *option)
{
	bool value = option->value_name && !w->shell->blanks;
	const char *name = pool_printf(&w->c->pool, "--%s%s", option->name, value ? "=" : "");

	if (option->help && values_fit(w, name))
		candidates_add(w->out, name, option->help, !value);
	/* a letter alone is offered where it was begun: "-" asks for all of them */
	if (option->help && option->letter && w->typed->word[1] != '-') {
		name = pool_printf(&w->c->pool, "-%c", option->letter);
		if (values_fit(w, name))
			candidates_add(w->out, name, option->help, true);
	}
}

static void add_options(const struct asked *w, const struct position *at)
{
	for (const struct option_spec *option = options_at(at); option->name; option++)
		add_option(w, option);
	if (at->command)
		add_option(w, &help_option);
}

static int unknown_name(struct context *c, const char *name)
{
	report_error(&c->report, "nothing is known of values '%s'; they need a row in the table of values", name);
	return EXIT_FAILED;
}

static int add_operands(struct asked *w, const struct position *at)
{
	struct buf name = BUF_INIT;
	int status = EXIT_DONE;

	if (!at->command)
		values_add(w, "COMMAND");
	else if (operand_name(&name, at->command->arguments, at->operands) && !values_add(w, name.data))
		status = unknown_name(w->c, name.data);
	buf_release(&name);
	return status;
}

static int add_value(struct asked *w, const struct option_spec *option)
{
	w->operands = true;
	return values_add(w, option->value_name) ? EXIT_DONE : unknown_name(w->c, option->value_name);
}

static int complete(struct asked *w, const struct position *at)
{
	const char *word = w->typed->word, *equals = strchr(word, '=');
	const struct option_spec *option;
	bool ambiguous;

	if (w->typed->foreign || at->unknown)
		return EXIT_DONE;
	if (at->option)
		return add_value(w, at->option);
	if (at->ended || *word != '-')
		return add_operands(w, at);
	if (word[1] != '-' || !equals) {
		add_options(w, at);
		return EXIT_DONE;
	}
	option = option_named(options_at(at), word + 2, (size_t)(equals - word - 2), &ambiguous);
	if (!option || !option->value_name)
		return EXIT_DONE;
	w->start = equals + 1;
	w->out->option = (size_t)(w->start - word);
	return add_value(w, option);
}

static int run(struct context *c, int argc, char **argv)
{
	const struct shell *shell = argc > 1 ? shell_find(argv[1]) : NULL;
	struct candidates candidates = { .pool = &c->pool };
	struct position at = { 0 };
	struct typed typed;
	struct asked w = { .c = c, .typed = &typed, .out = &candidates };
	int status;

	if (!shell || !shell->completion || shell->completion->typed(&typed, &c->pool, argc - 2, argv + 2) < 0)
		return EXIT_USAGE;
	w.shell = shell->completion;
	for (size_t i = 0; i < typed.words.count; i++)
		pass(&at, typed.words.items[i]);
	w.start = typed.word;
	w.operands = at.ended;
	status = complete(&w, &at);
	shell->completion->offer(&c->out, &typed, &candidates);
	return status;
}

/* What the scripts in completions/ ask; emit/candidates.h says what each shell hands over and reads. */
const struct command cmd_complete = {
	.name = "__complete",
	.arguments = "SHELL [WORD…]",
	.run = run,
};
