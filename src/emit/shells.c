/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

extern const struct shell shell_bash, shell_fish, shell_tcsh, shell_zsh;

const struct shell *const shells[] = { &shell_bash, &shell_fish, &shell_tcsh, &shell_zsh, NULL };
