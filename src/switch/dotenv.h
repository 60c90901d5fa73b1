/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_DOTENV_H
#define CVENV_SWITCH_DOTENV_H

#include <stddef.h>

struct env;
struct pool;
struct report;

/*
 * Reads a dotenv file as data: lines of NAME=VALUE, "export " in front allowed, # comments, 'text' as
 * it stands, "text" with \n \r \t \" \\ \$ (both may go over several lines), other values up to the end
 * of the line or a # after a space. Nothing is expanded and nothing is run. Adds to OUT, a later line
 * over an earlier. -1 with every error reported as FILE:LINE:COLUMN; names that a project may not set
 * (switch/names.h) are among them.
 */
int dotenv_parse(struct env *out, struct pool *p, const char *file, const char *bytes, size_t len,
                 const char *const *special, const struct report *report);

#endif
