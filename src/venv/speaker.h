/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_SPEAKER_H
#define CVENV_VENV_SPEAKER_H

#include "base/report.h"
#include "venv/cvenv.h"

/*
 * Between what is reported within the library and its caller: the first error is kept, for the public
 * function to answer; everything else is a message. Not to be moved once it is open.
 */
struct speaker {
	struct report report;
	struct cvenv_caller caller;
	struct cvenv_error *error;
};

/* CALLER (NULL: nobody) is copied. An error where its size is none. */
struct cvenv_error *speaker_open(struct speaker *s, const struct cvenv_caller *caller);

/* Keeps ERROR, unless there is one. 0 for NULL, else -1. */
int speaker_put(struct speaker *s, struct cvenv_error *error);

/* What a public function answers after FAILED (below 0: it did): the error that was kept. It is then the caller's. */
struct cvenv_error *speaker_take(struct speaker *s, int failed);

/* The error that needs no memory. */
struct cvenv_error *error_no_memory(void);

bool speaker_cancelled(const struct speaker *s);

/*
 * Copies a struct that begins with its size from a caller who may know fewer of its fields, or more:
 * KNOWN is the size here, the fields that are not given are zero. An error (of WHAT) where fields that
 * are not known here are used, or the size is none.
 */
struct cvenv_error *struct_take(void *to, size_t known, const void *from, const char *what);

#endif
