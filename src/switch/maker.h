/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_MAKER_H
#define CVENV_SWITCH_MAKER_H

#include "venv/cvenv.h"

struct env;
struct pool;
struct report;
struct settings;
struct strings;

/*
 * The program's way to libcvenv: what it says goes to the report, Ctrl-C ends it and leaves nothing
 * behind, and what is being made is told as people know it. Memory is the pool's, borrowed.
 */
struct maker {
	struct pool *pool;
	const struct env *env;
	const struct report *report;
	const char *cache;    /* NULL: the user's own */
	void (*heard)(void *data, const char *line); /* each line that a program that is run prints; NULL: a detail for the report */
	void (*progress)(void *data, size_t done, size_t total); /* how far the files are that the cache shall keep; NULL: nobody asks */
	void *data;
};

/* How the user wants files to come from the cache. */
enum cvenv_link_mode maker_link_mode(const struct settings *settings);

/* What new environments get. */
struct maker_seed {
	bool pip;
	const char *const *seed; /* beside it, as struct cvenv_options has it; NULL: nothing */
};

/* Of "auto", "none", names and paths; no WORDS are as good as "auto". What it points to is the pool's. */
struct maker_seed maker_seed(struct pool *p, const struct strings *words);

/* The interpreter of SPEC, to be given back by cvenv_python_free; NULL, reported to REPORT. */
struct cvenv_python *maker_python(const struct maker *m, const char *spec, const struct report *report);

/* Every interpreter that there is, to be given back by cvenv_python_list_free; NULL, reported. */
struct cvenv_pythons *maker_pythons(const struct maker *m);

/* How people write the name of its implementation: "CPython". */
const char *maker_name(const struct cvenv_python *python);

/* For OPTIONS, to be given back by cvenv_builder_free; NULL, reported. */
struct cvenv_builder *maker_builder(const struct maker *m, const struct cvenv_options *options);

/*
 * Makes ENV_DIR of PYTHON (the builder's own); SHOWN is its path as the user knows it, BY who wanted
 * that Python (NULL: nobody). Says what is
 * made of what, as uv does, and how long it took, which is the answer, in milliseconds; -1, reported.
 */
int maker_create(const struct maker *m, struct cvenv_builder *builder, const struct cvenv_python *python,
                 const char *env_dir, const char *shown, const char *by);

#endif
