/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_CONFIG_READER_H
#define CVENV_SWITCH_CONFIG_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "switch/config_fields.h"

/*
 * libyaml's events, one at a time, each with its place in the file. What no config may hold (tags,
 * anchors, aliases, a second document) is complained of here, wherever it stands. EVENT is the one
 * that is being looked at; YAML_NO_EVENT from where the text cannot be read on.
 */
struct config_reader {
	struct complaints *complaints;
	const char *file;
	const char *bytes;
	size_t len;
	yaml_parser_t parser;
	yaml_event_t event;
	size_t seen_bytes; /* up to the last place that was asked for: bytes, characters */
	size_t seen_characters;
};

enum { READER_DEPTH = 64 }; /* of lists and maps in each other, where none was asked for */

/*
 * Starts on BYTES and stands at the first event of the document, or at the end of an empty stream.
 * False, and a complaint, where they are not text that YAML allows.
 */
bool reader_open(struct config_reader *r, struct complaints *c, const char *file, const char *bytes, size_t len);

/* Reads up to the end of the stream and frees. */
void reader_close(struct config_reader *r);

void reader_next(struct config_reader *r);

/* From here on there is nothing to be read. */
void reader_stop(struct config_reader *r);

/* Leaves out the value that starts with EVENT. */
void reader_skip(struct config_reader *r);

struct mark reader_mark(const struct config_reader *r);

/* What EVENT is, for messages: "a list", "a map", "null", "a string". */
const char *reader_what(const struct config_reader *r);

/* Whether EVENT is a scalar that YAML 1.2's core schema takes for null. */
bool reader_is_null(const struct config_reader *r);

/* The scalar's text, from the pool; false, and a complaint, where it holds a NUL. */
bool reader_text(struct config_reader *r, struct text *out);

#endif
