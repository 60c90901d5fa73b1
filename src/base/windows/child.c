/* SPDX-License-Identifier: MIT */
#include "base/child.h"

#include <windows.h>
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/child_output.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"
#include "base/windows/wide.h"

enum { SHORTEST_WAIT_MS = 1, LONGEST_WAIT_MS = 32, WAIT_FOR_KILLED_MS = 2000, WAIT_FOR_CANCELLED_MS = 1000, CHUNK = 4096 };

struct stream {
	HANDLE end; /* NULL once it is at its end */
	struct child_output output;
};

struct running {
	const struct child *child;
	HANDLE process;
	HANDLE job; /* NULL: none could be had */
	bool ended;
	struct stream streams[2];
};

static void close_handle(HANDLE *handle)
{
	if (*handle)
		CloseHandle(*handle);
	*handle = NULL;
}

/*
 * No batch file: it would be cmd that reads the arguments, and would run what they hold. Where no ending
 * is said, it is ".exe".
 */
static const char *program_at(struct pool *p, const char *path)
{
	const char *with = pool_join(p, path, ".exe", "");

	return file_is_executable(path) ? path : file_is_executable(with) ? with : NULL;
}

static const char *find_program(struct pool *p, const struct child *c)
{
	struct strings folders = { 0 };
	struct env own = { 0 };
	const struct env *env = c->env;
	const char *path;

	errno = ENOENT;
	if (path_has_separator(c->argv[0])) {
		path = program_at(p, c->argv[0]);
		if (!path && file_identify(c->argv[0]).kind != FILE_ABSENT)
			errno = ENOEXEC;
		return path;
	}
	if (!env) {
		env_from_process(&own, p);
		env = &own;
	}
	path_list_split(&folders, p, env_get(env, "PATH"));
	for (size_t i = 0; i < folders.count; i++) {
		if (!path_is_absolute(folders.items[i]))
			continue;
		path = program_at(p, path_join(p, folders.items[i], c->argv[0]));
		if (path)
			return path;
	}
	errno = p->failed ? ENOMEM : ENOENT;
	return NULL;
}

/* As CommandLineToArgvW and Microsoft's C library take it apart: a backslash counts only before a quote. */
static void quote(struct buf *out, const char *word)
{
	size_t backslashes = 0;

	buf_str(out, out->len ? " \"" : "\"");
	for (; *word; word++) {
		if (*word == '"')
			for (backslashes++; backslashes > 0; backslashes--)
				buf_byte(out, '\\');
		backslashes = *word == '\\' ? backslashes + 1 : 0;
		buf_byte(out, *word);
	}
	for (; backslashes > 0; backslashes--)
		buf_byte(out, '\\');
	buf_byte(out, '"');
}

static wchar_t *command_line(struct pool *p, const char *const *argv)
{
	struct buf line = BUF_INIT;
	wchar_t *wide;

	for (const char *const *word = argv; *word; word++)
		quote(&line, *word);
	wide = wide_from(p, line.data);
	p->failed |= line.failed;
	buf_release(&line);
	return wide;
}

/* NAME=VALUE, each closed by a NUL, and one more at the end. */
static wchar_t *environment_block(struct pool *p, const struct env *env)
{
	char **block = env_block(env, p);
	size_t room = 2;
	wchar_t *wide, *at;

	for (char **entry = block; entry && *entry; entry++)
		room += strlen(*entry) + 1;
	wide = at = pool_alloc(p, room * sizeof(*wide));
	for (char **entry = block; wide && entry && *entry; entry++) {
		wchar_t *one = wide_from(p, *entry);
		size_t len = wcslen(one) + 1;

		memcpy(at, one, len * sizeof(*at));
		at += len;
	}
	return wide;
}

static HANDLE open_null(DWORD access)
{
	SECURITY_ATTRIBUTES inherit = { .nLength = sizeof(inherit), .bInheritHandle = TRUE };
	HANDLE handle = CreateFileW(L"NUL", access, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit, OPEN_EXISTING, 0, NULL);

	return handle == INVALID_HANDLE_VALUE ? NULL : handle;
}

/* One output: where the child writes to, to be closed after the start. NULL and errno. */
static HANDLE open_output(const struct child *c, struct stream *s, struct buf *to)
{
	SECURITY_ATTRIBUTES inherit = { .nLength = sizeof(inherit), .bInheritHandle = TRUE };
	HANDLE write = NULL;

	if (!to) {
		write = open_null(GENERIC_WRITE);
	} else if (CreatePipe(&s->end, &write, &inherit, 0)) {
		SetHandleInformation(s->end, HANDLE_FLAG_INHERIT, 0);
		child_output_open(&s->output, c, to);
	}
	if (!write)
		wide_fail();
	return write;
}

static int open_all(struct running *r, HANDLE ends[3])
{
	const struct child *c = r->child;

	ends[0] = open_null(GENERIC_READ);
	ends[1] = open_output(c, &r->streams[0], c->out);
	if (c->share_stderr || (c->err && c->err == c->out)) {
		HANDLE from = c->share_stderr ? GetStdHandle(STD_ERROR_HANDLE) : ends[1];

		/* A process without a console may have none. */
		if (!from || from == INVALID_HANDLE_VALUE ||
		    !DuplicateHandle(GetCurrentProcess(), from, GetCurrentProcess(), &ends[2], 0, TRUE, DUPLICATE_SAME_ACCESS))
			ends[2] = open_null(GENERIC_WRITE);
	} else {
		ends[2] = open_output(c, &r->streams[1], c->err);
	}
	return ends[0] && ends[1] && ends[2] ? 0 : -1;
}

/* It inherits these three handles, and none that another thread opens meanwhile. */
static int start_with(struct running *r, struct pool *p, const wchar_t *program, HANDLE ends[3])
{
	const struct child *c = r->child;
	STARTUPINFOEXW start = { .StartupInfo = { .cb = sizeof(start), .dwFlags = STARTF_USESTDHANDLES,
		.hStdInput = ends[0], .hStdOutput = ends[1], .hStdError = ends[2] } };
	wchar_t *line = command_line(p, c->argv), *block = c->env ? environment_block(p, c->env) : NULL;
	const wchar_t *dir = c->dir ? wide_path(p, c->dir) : NULL;
	PROCESS_INFORMATION made;
	SIZE_T size = 0;
	BOOL good;

	InitializeProcThreadAttributeList(NULL, 1, 0, &size);
	start.lpAttributeList = pool_alloc(p, size);
	if (p->failed) {
		errno = ENOMEM;
		return -1;
	}
	good = InitializeProcThreadAttributeList(start.lpAttributeList, 1, 0, &size) &&
	       UpdateProcThreadAttribute(start.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, ends, 3 * sizeof(*ends),
	                                 NULL, NULL) &&
	       CreateProcessW(program, line, NULL, NULL, TRUE,
	                      CREATE_SUSPENDED | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT, block, dir,
	                      &start.StartupInfo, &made);
	if (!good)
		return wide_fail();
	r->process = made.hProcess;
	/* What it starts is in the same job, and can so be ended with it. */
	r->job = CreateJobObjectW(NULL, NULL);
	if (r->job && !AssignProcessToJobObject(r->job, made.hProcess))
		close_handle(&r->job);
	ResumeThread(made.hThread);
	CloseHandle(made.hThread);
	return 0;
}

static int start(struct running *r)
{
	struct pool pool = POOL_INIT;
	HANDLE ends[3] = { NULL };
	const char *program = find_program(&pool, r->child);
	int result = -1, why;

	if (program && !open_all(r, ends))
		result = start_with(r, &pool, wide_path(&pool, program), ends);
	why = errno;
	for (int i = 0; i < 3; i++)
		close_handle(&ends[i]);
	pool_release(&pool);
	errno = why;
	return result;
}

/* Reads what is there; *GOT says whether something was. */
static int take(struct stream *s, bool *got)
{
	DWORD there;

	while (s->end) {
		struct buf *to = s->output.to;

		if (!PeekNamedPipe(s->end, NULL, 0, NULL, &there, NULL)) {
			close_handle(&s->end);
			return 0;
		}
		if (!there)
			return 0;
		if (!buf_reserve(to, CHUNK)) {
			errno = ENOMEM;
			return -1;
		}
		if (!ReadFile(s->end, to->data + to->len, there < CHUNK ? there : CHUNK, &there, NULL))
			return wide_fail();
		*got = true;
		if (child_output_take(&s->output, there))
			return -1;
	}
	return 0;
}

static int take_all(struct running *r, bool *got)
{
	int result = 0;

	for (int i = 0; i < 2 && result == 0; i++) {
		if (!r->streams[i].end)
			continue;
		result = take(&r->streams[i], got);
		child_output_tell(&r->streams[i].output, r->child, i == 1, !r->streams[i].end || r->ended);
	}
	return result;
}

static DWORD time_left(int64_t deadline, int wait)
{
	int64_t left = deadline < 0 ? wait : deadline - sys_clock_ms();

	return left <= 0 ? 0 : left < wait ? (DWORD)left : (DWORD)wait;
}

/* A pipe cannot be waited for together with a process, so both are asked again and again. */
static int attend(struct running *r, int64_t deadline)
{
	int wait = SHORTEST_WAIT_MS, why = ETIMEDOUT;

	while (!r->ended) {
		bool got = false;

		r->ended = WaitForSingleObject(r->process, time_left(deadline, wait)) == WAIT_OBJECT_0;
		if (take_all(r, &got))
			return -1;
		if (!r->ended && why != EINTR && r->child->cancelled && r->child->cancelled(r->child->data)) {
			why = EINTR;
			deadline = deadline >= 0 && deadline < sys_clock_ms() + WAIT_FOR_CANCELLED_MS ? deadline
			         : sys_clock_ms() + WAIT_FOR_CANCELLED_MS;
		}
		if (!r->ended && deadline >= 0 && sys_clock_ms() >= deadline) {
			errno = why;
			return -1;
		}
		wait = got ? SHORTEST_WAIT_MS : wait < LONGEST_WAIT_MS ? wait * 2 : LONGEST_WAIT_MS;
	}
	return 0;
}

static void finish(struct running *r)
{
	int why = errno;

	if (!r->ended && !(r->job && TerminateJobObject(r->job, 1)))
		TerminateProcess(r->process, 1);
	WaitForSingleObject(r->process, WAIT_FOR_KILLED_MS);
	errno = why;
}

/* What ended by an exception has a status above all that a program says. */
static int status_of(HANDLE process)
{
	DWORD status = 1;

	GetExitCodeProcess(process, &status);
	return status & 0x80000000 ? 128 : (int)status;
}

int child_run(const struct child *c)
{
	struct running r = { .child = c };
	int result = start(&r), why;

	if (result == 0) {
		result = attend(&r, c->timeout_ms > 0 ? sys_clock_ms() + c->timeout_ms : -1);
		if (result)
			finish(&r);
		else
			result = status_of(r.process);
	}
	why = errno;
	close_handle(&r.streams[0].end);
	close_handle(&r.streams[1].end);
	close_handle(&r.process);
	close_handle(&r.job);
	errno = why;
	return result;
}
