@rem SPDX-License-Identifier: MIT
@rem What follows is UTF-8, and the file is read in the console's code page from here on; the old one is kept, to come back.
@set "__cvenv_codepage="
@for /f "tokens=2 delims=:." %%a in ('"%SystemRoot%\System32\chcp.com" 2^>nul') do @set "__cvenv_codepage=%%a"
@if defined __cvenv_codepage "%SystemRoot%\System32\chcp.com" 65001 >nul 2>&1
