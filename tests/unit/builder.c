/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "tests/unit/folder.h"
#include "tests/unit/gather.h"
#include "venv/builder.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/interpreter.h"
#include "venv/place.h"
#include "venv/repr.h"

static struct pool pool = POOL_INIT;
static struct env env;
static struct gather gathered;
static const char *top;

static struct interpreter python_of(int minor)
{
	return (struct interpreter){
		.executable = "/opt/py/bin/python3",
		.base_executable = "/opt/py/bin/python3",
		.real_executable = "/opt/py/bin/python3.x",
		.base_prefix = "/opt/py",
		.implementation = "cpython",
		.cache_tag = "x",
		.major = 3,
		.minor = minor,
		.micro = 1,
		.version = "3.x",
		.is_64bit = true,
		.platlibdir = "lib",
		.purelib = pool_printf(&pool, "lib/python3.%d/site-packages", minor),
		.platlib = pool_printf(&pool, "lib/python3.%d/site-packages", minor),
		.include = minor >= 11 && minor < 14 ? pool_printf(&pool, "include/python3.%d", minor) : "include",
		.utf8_names = true,
	};
}

static const char *said(void)
{
	const char *text = pool_str(&pool, gathered.said.data);

	buf_clear(&gathered.said);
	return text;
}

static const char *at(const char *name)
{
	return path_join(&pool, top, name);
}

/* As the command makes it. */
static int create_as(const struct interpreter *python, const struct report *report, struct cvenv_options o, const char *name)
{
	static const struct cvenv_steps usual = { .size = sizeof(usual) };
	static const char *const git[] = { "git", NULL };
	struct speaker speaker;
	struct venv_context made;
	struct builder b = { .options = o, .python = python, .env = &env, .report = report, .speaker = &speaker };

	b.options.scm_ignore_files = git;
	b.options.steps = &usual;
	return speaker_open(&speaker, NULL) ? -1 : builder_create(&b, &pool, &made, at(name));
}

static int create_with(const struct interpreter *python, const struct report *report, struct cvenv_options o, const char *name)
{
	o.symlinks = true;
	return create_as(python, report, o, name);
}

static int create_copies(const struct interpreter *python, const char *name)
{
	return create_as(python, &gathered.report, (struct cvenv_options){ .symlinks = false }, name);
}

static int create(const struct interpreter *python, const char *name)
{
	return create_with(python, &gathered.report, (struct cvenv_options){ 0 }, name);
}

static int clear(const struct interpreter *python, const char *name, bool force)
{
	return create_with(python, &gathered.report, (struct cvenv_options){ .clear = true, .force = force }, name);
}

static const char *contents(const char *name)
{
	struct buf text = BUF_INIT;
	const char *kept;

	if (file_read(&text, at(name), 1 << 20, NULL) < 0)
		return NULL;
	kept = pool_strn(&pool, text.data, text.len);
	buf_release(&text);
	return kept;
}

static bool exists(const char *name)
{
	return file_identify_link(at(name)).kind != FILE_ABSENT;
}

/* "a b c" of what is in a folder. */
static const char *entries(const char *name)
{
	struct strings found = { 0 };
	struct buf text = BUF_INIT;
	const char *kept;

	if (file_list(&found, &pool, at(name)) < 0)
		return NULL;
	for (size_t i = 0; i < found.count; i++)
		buf_strs(&text, i ? " " : "", found.items[i], NULL);
	kept = pool_strn(&pool, text.data, text.len);
	buf_release(&text);
	return kept;
}

static void test_repr(void)
{
	static const struct {
		const char *bytes, *repr, *line;
	} rows[] = {
		{ "", "''", "" },
		{ "plain", "'plain'", "plain" },
		{ "it's", "\"it's\"", "it's" },
		{ "\"q\"", "'\"q\"'", "\"q\"" },
		{ "'\"", "'\\'\"'", "'\"" },
		{ "a\\b", "'a\\\\b'", "a\\b" },
		{ "\n\r\t\x01\x7f", "'\\n\\r\\t\\x01\\x7f'", "\\n\\r\\t\\x01\\x7f" },
		{ "\xc3\xa9 \xc2\xa0\xc2\x85", "'\xc3\xa9 \\xa0\\x85'", "\xc3\xa9 \xc2\xa0\\x85" },
		{ "\xff\xc3", "'\\udcff\\udcc3'", "\\udcff\\udcc3" },
		{ "\xe2\x80\xa8\xe2\x80\xae", "'\\u2028\\u202e'", "\\u2028\xe2\x80\xae" },
		{ "\xf0\x9d\x9c\x8b\xf3\xa0\x80\x81", "'\xf0\x9d\x9c\x8b\\U000e0001'", "\xf0\x9d\x9c\x8b\xf3\xa0\x80\x81" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf text = BUF_INIT;

		unit_case(rows[i].repr);
		repr_add(&text, rows[i].bytes, strlen(rows[i].bytes));
		CHECK_STR(text.data, rows[i].repr);
		buf_clear(&text);
		CHECK(repr_parse(&text, rows[i].repr));
		CHECK_STR(text.data, rows[i].bytes);
		buf_clear(&text);
		repr_line(&text, rows[i].bytes, strlen(rows[i].bytes));
		CHECK_STR(text.data, rows[i].line);
		CHECK_INT(repr_is_line(rows[i].bytes), strcmp(rows[i].bytes, rows[i].line) == 0);
		buf_release(&text);
	}
	unit_case("not a repr");
	for (size_t i = 0; i < 8; i++) {
		static const char *const bad[] = { "", "x", "'x", "x'", "'x'y", "'\\'", "'\\xg0'", "'\\q'" };
		struct buf text = BUF_INIT;

		CHECK(!repr_parse(&text, bad[i]) && text.len == 0);
		buf_release(&text);
	}
	unit_case(NULL);
}

/* What differs between the versions of venv. */
static void test_versions(void)
{
	static const struct {
		int minor;
		const char *top, *bin, *include;
		const char *config;
	} rows[] = {
		{ 6, "bin include lib lib64 pyvenv.cfg", "python python3", "", "" },
		{ 7, "bin include lib lib64 pyvenv.cfg", "python python3", "", "" },
		{ 8, "bin include lib lib64 pyvenv.cfg", "python python3", "", "prompt = 'p'\n" },
		{ 9, "bin include lib lib64 pyvenv.cfg", "python python3 python3.9", "", "prompt = 'p'\n" },
		{ 10, "bin include lib lib64 pyvenv.cfg", "python python3 python3.10", "", "prompt = 'p'\n" },
		{ 11, "bin include lib lib64 pyvenv.cfg", "python python3 python3.11", "python3.11", "prompt = 'p'\nexecutable" },
		{ 13, ".gitignore bin include lib lib64 pyvenv.cfg", "python python3 python3.13", "python3.13",
		  "prompt = 'p'\nexecutable" },
		{ 14, ".gitignore bin include lib lib64 pyvenv.cfg", "python python3 python3.14 \xf0\x9d\x9c\x8bthon", "",
		  "prompt = 'p'\nexecutable" },
		{ 15, ".gitignore bin include lib pyvenv.cfg", "python python3 python3.15", "", "prompt = 'p'\nexecutable" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *name = pool_printf(&pool, "version/3.%d", rows[i].minor);
		struct interpreter python = python_of(rows[i].minor);
		const char *bin = path_join(&pool, name, "bin"), *config, *expected;

		unit_case(name);
		CHECK_INT(create_with(&python, &gathered.report, (struct cvenv_options){ .prompt = "p" }, name), 0);
		CHECK_STR(said(), "");
		CHECK_STR(entries(name), rows[i].top);
		CHECK_STR(entries(bin), pool_printf(&pool, "Activate.ps1 activate activate.csh activate.fish activate.nu activate_this.py %s", rows[i].bin));
		CHECK_STR(entries(path_join(&pool, name, "include")), rows[i].include);
		CHECK_STR(entries(pool_printf(&pool, "%s/lib/python3.%d", name, rows[i].minor)), "site-packages");
		CHECK_STR(file_link_target(&pool, at(path_join(&pool, bin, "python3"))), "/opt/py/bin/python3");
		CHECK_STR(file_link_target(&pool, at(path_join(&pool, bin, "python"))), "python3");
		config = contents(path_join(&pool, name, "pyvenv.cfg"));
		expected = pool_printf(&pool, "home = /opt/py/bin\ninclude-system-site-packages = false\nversion = 3.%d.1\n%s",
		                       rows[i].minor, rows[i].config);
		CHECK_STR(config ? pool_strn(&pool, config, strlen(expected)) : NULL, expected);
		CHECK_INT(venv_health(at(name)), VENV_BROKEN); /* there is no such base */
	}
	unit_case(NULL);
	CHECK_STR(contents("version/3.13/.gitignore"),
	          "# Created by venv; see https://docs.python.org/3/library/venv.html\n*\n");
	CHECK_STR(contents("version/3.11/pyvenv.cfg"),
	          pool_printf(&pool, "home = /opt/py/bin\ninclude-system-site-packages = false\nversion = 3.11.1\nprompt = 'p'\n"
	                      "executable = /opt/py/bin/python3.x\ncommand = /opt/py/bin/python3 -m venv --without-pip "
	                      "--prompt=\"p\" %s/version/3.11\n", top));
}

static void test_names(void)
{
	struct interpreter python = python_of(9);

	unit_case("PyPy");
	python.implementation = "pypy";
	python.base_executable = "/opt/py/bin/pypy3";
	python.purelib = python.platlib = "lib/pypy3.9/site-packages";
	CHECK_INT(create(&python, "pypy"), 0);
	CHECK_STR(entries("pypy/bin"), "Activate.ps1 activate activate.csh activate.fish activate.nu activate_this.py pypy pypy3 python python3 python3.9");
	CHECK_STR(file_link_target(&pool, at("pypy/bin/python")), "pypy3");
	unit_case("32 bits");
	python = python_of(12);
	python.is_64bit = false;
	CHECK_INT(create(&python, "narrow"), 0);
	CHECK(!exists("narrow/lib64"));
	unit_case("lib64 of its own");
	python = python_of(15);
	python.platlib = "lib64/python3.15/site-packages";
	CHECK_INT(create(&python, "wide"), 0);
	CHECK_INT(file_identify_link(at("wide/lib64/python3.15/site-packages")).kind, FILE_FOLDER);
	unit_case("name that is not UTF-8");
	python = python_of(14);
	python.utf8_names = false;
	CHECK_INT(create(&python, "ascii"), 0);
	CHECK(!exists("ascii/bin/\xf0\x9d\x9c\x8bthon"));
	unit_case(NULL);
}

static unsigned mode_of(const char *name)
{
	return file_identify(at(name)).mode;
}

/* A PyPy's program does nothing without its libraries; one that has none beside it does with the system's. */
static void test_copies(void)
{
	struct interpreter python = python_of(11);

	unit_case("copies");
	CHECK(mkdir("py", 0700) == 0 && mkdir("py/bin", 0700) == 0 && mkdir("py/lib", 0700) == 0);
	CHECK(mkdir("py/lib/pypy3.11", 0700) == 0 && mkdir("py/lib/tcl8.6", 0750) == 0);
	folder_put("py/bin/pypy3.11", "program");
	CHECK(symlink("pypy3.11", "py/bin/pypy3") == 0 && symlink("libffi.so.8.1", "py/lib/libffi.so.8") == 0);
	CHECK(symlink("nowhere", "py/lib/tcl8.6/nowhere") == 0);
	folder_put("py/lib/pypy3.11/os.py", "");
	folder_put("py/lib/libffi.so.8.1", "ffi");
	folder_put("py/lib/tcl8.6/init.tcl", "tcl");
	CHECK(chmod("py/lib/tcl8.6/init.tcl", 0444) == 0);
	python.implementation = "pypy";
	python.base_executable = at("py/bin/pypy3");
	python.purelib = python.platlib = "lib/pypy3.11/site-packages";
	CHECK_INT(create_copies(&python, "system-pypy"), 0);
	CHECK_STR(entries("system-pypy/bin"), "Activate.ps1 activate activate.csh activate.fish activate.nu activate_this.py pypy pypy3 python python3 python3.11");
	CHECK_STR(entries("system-pypy/lib"), "pypy3.11");

	folder_put("py/bin/libpypy3.11-c.so", "library");
	python.base_executable = at("py/bin/pypy3.11"); /* itself: of one that is reached by a link a link is made */
	for (int again = 0; again < 2; again++) {
		CHECK_INT(create_copies(&python, "own-pypy"), 0);
		CHECK_STR(entries("own-pypy/bin"), "Activate.ps1 activate activate.csh activate.fish activate.nu activate_this.py libpypy3.11-c.so pypy pypy3 pypy3.11 python python3 python3.11");
		CHECK_STR(contents("own-pypy/bin/pypy"), "program");
		CHECK_STR(contents("own-pypy/bin/libpypy3.11-c.so"), "library");
		CHECK_INT(mode_of("own-pypy/bin/pypy"), 0755);
		CHECK_INT(mode_of("own-pypy/bin/libpypy3.11-c.so"), 0755);
		CHECK_STR(entries("own-pypy/lib"), "libffi.so.8 libffi.so.8.1 pypy3.11 tcl8.6");
		CHECK_STR(entries("own-pypy/lib/pypy3.11"), "site-packages");
		CHECK_STR(entries("own-pypy/lib/tcl8.6"), "init.tcl");
		CHECK_INT(file_identify_link(at("own-pypy/lib/libffi.so.8")).kind, FILE_REGULAR);
		CHECK_INT(mode_of("own-pypy/lib/libffi.so.8"), 0644);
		CHECK_INT(mode_of("own-pypy/lib/tcl8.6"), 0750);
		CHECK_INT(mode_of("own-pypy/lib/tcl8.6/init.tcl"), 0444);
	}
	unit_case("copies of what is not there");
	python.base_executable = at("py/bin/nothing");
	CHECK_INT(create_copies(&python, "no-copy"), -1);
	CHECK_STR(said(), pool_printf(&pool, "cannot copy '%s' to '%s': No such file or directory\n", at("py/bin/nothing"),
	                              at("no-copy/bin/nothing")));
	CHECK(!exists("no-copy"));
	unit_case(NULL);
}

/* No path adds a line of its own. */
static void test_injection(void)
{
	struct interpreter python = python_of(12);
	const char *config;

	unit_case("injection");
	CHECK_INT(create(&python, "nl\nhome = x"), 0);
	config = contents("nl\nhome = x/pyvenv.cfg");
	CHECK(config && strstr(config, "/nl\\nhome = x\n") && !strstr(config, "\nhome = x"));
	CHECK_STR(venv_config_get(&pool, at("nl\nhome = x"), "HOME"), "/opt/py/bin");
	python.base_executable = "/opt/a\nb/python3";
	CHECK_INT(create(&python, "x"), -1);
	CHECK(strstr(said(), "control characters") && !exists("x"));
	unit_case(NULL);
}

static void test_refusals(void)
{
	struct interpreter python = python_of(12), other = python_of(13);

	unit_case("refusals");
	folder_put("file", "");
	CHECK(symlink("nowhere", "dangling") == 0 && mkdir("empty", 0700) == 0 && symlink("empty", "link") == 0);
	CHECK_INT(create(&python, "a:b"), -1);
	CHECK_STR(said(), pool_printf(&pool, "Refusing to create a venv in %s because it contains the PATH separator :.\n",
	                              at("a:b")));
	CHECK_INT(create(&python, "file"), -1);
	CHECK_STR(said(), pool_printf(&pool, "Unable to create directory '%s'\n", at("file")));
	CHECK_INT(create(&python, "link"), -1);
	CHECK_STR(said(), pool_printf(&pool, "Unable to create directory '%s'\n", at("link")));
	CHECK_INT(create(&python, "dangling"), -1);
	CHECK_STR(said(), pool_printf(&pool, "[Errno 17] File exists: '%s'\n", at("dangling")));
	CHECK_INT(clear(&python, "file", true), -1);
	CHECK_STR(said(), pool_printf(&pool, "[Errno 20] Not a directory: '%s'\n", at("file")));
	CHECK_INT(create(&python, "file/x/y"), -1);
	CHECK(*said());
	CHECK_STR(entries("empty"), "");

	CHECK_INT(create(&python, "minor"), 0);
	CHECK_INT(create(&other, "minor"), -1);
	CHECK_STR(said(), pool_printf(&pool, "'%s' is an environment of Python 3.12.1; use --clear to make it anew with Python 3.x, "
	                              "or --upgrade to keep it\n",
	                              at("minor")));
	CHECK(mkdir("blocked", 0700) == 0);
	folder_put("blocked/bin", "");
	CHECK_INT(create(&python, "blocked"), -1);
	CHECK_STR(said(), pool_printf(&pool, "Unable to create directory '%s'\n", at("blocked/bin")));
	CHECK_STR(entries("blocked"), "bin"); /* and nothing that was made on the way */
	unit_case(NULL);
}

/* An existing folder is reused, and what is in it stays. */
static void test_reuse(void)
{
	struct interpreter python = python_of(12);
	struct stat before, after;

	unit_case("reuse");
	CHECK(mkdir("mine", 0700) == 0);
	folder_put("mine/kept", "");
	CHECK_INT(create(&python, "mine"), 0);
	CHECK_STR(entries("mine"), "bin include kept lib lib64 pyvenv.cfg");
	folder_put("mine/bin/activate", "old");
	CHECK(unlink("mine/bin/python3") == 0 && symlink("/elsewhere/python3", "mine/bin/python3") == 0);
	CHECK(stat("mine", &before) == 0);
	CHECK_INT(create(&python, "mine"), 0);
	CHECK(stat("mine", &after) == 0 && before.st_ino == after.st_ino);
	CHECK_STR(file_link_target(&pool, at("mine/bin/python3")), "/opt/py/bin/python3");
	CHECK(strlen(contents("mine/bin/activate")) > 100);
	CHECK_STR(entries("mine"), "bin include kept lib lib64 pyvenv.cfg");
	CHECK_STR(entries("mine/bin"), "Activate.ps1 activate activate.csh activate.fish activate.nu activate_this.py python python3 python3.12");
	unit_case(NULL);
}

/* No script holds the place of an environment that may be moved. */
static void test_relocatable(void)
{
	static const char *const scripts[] = {
		"activate", "activate.csh", "activate.fish", "activate.nu", "Activate.ps1", "activate_this.py",
	};
	struct interpreter python = python_of(12);

	CHECK_INT(create_with(&python, &gathered.report, (struct cvenv_options){ .relocatable = true }, "relocatable"), 0);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		const char *text = contents(path_join(&pool, "relocatable/bin", scripts[i]));

		unit_case(scripts[i]);
		CHECK(text && !strstr(text, top) && !strstr(text, "__VENV_"));
	}
	unit_case(NULL);
}

static void test_clear(void)
{
	struct interpreter python = python_of(12);

	unit_case("clear");
	CHECK_INT(create(&python, "c/env"), 0);
	folder_put("c/env/kept", "");
	CHECK_INT(clear(&python, "c/env", false), 0);
	CHECK(!exists("c/env/kept") && exists("c/env/pyvenv.cfg"));
	CHECK_STR(entries("c"), "env");

	CHECK(symlink("c/env", "clear-link") == 0);
	folder_put("c/env/kept", "");
	CHECK_INT(clear(&python, "clear-link", false), 0);
	CHECK_INT(file_identify_link(at("clear-link")).kind, FILE_LINK);
	CHECK(!exists("c/env/kept") && exists("c/env/pyvenv.cfg"));
	CHECK(contents("c/env/bin/activate") && strstr(contents("c/env/bin/activate"), "/clear-link'"));
	CHECK_STR(entries("c"), "env");

	CHECK(mkdir("project", 0700) == 0);
	folder_put("project/work", "");
	CHECK_INT(clear(&python, "project", false), -1);
	CHECK(strstr(said(), "it is not an environment (it has no pyvenv.cfg); --force does it all the same"));
	CHECK_STR(entries("project"), "work");
	CHECK_INT(clear(&python, "project", true), 0);
	CHECK(!exists("project/work") && exists("project/pyvenv.cfg"));
	CHECK(mkdir("nothing", 0700) == 0);
	CHECK_INT(clear(&python, "nothing", false), 0);
	CHECK_INT(clear(&python, "new", false), 0);

	CHECK_INT(clear(&python, ".", true), -1);
	CHECK(strstr(said(), "the working directory"));
	CHECK(mkdir("home", 0700) == 0 && mkdir("home/user", 0700) == 0);
	env_set(&env, &pool, "HOME", at("home/user"));
	CHECK_INT(clear(&python, "home/user", true), -1);
	CHECK(strstr(said(), "it is the home folder"));
	CHECK_INT(clear(&python, "home", true), -1);
	CHECK(strstr(said(), "the home folder is in it"));
	CHECK_INT(clear(&python, "/", true), -1);
	CHECK(strstr(said(), "it is the root folder"));
	CHECK_INT(clear(&python, "/proc", true), -1);
#ifdef __linux__
	CHECK(strstr(said(), "it is a mount point"));
#endif
	env_remove(&env, "HOME");
	unit_case(NULL);
}

static struct place place_of(const char *name)
{
	static struct speaker nobody;
	static const struct builder maker = { .report = &gathered.report, .speaker = &nobody };

	return (struct place){
		.pool = &pool, .builder = &maker, .env_dir = at(name), .target = at(name), .root = -1, .mark = -1,
	};
}

/* Begins as a maker does, and is killed: at once, or when the environment is in its place. */
static void killed_maker(const char *name, bool published)
{
	pid_t pid = fork();

	if (pid == 0) {
		struct place place = place_of(name);
		bool good = place_open_beside(&place) == PLACE_READY && mkdir(path_join(&pool, place.path, "half"), 0700) == 0 &&
		            (!published || place_publish(&place, false) == PLACE_READY);

		signal(SIGKILL, SIG_DFL);
		if (good)
			raise(SIGKILL);
		_exit(1);
	}
	int status = 0;

	CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
}

static void test_killed(void)
{
	struct interpreter python = python_of(12);

	unit_case("killed beside");
	CHECK(mkdir("k", 0700) == 0);
	killed_maker("k/env", false);
	CHECK_INT(venv_health(at("k/env")), VENV_ABSENT);
	CHECK(*entries("k"));
	CHECK_INT(create(&python, "k/env"), 0);
	CHECK_STR(entries("k"), "env");
	CHECK(!exists("k/env/half"));
	unit_case("killed in place");
	killed_maker("k/other", true);
	CHECK_INT(venv_health(at("k/other")), VENV_INCOMPLETE);
	CHECK_INT(create(&python, "k/other"), 0);
	CHECK_STR(entries("k"), "env other");
	CHECK(!exists("k/other/half"));
	CHECK_INT(venv_health(at("k/other")), VENV_BROKEN);
	unit_case("killed at an update");
	folder_put(path_join(&pool, at("k/env"), place_mark), "");
	folder_put("k/env/kept", "");
	CHECK_INT(venv_health(at("k/env")), VENV_INCOMPLETE);
	CHECK_INT(create(&python, "k/env"), 0);
	CHECK_INT(venv_health(at("k/env")), VENV_BROKEN);
	CHECK(exists("k/env/kept"));
	CHECK_STR(said(), "");
	unit_case(NULL);
}

static int heard_by[2];

static void tell_parent(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	if (strstr(text, "Waiting for another cvenv") && write(heard_by[1], "w", 1) != 1)
		_exit(2);
}

/* Whoever comes while another is at work waits, and takes what it made; or makes it, where it gave up. */
static void test_waiting(bool gives_up)
{
	const struct report report = { .say = tell_parent };
	struct interpreter python = python_of(12);
	const char *name = gives_up ? "w/given-up" : "w/made";
	struct place place = place_of(name);
	char heard = 0;
	int status = 0;
	pid_t pid;

	unit_case(name);
	file_make_folders(at("w"), 0700);
	CHECK_INT(place_open_beside(&place), PLACE_READY);
	CHECK(pipe(heard_by) == 0);
	pid = fork();
	if (pid == 0) {
		place_close(&place);
		_exit(create_with(&python, &report, (struct cvenv_options){ 0 }, name) != 0 || exists(path_join(&pool, name, "mine")) == gives_up);
	}
	close(heard_by[1]);
	CHECK(read(heard_by[0], &heard, 1) == 1 && heard == 'w');
	CHECK(waitpid(pid, &status, WNOHANG) == 0);
	if (gives_up) {
		place_discard(&place);
	} else {
		CHECK(place_publish(&place, false) == PLACE_READY);
		CHECK(mkdir(at("w/made/bin"), 0700) == 0 && symlink("/bin/sh", at("w/made/bin/python")) == 0);
		folder_put("w/made/pyvenv.cfg", "version = 3.12.1\n");
		folder_put("w/made/mine", "");
		CHECK_INT(place_finish(&place), 0);
	}
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK_INT(status, 0);
	close(heard_by[0]);
	unit_case(NULL);
}

enum { MAKERS = 20, ROUNDS = 4 };

/* All at once make one place: anew, again, or each instead of what another made; the mark is its maker's alone. */
static void test_many(bool clear)
{
	struct interpreter python = python_of(12);
	pid_t pids[MAKERS];

	unit_case(clear ? "many that clear" : "many");
	for (int round = 0; round < ROUNDS; round++) {
		int failed = 0;

		for (size_t i = 0; i < MAKERS; i++)
			if ((pids[i] = fork()) == 0)
				_exit(create_with(&python, &report_silent, (struct cvenv_options){ .clear = clear }, "many/a/env") != 0);
		for (size_t i = 0; i < MAKERS; i++) {
			int status = -1;

			failed += waitpid(pids[i], &status, 0) != pids[i] || status != 0;
		}
		CHECK_INT(failed, 0);
		CHECK_STR(entries("many/a"), "env");
		CHECK_STR(entries("many/a/env"), "bin include lib lib64 pyvenv.cfg");
		if (round % 2)
			CHECK_INT(file_remove_tree(at("many/a/env")), 0);
	}
	unit_case(NULL);
}

static void test_config(void)
{
	static const struct {
		const char *key, *value;
	} rows[] = {
		{ "home", "/b=c" },     { "HOME", "/b=c" },  { "version", "3.12" }, { "empty", "" }, { "prompt", "'a b'" },
		{ "last", "no newline" }, { "nothing", NULL }, { "command", NULL },
	};

	unit_case("pyvenv.cfg");
	CHECK(mkdir("cfg", 0700) == 0);
	folder_put("cfg/pyvenv.cfg", "home = /first\r\nHome=/b=c\n  version   =  3.12  \ncommand\nempty =\nprompt = 'a b'\nlast = no newline");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		CHECK_STR(venv_config_get(&pool, at("cfg"), rows[i].key), rows[i].value);
	CHECK_STR(venv_prompt(&pool, at("cfg")), "a b");
	CHECK_STR(venv_prompt(&pool, at("version/3.6")), "3.6");
	CHECK_STR(venv_config_get(&pool, at("absent"), "home"), NULL);
	unit_case(NULL);
}

static void test_health(void)
{
	unit_case("health");
	CHECK_INT(venv_health(at("absent")), VENV_ABSENT);
	CHECK_INT(venv_health(at("empty")), VENV_ABSENT);
	CHECK_INT(venv_health(at("file")), VENV_FOREIGN);
	CHECK_INT(venv_health(at("dangling")), VENV_FOREIGN);
	CHECK_INT(venv_health(at("blocked")), VENV_FOREIGN);
	CHECK_INT(venv_health(at("cfg")), VENV_BROKEN);
	CHECK(mkdir("cfg/bin", 0700) == 0 && symlink("/bin/sh", "cfg/bin/python") == 0);
	CHECK_INT(venv_health(at("cfg")), VENV_GOOD);
	folder_put(path_join(&pool, at("cfg"), place_mark), "");
	CHECK_INT(venv_health(at("cfg")), VENV_INCOMPLETE);
	unit_case(NULL);
}

int main(void)
{
	folder_enter();
	umask(022);
	top = file_real_path(&pool, ".");
	env_from_process(&env, &pool);
	gather_start(&gathered);
	test_repr();
	test_versions();
	test_names();
	test_copies();
	test_injection();
	test_refusals();
	test_reuse();
	test_relocatable();
	test_clear();
	test_killed();
	test_waiting(true);
	test_waiting(false);
	test_many(false);
	test_many(true);
	test_config();
	test_health();
	buf_release(&gathered.said);
	pool_release(&pool);
	return unit_done();
}
