/* SPDX-License-Identifier: MIT */
/*
 * spawn COUNT COMMAND…: runs a command COUNT times, one after the other, and prints a line for each run:
 * nanoseconds from its start to its end, microseconds of processor time of it and its children, and the
 * most memory that it held, in KiB. A small program starts it, for two reasons: starting a program from a
 * large one takes longer, and Linux counts the memory of who starts a program as if the program had held it.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static int64_t microseconds(struct timeval t)
{
	return t.tv_sec * INT64_C(1000000) + t.tv_usec;
}

static int run(char **argv, const posix_spawn_file_actions_t *nowhere)
{
	struct rusage used;
	int64_t start = now();
	int status, error;
	pid_t child;

	error = posix_spawnp(&child, argv[0], nowhere, NULL, argv, environ);
	if (error) {
		fprintf(stderr, "cannot run '%s': %s\n", argv[0], strerror(error));
		return -1;
	}
	while (wait4(child, &status, 0, &used) < 0)
		if (errno != EINTR)
			return -1;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "'%s' failed: it ended with %#x\n", argv[0], (unsigned)status);
		return -1;
	}
	printf("%lld %lld %ld\n", (long long)(now() - start),
	       (long long)(microseconds(used.ru_utime) + microseconds(used.ru_stime)), used.ru_maxrss);
	return 0;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t nowhere;

	if (argc < 3) {
		fprintf(stderr, "usage: spawn COUNT COMMAND…\n");
		return 2;
	}
	if (posix_spawn_file_actions_init(&nowhere) || posix_spawn_file_actions_addopen(&nowhere, 0, "/dev/null", O_RDONLY, 0) ||
	    posix_spawn_file_actions_addopen(&nowhere, 1, "/dev/null", O_WRONLY, 0) ||
	    posix_spawn_file_actions_adddup2(&nowhere, 1, 2))
		return 1;
	for (long i = strtol(argv[1], NULL, 10); i > 0; i--)
		if (run(argv + 2, &nowhere) < 0)
			return 1;
	posix_spawn_file_actions_destroy(&nowhere);
	return 0;
}
