/* SPDX-License-Identifier: MIT */
#include <windows.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>

/*
 * What stands in for a Python on Windows, where there is none to test with, and for the program that an environment starts
 * it by. Asked with -c it says what answer.txt beside it holds; with -m it notes in called.txt of its working directory how
 * it was called and ends with the status that status.txt there holds; with --hold FILE it keeps FILE open until FILE.release
 * is there.
 */

static int say_file(const wchar_t *self)
{
	wchar_t path[32768], *end;
	char bytes[4096];
	FILE *file;
	size_t got;

	wcscpy(path, self);
	end = wcsrchr(path, L'\\');
	wcscpy(end ? end + 1 : path, L"answer.txt");
	file = _wfopen(path, L"rb");
	if (!file)
		return 1;
	_setmode(1, _O_BINARY);
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		fwrite(bytes, 1, got, stdout);
	fclose(file);
	return 0;
}

static void note(FILE *file, const wchar_t *word)
{
	char bytes[8192];

	if (WideCharToMultiByte(CP_UTF8, 0, word, -1, bytes, sizeof(bytes), NULL, NULL))
		fprintf(file, "%s\n", bytes);
}

static int note_call(int argc, wchar_t **argv)
{
	FILE *file = _wfopen(L"called.txt", L"ab"), *status;
	wchar_t value[4096];
	int answer = 0;

	if (!file)
		return 1;
	for (int i = 1; i < argc; i++)
		note(file, argv[i]);
	if (GetEnvironmentVariableW(L"VIRTUAL_ENV", value, 4096))
		note(file, value);
	if (GetEnvironmentVariableW(L"PYTHONHOME", value, 4096))
		note(file, L"PYTHONHOME is set");
	fclose(file);
	status = _wfopen(L"status.txt", L"rb");
	if (status && fscanf(status, "%d", &answer) == 1)
		fclose(status);
	if (answer)
		fputs("it was told to fail\n", stderr);
	return answer;
}

static int hold(const wchar_t *path)
{
	wchar_t other[32768];
	HANDLE handle = CreateFileW(path, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);

	if (handle == INVALID_HANDLE_VALUE)
		return 1;
	_snwprintf(other, 32768, L"%ls.held", path);
	CloseHandle(CreateFileW(other, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
	_snwprintf(other, 32768, L"%ls.release", path);
	for (int i = 0; i < 600 && GetFileAttributesW(other) == INVALID_FILE_ATTRIBUTES; i++)
		Sleep(50);
	CloseHandle(handle);
	return 0;
}

int wmain(int argc, wchar_t **argv)
{
	wchar_t self[32768];

	GetModuleFileNameW(NULL, self, 32768);
	if (argc == 3 && wcscmp(argv[1], L"--hold") == 0)
		return hold(argv[2]);
	for (int i = 1; i < argc; i++) {
		if (wcscmp(argv[i], L"-c") == 0)
			return say_file(self);
		if (wcsncmp(argv[i], L"-m", 2) == 0 || wcscmp(argv[i], L"-Im") == 0)
			return note_call(argc, argv);
	}
	return 2;
}
