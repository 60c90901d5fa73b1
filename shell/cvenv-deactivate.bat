@rem SPDX-License-Identifier: MIT
@rem For batch files: call cvenv-deactivate, as `cvenv deactivate` at a prompt. Its status is that command's.
@set "__cvenv_place=%TEMP%\cvenv-%RANDOM%-%RANDOM%"
@mkdir "%__cvenv_place%"
@if not exist "%__cvenv_place%" exit /b 1
@"%~dp0cvenv.exe" deactivate --shell=cmd "--token=%__cvenv_token%" %* >"%__cvenv_place%\code.bat"
@set "__cvenv_status=%ERRORLEVEL%"
@call "%__cvenv_place%\code.bat"
@rmdir /s /q "%__cvenv_place%"
@set "__cvenv_place="
@set "__cvenv_status=" & exit /b %__cvenv_status%
