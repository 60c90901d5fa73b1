/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/report.h"
#include "venv/builder.h"
#include "venv/call.h"
#include "venv/clone.h"
#include "venv/context.h"
#include "venv/health.h"
#include "venv/image.h"
#include "venv/interpreter.h"
#include "venv/shebang.h"

enum { TRIES = 3 };

static const char *const link_names[] = {
	[CVENV_LINK_AUTO] = "auto", [CVENV_LINK_CLONE] = "clone", [CVENV_LINK_HARDLINK] = "hardlink", [CVENV_LINK_COPY] = "copy",
};

static int run_ensurepip(struct venv_context *c)
{
	const char *const arguments[] = {
		venv_isolates_pip(c->builder) ? "-Im" : "-m", "ensurepip", "--upgrade", "--default-pip", NULL,
	};

	c->seen.pip = "ensurepip";
	return call_python(c, arguments, NULL);
}

/* The modes that the umask leaves, as the environment's own files have them: nothing else can ask for it unnoticed. */
static bool find_umask(const struct venv_context *c, int packages, unsigned *umask, gid_t *group)
{
	struct stat file, folder;

	if (fstatat(c->root, "pyvenv.cfg", &file, AT_SYMLINK_NOFOLLOW) < 0 || fstat(packages, &folder) < 0)
		return false;
	*umask = 0777 & ~((file.st_mode & 0666) | (folder.st_mode & 0111));
	*group = folder.st_gid;
	return true;
}

/* The first line of a program, and the rest of it. */
static void add_script(struct buf *out, const struct venv_context *c, const struct manifest_script *script)
{
	bool one_line = false;

	if (c->builder->options.relocatable)
		shebang_add_beside(out, path_name(c->seen.env_exec_cmd));
	else
		one_line = shebang_add(out, c->seen.env_exec_cmd);
	if (one_line && script->blank)
		buf_byte(out, '\n');
	buf_add(out, script->body, script->len);
}

static int write_scripts(struct venv_context *c, const struct manifest *m)
{
	struct buf text = BUF_INIT;
	int result = 0;

	for (size_t i = 0; i < m->script_count && result == 0; i++) {
		const char *path = path_join(c->pool, venv_bin_name, m->scripts[i].name);

		buf_clear(&text);
		add_script(&text, c, &m->scripts[i]);
		result = text.failed ? report_memory(c->builder->report)
		                     : context_write(c, path, text.data, text.len, m->scripts[i].mode, true);
	}
	buf_release(&text);
	return result;
}

/* What RECORD says of the program NAME: the hash and the size of what it is in this environment. */
static void add_hash(struct buf *out, const struct venv_context *c, const struct manifest *m, const char *name, size_t len)
{
	char digest[DIGEST_RECORD];
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < m->script_count; i++)
		if (strlen(m->scripts[i].name) == len && memcmp(m->scripts[i].name, name, len) == 0) {
			add_script(&text, c, &m->scripts[i]);
			digest_record(digest, text.data, text.len);
			buf_printf(out, "%s,%zu", digest, text.len);
		}
	out->failed |= text.failed;
	buf_release(&text);
}

static int write_record(struct venv_context *c, const struct manifest *m, const struct manifest_record *record)
{
	const char *at = record->text, *end = record->text + record->len, *open, *close;
	struct buf text = BUF_INIT;
	int result;

	while ((open = memchr(at, '\001', (size_t)(end - at))) && (close = memchr(open, '\002', (size_t)(end - open)))) {
		buf_add(&text, at, (size_t)(open - at));
		add_hash(&text, c, m, open + 1, (size_t)(close - open - 1));
		at = close + 1;
	}
	buf_add(&text, at, (size_t)(end - at));
	if (text.failed)
		result = report_memory(c->builder->report);
	else
		result = context_write(c, path_join(c->pool, c->builder->python->purelib, record->path), text.data, text.len, 0666, false);
	buf_release(&text);
	return result;
}

/* What is new at the top of the packages' folder: the rest is below it. */
static void note_made(struct venv_context *c, const struct manifest *m)
{
	const char *packages = c->builder->python->purelib;

	for (size_t i = 1; i < m->folder_count; i++)
		if (!strchr(m->folders[i].path, '/'))
			context_made(c, path_join(c->pool, packages, pool_str(c->pool, m->folders[i].path)));
	for (size_t i = 0; i < m->folders[0].count; i++)
		context_made(c, path_join(c->pool, packages, pool_str(c->pool, m->files[i].name)));
}

static void tell(struct venv_context *c, const struct image *image, enum cvenv_link_mode did)
{
	const struct report *report = c->builder->report;
	enum cvenv_link_mode asked = c->builder->options.link_mode;

	c->seen.pip = "cache";
	c->seen.link_mode = link_names[did];
	if (asked != CVENV_LINK_AUTO && asked != did)
		report_warning(report, "cannot use link mode '%s' from '%s' to '%s'; '%s' was used", link_names[asked], image->place,
		               c->seen.env_dir, link_names[did]);
	for (size_t i = 0; i < image->manifest.package_count; i++)
		report_detail(report, "Installed %s %s from the cache (%s)", image->manifest.packages[i].name,
		              image->manifest.packages[i].version, link_names[did]);
}

static int put_image(struct venv_context *c, const struct image *image, int packages, gid_t group, enum clone_answer *answer)
{
	struct stat st;
	struct clone clone = {
		.manifest = &image->manifest, .from = image->files, .to = packages, .mode = c->builder->options.link_mode,
		/* Where folders give their group to what is made in them, another name would not do so. */
		.own_group = fstat(image->files, &st) == 0 && st.st_gid != group,
	};
	int result = 0;

	*answer = clone_run(&clone);
	if (*answer == CLONE_FAILED) {
		int why = errno;

		report_error(c->builder->report, "cannot put '%s' into '%s': %s", clone.path, c->seen.lib_path, strerror(why));
		return -1;
	}
	if (*answer != CLONE_DONE)
		return 0;
	note_made(c, &image->manifest);
	tell(c, image, clone.mode);
	if (write_scripts(c, &image->manifest) < 0)
		return -1;
	for (size_t i = 0; i < image->manifest.record_count && result == 0; i++)
		result = write_record(c, &image->manifest, &image->manifest.records[i]);
	return result;
}

/* 0 done, 1 it has to come in otherwise, -1 reported. */
static int install(struct venv_context *c, int packages, unsigned umask, gid_t group)
{
	struct file_id spoilt, *stale = NULL;

	for (int tries = 0; tries < TRIES; tries++) {
		struct image image = IMAGE_INIT;
		enum image_answer answer = image_open(&image, c->pool, c->builder, umask, stale);
		enum clone_answer put = CLONE_FAILED;
		int result = -1;

		if (answer == IMAGE_READY)
			result = put_image(c, &image, packages, group, &put);
		spoilt = image.id;
		stale = &spoilt;
		image_close(&image);
		if (answer != IMAGE_READY)
			return answer == IMAGE_NONE ? 1 : -1;
		if (put != CLONE_STALE)
			return result;
		report_detail(c->builder->report, "'%s' is not as it was made, and is made again", image.place);
	}
	report_warning(c->builder->report, "the cache of pip keeps changing; pip is installed without it");
	return 1;
}

/*
 * Where packages are there already, or came in by a caller's own step, pip itself has to find out what is to be
 * done.
 */
int step_pip(struct venv_context *c)
{
	const char *purelib = c->builder->python->purelib;
	int packages = c->builder->cache ? openat(c->root, purelib, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1, result = 1;
	unsigned umask;
	gid_t group;

	if (packages >= 0 && folder_is_empty(packages) && find_umask(c, packages, &umask, &group))
		result = install(c, packages, umask, group);
	if (packages >= 0)
		close(packages);
	return result > 0 ? run_ensurepip(c) : result;
}
