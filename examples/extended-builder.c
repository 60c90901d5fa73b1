/* SPDX-License-Identifier: MIT */

/*
 * The example of the documentation of venv ("An example of extending EnvBuilder"), with libcvenv: a
 * builder that has its own step post_setup, in which it installs setuptools and pip into the new
 * environment, and tells how that goes to a callback.
 *
 *     cc -std=c99 -o extended-builder extended-builder.c $(pkg-config --cflags --libs cvenv)
 *     ./extended-builder --setuptools=ez_setup.py --pip=pip-25.2-py3-none-any.whl .venv
 *
 * It differs from the original in this: what the original fetches from the network (ez_setup.py and
 * get-pip.py) is a file that the caller names, either such a script, which is run in the environment
 * as there, or a wheel, which the pip in the wheel of pip installs; an installation that fails is an
 * error, and leaves no environment behind, where the original goes on; and since this program is no
 * Python, --python says of which one the environments are.
 */
#define _XOPEN_SOURCE 700

#include <cvenv.h>

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct extended {
	bool nodist;  /* setuptools and pip are not installed */
	bool nopip;   /* pip is not installed */
	bool verbose; /* what the installers say is shown; else a dot for each line of it */
	const char *setuptools, *pip; /* what is installed: a script or a wheel */

	/* Told how it goes: SOURCE is "main", "stdout" or "stderr". NULL: that is written to standard error. */
	void (*progress)(const char *text, const char *source);
};

/* A name or what a program says may hold what would steer the terminal. */
static void show(FILE *to, const char *text)
{
	for (; *text; text++)
		putc((unsigned char)*text < ' ' || *text == 127 ? '?' : *text, to);
}

static void tell_main(const struct extended *e, const char *start, const char *name, const char *end)
{
	char text[200];

	snprintf(text, sizeof(text), "%s%s%s", start, name, end);
	if (e->progress)
		e->progress(text, "main");
	else
		fputs(text, stderr);
}

/* The caller's OUTPUT: each line that an installer writes. */
static void reader(void *data, enum cvenv_stream stream, const char *line)
{
	const struct extended *e = data;

	if (e->progress) {
		e->progress(line, stream == CVENV_STDERR ? "stderr" : "stdout");
	} else if (e->verbose) {
		show(stderr, line);
		putc('\n', stderr);
	} else {
		putc('.', stderr);
	}
}

static char *join(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);

	if (path)
		snprintf(path, size, "%s/%s", folder, name);
	return path;
}

static bool ends_with(const char *text, const char *ending)
{
	size_t len = strlen(text), tail = strlen(ending);

	return len >= tail && strcmp(text + len - tail, ending) == 0;
}

static struct cvenv_error *failed(const char *what, const char *path)
{
	return cvenv_error_new(CVENV_FAILED, "cannot %s '%s': %s", what, path, strerror(errno));
}

/* In the place of urlretrieve. */
static struct cvenv_error *copy(const char *from, const char *to)
{
	struct cvenv_error *error = NULL;
	char bytes[65536];
	size_t len;
	FILE *in = fopen(from, "rb"), *out = NULL;

	if (!in || !(out = fopen(to, "wb"))) {
		error = in ? failed("write", to) : failed("read", from);
		if (in)
			fclose(in);
		return error;
	}
	while ((len = fread(bytes, 1, sizeof(bytes), in)) > 0 && !error)
		if (fwrite(bytes, 1, len, out) < len)
			error = failed("write", to);
	if (!error && ferror(in))
		error = failed("read", from);
	fclose(in);
	if (fclose(out) != 0 && !error)
		error = failed("write", to);
	return error;
}

static struct cvenv_error *run(struct cvenv_context *context, const struct extended *e, const char *path)
{
	const char *const script[] = { path, NULL };
	const char *wheel[] = { NULL, "install", "--no-index", "--no-deps", "--disable-pip-version-check", path, NULL };
	struct cvenv_error *error;
	char *pip;

	if (!ends_with(path, ".whl"))
		return cvenv_call_python(context, script);
	if (!e->pip || !ends_with(e->pip, ".whl"))
		return cvenv_error_new(CVENV_FAILED, "'%s' is a wheel, which only the wheel of pip can install: name it by --pip", path);
	/* A folder within an archive can be run like one that is not. */
	pip = realpath(e->pip, NULL);
	wheel[0] = pip ? join(pip, "pip") : NULL;
	if (!pip)
		error = failed("find", e->pip);
	else if (!wheel[0])
		error = cvenv_error_new(CVENV_NO_MEMORY, "not enough memory");
	else
		error = cvenv_call_python(context, wheel);
	free((char *)wheel[0]);
	free(pip);
	return error;
}

/* Puts FILE into the environment's bin, runs it there, and takes it away. */
static struct cvenv_error *install_script(struct cvenv_context *context, const char *name, const char *file)
{
	const struct extended *e = context->options->data;
	const char *slash = strrchr(file, '/');
	char *path = join(context->bin_path, slash ? slash + 1 : file);
	struct cvenv_error *error;

	if (!path)
		return cvenv_error_new(CVENV_NO_MEMORY, "not enough memory");
	error = copy(file, path);
	if (!error) {
		tell_main(e, "Installing ", name, e->verbose ? " ...\n" : " ...");
		error = run(context, e, path);
		tell_main(e, error ? "failed." : "done.", "", e->progress ? "" : "\n");
	}
	unlink(path);
	free(path);
	return error;
}

/* The archive that ez_setup.py fetches stays in bin. */
static struct cvenv_error *install_setuptools(struct cvenv_context *context)
{
	const struct extended *e = context->options->data;
	struct cvenv_error *error = install_script(context, "setuptools", e->setuptools);
	DIR *folder = error ? NULL : opendir(context->bin_path);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (strncmp(entry->d_name, "setuptools-", strlen("setuptools-")) == 0 && ends_with(entry->d_name, ".tar.gz")) {
			char *path = join(context->bin_path, entry->d_name);

			if (path)
				unlink(path);
			free(path);
		}
	if (folder)
		closedir(folder);
	return error;
}

static struct cvenv_error *install_pip(struct cvenv_context *context)
{
	const struct extended *e = context->options->data;

	return install_script(context, "pip", e->pip);
}

/* The step of that name: sets up what shall be in the environment from the beginning. */
static struct cvenv_error *post_setup(struct cvenv_context *context)
{
	const struct extended *e = context->options->data;
	struct cvenv_error *error = NULL;

	if (!e->nodist)
		error = install_setuptools(context);
	if (!error && !e->nopip && !e->nodist)
		error = install_pip(context);
	return error;
}

/* ---- the program ---- */

static void show_progress(const char *text, const char *source)
{
	fprintf(stderr, "%s: ", source);
	show(stderr, text);
	putc('\n', stderr);
}

static const char usage[] =
	"usage: extended-builder [OPTION...] ENV_DIR...\n"
	"\n"
	"Creates virtual Python environments in one or more target directories.\n"
	"\n"
	"  --setuptools FILE       the script or wheel that installs setuptools\n"
	"  --pip FILE              the script or wheel that installs pip; as a wheel it installs that of setuptools too\n"
	"  --no-setuptools, --nodist\n"
	"                          don't install setuptools or pip in the virtual environment\n"
	"  --no-pip, --nopip       don't install pip in the virtual environment\n"
	"  --system-site-packages  give the virtual environment access to the system site-packages dir\n"
	"  --symlinks              try to use symlinks rather than copies (the default)\n"
	"  --clear                 delete the contents of the virtual environment directory first\n"
	"  --upgrade               upgrade the virtual environment directory to use this version of Python\n"
	"  --verbose               display the output from what installs setuptools and pip\n"
	"  --progress              show what the progress callback is told\n"
	"  --python SPEC           the Python to use, as for 'cvenv create'\n";

enum option_key { SETUPTOOLS = 1, PIP, NODIST, NOPIP, SYSTEM_SITE, SYMLINKS, CLEAR, UPGRADE, VERBOSE, PROGRESS, PYTHON, HELP };

static const struct option options[] = {
	{ "setuptools", required_argument, NULL, SETUPTOOLS },
	{ "pip", required_argument, NULL, PIP },
	{ "no-setuptools", no_argument, NULL, NODIST },
	{ "nodist", no_argument, NULL, NODIST },
	{ "no-pip", no_argument, NULL, NOPIP },
	{ "nopip", no_argument, NULL, NOPIP },
	{ "system-site-packages", no_argument, NULL, SYSTEM_SITE },
	{ "symlinks", no_argument, NULL, SYMLINKS },
	{ "clear", no_argument, NULL, CLEAR },
	{ "upgrade", no_argument, NULL, UPGRADE },
	{ "verbose", no_argument, NULL, VERBOSE },
	{ "progress", no_argument, NULL, PROGRESS },
	{ "python", required_argument, NULL, PYTHON },
	{ "help", no_argument, NULL, HELP },
	{ NULL, 0, NULL, 0 },
};

struct request {
	struct extended extended;
	struct cvenv_options options;
	const char *python;
	bool help;
};

static void take(struct request *r, int key)
{
	switch ((enum option_key)key) {
	case SETUPTOOLS: r->extended.setuptools = optarg; break;
	case PIP: r->extended.pip = optarg; break;
	case NODIST: r->extended.nodist = true; break;
	case NOPIP: r->extended.nopip = true; break;
	case SYSTEM_SITE: r->options.system_site_packages = true; break;
	case SYMLINKS: r->options.symlinks = true; break;
	case CLEAR: r->options.clear = true; break;
	case UPGRADE: r->options.upgrade = true; break;
	case VERBOSE: r->extended.verbose = true; break;
	case PROGRESS: r->extended.progress = show_progress; break;
	case PYTHON: r->python = optarg; break;
	case HELP: r->help = true; break;
	}
}

/* NULL where the words on the command line are right. */
static const char *parse(struct request *r, int argc, char **argv)
{
	int key;

	while ((key = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (key == '?')
			return ""; /* which getopt_long told */
		take(r, key == 'h' ? HELP : key);
	}
	if (r->help)
		return NULL;
	if (optind == argc)
		return "the following arguments are required: ENV_DIR";
	if (!r->extended.nodist && !r->extended.setuptools)
		return "name what installs setuptools by --setuptools, or leave it out by --no-setuptools";
	if (!r->extended.nodist && !r->extended.nopip && !r->extended.pip)
		return "name what installs pip by --pip, or leave it out by --no-pip";
	return NULL;
}

static void message(void *data, enum cvenv_level level, const char *text)
{
	(void)data;
	if (level != CVENV_WARNING)
		return;
	fputs("Warning: ", stderr);
	show(stderr, text);
	putc('\n', stderr);
}

static struct cvenv_error *create(struct request *r, const struct cvenv_caller *caller, char **dirs)
{
	struct cvenv_python *python = NULL;
	struct cvenv_builder *builder = NULL;
	struct cvenv_error *error = cvenv_python_find(&python, caller, r->python);

	r->options.python = python;
	if (!error)
		error = cvenv_builder_new(&builder, caller, &r->options);
	for (; !error && *dirs; dirs++)
		error = cvenv_builder_create(builder, *dirs);
	cvenv_builder_free(builder);
	cvenv_python_free(python);
	return error;
}

int main(int argc, char **argv)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .post_setup = post_setup };
	struct request r = { .options = { .size = sizeof(r.options), .symlinks = true, .steps = &steps } };
	const struct cvenv_caller caller = {
		.size = sizeof(caller), .message = message, .output = reader, .data = &r.extended,
	};
	const char *wrong = parse(&r, argc, argv);
	struct cvenv_error *error;

	r.options.data = &r.extended;
	if (wrong) {
		fprintf(stderr, "%sextended-builder: error: %s\n", usage, *wrong ? wrong : "see above");
		return 2;
	}
	if (r.help)
		return fputs(usage, stdout) < 0 || fflush(stdout) != 0;
	error = create(&r, &caller, argv + optind);
	if (!error)
		return 0;
	fputs("Error: ", stderr);
	show(stderr, cvenv_error_text(error));
	putc('\n', stderr);
	cvenv_error_free(error);
	return 1;
}
