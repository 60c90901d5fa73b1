/* SPDX-License-Identifier: MIT */
#include "venv/clear.h"

#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/place.h"

enum { TRIES = 100 };

static int refuse(const struct report *report, const char *env_dir, const char *why)
{
	report_error(report, "refusing to empty '%s': %s", env_dir, why);
	return -1;
}

static bool holds(int folder, const char *name)
{
	return folder_look(folder, name, false) == FILE_REGULAR;
}

static bool is_empty(struct pool *p, const char *target)
{
	struct strings entries = { 0 };

	return file_list(&entries, p, target) == 0 && entries.count == 0;
}

/* By its handle: another maker who clears it too may put a new one into its place between two looks. */
static bool is_environment(struct pool *p, const char *target)
{
	bool is = false, moved = true;

	for (int tries = 0; tries < TRIES && moved && !is; tries++) {
		int folder = folder_open(target, false);

		if (folder < 0)
			return false;
		is = holds(folder, "pyvenv.cfg") || holds(folder, place_mark) || is_empty(p, target);
		moved = !folder_is(folder, target);
		folder_close(folder);
	}
	return is;
}

int clear_check(struct pool *p, const struct env *env, const struct report *report, const char *env_dir,
                const char *target, bool force)
{
	const char *home = sys_home(p, env), *here = sys_working_folder(p);

	home = home ? file_real_path(p, home) : NULL;
	if (path_root(target) == strlen(target))
		return refuse(report, env_dir, "it is the root folder");
	if (home && path_is_below(home, target))
		return refuse(report, env_dir, path_equal(home, target) ? "it is the home folder" : "the home folder is in it");
	if (here && path_is_below(here, target))
		return refuse(report, env_dir,
		              path_equal(here, target) ? "it is the working directory" : "the working directory is in it");
	if (folder_is_mount(-1, target))
		return refuse(report, env_dir, "it is a mount point; empty it by hand");
	if (force || is_environment(p, target))
		return 0;
	return refuse(report, env_dir, "it is not an environment (it has no pyvenv.cfg); --force does it all the same");
}
