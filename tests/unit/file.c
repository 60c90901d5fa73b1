/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/pool.h"
#include "tests/unit/folder.h"

static struct pool pool = POOL_INIT;

/* What failed, so that a row can say errno. */
static int why(int result)
{
	return result ? errno : 0;
}

static size_t entries_of(const char *path)
{
	struct strings entries = { 0 };

	return file_list(&entries, &pool, path) ? SIZE_MAX : entries.count;
}

static void test_identify(void)
{
	struct file_id a, b;

	unit_case("identify");
	folder_put("one", "1");
	CHECK(!symlink("one", "to-one") && !symlink("nowhere", "dangling") && !mkdir("dir", 0750) && !mkfifo("fifo", 0600));
	CHECK(!chmod("one", 0640));
	a = file_identify("one");
	CHECK(a.kind == FILE_REGULAR && a.size == 1 && a.mode == 0640 && a.owner == geteuid() && a.modified);
	b = file_identify("to-one");
	CHECK(file_id_equal(&a, &b));
	b = file_identify_link("to-one");
	CHECK(b.kind == FILE_LINK && !file_id_equal(&a, &b));
	CHECK_INT(file_identify("dir").kind, FILE_FOLDER);
	CHECK_INT(file_identify("fifo").kind, FILE_OTHER);
	a = file_identify("dangling");
	CHECK(a.kind == FILE_ABSENT && errno == ENOENT);
	b = (struct file_id){ 0 };
	CHECK(file_id_equal(&a, &b));
	CHECK_INT(file_identify_link("dangling").kind, FILE_LINK);
	a = file_identify("one");
	folder_put("one", "2");
	CHECK(file_stamp("one", 1000, 5));
	b = file_identify("one");
	CHECK(!file_id_equal(&a, &b));
	CHECK(b.modified == 1000 && b.modified_ns == 5);
}

static void test_executable(void)
{
	static const struct {
		unsigned mode;
		bool executable;
	} rows[] = { { 0755, true }, { 0700, true }, { 0644, false }, { 0055, false } };

	unit_case("executable");
	folder_be_user();
	folder_put("program", "#!/bin/sh\n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		CHECK(!chmod("program", rows[i].mode));
		CHECK(file_is_executable("program") == rows[i].executable);
	}
	CHECK(!file_is_executable("."));
	CHECK(!file_is_executable("absent"));
	CHECK(!unlink("program"));
	folder_be_oneself();
}

static void test_read(void)
{
	static const struct {
		const char *path;
		size_t limit;
		int error;
		const char *expected;
	} rows[] = {
		{ "five", 100, 0, "before12345" },    { "five", 5, 0, "before12345" },
		{ "five", 4, EFBIG, "before" },	      { "empty", 0, 0, "before" },
		{ "absent", 100, ENOENT, "before" },  { ".", 100, EISDIR, "before" },
		{ "fifo", 100, ENXIO, "before" },     { "/dev/null", 100, ENXIO, "before" },
		{ "circle", 100, ELOOP, "before" },   { "five/x", 100, ENOTDIR, "before" },
	};
	struct buf b = BUF_INIT;
	struct file_id read, there;
	size_t len;

	folder_put("five", "12345");
	folder_put("empty", "");
	CHECK(!symlink("circle", "circle"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		unit_case(rows[i].path);
		buf_clear(&b);
		buf_str(&b, "before");
		CHECK_INT(why(file_read(&b, rows[i].path, rows[i].limit, NULL)), rows[i].error);
		CHECK_STR(b.data, rows[i].expected);
	}
	unit_case("read");
	there = file_identify("five");
	CHECK(!file_read(&b, "five", 5, &read));
	CHECK(file_id_equal(&read, &there));
	/* A file whose size the system does not know. */
	buf_clear(&b);
	buf_str(&b, "x");
	if (file_identify("/proc/self/status").kind == FILE_REGULAR) {
		CHECK(!file_read(&b, "/proc/self/status", 1 << 20, NULL) && b.len > 100);
		len = b.len;
		CHECK_INT(why(file_read(&b, "/proc/self/status", 10, NULL)), EFBIG);
		CHECK_INT(b.len, len);
	}
	buf_release(&b);
	unit_case("unreadable");
	folder_be_user();
	folder_put("closed", "x");
	CHECK(!chmod("closed", 0));
	CHECK_INT(why(file_read(&b, "closed", 5, NULL)), EACCES);
	CHECK(!unlink("closed"));
	folder_be_oneself();
}

static void test_write(void)
{
	struct rlimit limit = { .rlim_cur = 4096 }, before;
	static char large[10000];
	struct buf b = BUF_INIT;
	mode_t mask = umask(077);

	unit_case("write");
	CHECK(!mkdir("w", 0755) && !chdir("w"));
	CHECK(!file_write("new", "text\0!", 6, 0644));
	CHECK(!file_read(&b, "new", 100, NULL) && b.len == 6 && !memcmp(b.data, "text\0!", 6));
	CHECK_INT(file_identify("new").mode, 0644);
	CHECK(!file_write("new", "other", 5, 0600));
	buf_clear(&b);
	CHECK(!file_read(&b, "new", 100, NULL));
	CHECK_STR(b.data, "other");
	CHECK_INT(file_identify("new").mode, 0600);
	CHECK(!symlink("new", "link"));
	CHECK(!file_write("link", "third", 5, 0600));
	CHECK_INT(file_identify_link("link").kind, FILE_REGULAR);
	CHECK_INT(entries_of("."), 2);
	CHECK_INT(why(file_write("absent/new", "x", 1, 0600)), ENOENT);
	CHECK(!mkdir("dir", 0755));
	CHECK_INT(why(file_write("dir", "x", 1, 0600)), EISDIR);
	CHECK_INT(entries_of("."), 3);

	unit_case("write on a full disk");
	signal(SIGXFSZ, SIG_IGN);
	CHECK(!getrlimit(RLIMIT_FSIZE, &before));
	limit.rlim_max = before.rlim_max;
	CHECK(!setrlimit(RLIMIT_FSIZE, &limit));
	CHECK_INT(why(file_write("new", large, sizeof large, 0600)), EFBIG);
	CHECK(!setrlimit(RLIMIT_FSIZE, &before));
	buf_clear(&b);
	CHECK(!file_read(&b, "new", 100, NULL));
	CHECK_STR(b.data, "other");
	CHECK_INT(entries_of("."), 3);
	CHECK(!chdir(".."));

	unit_case("write into a closed folder");
	folder_be_user();
	CHECK(!mkdir("c", 0500));
	CHECK_INT(why(file_write("c/new", "x", 1, 0600)), EACCES);
	CHECK(!chmod("c", 0300));
	CHECK(!file_write("c/new", "x", 1, 0600));
	CHECK(!chmod("c", 0700));
	CHECK_INT(entries_of("c"), 1);
	CHECK(!file_remove_tree("c"));
	folder_be_oneself();
	umask(mask);
	buf_release(&b);
}

static void test_folders(void)
{
	mode_t mask = umask(022);

	unit_case("make folders");
	CHECK(!file_make_folders("m/a//b/c/", 0777));
	CHECK_INT(file_identify("m/a/b/c").mode, 0755);
	CHECK(!file_make_folders("m/a/b/c", 0700));
	CHECK_INT(file_identify("m/a/b/c").mode, 0755);
	folder_put("m/file", "");
	CHECK_INT(why(file_make_folders("m/file", 0777)), ENOTDIR);
	CHECK_INT(why(file_make_folders("m/file/x", 0777)), ENOTDIR);
	CHECK(!file_make_folders("/", 0777));

	unit_case("make private");
	CHECK(!file_make_private("p/q"));
	CHECK_INT(file_identify("p").mode, 0700);
	CHECK_INT(file_identify("p/q").mode, 0700);
	CHECK(!file_make_private("p/q"));
	CHECK(!chmod("p/q", 0710));
	CHECK_INT(why(file_make_private("p/q")), EPERM);
	CHECK_INT(why(file_make_private("m/file")), ENOTDIR);
	if (!getuid()) {
		CHECK(!chmod("p/q", 0700) && !chown("p/q", 65534, 65534));
		CHECK_INT(why(file_make_private("p/q")), EPERM);
	}
	umask(mask);
}

static void test_list(void)
{
	struct strings entries = { 0 };

	unit_case("list");
	CHECK(!mkdir("l", 0700));
	strings_add(&entries, &pool, "z");
	CHECK(!file_list(&entries, &pool, "l") && entries.count == 1);
	folder_put("l/b", "");
	folder_put("l/a\n", "");
	folder_put("l/.c", "");
	folder_put("l/B", "");
	CHECK(!file_list(&entries, &pool, "l"));
	CHECK_INT(entries.count, 5);
	CHECK_STR(entries.items[0], "z");
	CHECK_STR(entries.items[1], ".c");
	CHECK_STR(entries.items[2], "B");
	CHECK_STR(entries.items[3], "a\n");
	CHECK_STR(entries.items[4], "b");
	CHECK_INT(why(file_list(&entries, &pool, "l/b")), ENOTDIR);
	CHECK_INT(why(file_list(&entries, &pool, "absent")), ENOENT);
	CHECK_INT(entries.count, 5);
}

static void test_links(void)
{
	static char target[1500];

	unit_case("links");
	CHECK_STR(file_link_target(&pool, "to-one"), "one");
	memset(target, 'x', sizeof target - 1);
	CHECK(!symlink(target, "long"));
	CHECK_STR(file_link_target(&pool, "long"), target);
	CHECK(!file_link_target(&pool, "one") && errno == EINVAL);
	CHECK_STR(file_real_path(&pool, "dir/../to-one"), pool_printf(&pool, "%s/one", file_real_path(&pool, ".")));
	CHECK(!file_real_path(&pool, "absent") && errno == ENOENT);
}

static void test_stamp(void)
{
	unit_case("stamp");
	CHECK(file_stamp("stamp", 1700000000, 123456789));
	CHECK_INT(file_identify("stamp").mode, 0600);
	CHECK_INT(file_identify("stamp").modified_ns, 123456789);
	CHECK(file_stamp("stamp", 1, 0));
	CHECK_INT(file_identify("stamp").modified, 1);
	CHECK(!file_stamp("to-one", 1, 0));
	CHECK(!file_stamp("absent/x", 1, 0));
}

static void test_own(void)
{
	struct file_id id = { .kind = FILE_REGULAR, .mode = 0644, .owner = geteuid() };
	struct file_id other = id, folder = id, group = id, world = id;

	unit_case("own");
	other.owner++;
	folder.kind = FILE_FOLDER;
	group.mode = 0664;
	world.mode = 0602;
	CHECK(file_id_is_own(&id));
	CHECK(!file_id_is_own(&other) && !file_id_is_own(&folder) && !file_id_is_own(&group) && !file_id_is_own(&world));
}

static void test_safe(void)
{
	const char *here = file_real_path(&pool, ".");
	/* What is asked is whether s/t is safe; s and t have these modes. */
	static const struct {
		unsigned s, t;
		const char *fault; /* "" for none */
	} rows[] = {
		{ 0755, 0755, "" },	  { 0755, 0777, "/s/t" }, { 0777, 0755, "/s" },	  { 01777, 0755, "" },
		{ 0755, 01777, "/s/t" }, { 0775, 0775, "" },	  { 0777, 0777, "/s/t" },
	};
	const char *fault = NULL;

	unit_case("safe");
	if (!file_is_safe(&pool, here, &fault)) {
		unit_skip(pool_printf(&pool, "'%s' is not safe itself", fault));
		return;
	}
	CHECK(!mkdir("s", 0700) && !mkdir("s/t", 0700) && !symlink("s/t", "to-t"));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *expected = pool_printf(&pool, "%s%s", here, rows[i].fault);
		bool safe = !rows[i].fault[0];

		unit_case(pool_printf(&pool, "safe %o %o", rows[i].s, rows[i].t));
		CHECK(!chmod("s", rows[i].s) && !chmod("s/t", rows[i].t));
		fault = here;
		CHECK(file_is_safe(&pool, "s/t", &fault) == safe);
		CHECK_STR(fault, expected);
		CHECK(file_is_safe(&pool, "to-t", NULL) == safe);
	}
	unit_case("safe");
	CHECK(!file_is_safe(&pool, "absent", &fault));
	CHECK_STR(fault, "absent");
	if (getuid()) {
		unit_skip("only root can give folders away");
		return;
	}
	CHECK(!chmod("s", 0775) && !chmod("s/t", 0755) && !chown("s", 0, 65534));
	CHECK(!file_is_safe(&pool, "s/t", NULL));
	CHECK(!chmod("s", 0755) && !chown("s", 65534, 0));
	CHECK(!file_is_safe(&pool, "s/t", &fault));
	CHECK_STR(fault, pool_printf(&pool, "%s/s", here));
	CHECK(!chown("s", 0, 0));
	CHECK(file_is_safe(&pool, "s/t", NULL));
}

static void test_write_all(void)
{
	struct buf b = BUF_INIT;
	int ends[2], fd;

	unit_case("write all");
	fd = open("all", O_WRONLY | O_CREAT, 0600);
	CHECK(!file_write_all(fd, "abc", 3) && !file_write_all(fd, "", 0) && !file_write_all(fd, "d", 1));
	close(fd);
	CHECK(!file_read(&b, "all", 10, NULL));
	CHECK_STR(b.data, "abcd");
	buf_release(&b);
	signal(SIGPIPE, SIG_IGN);
	CHECK(!pipe(ends));
	close(ends[0]);
	CHECK_INT(why(file_write_all(ends[1], "x", 1)), EPIPE);
	close(ends[1]);
	fd = open("/dev/full", O_WRONLY);
	if (fd >= 0)
		CHECK_INT(why(file_write_all(fd, "x", 1)), ENOSPC);
	close(fd);
}

int main(void)
{
	folder_enter();
	test_identify();
	test_executable();
	test_read();
	test_write();
	test_folders();
	test_list();
	test_links();
	test_stamp();
	test_own();
	test_safe();
	test_write_all();
	pool_release(&pool);
	return unit_done();
}
