/* SPDX-License-Identifier: MIT */
#include "client.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>

/*
 * Want of memory at each single allocation, of the library's and of the C library's on its behalf. The
 * functions below take the place of the C library's (glibc's, which has them under these names as well).
 */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

static long countdown; /* the allocation that fails; 0: none */
static bool forever;   /* and all behind it */
static bool fired;
static long live;      /* blocks that were handed out and not given back */

static bool fails(void)
{
	if (countdown == 0 || --countdown > 0)
		return false;
	if (forever)
		countdown = 1;
	fired = true;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	void *block = fails() ? NULL : __libc_malloc(size);

	live += block != NULL;
	return block;
}

void *calloc(size_t count, size_t size)
{
	void *block = fails() ? NULL : __libc_calloc(count, size);

	live += block != NULL;
	return block;
}

void *realloc(void *block, size_t size)
{
	void *grown = fails() ? NULL : __libc_realloc(block, size);

	live += grown && !block;
	return grown;
}

void free(void *block)
{
	live -= block != NULL;
	__libc_free(block);
}

static const char *spec, *scripted;
static struct cvenv_python *python;

/* ---- what is tried ---- */

static struct cvenv_error *find(void)
{
	const struct cvenv_caller caller = { .size = sizeof(caller), .cache = "cache" };
	struct cvenv_python *found;
	struct cvenv_error *error = cvenv_python_find(&found, &caller, spec);

	if (!error != !!found)
		abort();
	cvenv_python_free(found);
	return error;
}

/* Asks an interpreter itself: a script that gives the answer of one, so that it does not take long. */
static struct cvenv_error *probe(void)
{
	const struct cvenv_caller caller = { .size = sizeof(caller), .cache = "" };
	struct cvenv_python *found;
	struct cvenv_error *error = cvenv_python_find(&found, &caller, scripted);

	cvenv_python_free(found);
	return error;
}

static const char *const git[] = { "git", NULL };

static struct cvenv_error *make(void)
{
	const struct cvenv_options o = {
		.size = sizeof(o), .python = python, .symlinks = true, .prompt = "it's", .scm_ignore_files = git, .system_site_packages = true,
	};

	return client_create(NULL, &o, "work/above/env");
}

static struct cvenv_error *upgrade(void)
{
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true, .upgrade = true };

	return client_create(NULL, &o, "work/env");
}

static struct cvenv_error *clear(void)
{
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true, .clear = true };

	return client_create(NULL, &o, "work/env");
}

static struct cvenv_error *install(struct cvenv_context *c)
{
	return cvenv_install_scripts(c, "own");
}

static struct cvenv_error *into_mine(void)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .setup_scripts = install };
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true, .steps = &steps };

	return client_create(NULL, &o, "work/mine");
}

static struct cvenv_error *run(struct cvenv_context *c)
{
	const char *const arguments[] = { "one", "two", NULL };

	c->env_exec_cmd = "echo";
	return cvenv_call_python(c, arguments);
}

static struct cvenv_error *run_python(void)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .post_setup = run };
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true, .steps = &steps };

	return client_create(NULL, &o, "work/run");
}

/* ---- what may not be different afterwards ---- */

/* The sum over all names below PATH, and what links lead to. */
static uint64_t look(const char *path)
{
	uint64_t sum = 0;
	DIR *folder = opendir(path);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		char below[2000], target[1000];
		uint64_t hash = 14695981039346656037u;
		ssize_t len;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		len = readlink(below, target, sizeof(target));
		for (const char *at = below; *at; at++)
			hash = (hash ^ (unsigned char)*at) * 1099511628211u;
		for (ssize_t i = 0; i < len; i++)
			hash = (hash ^ (unsigned char)target[i]) * 1099511628211u;
		sum += hash + (len < 0 ? look(below) : 0);
	}
	if (folder)
		closedir(folder);
	return sum;
}

static int open_files(void)
{
	int count = 0;

	for (int fd = 0; fd < 200; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static void start(void)
{
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true };

	nftw("work", remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (mkdir("work", 0700) || mkdir("work/mine", 0700))
		abort();
	client_put("work/mine/kept", "", 0600);
	cvenv_error_free(client_create(NULL, &o, "work/env"));
}

/*
 * WHAT, with each allocation failing in turn; with ALL, every one behind it too: nothing can then be
 * cleaned up, for which the C library needs memory, and the next run has to do it.
 */
static void try(const char *name, struct cvenv_error *(*what)(void), bool all)
{
	long tried = 0, wrong = 0;
	uint64_t before;

	unit_case(name);
	start();
	before = look("work");
	CHECK_ERROR(what(), 0, ""); /* what the C library keeps for good is there from now on */
	start();
	do {
		struct cvenv_error *error;
		int files = open_files();
		long blocks = live;
		bool bad;

		fired = false;
		forever = all;
		countdown = ++tried;
		error = what();
		countdown = 0;
		if (!error)
			bad = client_exists("work/env/.cvenv-incomplete");
		else
			bad = cvenv_error_code(error) == CVENV_CANCELLED || cvenv_error_code(error) == CVENV_MISUSED ||
			      !*cvenv_error_text(error) || (!all && look("work") != before);
		if (bad)
			printf("# %s, allocation %ld: %s, and what is there is %s\n", name, tried, error ? cvenv_error_text(error) : "done",
			       look("work") == before ? "as before" : "changed");
		if (look("work") != before)
			start();
		cvenv_error_free(error);
		if (live != blocks || open_files() != files)
			printf("# %s, allocation %ld: %ld blocks, %d files left\n", name, tried, live - blocks, open_files() - files);
		wrong += bad || live != blocks || open_files() != files;
	} while (fired && tried < 5000);
	CHECK(tried > 3 && !fired);
	CHECK_INT(wrong, 0);
	unit_case(NULL);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		struct cvenv_error *(*what)(void);
	} rows[] = {
		{ "find", find },   { "probe", probe },         { "make", make }, { "upgrade", upgrade },
		{ "clear", clear }, { "into mine", into_mine }, { "run", run_python },
	};

	umask(022);
	setvbuf(stdout, NULL, _IOLBF, 4096);
	if (argc < 3)
		return 2;
	spec = argv[1];
	scripted = argv[2];
	python = client_python(spec);
	if (mkdir("own", 0700) || mkdir("own/common", 0700) || mkdir("own/common/below", 0700))
		abort();
	client_put("own/common/tool", "__VENV_PROMPT__ __VENV_DIR__", 0755);
	client_put("own/common/below/tool", "__VENV_PROMPT__", 0755);
	for (size_t i = 0; i < COUNT(rows); i++) {
		try(rows[i].name, rows[i].what, false);
		try(rows[i].name, rows[i].what, true);
	}
	cvenv_python_free(python);
	return unit_done();
}
