/* SPDX-License-Identifier: MIT */
#include "emit/emit.h"

#include <string.h>

#include "base/buf.h"
#include "emit/json.h"
#include "plan/plan.h"

extern const struct shell shell_systemd;

/* systemd.exec(5), EnvironmentFile=: a value that is not UTF-8 or has other control characters is ignored. */
static int quote(struct buf *out, const char *bytes, size_t len)
{
	int held = json_holds(bytes, len);

	buf_byte(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (strchr("\"\\`$", bytes[i]))
			buf_byte(out, '\\');
		if (((unsigned char)bytes[i] < 0x20 && bytes[i] != '\t' && bytes[i] != '\n') || bytes[i] == 0x7f)
			held = -1;
		buf_byte(out, bytes[i]);
	}
	buf_byte(out, '"');
	return held;
}

static void document(struct buf *out, const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct change *change = &plan->changes[i];

		if (change->kind == CHANGE_UNSET || !change->value) {
			buf_strs(out, "# not here: UnsetEnvironment=", change->name, "\n", NULL);
			continue;
		}
		buf_strs(out, change->name, "=", NULL);
		quote(out, change->value, strlen(change->value));
		buf_byte(out, '\n');
	}
}

/* A service is started from nothing: what is active where the file is made must not be missing in it. */
const struct shell shell_systemd = {
	.name = "systemd",
	.quote = quote,
	.document = document,
	.whole = true,
};
