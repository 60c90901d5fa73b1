/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include <sys/types.h>
#include <stdint.h>

#include <sha2.h>

_Static_assert(DIGEST_HEX == SHA256_DIGEST_STRING_LENGTH, "a digest and its NUL");

void digest_hex(char hex[DIGEST_HEX], const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, bytes, len);
	SHA256Final(digest, &context);
	for (size_t i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[DIGEST_HEX - 1] = '\0';
}
