/* SPDX-License-Identifier: MIT */
#ifndef CVENV_EMIT_CMD_AUTORUN_H
#define CVENV_EMIT_CMD_AUTORUN_H

#include <stdbool.h>

struct buf;
struct env;

/*
 * Adds the path of FILE in FOLDER as it stands between quotes in a line of cmd.exe's: by %LOCALAPPDATA% where that can
 * be, since the line may come through the console's code page. -1 where cmd would read it as something else.
 */
int cmd_kept_path(struct buf *out, const char *folder, const char *file, const struct env *env);

/* cmd.exe's CHAIN and UNCHAIN, as emit/emit.h has them. */
int cmd_chain(struct buf *out, const char *now, const char *folder, const struct env *env);
bool cmd_unchain(struct buf *out, const char *now);

#endif
