@rem SPDX-License-Identifier: MIT
@rem The hook for cmd.exe, a file that stays; ahead of it stand the assignments of __cvenv_exe and __cvenv_ceilings. Run
@rem without a word it sets the shell up; "at" looks at where the shell stands, and "hand COMMAND WORD..." is for what is said
@rem by hand: the macros call these two. Where Clink is, its script (completions/cvenv.lua) says so in __cvenv_clink, and looks
@rem at each prompt whether something changed, by what __cvenv_files says; then it has "prompt" run, and "at" does nothing.
@rem What cvenv prints is put into a folder that nobody else has, run, and removed. Each line begins with an "at" sign
@rem because it shows up otherwise, and a variable is all that this shell can keep anything in.
@if "%~1"=="at" if defined __cvenv_clink exit /b
@if "%~1"=="at" goto at
@if "%~1"=="prompt" goto at
@if "%~1"=="hand" goto hand
@if not exist "%__cvenv_exe%" exit /b
@set "__cvenv_hook=%~f0"
@set "__cvenv_token="
@set "__cvenv_missing="
@set "__cvenv_clink="
@set "__cvenv_files="
@if exist "%SystemRoot%\System32\doskey.exe" "%SystemRoot%\System32\doskey.exe" /macrofile="%~dp0macros" >nul 2>&1

:at
@set "__cvenv_status=%ERRORLEVEL%"
@if not exist "%__cvenv_exe%" goto gone
@set "__cvenv_missing="
@call :place
@if not defined __cvenv_place goto end
@"%__cvenv_exe%" export cmd "--token=%__cvenv_token%" <nul >"%__cvenv_place%\code.bat"
@if not "%ERRORLEVEL%"=="0" set "__cvenv_files="
@goto run

@rem An environment that somebody else activated has a deactivate of its own.
:hand
@if "%~2"=="deactivate" if not defined CVENV_STATE if exist "%VIRTUAL_ENV%\Scripts\deactivate.bat" "%VIRTUAL_ENV%\Scripts\deactivate.bat"
@set "__cvenv_status=1"
@call :place
@if not defined __cvenv_place goto end
@"%__cvenv_exe%" %2 --hook=cmd "--token=%__cvenv_token%" %3 %4 %5 %6 %7 %8 %9 >"%__cvenv_place%\code.bat"
@set "__cvenv_status=%ERRORLEVEL%"

:run
@call "%__cvenv_place%\code.bat"
@rmdir /s /q "%__cvenv_place%" 2>nul
:end
@set "__cvenv_place="
@set "__cvenv_status=" & exit /b %__cvenv_status%

:gone
@if not defined __cvenv_missing echo cvenv: "%__cvenv_exe%" is gone: environments stay as they are until it is back >&2
@set "__cvenv_missing=1"
@set "__cvenv_status=" & exit /b %__cvenv_status%

@rem Two shells that were started in one second are given the same random numbers, and only one of them the folder.
:place
@set "__cvenv_tries="
:again
@set "__cvenv_place=%~dp0%RANDOM%-%RANDOM%"
@mkdir "%__cvenv_place%" 2>nul && goto placed
@set "__cvenv_place="
@set "__cvenv_tries=%__cvenv_tries%x"
@if not "%__cvenv_tries%"=="xxxxxxxx" goto again
@echo cvenv: cannot make a folder in "%~dp0": nothing was changed; see who may write there >&2
:placed
@set "__cvenv_tries="
@exit /b 0
