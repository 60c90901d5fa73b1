/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_PUT_H
#define CVENV_VENV_PUT_H

#include <stdbool.h>
#include <stdint.h>

struct image_source;
struct venv_context;

/* The way of images into the packages' folder of one environment. */
struct put {
	struct venv_context *context;
	int packages;   /* the open folder; -1: none */
	unsigned umask; /* whose modes it gets */
	uint32_t group;
};

/* False where there is no cache, or are packages already, of which only pip can know what is to be done with them. */
bool put_open(struct put *put, struct venv_context *c);

void put_close(struct put *put);

enum put_answer {
	PUT_FAILED = -1, /* reported, or cancelled */
	PUT_DONE,
	PUT_NOT,         /* it has to come in otherwise; why was told, and nothing of it is there */
};

/* Puts what SOURCE has into the environment: its files, its programs, and the RECORD that has their hashes. */
enum put_answer put_source(struct put *put, const struct image_source *source);

#endif
