/* SPDX-License-Identifier: MIT */
#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

enum { SIGNALS = sizeof(signals) / sizeof(*signals) };

static struct sigaction before[SIGNALS];
static volatile sig_atomic_t came;

static void note(int signal)
{
	came = signal;
}

void interrupt_hold(void)
{
	struct sigaction noting = { .sa_handler = note };

	sigemptyset(&noting.sa_mask);
	came = 0;
	for (size_t i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &noting, NULL);
	}
}

bool interrupt_came(void)
{
	return came != 0;
}

void interrupt_release(void)
{
	int signal = came;

	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	/* Whoever handles it goes on, and is not to be told again. */
	came = 0;
	if (signal)
		raise(signal);
}
