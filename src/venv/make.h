/* SPDX-License-Identifier: MIT */
#ifndef CVENV_VENV_MAKE_H
#define CVENV_VENV_MAKE_H

#include "venv/place.h"

struct venv_context;

/*
 * One attempt at making the environment of C: a new one beside its place, one that is there in place,
 * and with --clear a new one that takes its place. What is wrong is reported, and undone.
 */
enum place_answer make_environment(struct venv_context *c, struct place *place);

#endif
