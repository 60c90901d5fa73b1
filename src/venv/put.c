/* SPDX-License-Identifier: MIT */
#include "venv/put.h"

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

/* The modes that the umask leaves, as the environment's own files have them: nothing else can ask for it unnoticed. */
static bool find_umask(const struct venv_context *c, int packages, unsigned *umask, uint32_t *group)
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

	/* Once is enough. */
	if (asked != CVENV_LINK_AUTO && asked != did && !c->seen.link_mode)
		report_warning(report, "cannot use link mode '%s' from '%s' to '%s'; '%s' was used", link_names[asked], image->place,
		               c->seen.env_dir, link_names[did]);
	c->seen.link_mode = link_names[did];
	for (size_t i = 0; i < image->manifest.package_count; i++)
		report_detail(report, "Installed %s %s from the cache (%s)", image->manifest.packages[i].name,
		              image->manifest.packages[i].version, link_names[did]);
}

static int failed(const struct venv_context *c, const struct image_source *source, const char *path)
{
	int why = errno;

	if (why == EEXIST)
		report_error(c->builder->report, "cannot install %s: another package has the file '%s', too", source->name, path);
	else
		report_error(c->builder->report, "cannot put '%s' into '%s': %s", path, c->seen.lib_path, strerror(why));
	return -1;
}

static int put_image(struct put *put, const struct image_source *source, const struct image *image, enum clone_answer *answer)
{
	struct venv_context *c = put->context;
	struct stat st;
	struct clone clone = {
		.manifest = &image->manifest, .from = image->files, .to = put->packages, .mode = c->builder->options.link_mode,
		/* Where folders give their group to what is made in them, another name would not do so. */
		.own_group = fstat(image->files, &st) == 0 && st.st_gid != put->group,
	};
	int result = 0;

	*answer = clone_run(&clone);
	if (*answer == CLONE_FAILED)
		return failed(c, source, clone.path);
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

enum put_answer put_source(struct put *put, const struct image_source *source)
{
	const struct venv_context *c = put->context;
	struct file_id spoilt, *stale = NULL;

	for (int tries = 0; tries < TRIES; tries++) {
		struct image image = IMAGE_INIT;
		enum image_answer answer = image_open(&image, c->pool, c->builder, source, put->umask, stale);
		enum clone_answer did = CLONE_FAILED;
		int result = -1;

		if (answer == IMAGE_READY)
			result = put_image(put, source, &image, &did);
		spoilt = image.id;
		stale = &spoilt;
		image_close(&image);
		if (answer != IMAGE_READY)
			return answer == IMAGE_NONE ? PUT_NOT : PUT_FAILED;
		if (did != CLONE_STALE)
			return result < 0 ? PUT_FAILED : PUT_DONE;
		report_detail(c->builder->report, "'%s' is not as it was made, and is made again", image.place);
	}
	report_warning(c->builder->report, "the cache of %s keeps changing; it is installed without", source->name);
	return PUT_NOT;
}

bool put_open(struct put *put, struct venv_context *c)
{
	const char *purelib = c->builder->python->purelib;

	*put = (struct put){ .context = c, .packages = -1 };
	if (c->builder->cache)
		put->packages = openat(c->root, purelib, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (put->packages >= 0 && folder_is_empty(put->packages) && find_umask(c, put->packages, &put->umask, &put->group))
		return true;
	put_close(put);
	return false;
}

void put_close(struct put *put)
{
	if (put->packages >= 0)
		close(put->packages);
	put->packages = -1;
}
