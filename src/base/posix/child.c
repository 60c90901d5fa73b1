/* SPDX-License-Identifier: MIT */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child_output.h"
#include "base/posix/child_kill.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"

extern char **environ;

enum {
	SHORTEST_WAIT_MS = 1,
	LONGEST_WAIT_MS = 32,
	WAIT_FOR_KILLED_MS = 2000,
	WAIT_FOR_CANCELLED_MS = 1000,
};

/* One of the child's outputs, as this process reads it. FD is -1 once it is at its end. */
struct stream {
	int fd;
	struct child_output output;
};

/* Everything that the child needs between fork and exec, where nothing may be allocated. */
struct start {
	const char *program;
	char *const *argv;
	char *const *env;
	const char *dir;
	int fds[3]; /* to become 0, 1 and 2; -1: as it is */
	int trouble;
	sigset_t mask;
};

struct running {
	const struct child *child;
	pid_t pid;
	bool ended;
	int status;
	struct stream streams[2];
};

static void close_fd(int *fd)
{
	int why = errno;

	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = why;
}

/* FD under a number that is none of the three standard ones, which this process may have been started without. */
static int move_up(int fd)
{
	int moved;

	if (fd < 0 || fd > 2)
		return fd;
	moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close_fd(&fd);
	return moved;
}

static int open_pipe(int ends[2])
{
#ifdef HAVE_PIPE2
	if (pipe2(ends, O_CLOEXEC))
		return -1;
#else
	if (pipe(ends))
		return -1;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#endif
	ends[0] = move_up(ends[0]);
	ends[1] = move_up(ends[1]);
	if (ends[0] >= 0 && ends[1] >= 0)
		return 0;
	close_fd(&ends[0]);
	close_fd(&ends[1]);
	return -1;
}

/* argv[0] as execve takes it. */
static const char *find_program(struct pool *p, const struct child *c)
{
	struct strings folders = { 0 };
	int why = ENOENT;

	if (strchr(c->argv[0], '/'))
		return c->argv[0];
	path_list_split(&folders, p, c->env ? env_get(c->env, "PATH") : getenv("PATH"));
	for (size_t i = 0; i < folders.count; i++) {
		const char *path = path_join(p, folders.items[i], c->argv[0]);

		if (!path_is_absolute(folders.items[i]))
			continue;
		if (file_is_executable(path))
			return path;
		if (file_identify(path).kind == FILE_REGULAR)
			why = EACCES;
	}
	errno = p->failed ? ENOMEM : why;
	return NULL;
}

/* In the child: only what may be called after fork. Answers only where it went wrong. */
static void become(const struct start *s)
{
	const struct sigaction by_default = { .sa_handler = SIG_DFL };
	struct sigaction action;

	/*
	 * Exec would end this process's handlers, but a signal may be waiting already, and is to end the
	 * child rather than to be noted in it. What is ignored stays so, but for a closed pipe: this
	 * process may ignore that to see the error, which must not be the child's fate as well.
	 */
	for (int signal = 1; signal < NSIG; signal++)
		if (!sigaction(signal, NULL, &action) && (action.sa_handler != SIG_IGN || signal == SIGPIPE))
			sigaction(signal, &by_default, NULL);
	for (int i = 0; i < 3; i++)
		if (s->fds[i] >= 0 && dup2(s->fds[i], i) < 0)
			return;
	if (s->dir && chdir(s->dir))
		return;
	sigprocmask(SIG_SETMASK, &s->mask, NULL);
	execve(s->program, s->argv, s->env);
}

/*
 * The child stays in this process's group. With a group of its own it would be easy to kill as a
 * whole, but that group would be in the background of its terminal: Ctrl-C would pass it by, and a
 * read from the terminal would stop it for good. To hand it the terminal would take handlers and a
 * hand back that a library has no business with. So, what is to be killed is looked for instead
 * (child_kill).
 */
static pid_t start(struct start *s)
{
	int ends[2], why = 0;
	sigset_t all;
	pid_t pid;
	ssize_t got;

	if (open_pipe(ends))
		return -1;
	s->trouble = ends[1];
	/* No handler of this process is to run in the child. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &s->mask);
	pid = fork();
	if (!pid) {
		become(s);
		why = errno;
		while (write(s->trouble, &why, sizeof why) < 0 && errno == EINTR)
			;
		_exit(127);
	}
	why = errno;
	sigprocmask(SIG_SETMASK, &s->mask, NULL);
	close_fd(&ends[1]);
	if (pid < 0) {
		close_fd(&ends[0]);
		errno = why;
		return -1;
	}
	/* Exec closes the other end; until then, the child may still have something to say. */
	while ((got = read(ends[0], &why, sizeof why)) < 0 && errno == EINTR)
		;
	close_fd(&ends[0]);
	if (got != sizeof why)
		return pid;
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	errno = why;
	return -1;
}

/* Reads what is there. */
static int take(struct stream *s)
{
	struct buf *to = s->output.to;

	for (;;) {
		size_t room = 4096;
		ssize_t got;

		if (!buf_reserve(to, room)) {
			errno = ENOMEM;
			return -1;
		}
		got = read(s->fd, to->data + to->len, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
		if (!got) {
			close_fd(&s->fd);
			return 0;
		}
		if (child_output_take(&s->output, (size_t)got))
			return -1;
	}
}

static int take_all(struct running *r)
{
	int result = 0;

	for (int i = 0; i < 2 && result == 0; i++) {
		if (r->streams[i].fd < 0)
			continue;
		result = take(&r->streams[i]);
		child_output_tell(&r->streams[i].output, r->child, i == 1, r->streams[i].fd < 0 || r->ended);
	}
	return result;
}

/* Asks whether the child has ended. */
static int look(struct running *r)
{
	pid_t got;

	while ((got = waitpid(r->pid, &r->status, WNOHANG)) < 0 && errno == EINTR)
		;
	/* Where somebody else asked first, the id is no longer ours to kill. */
	if (got)
		r->ended = true;
	return got < 0 ? -1 : 0;
}

/* The first of two points in time; of A, -1 is none. */
static int64_t sooner(int64_t a, int64_t b)
{
	return a >= 0 && a < b ? a : b;
}

/* How long to wait for the next thing to happen: WAIT, but not beyond DEADLINE (-1: none). */
static int time_left(int64_t deadline, int wait)
{
	int64_t left = deadline < 0 ? wait : deadline - sys_clock_ms();

	if (left <= 0)
		return 0;
	return left < wait ? (int)left : wait;
}

/*
 * Until the child has ended, which is asked for now and then: the end of its outputs says little, for a
 * process that it left behind may hold them open for ever, and it may close them and go on.
 */
static int attend(struct running *r, int64_t deadline)
{
	int wait = SHORTEST_WAIT_MS, open = -1, why = ETIMEDOUT;

	while (!r->ended) {
		struct pollfd fds[2];
		int before = open;

		open = 0;
		for (int i = 0; i < 2; i++) {
			fds[i] = (struct pollfd){ .fd = r->streams[i].fd, .events = POLLIN };
			open += fds[i].fd >= 0;
		}
		/* Whoever closes its output is most likely about to end. */
		if (open != before)
			wait = SHORTEST_WAIT_MS;
		if (poll(fds, 2, time_left(deadline, wait)) < 0 && errno != EINTR)
			return -1;
		/* The end first: what is read after it is all that the child itself had to say. */
		if (look(r) || take_all(r))
			return -1;
		/* Ctrl-C reached the child too, and it may have something to tidy up; of a plain kill it knows nothing. */
		if (!r->ended && why != EINTR && r->child->cancelled && r->child->cancelled(r->child->data)) {
			why = EINTR;
			deadline = sooner(deadline, sys_clock_ms() + WAIT_FOR_CANCELLED_MS);
		}
		if (!r->ended && deadline >= 0 && sys_clock_ms() >= deadline) {
			errno = why;
			return -1;
		}
		if (wait < LONGEST_WAIT_MS)
			wait *= 2;
	}
	return 0;
}

/* One that is stuck in the kernel (a file server that is gone) outlives even that, and is left behind. */
static void finish(struct running *r)
{
	int64_t deadline = sys_clock_ms() + WAIT_FOR_KILLED_MS;
	int why = errno;

	if (!r->ended)
		child_kill(r->pid);
	while (!r->ended && !look(r) && !r->ended && sys_clock_ms() < deadline)
		poll(NULL, 0, SHORTEST_WAIT_MS);
	errno = why;
}

/* One output: where the child writes to (*FD, to be closed after the start), and where it is read from. */
static int open_output(const struct child *c, struct stream *s, int *fd, struct buf *to)
{
	int ends[2];

	if (!to) {
		*fd = move_up(open("/dev/null", O_WRONLY | O_CLOEXEC));
		return *fd < 0 ? -1 : 0;
	}
	if (open_pipe(ends))
		return -1;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	s->fd = ends[0];
	child_output_open(&s->output, c, to);
	*fd = ends[1];
	return 0;
}

static int open_all(const struct child *c, struct start *s, struct running *r)
{
	s->fds[0] = move_up(open("/dev/null", O_RDONLY | O_CLOEXEC));
	if (s->fds[0] < 0 || open_output(c, &r->streams[0], &s->fds[1], c->out))
		return -1;
	if (c->share_stderr)
		return 0;
	if (c->err && c->err == c->out) {
		s->fds[2] = fcntl(s->fds[1], F_DUPFD_CLOEXEC, 3);
		return s->fds[2] < 0 ? -1 : 0;
	}
	return open_output(c, &r->streams[1], &s->fds[2], c->err);
}

static int prepare(const struct child *c, struct pool *p, struct start *s)
{
	s->program = find_program(p, c);
	if (!s->program)
		return -1;
	s->argv = (char *const *)(uintptr_t)c->argv;
	s->env = c->env ? env_block(c->env, p) : environ;
	s->dir = c->dir;
	if (!p->failed)
		return 0;
	errno = ENOMEM;
	return -1;
}

int child_run(const struct child *c)
{
	struct running r = { .child = c, .pid = -1, .streams = { { .fd = -1 }, { .fd = -1 } } };
	struct start s = { .fds = { -1, -1, -1 } };
	struct pool pool = POOL_INIT;
	int result = -1;

	if (!prepare(c, &pool, &s) && !open_all(c, &s, &r))
		r.pid = start(&s);
	for (int i = 0; i < 3; i++)
		close_fd(&s.fds[i]);
	if (r.pid >= 0) {
		int64_t deadline = c->timeout_ms > 0 ? sys_clock_ms() + c->timeout_ms : -1;

		result = attend(&r, deadline);
		if (result)
			finish(&r);
		else
			result = WIFSIGNALED(r.status) ? 128 + WTERMSIG(r.status) : WEXITSTATUS(r.status);
	}
	close_fd(&r.streams[0].fd);
	close_fd(&r.streams[1].fd);
	pool_release(&pool);
	return result;
}
