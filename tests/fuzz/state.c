/* SPDX-License-Identifier: MIT */
#include "switch/state.h"

#include <string.h>

#include "base/buf.h"
#include "base/pool.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const special[] = { "IFS UID", NULL };
	struct pool pool = POOL_INIT;
	struct buf once = BUF_INIT, twice = BUF_INIT, value = BUF_INIT;
	struct state state, again;

	buf_add(&value, bytes, len);
	if (state_parse(&state, &pool, value.data, special) == STATE_OK) {
		/* What is believed is written in one way only. */
		state_format(&once, &state);
		FUZZ_HOLDS(state_parse(&again, &pool, once.len ? once.data : NULL, special) == STATE_OK);
		state_format(&twice, &again);
		FUZZ_HOLDS(strcmp(once.data, twice.data) == 0);
	} else {
		FUZZ_HOLDS(state.mode == STATE_NONE && state.count == 0 && !state.venv);
	}
	buf_release(&value);
	buf_release(&once);
	buf_release(&twice);
	pool_release(&pool);
	return 0;
}
