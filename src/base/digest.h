/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_DIGEST_H
#define CVENV_BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_HEX = 65 }; /* SHA-256 in hexadecimal, and the NUL */

/* SHA-256 (FIPS 180-4) of BYTES, in lower-case hexadecimal. */
void digest_hex(char hex[DIGEST_HEX], const void *bytes, size_t len);

#endif
