/* SPDX-License-Identifier: MIT */
#include "base/sys.h"

#include <errno.h>
#include <pwd.h>
#include <sched.h>
#include <stdlib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"

enum { LONGEST_ENTRY = 1 << 20 };

const char *sys_os(void)
{
#if defined(__linux__)
	return "linux";
#elif defined(__APPLE__)
	return "darwin";
#elif defined(__FreeBSD__)
	return "freebsd";
#elif defined(__OpenBSD__)
	return "openbsd";
#elif defined(__NetBSD__)
	return "netbsd";
#elif defined(__DragonFly__)
	return "dragonfly";
#elif defined(__CYGWIN__)
	return "cygwin";
#elif defined(__sun)
	return "sunos";
#else
	return "unknown";
#endif
}

const char *sys_arch(struct pool *p)
{
	struct utsname names;

	return uname(&names) < 0 ? "unknown" : pool_str(p, names.machine);
}

const char *sys_host(struct pool *p)
{
	struct utsname names;

	return uname(&names) < 0 ? "unknown" : pool_strn(p, names.nodename, strcspn(names.nodename, "."));
}

#ifdef HAVE_FGETPWENT_R
/* glibc's getpwuid_r may load modules, which in a program that is linked statically need the very glibc it was built by. */
static int entry_of(uid_t user, struct passwd *entry, char *text, size_t size, struct passwd **found)
{
	FILE *file = fopen("/etc/passwd", "re");
	int why;

	if (!file)
		return errno;
	do
		why = fgetpwent_r(file, entry, text, size, found);
	while (!why && entry->pw_uid != user);
	fclose(file);
	return why;
}
#else
/* Not getpwuid, whose answer another thread's would take the place of. */
#define entry_of getpwuid_r
#endif

const char *sys_home(struct pool *p, const struct env *e)
{
	const char *home = env_get(e, "HOME");
	struct passwd entry, *found = NULL;
	size_t size = 1024;
	int why = ERANGE;

	if (home && path_is_absolute(home))
		return pool_str(p, home);
	for (; why == ERANGE && size <= LONGEST_ENTRY && !p->failed; size *= 4) {
		char *text = pool_alloc(p, size);

		why = text ? entry_of(getuid(), &entry, text, size, &found) : ENOMEM;
	}
	if (why || !found || !entry.pw_dir || !path_is_absolute(entry.pw_dir))
		return NULL;
	return pool_str(p, entry.pw_dir);
}

char *sys_working_folder(struct pool *p)
{
	char *found = getcwd(NULL, 0);
	char *folder = NULL;

	if (!found)
		return NULL;
	/* Linux writes "(unreachable)" before one that no longer hangs below the root. */
	if (path_is_absolute(found))
		folder = pool_str(p, found);
	else
		errno = ENOENT;
	free(found);
	if (p->failed) {
		errno = ENOMEM;
		return NULL;
	}
	return folder;
}

/* Whether PATH has a component that is "." or "..": dropped as text, it might lead elsewhere. */
static bool has_dots(const char *path)
{
	while (*path) {
		size_t part = strcspn(path, "/");

		if ((part == 1 && path[0] == '.') || (part == 2 && path[0] == '.' && path[1] == '.'))
			return true;
		path += part;
		path += *path == '/';
	}
	return false;
}

static bool is_same(const char *a, const char *b)
{
	struct stat first, second;

	return !stat(a, &first) && !stat(b, &second) && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

char *sys_logical_folder(struct pool *p, const struct env *e)
{
	const char *said = env_get(e, "PWD");

	if (said && path_is_absolute(said) && !has_dots(said) && is_same(said, ".")) {
		char *folder = path_clean(p, said);

		if (!p->failed)
			return folder;
		errno = ENOMEM;
		return NULL;
	}
	return sys_working_folder(p);
}

const char *sys_parent_program(struct pool *p)
{
	static const char deleted[] = " (deleted)";
	long parent = (long)getppid();
	struct buf comm = BUF_INIT;
	const char *name = NULL;
	size_t len;

	/* The program itself before the name that it goes by: of a script, that is the script's. */
	name = file_link_target(p, pool_printf(p, "/proc/%ld/exe", parent));
	if (name) {
		name = path_name(name);
		len = strlen(name);
		if (len >= sizeof deleted && !strcmp(name + len - (sizeof deleted - 1), deleted))
			name = pool_strn(p, name, len - (sizeof deleted - 1));
	} else if (!file_read(&comm, pool_printf(p, "/proc/%ld/comm", parent), 4096, NULL)) {
		name = pool_strn(p, comm.data, strcspn(comm.data, "\n"));
	}
	buf_release(&comm);
	return name && name[0] ? name : NULL;
}

/* The first program NAME on PATH. An entry that is not absolute means the working directory. */
static const char *on_path(struct pool *p, const struct env *e, const char *name)
{
	struct strings folders = { 0 };

	path_list_split(&folders, p, env_get(e, "PATH"));
	for (size_t i = 0; i < folders.count; i++) {
		const char *folder = folders.items[i];
		const char *path;

		if (!path_is_absolute(folder)) {
			const char *here = sys_logical_folder(p, e);

			if (!here)
				continue;
			folder = path_join(p, here, folder);
		}
		path = path_join(p, folder, name);
		if (file_is_executable(path))
			return path;
	}
	return NULL;
}

const char *sys_own_path(struct pool *p, const struct env *e, const char *argv0)
{
	static const char self[] = "/proc/self/exe";
	const char *path = NULL, *folder;

	if (!strchr(argv0, '/')) {
		path = on_path(p, e, argv0);
	} else if (path_is_absolute(argv0)) {
		path = argv0;
	} else if ((folder = sys_logical_folder(p, e))) {
		path = path_join(p, folder, argv0);
	}
	/* What argv[0] says is the caller's choice; where the system knows better, it must agree. */
	if (path && (is_same(path, self) || access(self, F_OK))) {
		const char *clean = path_clean(p, path);

		return strcmp(clean, path) == 0 || is_same(clean, path) ? clean : pool_str(p, path);
	}
	return file_link_target(p, self);
}

void sys_arguments(struct pool *p, int *argc, char ***argv)
{
	(void)p;
	(void)argc;
	(void)argv;
}

void sys_keep_pipes(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &ignore, NULL);
}

void sys_keep_children(void)
{
	struct sigaction keep = { .sa_handler = SIG_DFL };

	sigaction(SIGCHLD, &keep, NULL);
}

int sys_processors(void)
{
	long count;
#ifdef CPU_COUNT
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return CPU_COUNT(&set);
#endif
	count = sysconf(_SC_NPROCESSORS_ONLN);
	return count > 0 ? (int)count : 1;
}

long sys_process(void)
{
	return (long)getpid();
}

/* One that has ended and was not waited for still has its number; the letter behind its name then is Z. */
static bool is_over(long process)
{
	struct buf stat = BUF_INIT;
	char path[64];
	const char *state = NULL;
	bool over;

	snprintf(path, sizeof(path), "/proc/%ld/stat", process);
	if (file_read(&stat, path, 4096, NULL) == 0)
		state = strrchr(stat.data, ')');
	over = state && state[1] == ' ' && (state[2] == 'Z' || state[2] == 'X');
	buf_release(&stat);
	return over;
}

bool sys_process_lives(long process)
{
	return process > 0 && (kill((pid_t)process, 0) == 0 || errno == EPERM) && !is_over(process);
}

bool sys_is_root(void)
{
	return geteuid() == 0;
}

bool sys_is_terminal(int fd)
{
	return isatty(fd);
}

int64_t sys_now_ns(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t sys_clock_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
