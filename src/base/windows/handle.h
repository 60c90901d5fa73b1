/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_WINDOWS_HANDLE_H
#define CVENV_BASE_WINDOWS_HANDLE_H

#include <windows.h>
#include <stdbool.h>

#include "base/file.h"

struct pool;

/*
 * PATH opened so that others may read, write, rename and remove it meanwhile; FOLLOW: what a link
 * leads to. INVALID_HANDLE_VALUE and errno.
 */
HANDLE handle_open(const char *path, DWORD access, DWORD how, bool follow);

struct file_id handle_id(HANDLE handle);

/* Writes everything; 0, or -1 and errno. */
int handle_write(HANDLE handle, const char *bytes, size_t len);

/* The same, and closes the handle. One that is INVALID_HANDLE_VALUE is a failure that errno tells already. */
int handle_write_close(HANDLE handle, const char *bytes, size_t len);

/* Renames, in place of what is there where REPLACE; who has it open for a moment is waited for. 0, or -1 and errno. */
int handle_move(const char *from, const char *to, bool replace);

/* Removes a file, a link or an empty folder, though it is only to be read; 0, or -1 and errno. */
int handle_unlink(const wchar_t *wide);

/* PATH in the open folder, as a path from anywhere; it may be PATH itself, or the pool's. */
const char *folder_at(struct pool *p, int folder, const char *path);

/* FROM is called TO now: what folders (folder.h) are open there or below is found there from now on. */
void folder_moved(const char *from, const char *to);

/* What the handle is of, as a path without links; NULL and errno. */
char *handle_path(struct pool *p, HANDLE handle);

#endif
