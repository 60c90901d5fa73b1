/* SPDX-License-Identifier: MIT */
#include "client.h"

static struct cvenv_python *python;

struct mine {
	struct log log;
	const char *fails; /* the step that ends with an error of its own */
	const char *path;  /* for install_scripts */
};

static struct mine *mine_of(const struct cvenv_context *c)
{
	return c->options->data;
}

static struct cvenv_error *begin(struct cvenv_context *c, const char *name)
{
	struct mine *mine = mine_of(c);

	log_add(&mine->log, "%s", name);
	if (mine->fails && strcmp(mine->fails, name) == 0)
		return cvenv_error_new(CVENV_FAILED, "'%s' would not, of %d", name, 42);
	return NULL;
}

/* Each step of a caller's that notes its name, and does what the library does. */
#define STEP(name, usual)                                                  \
	static struct cvenv_error *own_##name(struct cvenv_context *c) \
	{                                                              \
		struct cvenv_error *error = begin(c, #name);           \
                                                                       \
		return error ? error : usual(c);                       \
	}

STEP(create, cvenv_run_steps)
STEP(create_git_ignore_file, cvenv_create_git_ignore_file)
STEP(create_configuration, cvenv_create_configuration)
STEP(setup_python, cvenv_setup_python)
STEP(setup_pip, cvenv_setup_pip)
STEP(setup_scripts, cvenv_setup_scripts)
STEP(post_setup, cvenv_post_setup)
STEP(upgrade_dependencies, cvenv_upgrade_dependencies)

/* Before the library's own there is nothing, behind it what it made, and all of it at its place. */
static struct cvenv_error *own_ensure_directories(struct cvenv_context *c)
{
	struct cvenv_error *error = begin(c, "ensure_directories");
	bool before = client_exists("%s", c->bin_path);

	if (!error)
		error = cvenv_ensure_directories(c);
	if (!error)
		CHECK((!before || c->options->upgrade) && client_exists("%s", c->bin_path) && client_exists("%s", c->lib_path));
	return error;
}

static struct cvenv_error *own_scm(struct cvenv_context *c, const char *scm)
{
	log_add(&mine_of(c)->log, "scm:%s", scm);
	return cvenv_create_scm_ignore_file(c, scm);
}

static struct cvenv_error *own_install(struct cvenv_context *c, const char *path)
{
	log_add(&mine_of(c)->log, "install:%s", path ? path : "-");
	return cvenv_install_scripts(c, path);
}

static const struct cvenv_steps all_own = {
	.size = sizeof(all_own),
	.create = own_create,
	.ensure_directories = own_ensure_directories,
	.create_scm_ignore_file = own_scm,
	.create_git_ignore_file = own_create_git_ignore_file,
	.create_configuration = own_create_configuration,
	.setup_python = own_setup_python,
	.setup_pip = own_setup_pip,
	.setup_scripts = own_setup_scripts,
	.install_scripts = own_install,
	.post_setup = own_post_setup,
	.upgrade_dependencies = own_upgrade_dependencies,
};

static const char *const git[] = { "git", NULL };

static struct cvenv_options options_of(const struct cvenv_steps *steps, struct mine *mine)
{
	return (struct cvenv_options){
		.size = sizeof(struct cvenv_options), .python = python, .symlinks = true, .scm_ignore_files = git, .steps = steps, .data = mine,
	};
}

/* As venv.EnvBuilder.create has it (Python 3.14, Lib/venv/__init__.py). */
static void test_order(void)
{
	bool ignores = python->minor >= 13;
	struct mine mine = { { "" }, NULL, NULL };
	struct cvenv_options o = options_of(&all_own, &mine);
	char expected[500];

	snprintf(expected, sizeof(expected), "create ensure_directories %screate_configuration setup_python setup_scripts install:- post_setup",
	         ignores ? "scm:git create_git_ignore_file " : "");
	CHECK_ERROR(client_create(NULL, &o, "order"), 0, "");
	CHECK_STR(mine.log.text, expected);
	CHECK(client_exists("order/pyvenv.cfg") && client_exists("order/bin/python") && client_exists("order/bin/activate"));
	CHECK(client_exists("order/.gitignore") == ignores && !client_exists("order/.cvenv-incomplete"));

	mine.log.text[0] = '\0';
	o.system_site_packages = true;
	CHECK_ERROR(client_create(NULL, &o, "system"), 0, "");
	strcat(expected, " create_configuration");
	CHECK_STR(mine.log.text, expected);
	CHECK(strstr(client_text("system/pyvenv.cfg"), "include-system-site-packages = true\n"));

	mine.log.text[0] = '\0';
	o.system_site_packages = false;
	o.upgrade = true;
	CHECK_ERROR(client_create(NULL, &o, "order"), 0, "");
	*strstr(expected, " setup_scripts") = '\0';
	CHECK_STR(mine.log.text, expected);
}

/* A step that is the caller's alone leaves out what the library would do. */
static struct cvenv_error *nothing(struct cvenv_context *c)
{
	return begin(c, "nothing");
}

static struct cvenv_error *says_pip(struct cvenv_context *c)
{
	c->pip = "mine";
	return begin(c, "pip");
}

static void test_instead(void)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .setup_scripts = nothing, .setup_pip = says_pip, .upgrade_dependencies = nothing };
	struct mine mine = { { "" }, NULL, NULL };
	struct cvenv_options o = options_of(&steps, &mine);
	struct cvenv_builder *builder;

	o.with_pip = o.upgrade_deps = true;
	CHECK_ERROR(cvenv_builder_new(&builder, NULL, &o), 0, "");
	CHECK(!cvenv_builder_context(builder));
	CHECK_ERROR(cvenv_builder_create(builder, "instead"), 0, "");
	CHECK_STR(mine.log.text, "pip nothing nothing");
	CHECK(client_exists("instead/bin/python") && !client_exists("instead/bin/activate") && !client_exists("instead/bin/pip"));
	CHECK(cvenv_builder_context(builder) && strcmp(cvenv_builder_context(builder)->pip, "mine") == 0);
	cvenv_builder_free(builder);
}

/* An error of the caller's is what is answered, and what was not there before is not there after. */
static void test_failing(void)
{
	static const char *const names[] = {
		"create", "ensure_directories", "create_configuration", "setup_python", "setup_scripts", "post_setup",
	};

	CHECK(mkdir("there", 0700) == 0);
	client_put("there/kept", "", 0600);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct mine mine = { { "" }, names[i], NULL };
		struct cvenv_options o = options_of(&all_own, &mine);
		struct cvenv_builder *builder;
		char text[100];

		unit_case(names[i]);
		snprintf(text, sizeof(text), "'%s' would not, of 42", names[i]);
		CHECK_ERROR(cvenv_builder_new(&builder, NULL, &o), 0, "");
		CHECK_ERROR(cvenv_builder_create(builder, "above/failing"), CVENV_FAILED, text);
		CHECK(!client_exists("above") && !cvenv_builder_context(builder));
		CHECK_ERROR(cvenv_builder_create(builder, "there"), CVENV_FAILED, text);
		CHECK(client_exists("there/kept") && !client_exists("there/bin") && !client_exists("there/pyvenv.cfg"));
		mine.fails = NULL;
		CHECK_ERROR(cvenv_builder_create(builder, "above/failing"), 0, "");
		CHECK(cvenv_builder_context(builder) != NULL);
		cvenv_builder_free(builder);
		CHECK(system("rm -r above") == 0);
	}
	unit_case(NULL);
}

/* Own scripts beside the library's. */
static struct cvenv_error *both(struct cvenv_context *c)
{
	struct cvenv_error *error = cvenv_setup_scripts(c);

	return error ? error : cvenv_install_scripts(c, mine_of(c)->path);
}

static void note(void *data, enum cvenv_level level, const char *text)
{
	if (level == CVENV_WARNING)
		log_add(data, "%s", text);
}

static void test_scripts(void)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .setup_scripts = both };
	struct log said = { "" };
	const struct cvenv_caller caller = { .size = sizeof(caller), .message = note, .data = &said };
	struct mine mine = { { "" }, NULL, "own" };
	struct cvenv_options o = options_of(&steps, &mine);
	char here[1000], expected[5000];
	struct stat st;

	CHECK(getcwd(here, sizeof(here)) && mkdir("own", 0700) == 0 && mkdir("own/common", 0700) == 0 &&
	      mkdir("own/posix", 0700) == 0 && mkdir("own/posix/below", 0700) == 0 && mkdir("own/nt", 0700) == 0);
	client_put("own/common/words", "__VENV_DIR__|__VENV_NAME__|__VENV_PROMPT__|__VENV_BIN_NAME__|__VENV_PYTHON__|__VENV_X__\n", 0644);
	client_put("own/posix/tool", "#!/bin/sh\necho __VENV_PROMPT__\n", 0750);
	client_put("own/posix/tool.ps1", "__VENV_PROMPT__", 0644);
	client_put("own/posix/tool.bat", "__VENV_PROMPT__", 0644);
	client_put("own/posix/below/deep", "__VENV_BIN_NAME__", 0600);
	client_put("own/posix/binary", "\xff__VENV_DIR__", 0644);
	client_put("own/nt/windows", "", 0644);
	/* What is put in is not looked at again. */
	o.prompt = "it's __VENV_DIR__";
	CHECK_ERROR(client_create(&caller, &o, "scripts"), 0, "");
	snprintf(expected, sizeof(expected), "%s/scripts|scripts|'it'\"'\"'s __VENV_DIR__'|bin|%s/scripts/bin/%s|__VENV_X__\n", here, here,
	         strrchr(python->base_executable, '/') + 1);
	CHECK_STR(client_text("scripts/bin/words"), expected);
	CHECK_STR(client_text("scripts/bin/tool"), "#!/bin/sh\necho 'it'\"'\"'s __VENV_DIR__'\n");
	CHECK_STR(client_text("scripts/bin/tool.ps1"), "'it''s __VENV_DIR__'");
	CHECK_STR(client_text("scripts/bin/tool.bat"), "it's __VENV_DIR__");
	CHECK_STR(client_text("scripts/bin/below/deep"), "bin");
	CHECK(stat("scripts/bin/tool", &st) == 0 && (st.st_mode & 07777) == 0750);
	CHECK(!client_exists("scripts/bin/binary") && !client_exists("scripts/bin/windows") && client_exists("scripts/bin/activate"));
	CHECK(strstr(said.text, "'own/posix/binary', may be binary"));

	mine.path = "nowhere";
	CHECK_ERROR(client_create(NULL, &o, "none"), 0, "");
}

/* What a step puts into the context is what later ones go by. */
static struct cvenv_error *change(struct cvenv_context *c)
{
	c->prompt = "changed";
	return cvenv_setup_python(c);
}

static void test_context(void)
{
	const struct cvenv_steps steps = { .size = sizeof(steps), .setup_python = change };
	struct mine mine = { { "" }, NULL, NULL };
	struct cvenv_options o = options_of(&steps, &mine);
	struct cvenv_builder *builder;
	const struct cvenv_context *c;

	CHECK_ERROR(cvenv_builder_new(&builder, NULL, &o), 0, "");
	CHECK_ERROR(cvenv_builder_create(builder, "context"), 0, "");
	CHECK(client_text("context/bin/activate") && strstr(client_text("context/bin/activate"), "changed"));
	c = cvenv_builder_context(builder);
	CHECK(c && c->size >= sizeof(*c) && c->options->data == &mine && c->python == python && strcmp(c->env_name, "context") == 0);
	CHECK_ERROR(cvenv_builder_create(builder, "context2"), 0, "");
	CHECK_STR(cvenv_builder_context(builder)->env_name, "context2");
	cvenv_builder_free(builder);
}

static void test_scm(void)
{
	static const char *const both_scms[] = { "git", "hg", NULL };
	struct mine mine = { { "" }, NULL, NULL };
	const struct cvenv_steps steps = { .size = sizeof(steps) };
	struct cvenv_options o = options_of(&steps, &mine);

	if (python->minor < 13) {
		unit_skip("this Python knows of no ignore files");
		return;
	}
	o.scm_ignore_files = both_scms;
	CHECK_ERROR(client_create(NULL, &o, "scm"), CVENV_FAILED, "'hg'");
	CHECK(!client_exists("scm"));
}

int main(int argc, char **argv)
{
	umask(022);
	python = client_python(argc > 1 ? argv[1] : NULL);
	test_order();
	test_instead();
	test_failing();
	test_scripts();
	test_context();
	test_scm();
	cvenv_python_free(python);
	return unit_done();
}
