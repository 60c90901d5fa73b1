/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_REPORT_H
#define CVENV_BASE_REPORT_H

#include "base/printf_like.h"

/*
 * How anything is said: through whoever is listening. Below src/cmd nothing prints.
 *
 * A message is one line without its newline: lower case, the problem first, the subject in quotes,
 * what to do at the end. It may hold raw bytes; the listener escapes them (text_escape).
 */
enum report_level { REPORT_DETAIL, REPORT_INFO, REPORT_WARNING, REPORT_ERROR };

struct report {
	void (*say)(void *data, enum report_level level, const char *text);
	void *data;
};

/* Nobody listens. */
extern const struct report report_silent;

void report_error(const struct report *r, const char *format, ...) PRINTF_LIKE(2, 3);
void report_warning(const struct report *r, const char *format, ...) PRINTF_LIKE(2, 3);
void report_info(const struct report *r, const char *format, ...) PRINTF_LIKE(2, 3);
void report_detail(const struct report *r, const char *format, ...) PRINTF_LIKE(2, 3);

/* What is said where there is no memory, also instead of another message that would need some. */
extern const char report_no_memory[];

/* Says that: always -1, so that a function can end on it. */
int report_memory(const struct report *r);

#endif
