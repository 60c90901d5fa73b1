/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_RECORD_H
#define CVENV_SWITCH_RECORD_H

#include <stddef.h>

#include "switch/trust.h"

struct buf;
struct pool;

/*
 * The text of a record of trust: lines, and behind them the bytes whose lengths they tell, one after
 * the other. Paths are percent-encoded (text_percent); "-" is a length where no bytes are kept, and a
 * digest where the file was absent:
 *
 *     cvenv-allowed 1
 *     root /home/u/shop
 *     config /home/u/shop/.cvenv.yml 23 9f86d0…
 *     dotenv /home/u/shop/.env - 60303a…
 *     bytes
 */
enum {
	RECORD_LIMIT = 32 * 1024 * 1024, /* bytes of a whole record */
	RECORD_FILES = 1024,
};

void record_format(struct buf *out, const struct trust_record *record);

enum record_reading {
	RECORD_OK,
	RECORD_DAMAGED, /* cut, changed, or of another folder than ROOT */
	RECORD_NEWER,   /* written by a later version of cvenv */
};

/* Reads it strictly, every length and digest checked. OUT borrows BYTES, which have to live as long. */
enum record_reading record_read(struct trust_record *out, struct pool *p, const char *root, const char *bytes,
                                size_t len);

/* There is one config and one local config, whatever its PATH; of the other parts one for each path. */
struct trust_file *record_find(const struct trust_record *record, enum trust_part part, const char *path);

/* Room for one more file; NULL where there is no memory. */
struct trust_file *record_slot(struct trust_record *record, struct pool *p);

#endif
