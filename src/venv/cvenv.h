/* SPDX-License-Identifier: MIT */
#ifndef CVENV_H
#define CVENV_H

/*
 * libcvenv makes Python virtual environments: what the module venv of Python's standard library makes,
 * in C, and without starting Python where nothing has to run in the environment. Names are those of
 * venv.EnvBuilder (docs.python.org, "venv", section API); what a version of Python does otherwise than
 * its neighbours is done as the version of the environment's interpreter does it.
 *
 * Nothing here prints, ends the process, touches a signal or keeps state beside the objects that it
 * hands out. An object is for one thread at a time; two objects are for two threads at once. A process
 * that ignores SIGCHLD cannot be told how the programs ended that the library ran for it.
 *
 * Text is bytes as the system has them, closed by NUL. Structs begin with their size: the caller sets
 * it ({ .size = sizeof(struct …) }) and leaves zero what it does not use, and the library does not look
 * beyond it, so that a program goes on with a later library, whose structs are longer. In those that
 * the library hands out, SIZE says what is there.
 */

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/* The version of the library that is loaded: "1.2.3". */
const char *cvenv_version(void);

/* ---- errors: every function that can fail answers one, or NULL where all is well ---- */

enum cvenv_code {
	CVENV_FAILED = 1, /* the text says what failed, on what, and why */
	CVENV_MISUSED,    /* what the library was called with cannot be */
	CVENV_CANCELLED,  /* the caller's CANCELLED said so */
	CVENV_NO_MEMORY
};

struct cvenv_error;

enum cvenv_code cvenv_error_code(const struct cvenv_error *error);

/* One line without its newline, which may hold any byte of a file's name. Refusals are in venv's words. */
const char *cvenv_error_text(const struct cvenv_error *error);

/* For a caller's own step: never NULL; where there is no memory, an error that says so. */
struct cvenv_error *cvenv_error_new(enum cvenv_code code, const char *format, ...)
#ifdef __GNUC__
	__attribute__((format(printf, 2, 3)))
#endif
	;

/* NULL is no error. */
void cvenv_error_free(struct cvenv_error *error);

/* ---- who calls ---- */

enum cvenv_level { CVENV_DETAIL, CVENV_INFO, CVENV_WARNING };
enum cvenv_stream { CVENV_STDOUT, CVENV_STDERR };

/* What the library may use of its caller's. All of it is borrowed; NULL is as good as one that is all zero. */
struct cvenv_caller {
	size_t size;
	const char *const *environment; /* NAME=VALUE, closed by NULL; NULL: the process's */
	const char *cache;              /* folder that keeps what is known of interpreters; NULL: the user's own; "": none */
	void (*message)(void *data, enum cvenv_level level, const char *text);      /* what else there is to say */
	void (*output)(void *data, enum cvenv_stream stream, const char *line);     /* each line that a program says that is run */
	bool (*cancelled)(void *data);  /* asked again and again; true: end, and leave nothing behind */
	void *data;                     /* for these, and for PROGRESS */
	void (*progress)(void *data, size_t done, size_t total); /* how far the files are that the cache shall keep; at the end both are the same */
};

/* ---- interpreters ---- */

/* What one interpreter said of itself. */
struct cvenv_python {
	size_t size;
	const char *executable;      /* sys.executable, as it was found, links kept */
	const char *base_executable; /* of the real base, where EXECUTABLE is an environment's (PEP 405) */
	const char *real_executable; /* EXECUTABLE without links */
	const char *base_prefix;     /* sys.base_prefix */
	const char *implementation;  /* sys.implementation.name: "cpython", "pypy" */
	const char *version;         /* platform.python_version(): "3.13.0", "3.15.0b1" */
	int major, minor, micro;
	bool free_threaded;
	bool is_64bit;
	bool in_environment;         /* EXECUTABLE is an environment's */
	bool has_ensurepip;
	bool debug;                  /* sys.gettotalrefcount is there */
	const char *place;           /* where it was found: "PATH", "pyenv", "uv", "mise", "asdf", "system", "conda"; NULL: by its path */
};

/*
 * The interpreter that SPEC asks for: a version ("3.12", "3.13t" without the global lock, "3.13d" for debugging), a
 * range (">=3.11,<3.14"), an implementation ("pypy", "cpython3.12"), a name on PATH or of an installation, a path;
 * NULL or "auto": the first that can be used. PATH is looked through first, then what is installed by pyenv, uv, mise
 * and asdf, by the system, by conda. Each is started once, and again only when it has changed.
 */
struct cvenv_error *cvenv_python_find(struct cvenv_python **out, const struct cvenv_caller *caller, const char *spec);
void cvenv_python_free(struct cvenv_python *python);

/* Every interpreter that there is, in the order in which they are looked for, each program once. */
struct cvenv_pythons {
	size_t size;
	size_t count;
	const struct cvenv_python *const *items; /* the list's own: not for cvenv_python_free */
};

struct cvenv_error *cvenv_python_list(struct cvenv_pythons **out, const struct cvenv_caller *caller);
void cvenv_python_list_free(struct cvenv_pythons *list);

/* ---- the steps of a creation ---- */

struct cvenv_options;

/*
 * One environment that is being made: the context of venv.EnvBuilder. A step may put something else
 * in a field (which must live until the end): what comes after goes by that, but for where ENV_DIR is.
 */
struct cvenv_context {
	size_t size;
	const struct cvenv_options *options; /* the builder's */
	const struct cvenv_python *python;   /* the builder's */
	const char *env_dir;      /* absolute */
	const char *env_name;     /* the last component of ENV_DIR */
	const char *prompt;       /* without parentheses, as venv has it since Python 3.13 */
	const char *executable;   /* of the base interpreter */
	const char *python_dir;   /* its folder */
	const char *python_exe;   /* its name, which the environment's own interpreter has too */
	const char *inc_path;     /* the include folder */
	const char *lib_path;     /* purelib: where packages go */
	const char *bin_path;     /* the folder of programs */
	const char *bin_name;     /* its name: "bin" */
	const char *env_exe;      /* the environment's interpreter */
	const char *env_exec_cmd; /* what is run of it */
	const char *cfg_path;     /* pyvenv.cfg */
	const char *pip;          /* how pip came in: "cache" or "ensurepip"; NULL: it did not */
	bool created;             /* afterwards: there was no environment before, or it was cleared */
	const char *link_mode;    /* how files came from the cache: "clone", "hardlink" or "copy"; NULL: none did */
};

/*
 * A caller's own steps, each instead of the method of venv.EnvBuilder that has its name; NULL: the
 * library's. One may call the library's own (the function of that name below) whenever it wants to:
 * what comes before it runs before, what comes after it after. From the first of them on, the
 * environment is at its place, and marked as incomplete until everything is done; before, it is not
 * yet to be seen.
 */
struct cvenv_steps {
	size_t size;
	struct cvenv_error *(*create)(struct cvenv_context *context); /* all that follow: cvenv_run_steps */
	struct cvenv_error *(*ensure_directories)(struct cvenv_context *context);
	struct cvenv_error *(*create_scm_ignore_file)(struct cvenv_context *context, const char *scm);
	struct cvenv_error *(*create_git_ignore_file)(struct cvenv_context *context);
	struct cvenv_error *(*create_configuration)(struct cvenv_context *context);
	struct cvenv_error *(*setup_python)(struct cvenv_context *context);
	struct cvenv_error *(*setup_pip)(struct cvenv_context *context);
	struct cvenv_error *(*setup_scripts)(struct cvenv_context *context);
	struct cvenv_error *(*install_scripts)(struct cvenv_context *context, const char *path);
	struct cvenv_error *(*post_setup)(struct cvenv_context *context);
	struct cvenv_error *(*upgrade_dependencies)(struct cvenv_context *context);
};

/*
 * The order of venv.EnvBuilder.create: directories, ignore files, configuration, Python, pip, scripts
 * and post_setup (these two not with UPGRADE), the configuration once more where the system's packages
 * are to be seen, and dependencies. Each is the caller's own where there is one.
 */
struct cvenv_error *cvenv_run_steps(struct cvenv_context *context);

struct cvenv_error *cvenv_ensure_directories(struct cvenv_context *context);

/* Of SCM "git", the step create_git_ignore_file; no other is known. */
struct cvenv_error *cvenv_create_scm_ignore_file(struct cvenv_context *context, const char *scm);
struct cvenv_error *cvenv_create_git_ignore_file(struct cvenv_context *context);

/* Writes pyvenv.cfg; system packages are in it only when pip is installed, so that it goes nowhere else. */
struct cvenv_error *cvenv_create_configuration(struct cvenv_context *context);
struct cvenv_error *cvenv_setup_python(struct cvenv_context *context);
struct cvenv_error *cvenv_setup_pip(struct cvenv_context *context);

/* The step install_scripts, with NULL: the library's own activation scripts. */
struct cvenv_error *cvenv_setup_scripts(struct cvenv_context *context);

/*
 * Puts the scripts in PATH/common and PATH/posix, and below, into the environment's bin, with what
 * stands there for __VENV_DIR__, __VENV_NAME__, __VENV_PROMPT__, __VENV_BIN_NAME__ and __VENV_PYTHON__,
 * each quoted: for PowerShell in a *.ps1, not at all in a *.bat, else as shlex.quote does. What was put
 * in is not looked at again. A file that is not UTF-8 is passed over with a warning. Modes are kept.
 */
struct cvenv_error *cvenv_install_scripts(struct cvenv_context *context, const char *path);

/* Nothing: it is there for the caller's. */
struct cvenv_error *cvenv_post_setup(struct cvenv_context *context);

/* python -m pip install --upgrade pip (before Python 3.12: and setuptools). */
struct cvenv_error *cvenv_upgrade_dependencies(struct cvenv_context *context);

/*
 * For a caller's own step: runs the environment's interpreter with ARGUMENTS (closed by NULL), in the
 * environment's folder, without PYTHONHOME and PYTHONPATH and with VIRTUAL_ENV. What it says goes to
 * the caller's OUTPUT. A status other than 0 is an error.
 */
struct cvenv_error *cvenv_call_python(struct cvenv_context *context, const char *const *arguments);

/* ---- the builder ---- */

/* How an environment gets files that the cache keeps: each falls back to those that follow it. */
enum cvenv_link_mode {
	CVENV_LINK_AUTO,     /* the first that the file system offers */
	CVENV_LINK_CLONE,    /* a copy that shares its blocks until one of the two is written to (reflink) */
	CVENV_LINK_HARDLINK, /* one file under two names: what edits it in place, edits both */
	CVENV_LINK_COPY
};

/* The arguments of venv.EnvBuilder, with its defaults: all zero. Borrowed while there is a builder. */
struct cvenv_options {
	size_t size;
	const struct cvenv_python *python;   /* NULL: cvenv_python_find's "auto" */
	bool system_site_packages;
	bool clear;
	bool symlinks;     /* as for venv.EnvBuilder false by default, though python -m venv makes links */
	bool upgrade;      /* of an environment that is there; its prompt and its system packages stay as they are */
	bool with_pip;
	bool upgrade_deps;
	bool force;        /* with CLEAR: what is no environment is emptied too */
	bool relocatable;  /* scripts find the environment by their own place */
	const char *prompt;                  /* NULL: the folder's name; ".": the working directory's */
	const char *const *scm_ignore_files; /* "git"; closed by NULL; NULL: none */
	const struct cvenv_steps *steps;     /* NULL: the library's */
	void *data;                          /* for the caller's own steps */
	enum cvenv_link_mode link_mode;
	const char *const *seed; /* with WITH_PIP: wheels that are put in beside pip, or in its stead, by their paths or, of those
	                            that the cache has, by their names ("setuptools"); closed by NULL; NULL: none */
};

struct cvenv_builder;

/* CALLER and OPTIONS may go when this has answered; what they point to has to stay until cvenv_builder_free. */
struct cvenv_error *cvenv_builder_new(struct cvenv_builder **out, const struct cvenv_caller *caller,
                                      const struct cvenv_options *options);

/*
 * Makes the environment ENV_DIR (relative: to the working directory). A new one is built beside its
 * place and moved there, and one that is there stays as it was until the new one is whole, or is
 * changed step by step, with what it was put back where that fails; of several makers at once one
 * makes it and the others take what it made. Where the process is killed, the next that is asked for
 * the same environment finishes it.
 */
struct cvenv_error *cvenv_builder_create(struct cvenv_builder *builder, const char *env_dir);

/* The environment that was made last; NULL before. Until the next one, or cvenv_builder_free. */
const struct cvenv_context *cvenv_builder_context(const struct cvenv_builder *builder);

void cvenv_builder_free(struct cvenv_builder *builder);

/* venv.create: one environment, by a builder of its own. OPTIONS may be NULL. */
struct cvenv_error *cvenv_create(const char *env_dir, const struct cvenv_options *options);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif

#endif
