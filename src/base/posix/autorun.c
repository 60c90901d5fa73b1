/* SPDX-License-Identifier: MIT */
#include "base/autorun.h"

#include <errno.h>

const char autorun_place[] = "AutoRun";

int autorun_read(struct autorun *out, struct pool *p)
{
	(void)out, (void)p;
	errno = ENOSYS;
	return -1;
}

int autorun_write(const struct autorun *now, struct pool *p)
{
	(void)now, (void)p;
	errno = ENOSYS;
	return -1;
}
