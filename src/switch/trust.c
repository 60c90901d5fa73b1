/* SPDX-License-Identifier: MIT */
#include "switch/trust.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "switch/config.h"
#include "switch/record.h"
#include "switch/watch.h"

#define DENIAL_HEADER "cvenv-denied 1\n"

static char *place(struct pool *p, const char *folder, const char *root)
{
	char hex[DIGEST_HEX];

	digest_hex(hex, root, strlen(root));
	return path_join(p, folder, hex);
}

/*
 * Who could write to FOLDER or exchange it, other than the user OWNER: the folder that is at fault, or
 * NULL. Where the state folder itself lies is the user's affair.
 */
static const char *find_fault(struct pool *p, const char *folder, uint32_t owner)
{
	const char *above = path_parent(p, folder);
	struct file_id inner = file_identify(folder), outer = file_identify(above);

	if (inner.kind != FILE_FOLDER || inner.owner != owner || (inner.mode & 077))
		return folder;
	if (outer.kind != FILE_FOLDER || outer.owner != owner || (outer.mode & 022))
		return above;
	return NULL;
}

/* What was read from PATH: 1 a record, -1 reported, for which it counts as none. */
static int believe(struct trust_record *out, struct pool *p, const struct trust *t, const char *path,
                   const char *root, const struct buf *text, const struct file_id *id, const struct report *report)
{
	const char *fault;

	if (!file_id_is_own(id)) {
		report_warning(report, "somebody else could have written '%s', so it is not believed; "
		               "remove it and run 'cvenv allow' again", path);
		return -1;
	}
	fault = find_fault(p, t->allowed, id->owner);
	if (fault) {
		report_warning(report, "the folder '%s' is somebody else's or open to others, so nothing in it is "
		               "believed; make it yours alone with 'chmod 700'", fault);
		return -1;
	}
	switch (record_read(out, p, root, text->data, text->len)) {
	case RECORD_OK:
		return 1;
	case RECORD_NEWER:
		report_warning(report, "the record '%s' was written by a newer cvenv and is not understood; "
		               "run 'cvenv allow' again", path);
		return -1;
	case RECORD_DAMAGED:
		break;
	}
	if (p->failed)
		return report_memory(report);
	report_warning(report, "the record '%s' is damaged and counts as none; run 'cvenv allow' again", path);
	return -1;
}

static int unreadable(const char *path, const struct report *report)
{
	report_warning(report, "cannot read the record '%s': %s; remove it and run 'cvenv allow' again", path,
	               strerror(errno));
	return -1;
}

static bool is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

int trust_load(struct trust_record *out, struct pool *p, const struct trust *t, const char *root,
               const struct report *report)
{
	struct buf text = BUF_INIT, kept = BUF_INIT;
	struct file_id id;
	const char *path;
	int found;

	*out = (struct trust_record){ 0 };
	if (!t->allowed)
		return 0;
	path = place(p, t->allowed, root);
	if (file_read(&text, path, RECORD_LIMIT, &id) < 0) {
		found = is_absent(errno) ? 0 : unreadable(path, report);
		buf_release(&text);
		return found;
	}
	/* The record borrows the bytes, so they move to the pool first. */
	kept.data = pool_strn(p, text.data, text.len);
	kept.len = text.len;
	buf_release(&text);
	if (p->failed)
		return report_memory(report);
	return believe(out, p, t, path, root, &kept, &id, report);
}

/* Asking. */

static bool is_trusted_path(struct pool *p, const struct settings *settings, const char *root)
{
	for (size_t i = 0; settings && i < settings->trusted_paths.count; i++) {
		const char *prefix = file_real_path(p, settings->trusted_paths.items[i]);

		if (prefix && path_is_below(root, prefix))
			return true;
	}
	return false;
}

/*
 * The name of a file in its folder's real path, so that it is the same by whatever link one came. Of
 * the configs there is one each, so their names are not compared.
 */
static const char *canonical(struct pool *p, enum trust_part part, const char *path)
{
	bool named = part == TRUST_CONFIG || part == TRUST_LOCAL;
	const char *folder = named ? NULL : file_real_path(p, path_parent(p, path));

	return folder ? path_join(p, folder, path_name(path)) : path;
}

static enum trust_answer compare(struct pool *p, const struct trust_record *record, const struct trust_file *file)
{
	const struct trust_file *kept = record_find(record, file->part, canonical(p, file->part, file->path));
	const char *digest = file->digest;
	char hex[DIGEST_HEX];
	bool same;

	if (!kept)
		return TRUST_UNKNOWN;
	if (file->bytes && kept->bytes) {
		same = file->len == kept->len && memcmp(file->bytes, kept->bytes, file->len) == 0;
		return same ? TRUST_ALLOWED : TRUST_CHANGED;
	}
	if (file->bytes) {
		digest_hex(hex, file->bytes, file->len);
		digest = hex;
	}
	same = digest && kept->digest ? strcmp(digest, kept->digest) == 0 : !digest && !kept->digest;
	return same ? TRUST_ALLOWED : TRUST_CHANGED;
}

enum trust_answer trust_ask(const struct trust *t, struct watch *w, const struct settings *settings,
                            const char *root, const struct trust_file *file, const struct report *report)
{
	struct pool *p = w->pool;
	struct trust_record record;
	struct buf text = BUF_INIT;
	struct file_id id;
	enum trust_answer answer = TRUST_UNKNOWN;
	const char *path = t->allowed ? place(p, t->allowed, root) : NULL;
	bool denied = t->denied && watch_file(w, place(p, t->denied, root)).kind != FILE_ABSENT;

	bool trusted = is_trusted_path(p, settings, root);

	if (denied || trusted || !path || !file) {
		if (path)
			watch_file(w, path);
		return denied ? TRUST_DENIED : trusted ? TRUST_ALLOWED : TRUST_UNKNOWN;
	}
	if (watch_read(w, path, &text, RECORD_LIMIT, &id) < 0) {
		if (!is_absent(errno))
			unreadable(path, report);
	} else if (believe(&record, p, t, path, root, &text, &id, report) > 0) {
		answer = compare(p, &record, file);
	}
	buf_release(&text);
	if (p->failed) {
		report_memory(report);
		return TRUST_UNKNOWN;
	}
	return answer;
}

/* Keeping. */

static int no_home(const struct report *report)
{
	report_error(report, "there is no folder to keep what is allowed in; set HOME or XDG_STATE_HOME to an absolute path");
	return -1;
}

static int unsafe_folder(const char *folder, const struct report *report)
{
	report_error(report, "the folder '%s' is somebody else's or open to others, so nothing is kept in it; "
	             "make it yours alone with 'chmod 700'", folder);
	return -1;
}

static int make_folder(struct pool *p, const char *folder, const struct report *report)
{
	const char *fault;

	if (file_make_private(folder) < 0) {
		if (errno == EPERM)
			return unsafe_folder(folder, report);
		report_error(report, "cannot make the folder '%s': %s", folder, strerror(errno));
		return -1;
	}
	fault = find_fault(p, folder, file_identify(folder).owner);
	return fault ? unsafe_folder(fault, report) : 0;
}

static int keep(struct pool *p, const char *folder, const char *root, const struct buf *text,
                const struct report *report)
{
	const char *path = place(p, folder, root);

	if (text->failed || p->failed)
		return report_memory(report);
	if (make_folder(p, folder, report) < 0)
		return -1;
	if (file_write(path, text->data, text->len, 0600) < 0) {
		report_error(report, "cannot write '%s': %s", path, strerror(errno));
		return -1;
	}
	return 0;
}

static int forget(struct pool *p, const char *folder, const char *root, const struct report *report)
{
	const char *path = place(p, folder, root);

	if (p->failed)
		return report_memory(report);
	if (file_remove_tree(path) < 0) {
		report_error(report, "cannot remove '%s': %s", path, strerror(errno));
		return -1;
	}
	return 0;
}

int trust_save(const struct trust *t, const struct trust_record *record, const struct report *report)
{
	struct pool pool = POOL_INIT;
	struct buf text = BUF_INIT;
	int status = -1;

	if (!t->allowed || !t->denied)
		return no_home(report);
	record_format(&text, record);
	if (text.len > RECORD_LIMIT || record->count > RECORD_FILES)
		report_error(report, "cannot allow '%s': it names too many files, or more than %d MiB of them",
		             record->root, RECORD_LIMIT / (1024 * 1024));
	else
		status = keep(&pool, t->allowed, record->root, &text, report);
	/* The denial goes last: until the record is there, it is what holds. */
	if (status == 0)
		status = forget(&pool, t->denied, record->root, report);
	buf_release(&text);
	pool_release(&pool);
	return status;
}

int trust_deny(const struct trust *t, const char *root, const struct report *report)
{
	struct pool pool = POOL_INIT;
	struct buf text = BUF_INIT;
	int status;

	if (!t->allowed || !t->denied)
		return no_home(report);
	buf_str(&text, DENIAL_HEADER "root ");
	text_percent(&text, root, strlen(root));
	buf_byte(&text, '\n');
	/* The denial beats the record and so comes first: there is no moment at which neither holds. */
	status = keep(&pool, t->denied, root, &text, report);
	if (status == 0)
		status = forget(&pool, t->allowed, root, report);
	buf_release(&text);
	pool_release(&pool);
	return status;
}

void trust_add(struct trust_record *record, struct pool *p, enum trust_part part, const char *path,
               const char *bytes, size_t len)
{
	const char *name = canonical(p, part, path);
	struct trust_file *file = record_find(record, part, name);
	char hex[DIGEST_HEX];

	if (!file)
		file = record_slot(record, p);
	if (!file)
		return;
	*file = (struct trust_file){ .part = part, .path = pool_str(p, name) };
	if (!bytes)
		return;
	digest_hex(hex, bytes, len);
	file->digest = pool_str(p, hex);
	if (part == TRUST_DOTENV)
		return;
	file->bytes = pool_strn(p, bytes, len);
	file->len = len;
}
