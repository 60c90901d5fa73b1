/* SPDX-License-Identifier: MIT */
#include "base/path.h"
#include "base/pool.h"
#include "switch/config.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct pool pool = POOL_INIT;
	struct settings settings;

	settings_default(&settings);
	if (settings_parse(&settings, &pool, "config.yml", (const char *)bytes, len, "/home/user", &fuzz_report) == 0)
		for (size_t i = 0; i < settings.trusted_paths.count; i++)
			FUZZ_HOLDS(settings.trusted_paths.items[i][0] == '/');
	pool_release(&pool);
	return 0;
}
