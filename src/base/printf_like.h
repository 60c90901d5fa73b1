/* SPDX-License-Identifier: MIT */
#ifndef CVENV_BASE_PRINTF_LIKE_H
#define CVENV_BASE_PRINTF_LIKE_H

/*
 * Of a function whose argument FORMAT is as printf has it, with the values from argument FIRST on (0: a
 * va_list). MinGW's compiler would else hold it against what Microsoft's printf knows, which is not the
 * one that is linked (__USE_MINGW_ANSI_STDIO).
 */
#ifdef __MINGW32__
#define PRINTF_LIKE(format_at, first) __attribute__((format(gnu_printf, format_at, first)))
#else
#define PRINTF_LIKE(format_at, first) __attribute__((format(printf, format_at, first)))
#endif

#endif
