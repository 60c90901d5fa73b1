/* SPDX-License-Identifier: MIT */
#ifndef CVENV_TESTS_FUZZ_H
#define CVENV_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/report.h"

/*
 * A fuzzer is one program of one file, built by clang with --enable-fuzzing: it hands bytes to a parser
 * and looks whether what must always hold does. Each has a corpus in corpus/NAME.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* Takes every message, which has to be text that ends, and forgets it. */
static inline void fuzz_say(void *data, enum report_level level, const char *text)
{
	(void)data;
	(void)level;
	if (!text || !*text)
		abort();
}

static const struct report fuzz_report = { .say = fuzz_say };

#define FUZZ_HOLDS(condition) \
	do { \
		if (!(condition)) \
			abort(); \
	} while (0)

#endif
