/* SPDX-License-Identifier: MIT */
#include "venv/image.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/folder.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/report.h"
#include "base/sys.h"
#include "venv/builder.h"
#include "venv/image_make.h"
#include "venv/interpreter.h"
#include "venv/wheel.h"

enum { MANIFEST_LIMIT = 16 * 1024 * 1024, KEY_LENGTH = 32 };

const char image_folder[] = "images-1";

/*
 * Not the host: where several share a home, what has the same path, size and time is the same package. One
 * whose interpreter is another has another key.
 */
static const char *key_of(struct pool *p, const struct interpreter *python, const struct image_source *source, unsigned umask)
{
	struct file_id id = file_identify(python->base_executable);
	const char *text = pool_printf(p, "%s\n%" PRId64 " %" PRId64 ".%09" PRId32 "\n%s %s\n%s\n%s\n%s\n%03o\n",
	                               python->base_executable, id.size, id.modified, id.modified_ns, python->implementation,
	                               python->version, python->cache_tag, python->purelib, sys_arch(p), umask);
	char hex[DIGEST_HEX];

	if (source->wheel)
		text = pool_join(p, text, "wheel ", source->wheel->key);
	for (size_t i = 0; source->without && i < source->without->count; i++)
		text = pool_join(p, text, "without ", source->without->items[i]);

	digest_hex(hex, text, strlen(text));
	return pool_strn(p, hex, KEY_LENGTH);
}

/* Whether nobody else can change what is in it. */
static bool is_private(int folder)
{
	struct stat st;

	return fstat(folder, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 077) == 0;
}

/* Whether there is one, whole and up to date. */
static bool load(struct image *image, struct pool *p)
{
	const char *files = path_join(p, image->place, "files");
	const char *above = path_parent(p, image->place);
	int folder = folder_open(above, false);
	bool good = folder >= 0 && is_private(folder) &&
	            file_read(&image->manifest.text, path_join(p, image->place, "manifest"), MANIFEST_LIMIT, &image->id) == 0 &&
	            file_id_is_own(&image->id) && manifest_parse(&image->manifest, p, false) &&
	            manifest_holds(&image->manifest) && (image->files = folder_open(files, false)) >= 0;

	if (folder >= 0)
		close(folder);
	return good;
}

/* When it was used last is the time of its folder; an hour more or less does not matter. */
static void note_use(const struct image *image)
{
	enum { HOUR = 3600 };
	struct file_id id = file_identify(image->place);

	if (id.modified + HOUR < sys_now_ns() / 1000000000)
		file_touch(image->place);
}

/* One that is there and not STALE. */
static bool find(struct image *image, struct pool *p, const struct file_id *stale)
{
	if (load(image, p) && !(stale && file_id_equal(&image->id, stale))) {
		note_use(image);
		return true;
	}
	image_close(image);
	return false;
}

enum image_answer image_open(struct image *out, struct pool *p, const struct builder *b,
                             const struct image_source *source, unsigned umask, const struct file_id *stale)
{
	struct image_lock lock = IMAGE_LOCK_INIT;
	enum image_answer answer;

	if (!b->cache)
		return IMAGE_NONE;
	out->place = path_join(p, path_join(p, b->cache, image_folder), key_of(p, b->python, source, umask));
	if (p->failed)
		return IMAGE_FAILED;
	if (find(out, p, stale))
		return IMAGE_READY;
	answer = image_lock(&lock, p, b, source, out->place);
	if (answer == IMAGE_READY && !find(out, p, stale)) {
		answer = image_make(p, b, source, out->place, umask);
		if (answer == IMAGE_READY && !find(out, p, NULL)) {
			report_warning(b->report, "what was just put into the cache is not there: '%s'", out->place);
			answer = IMAGE_NONE;
		}
	}
	image_unlock(&lock);
	if (p->failed)
		return IMAGE_FAILED;
	return answer;
}

void image_close(struct image *image)
{
	if (image->files >= 0)
		close(image->files);
	image->files = -1;
	manifest_release(&image->manifest);
}
