@rem Leaves the virtual environment that activate.bat activated: what was added is taken away.
@rem A PATH that was changed meanwhile keeps the changes and loses the environment's own entry alone.
@setlocal DisableDelayedExpansion
@set "_venv_path=%PATH%"
@set "_venv_prompt=%PROMPT%"
@set "_venv_home=%PYTHONHOME%"
@if defined _OLD_VIRTUAL_PATH set "_venv_prompt=%_OLD_VIRTUAL_PROMPT%"
@if defined _OLD_VIRTUAL_PATH if not defined _venv_home set "_venv_home=%_OLD_VIRTUAL_PYTHONHOME%"
@set "_venv_same="
@setlocal EnableDelayedExpansion
@if "!PATH!" == "!_OLD_VIRTUAL_BIN!;!_OLD_VIRTUAL_PATH!" (endlocal & set "_venv_same=1") else endlocal
@if defined _venv_same set "_venv_path=%_OLD_VIRTUAL_PATH%"
@if defined _OLD_VIRTUAL_BIN if not defined _venv_same call set "_venv_path=%%PATH:%_OLD_VIRTUAL_BIN%;=%%"
@endlocal & set "VIRTUAL_ENV=" & set "VIRTUAL_ENV_PROMPT=" & set "PROMPT=%_venv_prompt%" & set "PYTHONHOME=%_venv_home%" & set "PATH=%_venv_path%" & set "_OLD_VIRTUAL_BIN=" & set "_OLD_VIRTUAL_PATH=" & set "_OLD_VIRTUAL_PROMPT=" & set "_OLD_VIRTUAL_PYTHONHOME="
