/* SPDX-License-Identifier: MIT */
#include "switch/dotenv.h"

#include "base/env.h"
#include "base/pool.h"
#include "switch/names.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const special[] = { "IFS UID", NULL };
	struct pool pool = POOL_INIT;
	struct env env = { 0 };

	if (dotenv_parse(&env, &pool, ".env", (const char *)bytes, len, special, &fuzz_report) == 0)
		for (size_t i = 0; i < env.count; i++)
			FUZZ_HOLDS(env.entries[i].value && !name_refused(env.entries[i].name, special));
	pool_release(&pool);
	return 0;
}
