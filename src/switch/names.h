/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_NAMES_H
#define CVENV_SWITCH_NAMES_H

/*
 * Why a project may not set the variable NAME, as the second half of a sentence ("is read-only in
 * bash", "decides what cvenv trusts"); NULL where it may. One table for "env", dotenv files and a
 * state that was handed in (DESIGN, ".cvenv.yml").
 */
const char *name_refused(const char *name);

/* That table, closed by a row without names. */
struct refusal {
	const char *names; /* separated by spaces; one that ends in '*' stands for all that begin so */
	const char *why;
};

extern const struct refusal name_refusals[];

#endif
