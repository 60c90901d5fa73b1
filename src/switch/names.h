/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_NAMES_H
#define CVENV_SWITCH_NAMES_H

/*
 * Why a project may not set the variable NAME, as the second half of a sentence ("is special in a
 * shell", "decides what cvenv trusts"); NULL where it may. One answer for "env", dotenv files and a
 * state that was handed in (DESIGN, ".cvenv.yml"). SPECIAL: what each shell keeps for itself, as the
 * table has its names, closed by NULL; shells are not known here, and whoever knows them hands it in.
 */
const char *name_refused(const char *name, const char *const *special);

/* What is refused whichever shells there are, closed by a row without names. */
struct refusal {
	const char *names; /* separated by spaces; one that ends in '*' stands for all that begin so */
	const char *why;
};

extern const struct refusal name_refusals[];

#endif
