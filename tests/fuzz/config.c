/* SPDX-License-Identifier: MIT */
#include "switch/config.h"

#include "base/pool.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const special[] = { "IFS UID", NULL };
	struct pool pool = POOL_INIT;
	struct config config;

	if (config_parse(&config, &pool, ".cvenv.yml", (const char *)bytes, len, special, &fuzz_report) == 0) {
		struct config over;

		FUZZ_HOLDS(!config.venv.text || !config.venv_name.text);
		for (size_t i = 0; i < config.environment_count; i++) {
			FUZZ_HOLDS(!config_name_wrong(config.environments[i].name));
			FUZZ_HOLDS(config_environment(&config, &pool, config.environments[i].name));
		}
		/* What was accepted once is accepted again, and lies over itself without a change. */
		FUZZ_HOLDS(config_parse(&over, &pool, ".cvenv.yml", (const char *)bytes, len, special, &fuzz_report) == 0);
		config_merge(&config, &pool, &over);
		FUZZ_HOLDS(config.env.count == over.env.count && config.environment_count == over.environment_count);
	}
	pool_release(&pool);
	return 0;
}
