/* SPDX-License-Identifier: MIT */
#ifndef CVENV_TESTS_LIBRARY_CLIENT_H
#define CVENV_TESTS_LIBRARY_CLIENT_H

/*
 * What the callers of libcvenv in this folder share: programs that know cvenv.h and the C library alone.
 * Each is called as PROGRAM PYTHON … in an empty folder, prints TAP, and keeps what is known of PYTHON in
 * the folder "cache".
 */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE

#include <cvenv.h>

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* "NAME NAME …" of what happened. */
struct log {
	char text[2000];
};

static inline void log_add(struct log *log, const char *format, ...)
{
	size_t len = strlen(log->text);
	va_list args;

	va_start(args, format);
	if (len && len + 1 < sizeof(log->text))
		log->text[len++] = ' ';
	vsnprintf(log->text + len, sizeof(log->text) - len, format, args);
	va_end(args);
}

static inline bool client_exists(const char *format, ...)
{
	char path[1000];
	struct stat st;
	va_list args;

	va_start(args, format);
	vsnprintf(path, sizeof(path), format, args);
	va_end(args);
	return lstat(path, &st) == 0;
}

/* What FILE holds, in memory that the next call uses again; NULL where there is none. */
static inline const char *client_text(const char *path)
{
	static char text[20000];
	FILE *file = fopen(path, "r");

	if (!file)
		return NULL;
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static inline void client_put(const char *path, const char *text, mode_t mode)
{
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) || chmod(path, mode)) {
		printf("Bail out! cannot write '%s'\n", path);
		exit(1);
	}
}

/* The interpreter; the program ends where there is none. */
static inline struct cvenv_python *client_python(const char *spec)
{
	const struct cvenv_caller caller = { .size = sizeof(caller), .cache = "cache" };
	struct cvenv_python *python;
	struct cvenv_error *error = cvenv_python_find(&python, &caller, spec);

	if (!error)
		return python;
	printf("Bail out! %s\n", cvenv_error_text(error));
	exit(1);
}

/* Checks that it is of CODE (0: none) and that its text holds PART, and frees it. */
#define CHECK_ERROR(error, code, part) client_check_error((error), (code), (part), __FILE__, __LINE__, #error)

static inline void client_check_error(struct cvenv_error *error, int code, const char *part, const char *file, int line,
                                      const char *what)
{
	bool good = error ? code == (int)cvenv_error_code(error) && strstr(cvenv_error_text(error), part) : code == 0;

	if (!unit_check(good, file, line, what))
		unit_shown("error", error ? cvenv_error_text(error) : "(none)");
	cvenv_error_free(error);
}

/* One environment by a builder of its own. */
static inline struct cvenv_error *client_create(const struct cvenv_caller *caller, const struct cvenv_options *options,
                                                const char *env_dir)
{
	struct cvenv_builder *builder;
	struct cvenv_error *error = cvenv_builder_new(&builder, caller, options);

	if (!error)
		error = cvenv_builder_create(builder, env_dir);
	cvenv_builder_free(builder);
	return error;
}

#endif
