/* SPDX-License-Identifier: MIT */
#include "switch/told.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/report.h"

struct subject {
	struct report report;
	struct told *told;
	struct pool *pool;
	const char *digest;
};

static const char *digest_of(struct pool *p, const char *subject, va_list parts)
{
	struct buf all = BUF_INIT;
	char hex[DIGEST_HEX];

	for (const char *part = subject; part; part = va_arg(parts, const char *)) {
		buf_str(&all, part);
		buf_byte(&all, '\0');
	}
	digest_hex(hex, all.data, all.len);
	p->failed |= all.failed;
	buf_release(&all);
	return pool_strn(p, hex, TOLD_DIGITS);
}

static void note(struct told *t, struct pool *p, const char *digest)
{
	if (!strings_have(&t->seen, digest))
		strings_add(&t->seen, p, digest);
}

/* A subject counts as told once something was said about it, so it passes through here. */
static void say_and_note(void *data, enum report_level level, const char *text)
{
	const struct subject *subject = data;

	note(subject->told, subject->pool, subject->digest);
	subject->told->report->say(subject->told->report->data, level, text);
}

const struct report *told_about(struct told *t, struct pool *p, const char *subject, ...)
{
	struct subject *about;
	const char *digest;
	va_list parts;

	va_start(parts, subject);
	digest = digest_of(p, subject, parts);
	va_end(parts);
	if (t->always)
		return t->report;
	if (strings_have(&t->seen, digest))
		return &report_silent;
	about = pool_alloc(p, sizeof(*about));
	if (!about)
		return t->report;
	*about = (struct subject){
		.report = { .say = say_and_note, .data = about }, .told = t, .pool = p, .digest = digest,
	};
	return &about->report;
}

void told_note(struct told *t, struct pool *p, const char *subject, ...)
{
	va_list parts;

	va_start(parts, subject);
	note(t, p, digest_of(p, subject, parts));
	va_end(parts);
}
