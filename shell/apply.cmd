@rem SPDX-License-Identifier: MIT
@rem The prompt, in the code of `cvenv export cmd`: __cvenv_prefix goes before it. One that is still as we left it becomes
@rem what it was; another one is the user's. Two texts are compared where nothing in them can be syntax.
@setlocal EnableDelayedExpansion
@set "__cvenv_same="
@if "!PROMPT!"=="!__cvenv_shown!" set "__cvenv_same=1"
@endlocal & set "__cvenv_same=%__cvenv_same%"
@if defined __cvenv_shown if defined __cvenv_same set "PROMPT=%__cvenv_own_prompt%"
@set "__cvenv_shown="
@set "__cvenv_own_prompt="
@set "__cvenv_same="
@if defined VIRTUAL_ENV_DISABLE_PROMPT set "__cvenv_prefix="
@if not defined PROMPT set "PROMPT=$P$G"
@if defined __cvenv_prefix set "__cvenv_own_prompt=%PROMPT%"
@if defined __cvenv_prefix set "PROMPT=%__cvenv_prefix%%PROMPT%"
@if defined __cvenv_prefix set "__cvenv_shown=%PROMPT%"
@set "__cvenv_prefix="
