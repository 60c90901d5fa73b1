/* SPDX-License-Identifier: MIT */
#include "venv/speaker.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/report.h"

struct cvenv_error {
	enum cvenv_code code;
	char *text;
};

static char no_memory_text[] = "not enough memory";
/* Nothing is to be had for an error of its own; this one is nobody's to free or to write to. */
static struct cvenv_error no_memory = { .code = CVENV_NO_MEMORY, .text = no_memory_text };

struct cvenv_error *error_no_memory(void)
{
	return &no_memory;
}

struct cvenv_error *cvenv_error_new(enum cvenv_code code, const char *format, ...)
{
	struct cvenv_error *error = code == CVENV_NO_MEMORY ? NULL : malloc(sizeof(*error));
	struct buf text = BUF_INIT;
	va_list args;

	if (!error)
		return error_no_memory();
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	*error = (struct cvenv_error){ .code = code, .text = buf_detach(&text) };
	if (error->text)
		return error;
	free(error);
	return error_no_memory();
}

enum cvenv_code cvenv_error_code(const struct cvenv_error *error)
{
	return error->code;
}

const char *cvenv_error_text(const struct cvenv_error *error)
{
	return error->text;
}

void cvenv_error_free(struct cvenv_error *error)
{
	if (!error || error == &no_memory)
		return;
	free(error->text);
	free(error);
}

static void say(void *data, enum report_level level, const char *text)
{
	static const enum cvenv_level levels[] = {
		[REPORT_DETAIL] = CVENV_DETAIL, [REPORT_INFO] = CVENV_INFO, [REPORT_WARNING] = CVENV_WARNING, [REPORT_ERROR] = CVENV_WARNING,
	};
	struct speaker *s = data;

	if (level == REPORT_ERROR && !s->error)
		s->error = cvenv_error_new(strcmp(text, report_no_memory) == 0 ? CVENV_NO_MEMORY : CVENV_FAILED, "%s", text);
	else if (s->caller.message)
		s->caller.message(s->caller.data, levels[level], text);
}

struct cvenv_error *speaker_open(struct speaker *s, const struct cvenv_caller *caller)
{
	*s = (struct speaker){ .report = { .say = say, .data = s } };
	return caller ? struct_take(&s->caller, sizeof(s->caller), caller, "cvenv_caller") : NULL;
}

int speaker_put(struct speaker *s, struct cvenv_error *error)
{
	if (!error)
		return 0;
	if (s->error)
		cvenv_error_free(error);
	else
		s->error = error;
	return -1;
}

bool speaker_cancelled(const struct speaker *s)
{
	return s->caller.cancelled && s->caller.cancelled(s->caller.data);
}

struct cvenv_error *speaker_take(struct speaker *s, int failed)
{
	struct cvenv_error *error = s->error;

	s->error = NULL;
	if (failed < 0)
		return error ? error : cvenv_error_new(CVENV_CANCELLED, "interrupted");
	cvenv_error_free(error);
	return NULL;
}

struct cvenv_error *struct_take(void *to, size_t known, const void *from, const char *what)
{
	const unsigned char *bytes = from;
	size_t given;

	memcpy(&given, from, sizeof(given));
	if (given < sizeof(given))
		return cvenv_error_new(CVENV_MISUSED, "struct %s does not say its size", what);
	for (size_t i = known; i < given; i++)
		if (bytes[i])
			return cvenv_error_new(CVENV_MISUSED, "struct %s asks for what only a later libcvenv knows", what);
	memset(to, 0, known);
	memcpy(to, from, given < known ? given : known);
	memcpy(to, &known, sizeof(known));
	return NULL;
}
