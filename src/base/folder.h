/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_FOLDER_H
#define CVENV_BASE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/file.h"

struct pool;

/*
 * What is made inside an open folder, by its handle: it stays the same folder when it is renamed, and
 * no path to it is looked up again. (On Windows, where a folder that something is open in cannot be
 * renamed, nothing is kept open: there this process knows where it moved the folder.) Functions that
 * answer an int answer 0, or -1 with errno set, unless they say otherwise. PATH is relative to the
 * folder, which may be -1 where it is absolute, and its last component is never followed if it is a link.
 */

/* The handle of a folder; -1 and errno. FOLLOW: it may be reached by a link. */
int folder_open(const char *path, bool follow);

/* The lock that was had on it goes with it. */
void folder_close(int folder);

/*
 * Locks an open folder, or a mark (mark.h), for this process alone; the system takes the lock from one that was
 * killed. errno EWOULDBLOCK: another has it, and WAIT was not asked for; EINTR: it was waited for, and is to be asked for
 * again; any other: there are no locks here.
 */
int folder_lock(int handle, bool wait);

/* Whether this very user owns it. */
bool folder_is_own(int folder);

/* What stands at PATH in the folder. FOLLOW: what a link there leads to. */
enum file_kind folder_look(int folder, const char *path, bool follow);

/* Whether nothing is in the open folder; no where that cannot be told. */
bool folder_is_empty(int folder);

/* Whether PATH, from anywhere, is this very folder. */
bool folder_is(int folder, const char *path);

/* Whether PATH in the folder, where it is a link what it leads to, is the very file that TO, from anywhere, leads to. */
bool folder_leads(int folder, const char *path, const char *to);

/* Whether something is mounted on the folder at PATH, which may be "."; no for what cannot be looked at. */
bool folder_is_mount(int folder, const char *path);

/* Removes an empty folder. */
int folder_remove(const char *path);

/* Removes a file, a link or an empty folder in the folder. */
int folder_unlink(int folder, const char *path);

/* Whether this user may make and remove entries of the folder. */
bool folder_is_writable(const char *path);

/*
 * Trades the places of two names, in one step; errno EINVAL or ENOSYS where that cannot be done. Windows has no such step:
 * OTHER is called ASIDE meanwhile, and who is killed then leaves it there. A failure leaves both where they were.
 */
int folder_exchange(const char *path, const char *other, const char *aside);

/* The target of a link as it stands in it; NULL and errno. */
char *folder_link_target(int folder, struct pool *p, const char *path);

/* Makes a folder, with MODE less the umask; EEXIST where something is there. */
int folder_make(int folder, const char *path, unsigned mode);

/*
 * Puts LEN bytes at PATH: a new file, or, in one step, the place of one that is there. MODE is less the
 * umask, but a file that is there keeps its own; with EXACT, MODE as it is. Not by two at once.
 */
int folder_write(int folder, const char *path, const char *bytes, size_t len, unsigned mode, bool exact);

/* The same where nothing is there; EEXIST where something is. */
int folder_write_new(int folder, const char *path, const char *bytes, size_t len, unsigned mode, bool exact);

/* As folder_write, with the bytes of the file FROM, from anywhere, links followed. */
int folder_copy(int folder, const char *path, const char *from, unsigned mode, bool exact);

/* Gives what is at PATH, and is no link, the permissions MODE, as they are. */
int folder_set_mode(int folder, const char *path, unsigned mode);

/* Gives the file or link at PATH, never what it leads to, the second name NAME, where nothing is there. */
int folder_name_again(int folder, const char *path, const char *name);

/* Moves FROM to TO, in one step into the place of what is there. */
int folder_move(int folder, const char *from, const char *to);

/* Makes a link to TARGET at PATH where nothing is there; EEXIST where something is. */
int folder_link_new(int folder, const char *path, const char *target);

/* Makes a link to TARGET at PATH, or, in one step, the place of one that is there. */
int folder_link(int folder, const char *path, const char *target);

#endif
