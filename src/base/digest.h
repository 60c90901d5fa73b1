/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_DIGEST_H
#define CVENV_BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_BYTES = 32 };
enum { DIGEST_RECORD = 51 }; /* "sha256=", 43 digits, and the NUL */
enum { DIGEST_HEX = 65 }; /* SHA-256 in hexadecimal, and the NUL */

/* SHA-256 (FIPS 180-4) of BYTES; each system's own library makes it. */
void digest_bytes(unsigned char digest[DIGEST_BYTES], const void *bytes, size_t len);

/* The same in lower-case hexadecimal. */
void digest_hex(char hex[DIGEST_HEX], const void *bytes, size_t len);

/* The same as a RECORD has it: "sha256=" and its digits of base 64, those for URLs, without padding. */
void digest_record(char out[DIGEST_RECORD], const void *bytes, size_t len);

#endif
