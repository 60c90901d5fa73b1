/* SPDX-License-Identifier: MIT */
#include "switch/record.h"

#include <string.h>

#include "base/buf.h"
#include "base/pool.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct pool pool = POOL_INIT;
	struct buf once = BUF_INIT, twice = BUF_INIT;
	struct trust_record record, again;

	if (record_read(&record, &pool, "/home/user/shop", (const char *)bytes, len) == RECORD_OK) {
		/* What is believed is written in one way only, and read back the same. */
		record_format(&once, &record);
		FUZZ_HOLDS(record_read(&again, &pool, "/home/user/shop", once.data, once.len) == RECORD_OK);
		record_format(&twice, &again);
		FUZZ_HOLDS(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
	}
	buf_release(&once);
	buf_release(&twice);
	pool_release(&pool);
	return 0;
}
