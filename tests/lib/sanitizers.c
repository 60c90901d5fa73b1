/* SPDX-License-Identifier: MIT */

/*
 * Linked into a program that was built with --enable-sanitizers: what they find goes to files in the
 * build's folder, where no test that looks at standard error alone can miss it (script/full.sh reads
 * them), and ends the program with a status that cvenv itself never has.
 */
#include <stdio.h>

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
int __lsan_is_turned_off(void);

#define FOUND "log_path=" CVENV_BUILD_FOLDER "/sanitizers.log:exitcode=99:halt_on_error=1:print_stacktrace=1"

const char *__asan_default_options(void)
{
	return FOUND ":detect_stack_use_after_return=1";
}

const char *__ubsan_default_options(void)
{
	return FOUND;
}

/* 1 where leaks cannot be looked for, since that takes a tracer and there is one already (strace). */
int __lsan_is_turned_off(void)
{
	char line[128];
	int tracer = 0;
	FILE *status = fopen("/proc/self/status", "re");
	if (!status)
		return 0;
	while (fgets(line, sizeof line, status))
		if (sscanf(line, "TracerPid: %d", &tracer) == 1)
			break;
	fclose(status);
	return tracer != 0;
}
