/* SPDX-License-Identifier: MIT */
#include "cmd/hook_file.h"

#include <errno.h>
#include <string.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/path.h"
#include "base/places.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "emit/emit.h"

enum { LIMIT = 1 << 20 };

static int failed(struct context *c, const char *what, const char *path)
{
	report_error(&c->report, "cannot %s '%s', where the hook is kept: %s", what, path, strerror(errno));
	return -1;
}

/* A shell may be reading the file: one that is right is left alone. */
static int write_file(struct context *c, const char *path, const struct buf *text)
{
	struct buf old = BUF_INIT;
	bool same = file_read(&old, path, LIMIT, NULL) == 0 && old.len == text->len && memcmp(old.data, text->data, old.len) == 0;

	buf_release(&old);
	return same || file_write(path, text->data, text->len, 0600) == 0 ? 0 : failed(c, "write", path);
}

static int write_files(struct context *c, const struct shell *shell, const char *folder, const struct buf *code)
{
	struct buf text = BUF_INIT;
	int answer = 0;

	for (const struct hook_file *file = shell->kept; file->name && answer == 0; file++) {
		buf_clear(&text);
		text_crlf(&text, file->text ? file->text->data : code->data, file->text ? file->text->len : code->len);
		answer = text.failed ? report_memory(&c->report) : write_file(c, path_join(&c->pool, folder, file->name), &text);
	}
	buf_release(&text);
	return answer;
}

const char *hook_folder(struct context *c, const struct shell *shell)
{
	const char *state = places_state(&c->pool, &c->env);

	if (!state)
		report_error(&c->report, "there is no place for the hook's files: set HOME to your home folder");
	return state ? path_join(&c->pool, state, shell->name) : NULL;
}

int hook_unsaid(struct context *c, const struct shell *shell, const char *folder)
{
	report_error(&c->report, "the path '%s', where the hook is kept, holds what %s cannot run: set XDG_STATE_HOME to "
	                         "another folder", folder, shell->name);
	return -1;
}

int hook_write(struct context *c, const struct shell *shell, const char *folder, const char *ceilings)
{
	struct buf code = BUF_INIT;
	int answer = emit_hook(&code, shell, c->exe, ceilings, &c->report);

	if (answer == 0 && file_make_private(folder) < 0)
		answer = failed(c, "make", folder);
	if (answer == 0)
		answer = write_files(c, shell, folder, &code);
	buf_release(&code);
	return answer;
}

int hook_keep(struct context *c, const struct shell *shell, const char *ceilings)
{
	const char *folder = hook_folder(c, shell);

	if (!folder || hook_write(c, shell, folder, ceilings) < 0)
		return EXIT_FAILED;
	if (shell->run_kept(&c->out, folder, &c->env) < 0) {
		hook_unsaid(c, shell, folder);
		return EXIT_FAILED;
	}
	buf_byte(&c->out, '\n');
	return EXIT_DONE;
}
