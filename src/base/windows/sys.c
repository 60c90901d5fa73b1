/* SPDX-License-Identifier: MIT */
#include "base/sys.h"

#include <windows.h>
#include <tlhelp32.h>
#include <errno.h>
#include <io.h>
#include <shellapi.h>
#include <string.h>

#include "base/env.h"
#include "base/file.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/windows/wide.h"

enum { LONGEST_PATH = 32768, TICKS_MS = 10000 };

const char *sys_os(void)
{
	return "windows";
}

const char *sys_arch(struct pool *p)
{
	SYSTEM_INFO info;

	(void)p;
	GetNativeSystemInfo(&info);
	switch (info.wProcessorArchitecture) {
	case PROCESSOR_ARCHITECTURE_AMD64:
		return "x86_64";
	case 12: /* PROCESSOR_ARCHITECTURE_ARM64, which older headers do not know */
		return "aarch64";
	case PROCESSOR_ARCHITECTURE_INTEL:
		return "i686";
	default:
		return "unknown";
	}
}

const char *sys_host(struct pool *p)
{
	wchar_t name[256];
	DWORD len = sizeof(name) / sizeof(*name);

	return GetComputerNameExW(ComputerNameDnsHostname, name, &len) ? wide_to(p, name, len) : "unknown";
}

const char *sys_home(struct pool *p, const struct env *e)
{
	static const char *const names[] = { "HOME", "USERPROFILE" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *home = env_get(e, names[i]);

		if (home && path_is_absolute(home))
			return path_clean(p, home);
	}
	return NULL;
}

/* The directory as it was gone to, which a drive's letter or a link may be on the way to. */
static char *current_folder(struct pool *p)
{
	DWORD room = GetCurrentDirectoryW(0, NULL);
	wchar_t *wide = pool_alloc(p, (room + 1) * sizeof(*wide));
	DWORD len = wide ? GetCurrentDirectoryW(room + 1, wide) : 0;

	if (!wide || !len || len > room) {
		wide_fail();
		return NULL;
	}
	return path_clean(p, wide_to_path(p, wide, len));
}

char *sys_working_folder(struct pool *p)
{
	char *folder = current_folder(p);

	return folder ? file_real_path(p, folder) : NULL;
}

/* No shell here says it in PWD, where another system's shell may have left its own. */
char *sys_logical_folder(struct pool *p, const struct env *e)
{
	char *folder = current_folder(p);

	(void)e;
	if (!folder || file_identify(folder).kind == FILE_FOLDER)
		return folder;
	errno = ENOENT;
	return NULL;
}

static DWORD parent_of(HANDLE all, DWORD process)
{
	PROCESSENTRY32W entry = { .dwSize = sizeof(entry) };

	for (BOOL more = Process32FirstW(all, &entry); more; more = Process32NextW(all, &entry))
		if (entry.th32ProcessID == process)
			return entry.th32ParentProcessID;
	return 0;
}

const char *sys_parent_program(struct pool *p)
{
	HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	PROCESSENTRY32W entry = { .dwSize = sizeof(entry) };
	char *name = NULL, *end;
	DWORD parent;

	if (all == INVALID_HANDLE_VALUE)
		return NULL;
	parent = parent_of(all, GetCurrentProcessId());
	for (BOOL more = Process32FirstW(all, &entry); more && !name; more = Process32NextW(all, &entry))
		if (entry.th32ProcessID == parent)
			name = wide_to(p, entry.szExeFile, wcslen(entry.szExeFile));
	CloseHandle(all);
	if (!name)
		return NULL;
	for (char *at = name; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at | 32);
	end = strrchr(name, '.');
	if (end)
		*end = '\0';
	return name[0] ? name : NULL;
}

const char *sys_own_path(struct pool *p, const struct env *e, const char *argv0)
{
	wchar_t *wide = pool_alloc(p, LONGEST_PATH * sizeof(*wide));
	DWORD len = wide ? GetModuleFileNameW(NULL, wide, LONGEST_PATH) : 0;

	(void)e;
	(void)argv0;
	return len && len < LONGEST_PATH ? wide_to_path(p, wide, len) : NULL;
}

/* main's own are what the code page has of them. */
void sys_arguments(struct pool *p, int *argc, char ***argv)
{
	int count = 0;
	wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &count);
	char **text = wide ? pool_alloc(p, ((size_t)count + 1) * sizeof(*text)) : NULL;

	for (int i = 0; text && i < count; i++)
		text[i] = wide_to(p, wide[i], wcslen(wide[i]));
	if (text && count > 0) {
		*argc = count;
		*argv = text;
	}
	LocalFree(wide);
}

/* There is no signal to be kept from, and nothing that a parent could have ignored. */
void sys_keep_pipes(void)
{
}

void sys_keep_children(void)
{
}

int sys_processors(void)
{
	SYSTEM_INFO info;

	GetNativeSystemInfo(&info);
	return info.dwNumberOfProcessors > 0 ? (int)info.dwNumberOfProcessors : 1;
}

long sys_process(void)
{
	return (long)GetCurrentProcessId();
}

bool sys_process_lives(long process)
{
	HANDLE handle = process > 0 ? OpenProcess(SYNCHRONIZE, FALSE, (DWORD)process) : NULL;
	bool lives = handle ? WaitForSingleObject(handle, 0) == WAIT_TIMEOUT : GetLastError() == ERROR_ACCESS_DENIED;

	if (handle)
		CloseHandle(handle);
	return process > 0 && lives;
}

/* An administrator may be asked to confirm, but there is none who reads what others wrote unasked. */
bool sys_is_root(void)
{
	return false;
}

bool sys_is_terminal(int fd)
{
	HANDLE handle = (HANDLE)_get_osfhandle(fd);
	DWORD mode;

	return handle != INVALID_HANDLE_VALUE && GetConsoleMode(handle, &mode);
}

int64_t sys_now_ns(void)
{
	static const int64_t epoch = 11644473600; /* seconds from 1601 to 1970 */
	FILETIME now;

	GetSystemTimePreciseAsFileTime(&now);
	return ((int64_t)((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) - epoch * 1000 * TICKS_MS) * 100;
}

int64_t sys_clock_ms(void)
{
	return (int64_t)GetTickCount64();
}
