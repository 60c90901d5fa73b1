/* SPDX-License-Identifier: MIT */
#include "base/interrupt.h"

#include <windows.h>

static volatile LONG came;

/* The console calls this on a thread of its own. */
static BOOL WINAPI note(DWORD kind)
{
	(void)kind;
	InterlockedExchange(&came, 1);
	return TRUE;
}

void interrupt_hold(void)
{
	InterlockedExchange(&came, 0);
	SetConsoleCtrlHandler(note, TRUE);
}

bool interrupt_came(void)
{
	return came != 0;
}

void interrupt_release(void)
{
	bool noted = came != 0;

	SetConsoleCtrlHandler(note, FALSE);
	InterlockedExchange(&came, 0);
	if (noted)
		GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
}
