/* SPDX-License-Identifier: MIT */
#include "cmd/open.h"

#include "cmd/cmd.h"
#include "emit/emit.h"
#include "switch/switch.h"

int open_session(struct context *c, struct session *s, const char *token)
{
	static const int levels[] = { [VERBOSITY_QUIET] = -1, [VERBOSITY_NORMAL] = 0, [VERBOSITY_VERBOSE] = 1 };

	if (session_open(s, &c->pool, &c->env, token, shells_special(&c->pool), &c->report) < 0)
		return -1;
	if (c->verbose == 0)
		c->verbose = levels[s->settings.verbosity];
	return 0;
}
