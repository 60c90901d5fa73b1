/* SPDX-License-Identifier: MIT */
#include "client.h"

/* PROGRAM PYTHON ENV_DIR PROMPT: makes ENV_DIR and prints NAME=VALUE of its context. */
int main(int argc, char **argv)
{
	struct cvenv_options o = { .size = sizeof(o), .symlinks = true };
	struct cvenv_python *python;
	struct cvenv_builder *builder;
	struct cvenv_error *error;
	const struct cvenv_context *c;

	if (argc != 4)
		return 2;
	o.python = python = client_python(argv[1]);
	o.prompt = *argv[3] ? argv[3] : NULL;
	error = cvenv_builder_new(&builder, NULL, &o);
	if (!error)
		error = cvenv_builder_create(builder, argv[2]);
	if (error) {
		fprintf(stderr, "%s\n", cvenv_error_text(error));
		return 1;
	}
	c = cvenv_builder_context(builder);
	printf("env_dir=%s\nenv_name=%s\nprompt=%s\nexecutable=%s\npython_dir=%s\npython_exe=%s\n", c->env_dir, c->env_name, c->prompt,
	       c->executable, c->python_dir, c->python_exe);
	printf("inc_path=%s\nlib_path=%s\nbin_path=%s\nbin_name=%s\nenv_exe=%s\nenv_exec_cmd=%s\ncfg_path=%s\n", c->inc_path, c->lib_path,
	       c->bin_path, c->bin_name, c->env_exe, c->env_exec_cmd, c->cfg_path);
	cvenv_builder_free(builder);
	cvenv_python_free(python);
	return 0;
}
