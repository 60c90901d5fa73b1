/* SPDX-License-Identifier: MIT */
#ifndef CVENV_TESTS_FOLDER_H
#define CVENV_TESTS_FOLDER_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of the test's own, which is its working directory from then on, and is removed at its end. */
static char folder_path[PATH_MAX];

static inline void folder_remove(void)
{
	if (!folder_path[0] || chdir(folder_path))
		return;
	if (system("chmod -R u+rwx . && rm -rf \"$(pwd)\""))
		fprintf(stderr, "cannot remove '%s'\n", folder_path);
}

static inline void folder_enter(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(folder_path, sizeof folder_path, "%s/cvenv-unit-XXXXXX", base && *base == '/' ? base : "/tmp");
	if (!mkdtemp(folder_path) || chdir(folder_path)) {
		printf("Bail out! cannot make '%s'\n", folder_path);
		exit(1);
	}
	atexit(folder_remove);
}

static inline void folder_put(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	if (!file || fputs(text, file) < 0 || fclose(file)) {
		printf("Bail out! cannot write '%s'\n", name);
		exit(1);
	}
}

/* root may do everything: what is refused to a user is tried as one. */
static inline void folder_be_user(void)
{
	if (!getuid() && (chown(folder_path, 65534, 65534) || setegid(65534) || seteuid(65534))) {
		puts("Bail out! cannot become an ordinary user");
		exit(1);
	}
}

static inline void folder_be_oneself(void)
{
	if (!getuid() && (seteuid(0) || setegid(0) || chown(folder_path, 0, 0))) {
		puts("Bail out! cannot become root again");
		exit(1);
	}
}

#endif
