/* SPDX-License-Identifier: MIT */
#ifndef CVENV_SWITCH_ANNOUNCE_H
#define CVENV_SWITCH_ANNOUNCE_H

struct session;
struct target;

/*
 * The one line about a switch, in the user's own words ("message" of the settings): from what was done
 * to WANTED, whose prompt is PROMPT. Said as a detail, so only to those who want to hear more.
 */
void announce_switch(struct session *s, const struct target *wanted, const char *prompt);

#endif
