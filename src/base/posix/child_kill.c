/* SPDX-License-Identifier: MIT */
#include "base/posix/child_kill.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/pool.h"

enum { MOST_ROUNDS = 16 };

struct family {
	pid_t *members;
	size_t count;
	size_t cap;
};

static bool is_member(const struct family *f, pid_t pid)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->members[i] == pid)
			return true;
	return false;
}

static void add(struct family *f, struct pool *p, pid_t pid)
{
	pid_t *members = pool_grow(p, f->members, f->count, &f->cap, sizeof *members);

	if (!members)
		return;
	f->members = members;
	members[f->count++] = pid;
}

/* 0 where it is gone. The program's name, between parentheses, may hold parentheses itself. */
static pid_t parent_of(struct pool *p, const char *pid)
{
	struct buf line = BUF_INIT;
	pid_t parent = 0;
	const char *end;

	if (!file_read(&line, pool_printf(p, "/proc/%s/stat", pid), 8192, NULL)) {
		end = strrchr(line.data, ')');
		/* ") S 123 " */
		if (end && end[1] == ' ' && end[2] && end[3] == ' ')
			parent = (pid_t)strtol(end + 4, NULL, 10);
	}
	buf_release(&line);
	return parent;
}

/* Stops the children of those that are members already; false where there was none. */
static bool stop_children(struct family *f, struct pool *p)
{
	struct strings entries = { 0 };
	bool found = false;

	if (file_list(&entries, p, "/proc"))
		return false;
	for (size_t i = 0; i < entries.count; i++) {
		const char *name = entries.items[i];
		pid_t pid;

		if (strspn(name, "0123456789") != strlen(name) || !is_member(f, parent_of(p, name)))
			continue;
		pid = (pid_t)strtol(name, NULL, 10);
		if (is_member(f, pid))
			continue;
		kill(pid, SIGSTOP);
		add(f, p, pid);
		found = true;
	}
	return found && !p->failed;
}

void child_kill(pid_t pid)
{
	struct family family = { 0 };
	struct pool pool = POOL_INIT;

	/*
	 * Who is stopped starts nothing any more and waits for nobody, so that the ids of its children
	 * stay theirs, alive or not, until all of them are known.
	 */
	kill(pid, SIGSTOP);
	add(&family, &pool, pid);
	for (int round = 0; round < MOST_ROUNDS && stop_children(&family, &pool); round++)
		;
	for (size_t i = 0; i < family.count; i++)
		kill(family.members[i], SIGKILL);
	kill(pid, SIGKILL);
	pool_release(&pool);
}
