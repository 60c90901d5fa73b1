/* SPDX-License-Identifier: MIT */
#include "base/windows/wide.h"

#include <windows.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/path.h"
#include "base/pool.h"

enum { LONGEST_PLAIN = 247 }; /* MAX_PATH less a name of 8.3, which CreateDirectory keeps free */

static const wchar_t verbatim[] = L"\\\\?\\", verbatim_share[] = L"\\\\?\\UNC\\";

/* The code point at TEXT, and behind it; three bytes may be half of a pair. */
static uint32_t decode(const unsigned char **text)
{
	const unsigned char *at = *text;
	uint32_t point = *at++;
	int more = point < 0x80 ? 0 : (point & 0xe0) == 0xc0 ? 1 : (point & 0xf0) == 0xe0 ? 2 : (point & 0xf8) == 0xf0 ? 3 : -1;
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };

	*text = at;
	if (more <= 0)
		return more ? 0xfffd : point;
	point &= 0x3fU >> more;
	for (int i = 0; i < more; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0xfffd;
		point = point << 6 | (at[i] & 0x3f);
	}
	if (point < least[more] || point > 0x10ffff)
		return 0xfffd;
	*text = at + more;
	return point;
}

wchar_t *wide_from(struct pool *p, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	wchar_t *wide = pool_alloc(p, (strlen(text) + 1) * sizeof(*wide)), *to = wide;
	static wchar_t none[1];

	if (!wide)
		return none;
	while (*at) {
		uint32_t point = decode(&at);

		if (point >= 0x10000) {
			*to++ = (wchar_t)(0xd800 + ((point - 0x10000) >> 10));
			*to++ = (wchar_t)(0xdc00 + ((point - 0x10000) & 0x3ff));
		} else {
			*to++ = (wchar_t)point;
		}
	}
	return wide;
}

static char *encode(char *to, uint32_t point)
{
	if (point < 0x80) {
		*to++ = (char)point;
	} else if (point < 0x800) {
		*to++ = (char)(0xc0 | point >> 6);
		*to++ = (char)(0x80 | (point & 0x3f));
	} else if (point < 0x10000) {
		*to++ = (char)(0xe0 | point >> 12);
		*to++ = (char)(0x80 | (point >> 6 & 0x3f));
		*to++ = (char)(0x80 | (point & 0x3f));
	} else {
		*to++ = (char)(0xf0 | point >> 18);
		*to++ = (char)(0x80 | (point >> 12 & 0x3f));
		*to++ = (char)(0x80 | (point >> 6 & 0x3f));
		*to++ = (char)(0x80 | (point & 0x3f));
	}
	return to;
}

char *wide_to(struct pool *p, const wchar_t *wide, size_t len)
{
	char *text = pool_alloc(p, len * 3 + 1), *to = text;

	if (!text)
		return pool_str(p, "");
	for (size_t i = 0; i < len; i++) {
		uint32_t point = wide[i];

		if ((point & 0xfc00) == 0xd800 && i + 1 < len && (wide[i + 1] & 0xfc00) == 0xdc00)
			point = 0x10000 + ((point & 0x3ff) << 10) + (wide[++i] & 0x3ff);
		to = encode(to, point);
	}
	return text;
}

/* "\\?\" takes what follows as it is, so it has to be absolute and clean. */
static wchar_t *long_path(struct pool *p, const wchar_t *path)
{
	DWORD room = GetFullPathNameW(path, 0, NULL, NULL);
	size_t before = sizeof(verbatim_share) / sizeof(*verbatim_share);
	wchar_t *full = pool_alloc(p, (room + before + 1) * sizeof(*full)), *at;

	if (!full)
		return wide_from(p, "");
	at = full + before;
	if (!GetFullPathNameW(path, room + 1, at, NULL))
		return full;
	if (wcsncmp(at, verbatim, 4) == 0 || wcsncmp(at, L"\\\\.\\", 4) == 0)
		return at;
	if (at[0] == L'\\' && at[1] == L'\\') {
		at += 2;
		at -= wcslen(verbatim_share);
		memcpy(at, verbatim_share, wcslen(verbatim_share) * sizeof(*at));
		return at;
	}
	at -= wcslen(verbatim);
	memcpy(at, verbatim, wcslen(verbatim) * sizeof(*at));
	return at;
}

wchar_t *wide_path(struct pool *p, const char *path)
{
	wchar_t *wide = wide_from(p, path);
	size_t len = wcslen(wide);

	for (size_t i = 0; i < len; i++)
		if (wide[i] == L'/')
			wide[i] = L'\\';
	/* One that is not absolute is read from the working directory, which may be a long one. */
	if (len <= LONGEST_PLAIN && (path_is_absolute(path) || len + GetCurrentDirectoryW(0, NULL) <= LONGEST_PLAIN))
		return wide;
	return long_path(p, wide);
}

char *wide_to_path(struct pool *p, const wchar_t *wide, size_t len)
{
	char *path = wide_to(p, wide, len);

	if (strncmp(path, "\\\\?\\UNC\\", 8) == 0) {
		path[6] = '\\';
		return path + 6;
	}
	return strncmp(path, "\\\\?\\", 4) == 0 ? path + 4 : path;
}

int wide_fail(void)
{
	static const struct { DWORD error; int code; } codes[] = {
		{ ERROR_FILE_NOT_FOUND, ENOENT }, { ERROR_PATH_NOT_FOUND, ENOENT }, { ERROR_INVALID_DRIVE, ENOENT },
		{ ERROR_BAD_NETPATH, ENOENT }, { ERROR_BAD_NET_NAME, ENOENT }, { ERROR_NOT_READY, ENOENT },
		{ ERROR_BAD_PATHNAME, ENOENT }, { ERROR_INVALID_NAME, ENOENT },
		{ ERROR_ACCESS_DENIED, EACCES }, { ERROR_WRITE_PROTECT, EROFS }, { ERROR_PRIVILEGE_NOT_HELD, EPERM },
		{ ERROR_SHARING_VIOLATION, EBUSY }, { ERROR_LOCK_VIOLATION, EBUSY }, { ERROR_BUSY, EBUSY },
		{ ERROR_ALREADY_EXISTS, EEXIST }, { ERROR_FILE_EXISTS, EEXIST }, { ERROR_DIR_NOT_EMPTY, ENOTEMPTY },
		{ ERROR_DIRECTORY, ENOTDIR }, { ERROR_DISK_FULL, ENOSPC }, { ERROR_HANDLE_DISK_FULL, ENOSPC },
		{ ERROR_NOT_ENOUGH_MEMORY, ENOMEM }, { ERROR_OUTOFMEMORY, ENOMEM }, { ERROR_TOO_MANY_OPEN_FILES, EMFILE },
		{ ERROR_BROKEN_PIPE, EPIPE }, { ERROR_NO_DATA, EPIPE }, { ERROR_INVALID_HANDLE, EBADF },
		{ ERROR_NOT_SUPPORTED, ENOSYS }, { ERROR_CALL_NOT_IMPLEMENTED, ENOSYS }, { ERROR_INVALID_FUNCTION, ENOSYS },
		{ ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG }, { ERROR_BAD_EXE_FORMAT, ENOEXEC },
		{ ERROR_NOT_SAME_DEVICE, EXDEV }, { ERROR_CANT_RESOLVE_FILENAME, ELOOP },
	};
	DWORD error = GetLastError();

	errno = EIO;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].error == error)
			errno = codes[i].code;
	return -1;
}
