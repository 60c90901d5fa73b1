/* SPDX-License-Identifier: MIT */
#include "base/report.h"

#include <stdarg.h>

#include "base/buf.h"
#include "base/printf_like.h"

static void keep_silent(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	(void)text;
}

const char report_no_memory[] = "not enough memory";

const struct report report_silent = { .say = keep_silent };

static void say(const struct report *r, enum report_level level, const char *format, va_list args)
	PRINTF_LIKE(3, 0);

static void say(const struct report *r, enum report_level level, const char *format, va_list args)
{
	struct buf line = BUF_INIT;

	buf_vprintf(&line, format, args);
	r->say(r->data, line.failed ? REPORT_ERROR : level, line.failed ? report_no_memory : line.data);
	buf_release(&line);
}

void report_error(const struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(r, REPORT_ERROR, format, args);
	va_end(args);
}

void report_warning(const struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(r, REPORT_WARNING, format, args);
	va_end(args);
}

void report_info(const struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(r, REPORT_INFO, format, args);
	va_end(args);
}

void report_detail(const struct report *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(r, REPORT_DETAIL, format, args);
	va_end(args);
}

int report_memory(const struct report *r)
{
	r->say(r->data, REPORT_ERROR, report_no_memory);
	return -1;
}
