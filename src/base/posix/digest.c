/* SPDX-License-Identifier: MIT */
#include "base/digest.h"

#include <sys/types.h>
#include <stdint.h>

#include <sha2.h>

_Static_assert((int)DIGEST_BYTES == (int)SHA256_DIGEST_LENGTH, "the same digest");

void digest_bytes(unsigned char digest[DIGEST_BYTES], const void *bytes, size_t len)
{
	SHA2_CTX context;

	SHA256Init(&context);
	SHA256Update(&context, bytes, len);
	SHA256Final(digest, &context);
}
