/* SPDX-License-Identifier: MIT */
#include "venv/facts.h"

#include "base/buf.h"
#include "base/pool.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct pool pool = POOL_INIT;
	struct buf text = BUF_INIT;
	struct facts facts, again;

	if (facts_parse(&facts, &pool, (const char *)bytes, len, true)) {
		facts_format(&text, &facts);
		FUZZ_HOLDS(facts_parse(&again, &pool, text.data, text.len, true));
		FUZZ_HOLDS(again.count == facts.count);
	}
	facts_parse(&again, &pool, (const char *)bytes, len, false);
	buf_release(&text);
	pool_release(&pool);
	return 0;
}
