/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

_Static_assert(DIGEST_RECORD == 7 + (DIGEST_BYTES * 8 + 5) / 6 + 1, "a name, a digest and its NUL");
_Static_assert(DIGEST_HEX == 2 * DIGEST_BYTES + 1, "a digest and its NUL");

void digest_hex(char hex[DIGEST_HEX], const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[DIGEST_BYTES];

	digest_bytes(digest, bytes, len);
	for (size_t i = 0; i < sizeof digest; i++) {
		hex[2 * i] = digits[digest[i] >> 4];
		hex[2 * i + 1] = digits[digest[i] & 15];
	}
	hex[DIGEST_HEX - 1] = '\0';
}

void digest_record(char out[DIGEST_RECORD], const void *bytes, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char digest[DIGEST_BYTES + 1] = { 0 };
	char *at = out;

	digest_bytes(digest, bytes, len);
	for (const char *name = "sha256="; *name;)
		*at++ = *name++;
	/* 32 bytes are 42 digits and two thirds. */
	for (size_t i = 0; i < DIGEST_BYTES; i += 3) {
		unsigned long three = (unsigned long)digest[i] << 16 | (unsigned long)digest[i + 1] << 8 |
		                      (i + 2 < DIGEST_BYTES ? digest[i + 2] : 0UL);

		for (int shift = 18; shift >= (i + 2 < DIGEST_BYTES ? 0 : 6); shift -= 6)
			*at++ = digits[three >> shift & 63];
	}
	*at = '\0';
}
