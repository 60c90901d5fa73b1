/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <sys/resource.h>
#ifdef __linux__
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "base/buf.h"
#include "base/file.h"
#include "base/pool.h"
#include "tests/unit/folder.h"

static struct pool pool = POOL_INIT;

static int why(int result)
{
	return result ? errno : 0;
}

static bool exists(const char *path)
{
	return file_identify_link(path).kind != FILE_ABSENT;
}

static void test_plain(void)
{
	unit_case("remove");
	CHECK(!file_remove_tree("absent"));
	folder_put("kept", "");
	CHECK(!symlink("kept", "link") && !mkdir("outside", 0700) && !symlink("outside", "folder-link"));
	folder_put("outside/kept", "");
	CHECK(!file_remove_tree("link") && !exists("link") && exists("kept"));
	CHECK(!file_remove_tree("folder-link") && !exists("folder-link") && exists("outside/kept"));
	CHECK(!file_make_folders("t/a/b", 0777) && !file_make_folders("t/c", 0777) && !symlink("../outside", "t/link"));
	CHECK(!symlink("../../outside", "t/a/link") && !mkfifo("t/a/fifo", 0600));
	folder_put("t/a/b/\n", "");
	for (int i = 0; i < 2000; i++)
		folder_put(pool_printf(&pool, "t/c/%d", i), "");
	CHECK_INT(why(file_remove_tree("t")), 0);
	CHECK(!exists("t") && exists("outside/kept"));
	folder_put("file", "");
	CHECK(!file_remove_tree("file") && !exists("file"));
	CHECK_INT(why(file_remove_tree("kept/x")), ENOTDIR);
}

static void test_closed(void)
{
	unit_case("remove what is closed");
	folder_be_user();
	CHECK(!file_make_folders("t/none/x", 0777) && !file_make_folders("t/only-read/x", 0777));
	folder_put("t/none/x/f", "");
	folder_put("t/only-read/x/f", "");
	CHECK(!chmod("t/none/x", 0) && !chmod("t/none", 0) && !chmod("t/only-read", 0500) && !chmod("t", 0));
	CHECK_INT(why(file_remove_tree("t")), 0);
	CHECK(!exists("t"));
	folder_be_oneself();
	if (getuid()) {
		unit_skip("only root can make another's folder");
		return;
	}
	CHECK(!file_make_folders("t/a", 0755));
	folder_put("t/a/f", "");
	folder_be_user();
	CHECK_INT(why(file_remove_tree("t")), EACCES);
	CHECK(exists("t/a/f"));
	folder_be_oneself();
	CHECK(!file_remove_tree("t"));
}

static void test_deep(void)
{
	struct rlimit before, few;
	int folder = open(".", O_RDONLY | O_DIRECTORY);
	bool made = true;

	unit_case("remove what is deep");
	for (int i = 0; i < 2000 && made; i++) {
		int next;

		made = !mkdirat(folder, "d", 0700);
		next = openat(folder, "d", O_RDONLY | O_DIRECTORY);
		made &= next >= 0;
		close(folder);
		folder = next;
	}
	close(folder);
	CHECK(made);
	CHECK(!getrlimit(RLIMIT_NOFILE, &before));
	few = before;
	few.rlim_cur = 100;
	CHECK(!setrlimit(RLIMIT_NOFILE, &few));
	CHECK_INT(why(file_remove_tree("d")), 0);
	CHECK(!setrlimit(RLIMIT_NOFILE, &before));
	CHECK(!exists("d"));
}

static void check_rename(const char *name)
{
	struct buf b = BUF_INIT;

	unit_case(name);
	folder_put("from", "from");
	folder_put("to", "to");
	CHECK_INT(why(file_rename_new("from", "to")), EEXIST);
	CHECK(!file_read(&b, "to", 10, NULL));
	CHECK_STR(b.data, "to");
	CHECK(exists("from") && !unlink("to"));
	CHECK_INT(why(file_rename_new("from", "to")), 0);
	buf_clear(&b);
	CHECK(!file_read(&b, "to", 10, NULL));
	CHECK_STR(b.data, "from");
	CHECK(!exists("from"));
	CHECK_INT(why(file_rename_new("from", "new")), ENOENT);
	CHECK(!exists("new"));
	CHECK_INT(why(file_rename_new("to", "absent/to")), ENOENT);
	CHECK(exists("to"));

	CHECK(!mkdir("dir", 0700) && !mkdir("empty", 0700));
	folder_put("dir/f", "");
	CHECK_INT(why(file_rename_new("dir", "empty")), EEXIST);
	CHECK_INT(why(file_rename_new("dir", "to")), EEXIST);
	CHECK_INT(why(file_rename_new("dir", "dir/in")), EINVAL);
	CHECK(exists("dir/f") && !exists("dir/in"));
	CHECK_INT(why(file_rename_new("dir", "moved")), 0);
	CHECK(exists("moved/f") && !exists("dir"));

	CHECK(!symlink("nowhere", "link") && !symlink("nowhere", "other"));
	CHECK_INT(why(file_rename_new("link", "other")), EEXIST);
	CHECK(!unlink("other"));
	CHECK_INT(why(file_rename_new("link", "other")), 0);
	CHECK_STR(file_link_target(&pool, "other"), "nowhere");
	CHECK(!exists("link"));
	CHECK(!unlink("other") && !unlink("to") && !file_remove_tree("moved") && !rmdir("empty"));
	buf_release(&b);
}

#ifdef __linux__
/* From now on, and for good, the system call NUMBER fails with ERROR. */
static bool without_call(unsigned number, unsigned error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = sizeof code / sizeof *code, .filter = code };

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void test_poor_systems(void)
{
	unit_case("poor systems");
	if (!without_call(SYS_renameat2, EINVAL)) {
		unit_skip("system calls cannot be taken away here");
		return;
	}
	check_rename("rename by a second name");
	without_call(SYS_linkat, EPERM);
	check_rename("rename by a claim");
}

/* In mounts of this process's own, which end with it. */
static void test_mounts(void)
{
	struct strings points = { 0 };

	unit_case("mounts");
	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
		unit_skip("this user cannot mount");
		return;
	}
	CHECK(!file_make_folders("t/a/mount", 0700) && !file_make_folders("t/b", 0700));
	if (mount("none", "t/a/mount", "tmpfs", 0, NULL)) {
		unit_skip("there is no tmpfs here");
	} else {
		folder_put("t/a/mount/kept", "");
		CHECK_INT(why(file_remove_tree("t")), EXDEV);
		CHECK(exists("t/a/mount/kept"));
		CHECK(!umount("t/a/mount"));
	}
#ifdef HAVE_STATX
	CHECK(!mkdir("source", 0700) && !mount("source", "t/a/mount", NULL, MS_BIND, NULL));
	folder_put("source/kept", "");
	CHECK_INT(why(file_remove_tree("t")), EXDEV);
	CHECK(exists("source/kept"));
	CHECK(!umount("t/a/mount"));
#endif
	CHECK(!file_remove_tree("t") && !exists("t"));
	folder_put("table", "21 1 0:19 / /proc rw,nosuid shared:12 - proc proc rw\n"
			    "22 1 0:20 / /net rw,relatime - autofs -hosts rw,fd=5\n"
			    "23 1 0:21 / /a\\040b\\134c\\012 rw shared:3 master:1 - autofs systemd-1 rw\n"
			    "24 1 0:22 / /autofs rw - tmpfs autofs rw\n"
			    "rubbish - autofs \n");
	if (mount("table", "/proc/self/mountinfo", NULL, MS_BIND, NULL)) {
		unit_skip("the table of mounts cannot be replaced here");
		return;
	}
	file_automounts(&points, &pool);
	CHECK(!umount("/proc/self/mountinfo"));
	CHECK_INT(points.count, 2);
	if (points.count == 2) {
		CHECK_STR(points.items[0], "/net");
		CHECK_STR(points.items[1], "/a b\\c\n");
	}
}
#endif

int main(void)
{
	folder_enter();
	test_plain();
	test_closed();
	test_deep();
	check_rename("rename");
#ifdef __linux__
	test_mounts();
	test_poor_systems();
#endif
	pool_release(&pool);
	return unit_done();
}
