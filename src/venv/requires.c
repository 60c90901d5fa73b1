/* SPDX-License-Identifier: MIT */
#include "venv/requires.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/digest.h"
#include "base/embedded.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "base/text.h"
#include "venv/interpreter.h"

extern const struct embedded embedded_requires_py;

enum { TIMEOUT_MS = 10000, OUTPUT_LIMIT = 64 * 1024 };

static const char cache_folder[] = "requires", first_line[] = "cvenv-requires 1\n";

/* What can read TOML by itself, and what can by pip's help. */
static const char *const readers[] = { ">=3.11", "auto" };

static const char *cache_path(struct pool *p, const struct interpreter_search *s, const char *file)
{
	char hex[DIGEST_HEX];
	const char *key = pool_printf(p, "%s\n%s", file, sys_host(p));

	if (!s->cache)
		return NULL;
	digest_hex(hex, key, strlen(key));
	return path_join(p, path_join(p, s->cache, cache_folder), hex);
}

/* What stands ahead of the answer in the cache: of this very state of the file. */
static void key_format(struct buf *out, const struct file_id *id)
{
	buf_str(out, first_line);
	file_id_text(out, id);
	buf_byte(out, '\n');
}

/* One line of an answer, as the program prints it. */
static bool answer_parse(enum requires_answer *answer, const char **text, struct pool *p, const char *line)
{
	static const char *const keys[] = {
		[REQUIRES_SAID] = "value ", [REQUIRES_NOTHING] = "none ", [REQUIRES_WRONG] = "wrong ", [REQUIRES_UNREAD] = "unable ",
	};
	struct buf decoded = BUF_INIT;
	size_t len = strcspn(line, "\n"), i = 0;
	bool good = line[len] == '\n' && !line[len + 1];

	while (i < sizeof(keys) / sizeof(*keys) && !text_starts(line, keys[i]))
		i++;
	good = good && i < sizeof(keys) / sizeof(*keys) &&
	       text_unpercent(&decoded, line + strlen(keys[i]), len - strlen(keys[i])) && !decoded.failed;
	if (good) {
		*answer = (enum requires_answer)i;
		*text = pool_strn(p, decoded.data, decoded.len);
	}
	buf_release(&decoded);
	return good && !p->failed;
}

static bool cache_load(enum requires_answer *answer, const char **text, struct pool *p, const char *cache,
                       const struct file_id *file)
{
	struct buf kept = BUF_INIT, key = BUF_INIT;
	struct file_id id;
	bool found;

	key_format(&key, file);
	found = file_read(&kept, cache, OUTPUT_LIMIT, &id) == 0 && file_id_is_own(&id) && !key.failed &&
	        text_starts(kept.data, key.data) && answer_parse(answer, text, p, kept.data + key.len);
	buf_release(&kept);
	buf_release(&key);
	return found;
}

/* As for interpreters: what cannot be kept costs time and nothing else. */
static void cache_store(struct pool *p, const char *cache, const struct file_id *file, const char *line,
                        const struct report *report)
{
	const char *folder = path_parent(p, cache);
	struct buf text = BUF_INIT;

	key_format(&text, file);
	buf_str(&text, line);
	if (file_make_private(folder) < 0)
		report_detail(report, "cannot use the cache '%s': %s", folder, strerror(errno));
	else if (!text.failed && file_write(cache, text.data, text.len, 0600) < 0)
		report_detail(report, "cannot write '%s': %s", cache, strerror(errno));
	buf_release(&text);
}

/* Has PYTHON read FILE; what it prints is in OUT. */
static bool read_by(struct buf *out, const struct interpreter_search *s, const char *python, const char *file)
{
	const char *const argv[] = { python, "-I", "-S", "-c", embedded_requires_py.data, file, NULL };
	struct child child = {
		.argv = argv, .dir = "/", .env = s->env, .out = out, .limit = OUTPUT_LIMIT, .timeout_ms = TIMEOUT_MS,
	};

	buf_clear(out);
	return child_run(&child) == 0;
}

enum requires_answer requires_python(const char **text, struct pool *p, const struct interpreter_search *s,
                                     const char *file, const struct file_id *id)
{
	const char *cache = cache_path(p, s, file);
	struct interpreter_search quiet = *s;
	enum requires_answer answer = REQUIRES_UNREAD;
	struct buf said = BUF_INIT;

	if (cache && cache_load(&answer, text, p, cache, id))
		return answer;
	quiet.report = &report_silent;
	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers) && answer == REQUIRES_UNREAD; i++) {
		struct interpreter python;
		struct file_id now;

		if (interpreter_find(&python, p, &quiet, readers[i], NULL) < 0 || !read_by(&said, s, python.executable, file) ||
		    !answer_parse(&answer, text, p, said.data))
			continue;
		now = file_identify(file);
		if (cache && answer != REQUIRES_UNREAD && file_id_equal(&now, id))
			cache_store(p, cache, id, said.data, s->report);
	}
	buf_release(&said);
	return answer;
}
