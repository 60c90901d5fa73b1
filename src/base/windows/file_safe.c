/* SPDX-License-Identifier: MIT */
#include "base/file.h"

#include <windows.h>
#include <aclapi.h>

#include "base/pool.h"
#include "base/windows/wide.h"

static bool is_wellknown(PSID owner)
{
	return IsWellKnownSid(owner, WinBuiltinAdministratorsSid) || IsWellKnownSid(owner, WinLocalSystemSid);
}

/* What an administrator makes belongs to all of them, so that they are taken for one; git does the same. */
static bool is_own(PSID owner)
{
	HANDLE token;
	DWORD size = 0;
	struct pool pool = POOL_INIT;
	TOKEN_USER *user;
	bool own = false;

	if (is_wellknown(owner))
		return true;
	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return false;
	GetTokenInformation(token, TokenUser, NULL, 0, &size);
	user = pool_alloc(&pool, size);
	if (user && GetTokenInformation(token, TokenUser, user, size, &size))
		own = EqualSid(user->User.Sid, owner);
	CloseHandle(token);
	pool_release(&pool);
	return own;
}

/*
 * By the owner of the folder alone. Who else may write to it is for lists to say that every folder below
 * inherits: on a disk of its own, as the system sets it up, they let every user of the machine change what
 * others made, and what nobody could use would be no safeguard.
 */
bool file_is_safe(struct pool *p, const char *path, const char **why)
{
	PSECURITY_DESCRIPTOR descriptor = NULL;
	PSID owner = NULL;
	const char *real = file_real_path(p, path);
	bool safe = real && GetNamedSecurityInfoW(wide_path(p, real), SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, NULL,
	                                          NULL, NULL, &descriptor) == ERROR_SUCCESS && owner && is_own(owner);

	if (descriptor)
		LocalFree(descriptor);
	if (!safe && why)
		*why = real ? real : pool_str(p, path);
	return safe;
}

/* It lies in a folder of the user's profile, which others cannot write to. */
bool file_id_is_own(const struct file_id *id)
{
	return id->kind == FILE_REGULAR;
}

void file_automounts(struct strings *out, struct pool *p)
{
	(void)out;
	(void)p;
}
