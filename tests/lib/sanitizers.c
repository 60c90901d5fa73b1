/* SPDX-License-Identifier: MIT */

/*
 * Linked into a program that was built with --enable-sanitizers: what they find goes to files in the
 * build's folder, where no test that looks at standard error alone can miss it (script/full.sh reads
 * them), and ends the program with a status that cvenv itself never has.
 */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

#define FOUND "log_path=" CVENV_BUILD_FOLDER "/sanitizers.log:exitcode=99:halt_on_error=1:print_stacktrace=1"

const char *__asan_default_options(void)
{
	return FOUND ":detect_stack_use_after_return=1";
}

const char *__ubsan_default_options(void)
{
	return FOUND;
}
