/* SPDX-License-Identifier: MIT */
#include "client.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>

static struct cvenv_python *python;

/* ---- what is said, and what runs in the environment ---- */

struct heard {
	struct log out, err;
};

static void hear(void *data, enum cvenv_stream stream, const char *line)
{
	struct heard *heard = data;

	log_add(stream == CVENV_STDERR ? &heard->err : &heard->out, "%s", line);
}

static struct cvenv_error *talk(struct cvenv_context *c)
{
	static const char text[] =
		"import os, sys\n"
		"print('out', os.environ['VIRTUAL_ENV'] == os.getcwd(), 'PYTHONHOME' in os.environ, 'PYTHONPATH' in os.environ)\n"
		"print(os.environ['MINE'], sys.argv[1:], sys.prefix == os.getcwd(), file=sys.stderr)\n";
	const char *const arguments[] = { "-c", text, "a b", NULL };

	return cvenv_call_python(c, arguments);
}

static struct cvenv_error *fail(struct cvenv_context *c)
{
	const char *const arguments[] = { "-c", "import sys; print('before'); sys.exit('not today')", NULL };

	return cvenv_call_python(c, arguments);
}

static void test_output(void)
{
	static const char *const environment[] = { "PATH=/usr/bin:/bin", "MINE=yes", "PYTHONPATH=/x", "PYTHONHOME=/x", NULL };
	struct cvenv_steps steps = { .size = sizeof(steps), .post_setup = talk };
	struct heard heard = { { "" }, { "" } };
	const struct cvenv_caller caller = { .size = sizeof(caller), .environment = environment, .output = hear, .data = &heard };
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true, .steps = &steps };

	CHECK_ERROR(client_create(&caller, &o, "output"), 0, "");
	CHECK_STR(heard.out.text, "out True False False");
	CHECK_STR(heard.err.text, "yes ['a b'] True");
	steps.post_setup = fail;
	CHECK_ERROR(client_create(&caller, &o, "output-fails"), CVENV_FAILED, "returned non-zero exit status 1. It said last: not today");
	CHECK(!client_exists("output-fails"));
	CHECK_ERROR(client_create(NULL, &o, "output-fails"), CVENV_FAILED, "not today");
}

struct counter {
	int asked, most;
};

static bool count(void *data)
{
	struct counter *counter = data;

	return ++counter->asked > counter->most;
}

/* At whichever time it is asked, the answer is acted upon. */
static void test_cancelled(void)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .post_setup = talk };
	const struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true, .steps = &steps };
	struct counter counter = { 0, 0 };
	const struct cvenv_caller caller = { .size = sizeof(caller), .cancelled = count, .data = &counter };
	struct cvenv_error *error;
	int wrong = 0;

	setenv("MINE", "", 1);
	while ((error = client_create(&caller, &o, "cancelled")) && counter.most < 1000) {
		wrong += cvenv_error_code(error) != CVENV_CANCELLED || client_exists("cancelled") || client_exists(".cancelled.cvenv-new");
		cvenv_error_free(error);
		counter = (struct counter){ 0, counter.most + 1 };
	}
	CHECK_INT(wrong, 0);
	CHECK(counter.most > 6 && client_exists("cancelled/pyvenv.cfg"));
	CHECK_ERROR(error, 0, "");
}

/* ---- misuse ---- */

static struct cvenv_error *error_of(const struct cvenv_caller *caller, const struct cvenv_options *options)
{
	struct cvenv_builder *builder = (struct cvenv_builder *)&python;
	struct cvenv_error *error = cvenv_builder_new(&builder, caller, options);

	if (error && builder)
		error = cvenv_error_new(CVENV_MISUSED, "a builder and an error");
	cvenv_builder_free(builder);
	return error;
}

static void test_misuse(void)
{
	const struct cvenv_caller no_caller = { 0 };
	const struct cvenv_options none = { 0 };
	const struct cvenv_steps no_steps = { 0 };
	struct cvenv_options o = { .size = sizeof(o), .python = python };
	struct cvenv_python *found = python;

	CHECK_ERROR(error_of(&no_caller, &o), CVENV_MISUSED, "cvenv_caller");
	CHECK_ERROR(error_of(NULL, &none), CVENV_MISUSED, "cvenv_options");
	o.steps = &no_steps;
	CHECK_ERROR(error_of(NULL, &o), CVENV_MISUSED, "cvenv_steps");
	o.steps = NULL;
	CHECK_ERROR(error_of(NULL, &o), 0, "");
	CHECK_ERROR(cvenv_python_find(&found, &no_caller, NULL), CVENV_MISUSED, "cvenv_caller");
	CHECK(!found);
	CHECK_ERROR(cvenv_python_find(&found, NULL, "/nowhere/python3"), CVENV_FAILED, "'/nowhere/python3'");
	CHECK(!found);
	o.clear = o.upgrade = true;
	CHECK_ERROR(client_create(NULL, &o, "misuse"), CVENV_FAILED, "you cannot supply --upgrade and --clear together.");
	CHECK(!client_exists("misuse"));
	cvenv_error_free(NULL);
	cvenv_python_free(NULL);
	cvenv_builder_free(NULL);
	CHECK_ERROR(cvenv_error_new(CVENV_NO_MEMORY, "%s", "x"), CVENV_NO_MEMORY, "memory");
	CHECK(*cvenv_version() >= '0' && *cvenv_version() <= '9');
}

/* ---- callers that know fewer fields, and more ---- */

/* A copy of the first SIZE bytes behind which nothing may be read. */
static void *at_end(const void *from, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE)) {
		puts("Bail out! no memory");
		exit(1);
	}
	return memcpy(pages + page - size, from, size);
}

/* FROM, cut off behind SIZE bytes. */
static void *older(const void *from, size_t size)
{
	void *copy = at_end(from, size);

	memcpy(copy, &size, sizeof(size));
	return copy;
}

/* FROM, of SIZE bytes, and then 64 of a later time, of VALUE. */
static void *later(const void *from, size_t size, int value)
{
	size_t whole = size + 64;
	char *copy = malloc(whole);

	memcpy(copy, from, size);
	memset(copy + size, value, 64);
	memcpy(copy, &whole, sizeof(whole));
	return copy;
}

static bool never(void *data)
{
	(void)data;
	return false;
}

/* What ENV_DIR is like where it was made by OPTIONS of some size. */
static void check_made(const struct cvenv_caller *caller, const struct cvenv_options *options, const char *env_dir)
{
	struct cvenv_error *error = client_create(caller, options, env_dir);

	unit_case(env_dir);
	CHECK_ERROR(error, 0, "");
	CHECK(client_exists("%s/pyvenv.cfg", env_dir) && client_exists("%s/bin/python", env_dir));
	unit_case(NULL);
}

static void test_sizes(void)
{
	const struct cvenv_caller caller = { .size = sizeof(caller), .cache = "cache", .cancelled = never };
	const struct cvenv_steps steps = { .size = sizeof(steps), .post_setup = cvenv_post_setup };
	struct cvenv_options o = { .size = sizeof(o), .python = python, .symlinks = true };
	void *copy;

	check_made(older(&caller, sizeof(size_t)), &o, "caller-oldest");
	check_made(older(&caller, offsetof(struct cvenv_caller, data)), &o, "caller-older");
	check_made(copy = later(&caller, sizeof(caller), 0), &o, "caller-later");
	free(copy);
	check_made(NULL, older(&o, offsetof(struct cvenv_options, with_pip)), "options-older");
	check_made(NULL, older(&o, offsetof(struct cvenv_options, data)), "options-old");
	check_made(NULL, copy = later(&o, sizeof(o), 0), "options-later");
	free(copy);
	o.steps = older(&steps, sizeof(size_t));
	check_made(NULL, &o, "steps-oldest");
	o.steps = older(&steps, offsetof(struct cvenv_steps, upgrade_dependencies));
	check_made(NULL, &o, "steps-older");
	o.steps = copy = later(&steps, sizeof(steps), 0);
	check_made(NULL, &o, "steps-later");
	free(copy);

	o.steps = copy = later(&steps, sizeof(steps), 1);
	CHECK_ERROR(error_of(NULL, &o), CVENV_MISUSED, "struct cvenv_steps asks for what only a later libcvenv knows");
	free(copy);
	o.steps = NULL;
	copy = later(&o, sizeof(o), 1);
	CHECK_ERROR(error_of(NULL, copy), CVENV_MISUSED, "struct cvenv_options");
	free(copy);
	copy = later(&caller, sizeof(caller), 1);
	CHECK_ERROR(error_of(copy, &o), CVENV_MISUSED, "struct cvenv_caller");
	free(copy);
}

/* ---- threads ---- */

enum { ROUNDS = 20 };

struct worker {
	pthread_t thread;
	int number, failed, steps;
};

static struct cvenv_error *step(struct cvenv_context *c)
{
	((struct worker *)c->options->data)->steps++;
	return cvenv_ensure_directories(c);
}

/* Even ones make environments of their own, odd ones all the same. */
static void *work(void *data)
{
	struct worker *w = data;
	const struct cvenv_caller caller = { .size = sizeof(caller), .cache = "cache" };
	const struct cvenv_steps steps = { .size = sizeof(steps), .ensure_directories = step };
	struct cvenv_options o = { .size = sizeof(o), .symlinks = true, .steps = &steps, .data = w };
	struct cvenv_python *own;
	struct cvenv_error *error = cvenv_python_find(&own, &caller, python->executable);

	o.python = own;
	for (int i = 0; i < ROUNDS && !error; i++) {
		char env_dir[100];

		snprintf(env_dir, sizeof(env_dir), w->number % 2 ? "threads/same-%d" : "threads/own-%d-%d", w->number % 2 ? i : w->number, i);
		error = client_create(&caller, &o, env_dir);
	}
	if (error)
		fprintf(stderr, "thread %d: %s\n", w->number, cvenv_error_text(error));
	w->failed = error != NULL;
	cvenv_error_free(error);
	cvenv_python_free(own);
	return NULL;
}

static void test_threads(void)
{
	struct worker workers[4] = { { .number = 0 } };
	int good = 0;

	for (size_t i = 0; i < COUNT(workers); i++) {
		workers[i].number = (int)i;
		CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
	}
	for (size_t i = 0; i < COUNT(workers); i++) {
		CHECK(pthread_join(workers[i].thread, NULL) == 0);
		CHECK_INT(workers[i].failed, 0);
	}
	CHECK(workers[0].steps == ROUNDS && workers[2].steps == ROUNDS);
	for (int i = 0; i < ROUNDS; i++) {
		good += client_exists("threads/same-%d/bin/python", i) && !client_exists("threads/same-%d/.cvenv-incomplete", i);
		good += client_exists("threads/own-0-%d/bin/python", i) && client_exists("threads/own-2-%d/bin/python", i);
	}
	CHECK_INT(good, 2 * ROUNDS);
	CHECK_INT(system("test -z \"$(ls -A threads | grep '^\\.')\""), 0);
}

int main(int argc, char **argv)
{
	umask(022);
	python = client_python(argc > 1 ? argv[1] : NULL);
	test_output();
	test_cancelled();
	test_misuse();
	test_sizes();
	test_threads();
	cvenv_python_free(python);
	return unit_done();
}
