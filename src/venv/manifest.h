/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_MANIFEST_H
#define CVENV_VENV_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/pool.h"

/*
 * What an image is made of, and how each of its files stood when it was made. As text it is lines:
 *
 *	cvenv-image 1
 *	python PATH                    which interpreter made it, and its version
 *	version X.Y.Z
 *	depends SIZE SECONDS NANOSECONDS PATH     what it was made of, as that stood then
 *	package NAME VERSION
 *	script MODE BLANK LEN NAME     a program, and behind it LEN bytes and a newline: the text that follows its
 *	                               first line; BLANK 1: an empty line comes between
 *	record LEN PATH                the same with the text of a RECORD, in which \001 NAME \002 stands for the
 *	                               hash and the size of a program
 *	folder PATH                    "." first, and each behind the one that holds it
 *	file MODE SIZE SECONDS NAME    in the folder last named
 *	end
 *
 * Modes are octal, names are raw bytes, paths are relative to the folder of the packages. The first lines up
 * to "depends" are written by image.c, the others by shell/image.py.
 */
struct manifest {
	struct buf text; /* what all the names point into */
	const char *python;
	const char *version;
	struct manifest_source {
		const char *path;
		int64_t size, modified;
		int32_t modified_ns;
	} *sources;
	size_t source_count, source_cap;
	struct manifest_package {
		const char *name, *version;
	} *packages;
	size_t package_count, package_cap;
	struct manifest_script {
		const char *name;
		const char *body;
		size_t len;
		unsigned mode;
		bool blank;
	} *scripts;
	size_t script_count, script_cap;
	struct manifest_record {
		const char *path;
		const char *text;
		size_t len;
	} *records;
	size_t record_count, record_cap;
	struct manifest_folder {
		const char *path;
		size_t first, count; /* of FILES */
	} *folders;
	size_t folder_count, folder_cap;
	struct manifest_file {
		const char *name;
		int64_t size, modified;
		unsigned mode;
	} *files;
	size_t file_count, file_cap;
};

/*
 * Reads M's own TEXT, into which OUT's names then point (and which is changed by that). False where it is
 * not whole and just of this form; a name that would lead out of its folder is not. PARTIAL: as it comes
 * from shell/image.py, without its first lines.
 */
bool manifest_parse(struct manifest *m, struct pool *p, bool partial);

void manifest_release(struct manifest *m);

/* Adds the first lines. */
void manifest_head(struct buf *out, const char *python, const char *version, const struct strings *sources);

/* Whether what it was made of is there as it was. */
bool manifest_holds(const struct manifest *m);

#endif
