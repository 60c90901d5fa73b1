/* SPDX-License-Identifier: MIT */
#include "tests/unit/unit.h"

#include "base/digest.h"

int main(void)
{
	/* The examples of FIPS 180-2, appendix B. */
	static const struct {
		const char *text, *hex;
	} rows[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	static char million[1000000];
	char hex[DIGEST_HEX], record[DIGEST_RECORD];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		digest_hex(hex, rows[i].text, strlen(rows[i].text));
		CHECK_STR(hex, rows[i].hex);
	}
	memset(million, 'a', sizeof million);
	digest_hex(hex, million, sizeof million);
	CHECK_STR(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	digest_record(record, "", 0);
	CHECK_STR(record, "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
	digest_record(record, "pip\n", 4);
	CHECK_STR(record, "sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg");
	return unit_done();
}
