/* SPDX-License-Identifier: MIT */
/*
 * Asks real shells: words that each shell's QUOTE made come back byte for byte, whatever the options
 * and the locale. QUOTE_SEED repeats a run, QUOTE_WORDS says how many random words there are.
 */
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/pool.h"
#include "emit/emit.h"

enum { LONGEST = 40, CHUNK = 100 };

static const struct {
	const char *shell;
	const char *argv[3];
	const char *print;   /* prints its words, each with a NUL behind it */
	const char *options; /* run first */
} rows[] = {
	{ "bash", { "bash", "--norc" }, "printf '%s\\0'", "" },
	{ "bash", { "bash", "--norc" }, "printf '%s\\0'", "set -euf -o pipefail -o posix" },
	{ "bash", { "bash", "--norc" }, "printf '%s\\0'", "set -H -B; shopt -s extglob nullglob nocasematch histreedit; IFS=x\\'" },
	{ "bash", { "bash", "--norc" }, "printf '%s\\0'", "shopt -s compat42 2>/dev/null; shopt -s xpg_echo extquote; IFS=" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "emulate sh" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "emulate ksh" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "emulate csh" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "setopt csh_junkie_quotes rc_quotes sh_word_split glob_subst ksh_arrays" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "setopt extended_glob magic_equal_subst brace_ccl no_multibyte posix_strings" },
	{ "zsh", { "zsh", "-f" }, "printf '%s\\0'", "setopt no_unset err_exit bang_hist interactive_comments rc_expand_param; IFS=\"x'\"" },
	{ "fish", { "fish", "--no-config" }, "printf '%s\\0'", "" },
	{ "tcsh", { "tcsh", "-f" }, "printf '%s\\0'", "set __cvenv_nl = '\\\n'" },
	{ "tcsh", { "tcsh", "-f" }, "printf '%s\\0'", "set __cvenv_nl = '\\\n'; set backslash_quote; set histchars = ',@'" },
};

static struct pool pool = POOL_INIT;
static struct strings words;

static void add_word(const char *bytes, size_t len)
{
	strings_add(&words, &pool, pool_strn(&pool, bytes, len));
}

static void make_words(unsigned seed, int count)
{
	static const char risky[] = "\n\r\t '\"\\$`!%&()*;<=>?[]^{|}~#-@:\x80\xc3\xa9\xff\x7f\x01\x1b";
	char word[LONGEST];

	add_word("", 0);
	for (int byte = 1; byte < 256; byte++) {
		word[0] = (char)byte;
		memcpy(word + 1, "7aF", 3);
		word[4] = (char)byte;
		add_word(word, 1);
		add_word(word, 4);
		add_word(word + 1, 4);
		add_word(word, 5);
	}
	srand(seed);
	for (int i = 0; i < count; i++) {
		size_t len = 1 + (size_t)rand() % LONGEST;

		for (size_t j = 0; j < len; j++)
			word[j] = rand() % 2 ? risky[(size_t)rand() % (sizeof risky - 1)] : (char)(1 + rand() % 255);
		add_word(word, len);
	}
}

/* The script that prints the words that SHELL can hold; EXPECTED is what it shall print. */
static void write_script(struct buf *script, struct buf *expected, const struct shell *shell, size_t row)
{
	struct buf word = BUF_INIT;
	int on_line = CHUNK;

	buf_strs(script, rows[row].options, "\n", NULL);
	for (size_t i = 0; i < words.count; i++, on_line++) {
		buf_clear(&word);
		if (shell->quote(&word, words.items[i], strlen(words.items[i])) < 0)
			continue;
		if (on_line == CHUNK) {
			buf_strs(script, "\n", rows[row].print, NULL);
			on_line = 0;
		}
		buf_byte(script, ' ');
		buf_add(script, word.data, word.len);
		buf_add(expected, words.items[i], strlen(words.items[i]) + 1);
	}
	buf_byte(script, '\n');
	buf_release(&word);
}

static void show_difference(const struct buf *out, const struct buf *expected)
{
	size_t at = 0, start = 0;

	while (at < out->len && at < expected->len && out->data[at] == expected->data[at])
		if (expected->data[at++] == '\0')
			start = at;
	if (start < out->len && start < expected->len)
		CHECK_STR(out->data + start, expected->data + start);
	else
		CHECK_INT(out->len, expected->len);
}

static void round_trip(size_t row, const char *locale)
{
	const struct shell *shell = shell_find(rows[row].shell);
	struct buf script = BUF_INIT, expected = BUF_INIT, out = BUF_INIT, err = BUF_INIT;
	char path[] = "/tmp/quote-XXXXXX";
	const char *const argv[] = { rows[row].argv[0], rows[row].argv[1], path, NULL };
	struct env env = { 0 };
	int fd = mkstemp(path), status;

	unit_case(pool_printf(&pool, "%s, %s, %s", rows[row].shell, locale, rows[row].options));
	write_script(&script, &expected, shell, row);
	env_set(&env, &pool, "PATH", "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin");
	env_set(&env, &pool, "HOME", "/nonexistent");
	env_set(&env, &pool, "LC_ALL", locale);
	CHECK(fd >= 0 && write(fd, script.data, script.len) == (ssize_t)script.len && close(fd) == 0);
	status = child_run(&(struct child){ .argv = argv, .env = &env, .out = &out, .err = &err, .limit = 1 << 24 });
	if (status == 127 || status < 0) {
		unit_skip(pool_printf(&pool, "there is no %s", rows[row].argv[0]));
	} else {
		CHECK_INT(status, 0);
		CHECK_STR(err.data, "");
		if (!CHECK(out.len == expected.len && memcmp(out.data, expected.data, out.len) == 0))
			show_difference(&out, &expected);
	}
	unlink(path);
	buf_release(&script);
	buf_release(&expected);
	buf_release(&out);
	buf_release(&err);
}

int main(void)
{
	const char *seed = getenv("QUOTE_SEED"), *count = getenv("QUOTE_WORDS");
	unsigned number = seed ? (unsigned)strtoul(seed, NULL, 10) : (unsigned)time(NULL);

	printf("# QUOTE_SEED=%u\n", number);
	make_words(number, count ? atoi(count) : 3000);
	for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
		round_trip(row, "C");
		round_trip(row, "C.UTF-8");
	}
	pool_release(&pool);
	return unit_done();
}
