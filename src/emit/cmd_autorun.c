/* SPDX-License-Identifier: MIT */
#include "emit/cmd_autorun.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"

/* cmd.exe reads no longer line, and of one that it cannot read it would run nothing: not even what was there. */
enum { LINE_LIMIT = 8000 };

static const char begins[] = "(if exist \"", between[] = "\" \"", ends[] = "\")", before_next[] = " & ";

int cmd_kept_path(struct buf *out, const char *folder, const char *file, const struct env *env)
{
	const char *local_data = env_get(env, "LOCALAPPDATA");
	size_t len = local_data ? strlen(local_data) : 0;
	bool below = len > 0 && strncmp(folder, local_data, len) == 0 && folder[len] == '\\';
	const char *rest = below ? folder + len : folder;

	if (strpbrk(rest, "%^!\"\r\n") || strpbrk(folder, "%^"))
		return -1;
	buf_strs(out, below ? "%LOCALAPPDATA%" : "", rest, strchr(folder, '\\') ? "\\" : "/", file, NULL);
	return 0;
}

static bool starts(const char **at, const char *text, size_t len)
{
	if (strncmp(*at, text, len) != 0)
		return false;
	*at += len;
	return true;
}

/* Where in LINE what cmd_chain puts there begins, whichever folder it was for, and its length. NULL: nowhere. */
static const char *ours(const char *line, size_t *len)
{
	static const char file[] = "\\cvenv\\cmd\\auto.bat";
	const size_t shortest = sizeof(file) - 1;

	for (const char *at = line; (at = strstr(at, begins)); at++) {
		const char *path = at + sizeof(begins) - 1, *behind = path + strcspn(path, "\"");
		size_t size = (size_t)(behind - path);

		if (size >= shortest && strncmp(behind - shortest, file, shortest) == 0 && starts(&behind, between, sizeof(between) - 1) &&
		    starts(&behind, path, size) && starts(&behind, ends, sizeof(ends) - 1)) {
			*len = (size_t)(behind - at);
			return at;
		}
	}
	return NULL;
}

/*
 * Ahead of what is there, so that nothing in it, an `if` or a quote that is not closed, has a say in ours; in parentheses,
 * so that our `if` has none in it. A file that is gone is passed over without a word or a status.
 */
int cmd_chain(struct buf *out, const char *now, const char *folder, const struct env *env)
{
	struct buf path = BUF_INIT;
	size_t len = 0, start = out->len;
	const char *old = now ? ours(now, &len) : NULL;
	int answer = cmd_kept_path(&path, folder, "auto.bat", env);

	if (answer == 0) {
		if (old)
			buf_add(out, now, (size_t)(old - now));
		buf_strs(out, begins, path.data, between, path.data, ends, NULL);
		if (old)
			buf_str(out, old + len);
		else if (now)
			buf_strs(out, before_next, now, NULL);
	}
	if (out->len - start > LINE_LIMIT)
		answer = -1;
	out->failed |= path.failed;
	buf_release(&path);
	return answer;
}

/* What joined ours to what stands behind it; where that is not what we put there, whatever the user did. */
static const char *pass_joint(const char *at)
{
	if (starts(&at, before_next, sizeof(before_next) - 1))
		return at;
	if (!at[strspn(at, " ")])
		return at;
	at += strspn(at, " ");
	at += strspn(at, "&");
	return at + strspn(at, " ");
}

bool cmd_unchain(struct buf *out, const char *now)
{
	size_t start = out->len, len = 0;
	const char *found = ours(now, &len);

	if (found == now && !now[len])
		return false;
	for (; found; found = ours(now, &len)) {
		buf_add(out, now, (size_t)(found - now));
		now = pass_joint(found + len);
		/* nothing follows: what joined ours to what stands ahead of it goes */
		while (!*now && out->len > start && strchr(" &", out->data[out->len - 1]))
			buf_truncate(out, out->len - 1);
	}
	buf_str(out, now);
	return true;
}
