/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/pool.h"
#include "base/sys.h"
#include "tests/unit/folder.h"

static struct pool pool = POOL_INIT;
static const char *self; /* this program, which plays the child too */

static int run(struct child c, const char *a, const char *b, const char *d)
{
	const char *argv[] = { a, b, d, NULL };
	int result;

	c.argv = argv;
	result = child_run(&c);
	if (result >= 0)
		errno = 0;
	return result;
}

static int shell(struct child c, const char *script)
{
	return run(c, "/bin/sh", "-c", script);
}

static void test_status(void)
{
	static const struct {
		const char *script;
		int status;
		const char *out, *err;
	} rows[] = {
		{ "exit 0", 0, "", "" },
		{ "echo out; echo err >&2; exit 7", 7, "out\n", "err\n" },
		{ "printf x; kill -TERM $$", 128 + SIGTERM, "x", "" },
		{ "kill -KILL $$", 128 + SIGKILL, "", "" },
		{ "cat; echo end", 0, "end\n", "" },
		{ "exec >&-; exec 2>&-; exit 4", 4, "", "" },
		{ "printf 'a\\nb'", 0, "a\nb", "" },
	};
	struct buf out = BUF_INIT, err = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].script);
		buf_clear(&out);
		buf_clear(&err);
		CHECK_INT(shell((struct child){ .out = &out, .err = &err }, rows[i].script), rows[i].status);
		CHECK_STR(out.data, rows[i].out);
		CHECK_STR(err.data, rows[i].err);
		CHECK_INT(shell((struct child){ .timeout_ms = 60000 }, rows[i].script), rows[i].status);
	}
	unit_case("both outputs in one");
	buf_clear(&out);
	CHECK_INT(shell((struct child){ .out = &out, .err = &out }, "echo 1; echo 2 >&2; echo 3"), 0);
	CHECK_STR(out.data, "1\n2\n3\n");
	buf_release(&out);
	buf_release(&err);
}

static void test_limit(void)
{
	static const struct {
		size_t limit, said;
		int error;
	} rows[] = { { 10, 10, 0 }, { 10, 11, EFBIG }, { 0, 1 << 20, 0 }, { 0, (1 << 20) + 1, EFBIG }, { 5, 300000, EFBIG } };
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *script = pool_printf(&pool, "head -c %zu /dev/zero", rows[i].said);
		size_t most = rows[i].limit ? rows[i].limit : 1 << 20;

		unit_case(script);
		buf_clear(&out);
		buf_str(&out, "kept");
		CHECK_INT(shell((struct child){ .out = &out, .limit = rows[i].limit }, script), rows[i].error ? -1 : 0);
		CHECK_INT(errno, rows[i].error);
		CHECK_INT(out.len, 4 + (rows[i].error ? most : rows[i].said));
	}
	unit_case("limit of the error output");
	CHECK_INT(shell((struct child){ .err = &out, .limit = 3 }, "echo long >&2; exec sleep 1000"), -1);
	CHECK_INT(errno, EFBIG);
	buf_release(&out);
}

static void test_start(void)
{
	struct env e = { 0 };
	const char *here = file_real_path(&pool, ".");
	struct child c = { .env = &e };
	static const struct {
		const char *program;
		int error;
	} rows[] = {
		{ "here", 0 },		 { "absent", ENOENT },	   { "plain", EACCES },	     { "relative", ENOENT },
		{ "./absent", ENOENT }, { "./plain", EACCES }, { "/absent/x", ENOENT }, { "./relative/relative", 0 },
		{ "bad", ENOEXEC },
	};

	CHECK(!mkdir("bin", 0755) && !mkdir("relative", 0755));
	folder_put("bin/here", "#!/bin/sh\nexit 0\n");
	folder_put("bin/bad", "\1\2\3");
	folder_put("bin/plain", "#!/bin/sh\nexit 0\n");
	folder_put("plain", "#!/bin/sh\nexit 0\n");
	folder_put("relative/relative", "#!/bin/sh\nexit 0\n");
	CHECK(!chmod("bin/here", 0755) && !chmod("bin/bad", 0755) && !chmod("relative/relative", 0755));
	env_set(&e, &pool, "PATH", pool_printf(&pool, "relative::/absent:%s/bin", here));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].program);
		CHECK_INT(run(c, rows[i].program, NULL, NULL), rows[i].error ? -1 : 0);
		CHECK_INT(errno, rows[i].error);
	}
	unit_case("no PATH");
	env_remove(&e, "PATH");
	CHECK_INT(run(c, "here", NULL, NULL), -1);
	CHECK_INT(errno, ENOENT);
	unit_case("no such folder");
	CHECK_INT(shell((struct child){ .dir = "absent" }, "exit 0"), -1);
	CHECK_INT(errno, ENOENT);
}

static void test_surroundings(void)
{
	struct buf out = BUF_INIT;
	struct env e = { 0 };
	sigset_t blocked, before;
	const char *expected = pool_printf(&pool, "group %ld pipe 0 mask 0 files 0\n", (long)getpgrp());

	unit_case("surroundings");
	env_set(&e, &pool, "ONE", "1\n\xff");
	env_set(&e, &pool, "GONE", NULL);
	CHECK_INT(shell((struct child){ .out = &out, .env = &e }, "printf '%s' \"$ONE${GONE-gone}${HOME-none}\""), 0);
	CHECK_STR(out.data, "1\n\xffgonenone");
	buf_clear(&out);
	CHECK_INT(shell((struct child){ .out = &out, .dir = "/" }, "pwd"), 0);
	CHECK_STR(out.data, "/\n");
	buf_clear(&out);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	signal(SIGPIPE, SIG_IGN);
	CHECK_INT(run((struct child){ .out = &out }, self, "--child", "tell"), 0);
	CHECK_STR(out.data, expected);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	CHECK_INT(shell((struct child){ 0 }, "kill -USR1 $$; exit 5"), 5);
	sigprocmask(SIG_SETMASK, &before, NULL);
	CHECK_INT(shell((struct child){ 0 }, "kill -USR1 $$; exit 5"), 128 + SIGUSR1);
	signal(SIGCHLD, SIG_IGN);
	CHECK_INT(shell((struct child){ 0 }, "exit 6"), -1);
	CHECK_INT(errno, ECHILD);
	sys_keep_children();
	CHECK_INT(shell((struct child){ 0 }, "exit 6"), 6);
	buf_release(&out);
}

/* Who holds the writing end of a pipe is alive: reading ends when the last of them is dead. */
static void test_timeout(void)
{
	struct buf out = BUF_INIT;
	int ends[2];
	char byte;

	unit_case("timeout");
	CHECK(!pipe(ends));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	CHECK_INT(shell((struct child){ .out = &out, .timeout_ms = 700 },
			"sleep 1000 & (sleep 1000; exit) & sh -c 'sleep 1000; exit' & echo said; wait"),
		  -1);
	CHECK_INT(errno, ETIMEDOUT);
	CHECK_STR(out.data, "said\n");
	close(ends[1]);
#ifdef __linux__
	CHECK_INT(read(ends[0], &byte, 1), 0);
#else
	(void)byte;
	unit_skip("this system does not say who started whom");
#endif
	close(ends[0]);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
	CHECK_INT(shell((struct child){ .timeout_ms = 300 }, "exec sleep 1000"), -1);
	CHECK_INT(errno, ETIMEDOUT);
	buf_release(&out);
}

static void hear(void *data, bool err, const char *line)
{
	buf_strs(data, err ? "err:" : "out:", line, "|", NULL);
}

static void test_heard(void)
{
	struct buf heard = BUF_INIT, out = BUF_INIT, err = BUF_INIT;
	struct child child = { .out = &out, .err = &err, .heard = hear, .data = &heard };

	unit_case("heard line by line");
	buf_str(&out, "before\n");
	CHECK_INT(shell(child, "echo one; echo; echo two >&2; printf three"), 0);
	CHECK(strstr(heard.data, "out:one|out:|") && strstr(heard.data, "err:two|") && strstr(heard.data, "out:three|"));
	CHECK(!strstr(heard.data, "before"));
	CHECK_STR(out.data, "before\none\n\nthree");
	buf_clear(&heard);
	child.err = &out;
	CHECK_INT(shell(child, "for i in 1 2 3; do echo $i; sleep 0.01; echo $i >&2; done"), 0);
	CHECK_STR(heard.data, "out:1|out:1|out:2|out:2|out:3|out:3|");
	buf_release(&heard);
	buf_release(&out);
	buf_release(&err);
}

static volatile sig_atomic_t told;

static void tell_of(int signal)
{
	told += signal;
}

static bool cancelled(void *data)
{
	(void)data;
	return interrupt_came();
}

static void test_interrupt(void)
{
	unit_case("a request to end");
	signal(SIGTERM, tell_of);
	interrupt_hold();
	CHECK_INT(shell((struct child){ 0 }, "kill -TERM $PPID; exit 3"), 3);
	CHECK(interrupt_came());
	CHECK_INT(told, 0);
	CHECK_INT(shell((struct child){ .timeout_ms = 600000, .cancelled = cancelled }, "exec sleep 1000"), -1);
	CHECK_INT(errno, EINTR);
	CHECK_INT(shell((struct child){ .cancelled = cancelled }, "exec sleep 1000"), -1);
	CHECK_INT(errno, EINTR);
	interrupt_release();
	CHECK_INT(told, SIGTERM);
	CHECK(!interrupt_came());
	CHECK_INT(shell((struct child){ 0 }, "exit 4"), 4);
	/* A handler of this process is not the child's. */
	CHECK_INT(shell((struct child){ 0 }, "kill -TERM $$; exit 3"), 128 + SIGTERM);
	signal(SIGTERM, SIG_DFL);
}

static void test_left_behind(void)
{
	struct buf out = BUF_INIT;
	int fd;

	unit_case("what the child leaves behind");
	CHECK(!mkfifo("hold", 0600));
	/* It holds the child's output until the test opens the other end. */
	CHECK_INT(shell((struct child){ .out = &out }, "(cat hold) & echo said; exit 9"), 9);
	CHECK_STR(out.data, "said\n");
	fd = open("hold", O_WRONLY);
	CHECK(fd >= 0);
	close(fd);
	buf_release(&out);
}

/* Started by a daemon, say, with nothing open. */
static void test_closed(void)
{
	struct buf out = BUF_INIT;
	int status = -1;
	pid_t pid;

	unit_case("without standard files");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		close(0);
		close(1);
		close(2);
		status = shell((struct child){ .out = &out, .err = &out }, "echo a; echo b >&2; cat; exit 3");
		_exit(status == 3 && !strcmp(out.data, "a\nb\n") ? 0 : 1);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int ends[2];

		if (pipe(ends) || dup2(ends[1], 2) < 0)
			_exit(1);
		shell((struct child){ .share_stderr = true, .err = &out }, "printf shared >&2");
		close(2);
		close(ends[1]);
		buf_reserve(&out, 100);
		_exit(read(ends[0], out.data, 100) == 6 && !memcmp(out.data, "shared", 6) ? 0 : 1);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
}

/* What a child finds: its group, whether SIGPIPE is ignored, how many signals are blocked and files open. */
static int tell(void)
{
	struct sigaction pipe_action;
	sigset_t mask;
	int blocked = 0, files = 0;

	sigaction(SIGPIPE, NULL, &pipe_action);
	sigprocmask(SIG_SETMASK, NULL, &mask);
	for (int i = 1; i < 32; i++)
		blocked += sigismember(&mask, i) == 1;
	for (int i = 3; i < 256; i++)
		files += fcntl(i, F_GETFD) >= 0;
	printf("group %ld pipe %d mask %d files %d\n", (long)getpgrp(), pipe_action.sa_handler == SIG_IGN, blocked, files);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--child"))
		return tell();
	/* What this program was started with is not what is tested. */
	for (int i = 3; i < 256; i++)
		if (fcntl(i, F_GETFD) >= 0)
			fcntl(i, F_SETFD, FD_CLOEXEC);
	self = file_real_path(&pool, argv[0]);
	if (!self) {
		puts("Bail out! this program was started without its path");
		return 1;
	}
	folder_enter();
	test_status();
	test_limit();
	test_start();
	test_surroundings();
	test_timeout();
	test_heard();
	test_interrupt();
	test_left_behind();
	test_closed();
	pool_release(&pool);
	return unit_done();
}
