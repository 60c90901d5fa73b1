/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include "base/windows/handle.h"

#include <errno.h>
#include <inttypes.h>
#include <io.h>
#include <string.h>
#include <winioctl.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/windows/wide.h"

#ifndef IO_REPARSE_TAG_SYMLINK
#define IO_REPARSE_TAG_SYMLINK 0xA000000C
#endif

enum { TICKS = 10000000 }; /* of 100 ns, in a second */

/* Seconds between 1601, when the system's time begins, and 1970. */
static const int64_t epoch = 11644473600;

HANDLE handle_open(const char *path, DWORD access, DWORD how, bool follow)
{
	struct pool pool = POOL_INIT;
	const wchar_t *wide = wide_path(&pool, path);
	HANDLE handle = INVALID_HANDLE_VALUE;

	if (pool.failed)
		errno = ENOMEM;
	else if ((handle = CreateFileW(wide, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, how,
	                               FILE_FLAG_BACKUP_SEMANTICS | (follow ? 0 : FILE_FLAG_OPEN_REPARSE_POINT), NULL)) ==
	         INVALID_HANDLE_VALUE)
		wide_fail();
	pool_release(&pool);
	return handle;
}

/* Other reparse points, as those of OneDrive and of deduplication, are files like any other. */
static bool is_link(HANDLE handle)
{
	FILE_ATTRIBUTE_TAG_INFO tag;

	return GetFileInformationByHandleEx(handle, FileAttributeTagInfo, &tag, sizeof(tag)) &&
	       (tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) &&
	       (tag.ReparseTag == IO_REPARSE_TAG_SYMLINK || tag.ReparseTag == IO_REPARSE_TAG_MOUNT_POINT);
}

static int64_t ticks_of(FILETIME time)
{
	return (int64_t)((uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime);
}

struct file_id handle_id(HANDLE handle)
{
	BY_HANDLE_FILE_INFORMATION info;
	struct file_id id = { 0 };
	FILE_BASIC_INFO more;
	int64_t written;

	/* "NUL" and "CON" are in every folder. */
	if (GetFileType(handle) != FILE_TYPE_DISK) {
		id.kind = FILE_OTHER;
		return id;
	}
	if (!GetFileInformationByHandle(handle, &info)) {
		wide_fail();
		return id;
	}
	written = ticks_of(info.ftLastWriteTime);
	id = (struct file_id){
		.kind = is_link(handle) ? FILE_LINK : info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? FILE_FOLDER : FILE_REGULAR,
		.device = info.dwVolumeSerialNumber,
		.inode = (uint64_t)info.nFileIndexHigh << 32 | info.nFileIndexLow,
		.size = (int64_t)((uint64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow),
		.changed = written / TICKS - epoch,
		.modified = written / TICKS - epoch,
		.modified_ns = (int32_t)(written % TICKS * 100),
		.mode = info.dwFileAttributes & FILE_ATTRIBUTE_READONLY ? 0500 : 0700, /* what others may is said in lists */
	};
	if (GetFileInformationByHandleEx(handle, FileBasicInfo, &more, sizeof(more)) && more.ChangeTime.QuadPart > 0)
		id.changed = more.ChangeTime.QuadPart / TICKS - epoch;
	return id;
}

static struct file_id identify(const char *path, bool follow)
{
	HANDLE handle = handle_open(path, FILE_READ_ATTRIBUTES, OPEN_EXISTING, follow);
	struct file_id id = { 0 };

	if (handle == INVALID_HANDLE_VALUE)
		return id;
	id = handle_id(handle);
	CloseHandle(handle);
	return id;
}

struct file_id file_identify(const char *path)
{
	return identify(path, true);
}

struct file_id file_identify_link(const char *path)
{
	return identify(path, false);
}

/* What the name ends in says it. */
bool file_is_executable(const char *path)
{
	static const char *const endings[] = { ".exe", ".com" };
	size_t len = strlen(path);

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (len > 4 && path_equal(path + len - 4, endings[i]))
			return file_identify(path).kind == FILE_REGULAR;
	return false;
}

static int read_open(struct buf *out, HANDLE handle, size_t limit, struct file_id *id)
{
	struct file_id found = handle_id(handle);
	size_t start = out->len;

	if (found.kind != FILE_REGULAR) {
		errno = found.kind == FILE_FOLDER ? EISDIR : ENXIO;
		return -1;
	}
	/* Before the first byte: what is written while it is read then differs from ID afterwards. */
	if (id)
		*id = found;
	if ((uint64_t)found.size > limit) {
		errno = EFBIG;
		return -1;
	}
	for (size_t room = (size_t)found.size + 1;; room = 4096) {
		DWORD got;

		if (!buf_reserve(out, room)) {
			errno = ENOMEM;
			return -1;
		}
		if (!ReadFile(handle, out->data + out->len, room > 1 << 20 ? 1 << 20 : (DWORD)room, &got, NULL))
			return wide_fail();
		out->len += got;
		out->data[out->len] = '\0';
		if (out->len - start > limit) {
			errno = EFBIG;
			return -1;
		}
		if (!got)
			return 0;
	}
}

int file_read(struct buf *out, const char *path, size_t limit, struct file_id *id)
{
	HANDLE handle = handle_open(path, GENERIC_READ, OPEN_EXISTING, true);
	size_t start = out->len;
	int result, why;

	if (handle == INVALID_HANDLE_VALUE) {
		if (errno == EACCES && file_identify(path).kind == FILE_FOLDER)
			errno = EISDIR;
		return -1;
	}
	result = read_open(out, handle, limit, id);
	why = errno;
	CloseHandle(handle);
	if (result)
		buf_truncate(out, start);
	errno = why;
	return result;
}

int file_read_start(const char *path, char *bytes, size_t len)
{
	HANDLE handle = handle_open(path, GENERIC_READ, OPEN_EXISTING, true);
	DWORD got = 0;
	int answer = -1;

	if (handle == INVALID_HANDLE_VALUE)
		return -1;
	if (GetFileType(handle) == FILE_TYPE_DISK && ReadFile(handle, bytes, (DWORD)len, &got, NULL))
		answer = (int)got;
	CloseHandle(handle);
	return answer;
}

char *handle_path(struct pool *p, HANDLE handle)
{
	DWORD room = GetFinalPathNameByHandleW(handle, NULL, 0, 0), len = 0;
	wchar_t *wide = room ? pool_alloc(p, (room + 1) * sizeof(*wide)) : NULL;

	if (wide)
		len = GetFinalPathNameByHandleW(handle, wide, room + 1, 0);
	if (!len || len > room) {
		wide_fail();
		return NULL;
	}
	return wide_to_path(p, wide, len);
}

static bool has_link(struct pool *p, const char *path)
{
	for (; *path_name(path); path = path_parent(p, path))
		if (file_identify_link(path).kind == FILE_LINK)
			return true;
	return false;
}

char *file_real_path(struct pool *p, const char *path)
{
	HANDLE handle = handle_open(path, FILE_READ_ATTRIBUTES, OPEN_EXISTING, true);
	char *real;

	if (handle == INVALID_HANDLE_VALUE)
		return NULL;
	real = handle_path(p, handle);
	CloseHandle(handle);
	/* Some systems say no long ones; one without a link on its way is known without. */
	if (!real && path_is_absolute(path) && !has_link(p, path))
		real = path_clean(p, path);
	if (p->failed) {
		errno = ENOMEM;
		return NULL;
	}
	return real;
}

/* What DeviceIoControl answers for a link: REPARSE_DATA_BUFFER of the driver kit, whose header MinGW has elsewhere. */
struct link_data {
	ULONG tag;
	USHORT length, reserved;
	USHORT real_offset, real_length, shown_offset, shown_length;
	wchar_t text[MAXIMUM_REPARSE_DATA_BUFFER_SIZE / sizeof(wchar_t)]; /* of a link, and not of a junction, behind 32 bits more */
};

char *file_link_target(struct pool *p, const char *path)
{
	HANDLE handle = handle_open(path, FILE_READ_ATTRIBUTES, OPEN_EXISTING, false);
	struct link_data *data = handle == INVALID_HANDLE_VALUE ? NULL : pool_alloc(p, sizeof(*data));
	char *target = NULL;
	DWORD got;

	if (data && !DeviceIoControl(handle, FSCTL_GET_REPARSE_POINT, NULL, 0, data, sizeof(*data) - 8, &got, NULL)) {
		errno = EINVAL;
	} else if (data && (data->tag == IO_REPARSE_TAG_SYMLINK || data->tag == IO_REPARSE_TAG_MOUNT_POINT)) {
		const wchar_t *text = data->text + (data->tag == IO_REPARSE_TAG_SYMLINK ? 2 : 0);

		target = wide_to(p, text + data->shown_offset / sizeof(*text), data->shown_length / sizeof(*text));
	} else if (data) {
		errno = EINVAL;
	}
	if (handle != INVALID_HANDLE_VALUE)
		CloseHandle(handle);
	if (p->failed) {
		errno = ENOMEM;
		return NULL;
	}
	return target;
}

void file_touch(const char *path)
{
	HANDLE handle = handle_open(path, FILE_WRITE_ATTRIBUTES, OPEN_EXISTING, false);
	FILETIME now;

	if (handle == INVALID_HANDLE_VALUE)
		return;
	GetSystemTimeAsFileTime(&now);
	SetFileTime(handle, NULL, NULL, &now);
	CloseHandle(handle);
}

bool file_stamp(const char *path, int64_t seconds, int32_t nanoseconds)
{
	HANDLE handle = handle_open(path, FILE_WRITE_ATTRIBUTES | FILE_READ_ATTRIBUTES, OPEN_ALWAYS, false);
	uint64_t ticks = (uint64_t)(seconds + epoch) * TICKS + (uint64_t)nanoseconds / 100;
	FILETIME time = { .dwLowDateTime = (DWORD)ticks, .dwHighDateTime = (DWORD)(ticks >> 32) };
	struct file_id id;
	bool exact;

	if (handle == INVALID_HANDLE_VALUE)
		return false;
	exact = SetFileTime(handle, NULL, NULL, &time);
	id = handle_id(handle);
	CloseHandle(handle);
	return exact && id.modified == seconds && id.modified_ns == nanoseconds;
}
