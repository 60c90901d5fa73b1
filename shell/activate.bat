@rem Activates this virtual environment in cmd.exe:  call Scripts\activate.bat
@rem "deactivate" leaves it again. Where it is tells this file's own place, so that it may be moved. Everything is worked out
@rem where "!" is a character like any other, and set by one line, which was read before that ends.
@setlocal DisableDelayedExpansion
@set "_venv_path=%PATH%"
@set "_venv_prompt=%PROMPT%"
@set "_venv_home=%PYTHONHOME%"
@rem another environment is left first: what was kept is what was before it
@if defined _OLD_VIRTUAL_PATH set "_venv_prompt=%_OLD_VIRTUAL_PROMPT%"
@if defined _OLD_VIRTUAL_PATH if not defined _venv_home set "_venv_home=%_OLD_VIRTUAL_PYTHONHOME%"
@if defined _OLD_VIRTUAL_PATH set "_venv_path=%_OLD_VIRTUAL_PATH%"
@for %%d in ("%~dp0.") do @set "_venv_bin=%%~fd"
@for %%d in ("%~dp0..") do @set "_venv_dir=%%~fd"
@rem the name is UTF-8, and cmd reads what its code page says
@set "_venv_page="
@for /f "tokens=2 delims=:." %%c in ('"%SystemRoot%\System32\chcp.com"') do @set "_venv_page=%%c"
@if defined _venv_page "%SystemRoot%\System32\chcp.com" 65001 >nul
@set "_venv_name=__VENV_SHOWN__"
@set "_venv_prefix=(__VENV_SHOWN_DOLLAR__) "
@if defined _venv_page "%SystemRoot%\System32\chcp.com" %_venv_page% >nul
@set "_venv_shown=%_venv_prompt%"
@if not defined _venv_shown set "_venv_shown=$P$G"
@set "_venv_shown=%_venv_prefix%%_venv_shown%"
@if defined VIRTUAL_ENV_DISABLE_PROMPT set "_venv_shown=%_venv_prompt%"
@endlocal & set "VIRTUAL_ENV=%_venv_dir%" & set "VIRTUAL_ENV_PROMPT=%_venv_name%" & set "PROMPT=%_venv_shown%" & set "PYTHONHOME=" & set "PATH=%_venv_bin%;%_venv_path%" & set "_OLD_VIRTUAL_BIN=%_venv_bin%" & set "_OLD_VIRTUAL_PATH=%_venv_path%" & set "_OLD_VIRTUAL_PROMPT=%_venv_prompt%" & set "_OLD_VIRTUAL_PYTHONHOME=%_venv_home%"
