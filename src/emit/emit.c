/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/env.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "emit/candidates.h"
#include "emit/words.h"
#include "plan/plan.h"

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (words && *words) {
		size_t span = strcspn(words, " ");

		if (span == len && memcmp(words, word, len) == 0)
			return true;
		words += span + strspn(words + span, " ");
	}
	return false;
}

const char *const *shells_special(struct pool *p)
{
	static const char *const none[] = { NULL };
	struct strings lists = { 0 };

	for (size_t i = 0; shells[i]; i++)
		if (shells[i]->special)
			strings_add(&lists, p, shells[i]->special);
	strings_add(&lists, p, NULL);
	return p->failed ? none : lists.items;
}

const struct shell *shell_find(const char *name)
{
	const char *base = path_name(name);

	if (*base == '-')
		base++;
	for (size_t i = 0; shells[i]; i++)
		if (strcmp(shells[i]->name, base) == 0 || has_word(shells[i]->aliases, base))
			return shells[i];
	return NULL;
}

/* Whether SHELL can hold TEXT; NULL is held by not being said. */
static bool can_hold(const struct shell *shell, const char *text)
{
	struct buf word = BUF_INIT;
	bool held = !text || shell->quote(&word, text, strlen(text)) == 0;

	buf_release(&word);
	return held;
}

static bool can_hold_prompt(const struct shell *shell, const struct plan *plan)
{
	struct buf word = BUF_INIT;
	bool held = !plan->prompt || words_prompt(&word, plan, shell->quote) == 0;

	buf_release(&word);
	return held;
}

static int refuse(const struct report *report, const struct shell *shell, const char *what, const char *name)
{
	report_error(report, "%s '%s' holds what %s cannot: nothing was changed; rename it or use another shell",
	             what, name, shell->name);
	return -1;
}

/* Every word of PLAN is tried before the first is said, so that no shell sees half of one. */
static int check_plan(const struct shell *shell, const struct plan *plan, bool watched, const struct report *report)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct change *change = &plan->changes[i];

		if (!env_name_is_portable(change->name)) {
			report_error(report, "'%s' is no name of a variable in %s: nothing was changed; rename it", change->name,
			             shell->name);
			return -1;
		}
		if (shell->never_empty && change->kind == CHANGE_SET && !*change->value) {
			report_error(report, "'%s' is to be empty, which %s takes for not set: nothing was changed; give it a value "
			                     "or use another shell", change->name, shell->name);
			return -1;
		}
		if (!can_hold(shell, change->value))
			return refuse(report, shell, "the value of", change->name);
	}
	if (!can_hold_prompt(shell, plan))
		return refuse(report, shell, "the prompt", plan->prompt);
	for (size_t i = 0; watched && i < plan->watch_count; i++)
		if (!can_hold(shell, plan->watch[i].path) || !can_hold(shell, plan->watch[i].stamp))
			return refuse(report, shell, "the path", plan->watch[i].path);
	return 0;
}

/* FILE: NULL where a shell has none. */
static void add_embedded(struct buf *out, const struct embedded *file)
{
	if (file)
		buf_add(out, file->data, file->len);
}

/* A line that zsh looks for in a file is no comment to every shell where it is evaluated. */
static void add_script(struct buf *out, const struct embedded *file)
{
	size_t skip = file->data[0] == '#' ? strcspn(file->data, "\n") + 1 : 0;

	buf_add(out, file->data + skip, file->len - skip);
}

static void add_changes(struct buf *out, const struct shell *shell, const struct plan *plan)
{
	size_t count = plan->count;
	bool state = count > 0 && strcmp(plan->changes[count - 1].name, PLAN_STATE_NAME) == 0;

	for (size_t i = 0; i < count - state; i++)
		shell->change(out, &plan->changes[i]);
	shell->local(out, plan);
	if (state)
		shell->change(out, &plan->changes[count - 1]);
}

/* OUT as it was, where what was added since LEN is not whole. */
static int finish(struct buf *out, size_t len, const struct report *report)
{
	if (!out->failed)
		return 0;
	buf_truncate(out, len);
	return report_memory(report);
}

int emit_plan(struct buf *out, const struct shell *shell, const struct plan *plan, const char *exe,
              const struct report *report)
{
	size_t len = out->len;

	if (check_plan(shell, plan, !exe, report) < 0)
		return -1;
	if (shell->document) {
		shell->document(out, plan);
		return finish(out, len, report);
	}
	if (exe && !can_hold(shell, exe))
		return refuse(report, shell, "the path", exe);
	if (exe) {
		shell->keep(out, "__cvenv_exe", exe);
		add_embedded(out, shell->apply);
	}
	shell->begin(out, plan);
	add_changes(out, shell, plan);
	shell->end(out, plan);
	if (!exe)
		shell->watch(out, plan);
	return finish(out, len, report);
}

int emit_file(struct buf *out, const struct shell *shell, const struct emit_file *file, const struct plan *plan,
              const struct env *env, const struct report *report)
{
	size_t len = out->len;

	if (check_plan(shell, plan, false, report) < 0)
		return -1;
	file->text(out, plan, env);
	return finish(out, len, report);
}

int emit_hook(struct buf *out, const struct shell *shell, const char *exe, const char *ceilings,
              const struct report *report)
{
	size_t len = out->len;

	if (!can_hold(shell, exe))
		return refuse(report, shell, "the path", exe);
	if (!can_hold(shell, ceilings))
		return refuse(report, shell, "the list of ceilings", ceilings);
	shell->keep(out, "__cvenv_exe", exe);
	shell->keep(out, "__cvenv_ceilings", ceilings);
	add_embedded(out, shell->apply);
	add_embedded(out, shell->hook);
	if (shell->completion && !shell->kept)
		add_script(out, shell->completion->script);
	return finish(out, len, report);
}
