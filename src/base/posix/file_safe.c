/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/pool.h"

enum { LONGEST_MOUNT_TABLE = 16 << 20 };

static bool is_trusted_owner(uid_t owner)
{
	return owner == 0 || owner == geteuid();
}

/*
 * Whether others cannot change the entries of a folder. LAST is the folder that was asked about: above
 * it, a sticky bit keeps others from replacing the next one on the way; in it, they could still add.
 *
 * The effective group, and not the password file's: asking for that one loads the modules of the
 * name service into every shell's prompt.
 */
static bool is_closed(const struct stat *st, bool last)
{
	mode_t others = st->st_mode & S_IWOTH;

	if (st->st_gid != getegid())
		others |= st->st_mode & S_IWGRP;
	return !others || (!last && (st->st_mode & S_ISVTX));
}

bool file_is_safe(struct pool *p, const char *path, const char **why)
{
	char *folder = file_real_path(p, path);
	bool safe = false, last = true;
	struct stat st;

	if (!folder)
		folder = pool_str(p, path);
	else
		for (;;) {
			safe = !lstat(folder, &st) && is_trusted_owner(st.st_uid) && is_closed(&st, last);
			if (!safe || !strcmp(folder, "/"))
				break;
			folder = path_parent(p, folder);
			if (p->failed)
				return false;
			last = false;
		}
	if (!safe && why)
		*why = folder;
	return safe;
}

bool file_id_is_own(const struct file_id *id)
{
	return id->kind == FILE_REGULAR && id->owner == geteuid() && !(id->mode & (S_IWGRP | S_IWOTH));
}

/* The mount table writes blanks, newlines and backslashes as a backslash and three octal digits. */
static char *unescape(struct pool *p, const char *text, size_t len)
{
	char *plain = pool_strn(p, text, len);
	size_t to = 0;

	if (p->failed)
		return plain;
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\' && len - i > 3 && text[i + 1] >= '0' && text[i + 1] <= '3' && text[i + 2] >= '0' &&
		    text[i + 2] <= '7' && text[i + 3] >= '0' && text[i + 3] <= '7') {
			plain[to++] = (char)((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
			i += 3;
		} else {
			plain[to++] = text[i];
		}
	}
	plain[to] = '\0';
	return plain;
}

/* "36 35 98:0 /root /mount/point options [tag…] - type source options" */
static void add_automount(struct strings *out, struct pool *p, const char *line)
{
	const char *type = strstr(line, " - ");
	const char *point = line;

	if (!type || !(strncmp(type + 3, "autofs ", 7) == 0))
		return;
	for (int field = 0; field < 4; field++) {
		point = strchr(point, ' ');
		if (!point)
			return;
		point++;
	}
	strings_add(out, p, unescape(p, point, strcspn(point, " ")));
}

void file_automounts(struct strings *out, struct pool *p)
{
	struct buf table = BUF_INIT;
	char *line, *end;

	if (!file_read(&table, "/proc/self/mountinfo", LONGEST_MOUNT_TABLE, NULL)) {
		for (line = table.data; (end = strchr(line, '\n')); line = end + 1) {
			*end = '\0';
			add_automount(out, p, line);
		}
	}
	buf_release(&table);
}
