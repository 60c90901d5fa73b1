/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_EMBEDDED_H
#define CVENV_BASE_EMBEDDED_H

#include <stddef.h>

/*
 * A file of shell/ that the build put into the program (build-aux/embed.sh), named after it: hook.bash
 * is `embedded_hook_bash`, Activate.ps1 `embedded_activate_ps1`. Who uses one declares it extern. A NUL
 * that LEN does not count stands behind the bytes.
 */
struct embedded {
	const char *data;
	size_t len;
};

#endif
