/* SPDX-License-Identifier: MIT */
#include "venv/spec.h"

#include "base/pool.h"
#include "tests/fuzz/fuzz.h"
#include "venv/interpreter.h"

/* Whatever is asked for, what fits is not passed over by its version alone, and a refusal has a reason. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct interpreter pythons[] = {
		{ .implementation = "cpython", .major = 3, .minor = 13, .version = "3.13.0", .implementation_version = "3.13.0" },
		{ .implementation = "cpython", .major = 3, .minor = 15, .version = "3.15.0b1", .implementation_version = "3.15.0", .debug = true },
		{ .implementation = "cpython", .major = 3, .minor = 14, .version = "3.14.2", .free_threaded = true },
		{ .implementation = "pypy", .major = 3, .minor = 10, .micro = 14, .version = "3.10.14", .implementation_version = "7.3.17" },
	};
	struct pool pool = POOL_INIT;
	const char *text = pool_strn(&pool, (const char *)bytes, len), *why = NULL;
	struct spec spec;

	if (spec_parse(&spec, text, &why)) {
		FUZZ_HOLDS(spec.count <= SPEC_CLAUSES);
		for (size_t i = 0; i < sizeof(pythons) / sizeof(*pythons); i++)
			if (spec_fits(&spec, &pythons[i]))
				FUZZ_HOLDS(spec_may_fit(&spec, pythons[i].major, pythons[i].minor));
	} else {
		FUZZ_HOLDS(why);
	}
	spec_name_may_fit(&spec, text);
	pool_release(&pool);
	return 0;
}
