/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/sys.h"
#include "tests/unit/folder.h"

static struct pool pool = POOL_INIT;
static const char *here; /* the test's folder, without links */

static const char *below(const char *name)
{
	return path_join(&pool, here, name);
}

static void test_folders(void)
{
	struct env e = { 0 };
	const struct {
		const char *pwd, *expected;
	} rows[] = {
		{ NULL, below("real") },
		{ "", below("real") },
		{ "real", below("real") },
		{ ".", below("real") },
		{ below("real"), below("real") },
		{ below("link"), below("link") },
		{ pool_printf(&pool, "%s//link/", here), below("link") },
		{ below("other"), below("real") },
		{ below("absent"), below("real") },
		{ below("other/../link"), below("real") },
		{ below("./link"), below("real") },
		{ below("li\nnk"), below("li\nnk") },
	};

	CHECK(!mkdir("real", 0700) && !mkdir("other", 0700) && !symlink("real", "link") && !symlink("real", "li\nnk"));
	CHECK(!chdir("real"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(pool_printf(&pool, "PWD=%s", rows[i].pwd ? path_name(rows[i].pwd) : "(unset)"));
		env_set(&e, &pool, "PWD", rows[i].pwd);
		CHECK_STR(sys_logical_folder(&pool, &e), rows[i].expected);
		CHECK_STR(sys_working_folder(&pool), below("real"));
	}
	unit_case("a folder that was removed");
	env_set(&e, &pool, "PWD", below("real"));
	CHECK(!rmdir(below("real")));
	CHECK(!sys_working_folder(&pool) && errno == ENOENT);
	CHECK(!sys_logical_folder(&pool, &e) && errno == ENOENT);
	CHECK(!chdir(here));
}

static void test_home(void)
{
	struct env e = { 0 };
	const struct passwd *entry = getpwuid(getuid());
	const char *home;

	unit_case("home");
	env_set(&e, &pool, "HOME", "/some/where");
	CHECK_STR(sys_home(&pool, &e), "/some/where");
	env_set(&e, &pool, "HOME", "where");
	home = sys_home(&pool, &e);
	CHECK(!home || path_is_absolute(home));
	env_remove(&e, "HOME");
	CHECK_STR(sys_home(&pool, &e), home);
	if (entry && path_is_absolute(entry->pw_dir))
		CHECK_STR(home, entry->pw_dir);
}

/* This program, as a child, says what it finds: its parent's name, and its own path by the name it was given. */
static int tell(const char *argv0)
{
	struct env e;
	const char *parent = sys_parent_program(&pool), *path;

	env_from_process(&e, &pool);
	path = sys_own_path(&pool, &e, argv0);
	printf("%s %s", parent ? parent : "-", path ? path : "-");
	pool_release(&pool);
	return 0;
}

static const char *answer(const char *path_variable, const char *script)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	struct buf out = BUF_INIT;
	struct env e;
	struct child c = { .argv = argv, .env = &e, .out = &out, .share_stderr = true };
	const char *text;

	env_from_process(&e, &pool);
	env_set(&e, &pool, "PATH", path_variable);
	env_set(&e, &pool, "PWD", here);
	text = child_run(&c) ? "(failed)" : pool_str(&pool, out.data);
	buf_release(&out);
	return text;
}

static void test_own_path(const char *self)
{
	const char *shell = path_name(file_real_path(&pool, "/bin/sh"));
	const char *search = pool_printf(&pool, "/absent:%s/bin:/usr/bin:/bin", here);
	const struct {
		const char *what, *script, *expected;
		bool by_bash; /* sh cannot start a program by another name */
	} rows[] = {
		{ "by path", pool_printf(&pool, "'%s' --tell; :", self), self, false },
		{ "by a link", pool_printf(&pool, "'%s/bin/linked' --tell; :", here), below("bin/linked"), false },
		{ "by a relative path", "./bin/../bin/linked --tell; :", below("bin/linked"), false },
		{ "by PATH", "linked --tell; :", below("bin/linked"), false },
		{ "by another program's name", "bash -c 'exec -a cat linked --tell'; :", self, true },
		{ "by nobody's name", "bash -c 'exec -a -x linked --tell'; :", self, true },
	};

	unit_case("own path");
	CHECK(!mkdir("bin", 0755) && !symlink(self, "bin/linked"));
	if (!file_is_executable("/proc/self/exe")) {
		unit_skip("this system does not say which program is running");
		return;
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].what);
		if (rows[i].by_bash && strcmp(answer(search, "bash -c echo"), "\n") != 0)
			unit_skip("there is no bash");
		else
			CHECK_STR(answer(search, rows[i].script), pool_printf(&pool, "%s %s", shell, rows[i].expected));
	}
}

static void check_processes(void)
{
	pid_t child = fork();
	siginfo_t info;

	unit_case("which processes live");
	if (child == 0)
		_exit(0);
	CHECK(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) == 0);
	CHECK(!sys_process_lives(child)); /* ended, and not waited for */
	CHECK(waitpid(child, NULL, 0) == child);
	CHECK(!sys_process_lives(child));
	CHECK(sys_process_lives(sys_process()));
	CHECK(sys_process_lives(1));
	CHECK(!sys_process_lives(0));
	CHECK(!sys_process_lives(-1));
}

int main(int argc, char **argv)
{
	const char *self;

	if (argc == 2 && !strcmp(argv[1], "--tell"))
		return tell(argv[0]);
	self = file_real_path(&pool, argv[0]);
	if (!self) {
		puts("Bail out! this program was started without its path");
		return 1;
	}
	folder_enter();
	here = file_real_path(&pool, ".");
	test_folders();
	test_home();
	test_own_path(self);
	unit_case("the rest");
	CHECK(sys_os()[0] && sys_arch(&pool)[0] && !strchr(sys_host(&pool), '.'));
	CHECK(sys_now_ns() > 1500000000 * (int64_t)1000000000 && sys_clock_ms() > 0);
	CHECK(sys_is_root() == !geteuid());
	pool_release(&pool);
	check_processes();
	return unit_done();
}
