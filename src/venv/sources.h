/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_SOURCES_H
#define CVENV_VENV_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

struct interpreter_search;
struct pool;

/* Whose an installation is, or by what a folder is known. */
enum source_kind { SOURCE_PATH, SOURCE_PYENV, SOURCE_UV, SOURCE_MISE, SOURCE_ASDF, SOURCE_SYSTEM, SOURCE_CONDA };

/* One folder of programs in which there may be a Python. */
struct source {
	enum source_kind kind;
	const char *folder; /* absolute and clean */
	const char *prefix; /* of its installation; NULL: it is of none that is known */
	const char *name;   /* what its installation is called there ("3.12.1", "miniconda3-4.7.12"); NULL: it has no name */
	bool environment;   /* an environment that a version manager keeps among its versions */
};

/* In the order in which they are looked into, each folder once. */
struct sources {
	struct source *items;
	size_t count;
	size_t cap;
};

/*
 * Adds the folders of PATH, but for those that are not absolute (another folder after each cd) and the environment
 * that is active. A folder of shims, scripts that start one version or another, stands for what the user chose for
 * everywhere: by PYENV_VERSION and pyenv's global versions, by ASDF_PYTHON_VERSION, MISE_PYTHON_VERSION and
 * ~/.tool-versions. A file of a folder's own (.python-version) is for whoever asks to read.
 */
void sources_path(struct sources *out, struct pool *p, const struct interpreter_search *s);

/*
 * Adds what is installed: pyenv's versions ($PYENV_ROOT, ~/.pyenv), uv's ($UV_PYTHON_INSTALL_DIR, $XDG_DATA_HOME/uv/python),
 * mise's and asdf's, the system's, and conda's, the newest CPython of each first.
 */
void sources_installed(struct sources *out, struct pool *p, const struct interpreter_search *s);

/*
 * Where the programs of the installation or environment PREFIX are: on Windows those of an installation are in its own
 * folder.
 */
const char *source_programs(struct pool *p, const char *prefix);

/* For people: "PATH", "pyenv", "the system". */
const char *source_word(enum source_kind kind);

#endif
