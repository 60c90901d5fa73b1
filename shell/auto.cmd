@rem SPDX-License-Identifier: MIT
@rem What cmd.exe's AutoRun runs, for every cmd.exe there is (cvenv hook cmd --install): the hook beside it, but for one that
@rem was started for a single command, which has no prompt and no use for it. That is told by its own command line, where the
@rem first of its switches decides: /k keeps it, /c (or /r) ends it. A program's path may have slashes, too. Both lines end
@rem in a dot, because cmd takes nothing from what is empty. Without command extensions, which the first line shows, nothing
@rem here works, and nothing is tried.
@if not "%~x0"==".bat" goto end
@if not exist "%~dp0hook.bat" goto end
@setlocal EnableDelayedExpansion
@set "__cvenv_line=!CMDCMDLINE!."
@set "__cvenv_line=!__cvenv_line:/cmd=!"
@set "__cvenv_kept=!__cvenv_line:*/k=!"
@set "__cvenv_kept=!__cvenv_kept:/c=/k!"
@set "__cvenv_kept=!__cvenv_kept:/r=/k!"
@set "__cvenv_line=!__cvenv_line:/c=/k!"
@set "__cvenv_line=!__cvenv_line:/r=/k!"
@set "__cvenv_line=!__cvenv_line:*/k=!"
@if not "!__cvenv_line!"=="!__cvenv_kept!" goto end
@endlocal
@"%~dp0hook.bat"
:end
