# Activates this virtual environment. To be sourced by csh or tcsh, not run:
#
#     source bin/activate.csh
#
# `deactivate` leaves it again: what was added is taken away, and what you changed meanwhile stays. An
# alias cannot hold a loop, so it sources this file again, which looks at _venv_step. A variable that may
# not be set is named in no line that is reached without it: csh expands the rest of the line before it
# looks at the condition.

if ( ! $?_venv_step ) set _venv_step = enter

if ( $?0 && "$_venv_step" == enter ) then
    set _venv_run = "$0:q"
    if ( "$_venv_run:t" == activate.csh ) then
        if ( "$_venv_run:q" == activate.csh ) set _venv_run = "./activate.csh"
        if ( -e "$_venv_run:h/../pyvenv.cfg" ) then
            /bin/sh -c 'echo "activate.csh: nothing is activated by running this file; source it" >&2'
            unset _venv_run _venv_step
            exit 1
        endif
    endif
    unset _venv_run
endif

# Where the environment was made, which is not kept for one that may be moved. csh tells no file its name,
# but Linux does: a file stays open while it is sourced.
if ( "$_venv_step" == enter ) then
    set _venv_dir = __VENV_DIR__
    if ( "$_venv_dir:q" == "" || ! -e "$_venv_dir:q/pyvenv.cfg" ) then
        set _venv_here = ""
        set _venv_last = 0
        if ( -d /proc/$$/fd ) then
            foreach _venv_fd ( /proc/$$/fd/* )
                set _venv_link = "`readlink $_venv_fd`"
                if ( "$_venv_link:t" == activate.csh && "$_venv_fd:t" > $_venv_last ) then
                    set _venv_here = "$_venv_link:h"
                    set _venv_here = "$_venv_here:h"
                    set _venv_last = "$_venv_fd:t"
                endif
            end
        endif
        if ( "$_venv_here:q" == "" || ! -e "$_venv_here:q/pyvenv.cfg" ) then
            /bin/sh -c 'echo "activate.csh: this environment was found neither where it was made nor where this file is, which csh does not tell" >&2'
            unset _venv_step _venv_dir _venv_here _venv_last _venv_fd _venv_link
            exit 1
        endif
        if ( "$_venv_dir:q" != "" ) /bin/sh -c 'echo "activate.csh: this environment was moved: what is installed in its bin still names the place where it was made" >&2'
        set _venv_dir = "$_venv_here:q"
        unset _venv_here _venv_last _venv_fd _venv_link
    endif
endif

# Another environment is left first. A shell that was started inside one inherits its entry of PATH but
# no alias; what cvenv's hook did is the hook's to undo.
if ( $?VIRTUAL_ENV && ! $?_OLD_VIRTUAL_BIN ) then
    if ( $?_OLD_VIRTUAL_PATH || ! $?CVENV_STATE ) set _OLD_VIRTUAL_BIN = "$VIRTUAL_ENV:q/bin"
endif

# Only the environment's own entry goes, the first where there are several.
if ( $?_OLD_VIRTUAL_BIN && $?PATH ) then
    set _venv_as_left = "$_OLD_VIRTUAL_BIN:q"
    if ( $?_OLD_VIRTUAL_PATH ) then
        if ( "$_OLD_VIRTUAL_PATH:q" != "" ) set _venv_as_left = "${_OLD_VIRTUAL_BIN:q}:${_OLD_VIRTUAL_PATH:q}"
        if ( "$PATH:q" == "$_venv_as_left:q" ) then
            setenv PATH "$_OLD_VIRTUAL_PATH:q"
            set _venv_done
        endif
    endif
    if ( ! $?_venv_done ) then
        set _venv_path = ( )
        foreach _venv_entry ( $path:q )
            if ( ! $?_venv_found && "$_venv_entry:q" == "$_OLD_VIRTUAL_BIN:q" ) then
                set _venv_found
            else
                set _venv_path = ( $_venv_path:q $_venv_entry:q )
            endif
        end
        if ( $?_venv_found ) set path = ( $_venv_path:q )
    endif
    if ( $?_OLD_VIRTUAL_NO_PATH && "$PATH:q" == "" ) unsetenv PATH
endif

if ( $?_OLD_VIRTUAL_PYTHONHOME && ! $?PYTHONHOME ) then
    setenv PYTHONHOME "$_OLD_VIRTUAL_PYTHONHOME:q"
endif

if ( $?_OLD_VIRTUAL_PROMPT && $?prompt ) then
    if ( ! $?_OLD_VIRTUAL_SHOWN ) then
        set prompt = "$_OLD_VIRTUAL_PROMPT:q"
    else if ( "$prompt:q" == "$_OLD_VIRTUAL_SHOWN:q" ) then
        set prompt = "$_OLD_VIRTUAL_PROMPT:q"
    endif
endif

unset _OLD_VIRTUAL_BIN _OLD_VIRTUAL_PATH _OLD_VIRTUAL_NO_PATH _OLD_VIRTUAL_PYTHONHOME
unset _OLD_VIRTUAL_PROMPT _OLD_VIRTUAL_SHOWN
unset _venv_as_left _venv_done _venv_path _venv_entry _venv_found
unsetenv VIRTUAL_ENV
unsetenv VIRTUAL_ENV_PROMPT
unalias deactivate _venv_gone _venv_gone_prompt _venv_gone_home

if ( "$_venv_step" == enter ) then
    setenv VIRTUAL_ENV "$_venv_dir:q"
    setenv VIRTUAL_ENV_PROMPT __VENV_PROMPT__

    set _OLD_VIRTUAL_BIN = "$_venv_dir:q/bin"
    unset _venv_dir
    set _OLD_VIRTUAL_PATH = ""
    if ( $?PATH ) then
        set _OLD_VIRTUAL_PATH = "$PATH:q"
    else
        set _OLD_VIRTUAL_NO_PATH
    endif
    if ( "$_OLD_VIRTUAL_PATH:q" == "" ) then
        setenv PATH "$_OLD_VIRTUAL_BIN:q"
    else
        setenv PATH "${_OLD_VIRTUAL_BIN:q}:${_OLD_VIRTUAL_PATH:q}"
    endif

    if ( $?PYTHONHOME ) then
        set _OLD_VIRTUAL_PYTHONHOME = "$PYTHONHOME:q"
        unsetenv PYTHONHOME
    endif

    set _venv_show
    if ( $?VIRTUAL_ENV_DISABLE_PROMPT ) then
        if ( "$VIRTUAL_ENV_DISABLE_PROMPT:q" != "" ) unset _venv_show
    endif
    if ( $?prompt && $?_venv_show ) then
        set _OLD_VIRTUAL_PROMPT = "$prompt:q"
        if ( $?tcsh ) then
            set _OLD_VIRTUAL_SHOWN = __VENV_PREFIX_PERCENT__"$prompt:q"
        else
            set _OLD_VIRTUAL_SHOWN = __VENV_PREFIX__"$prompt:q"
        endif
        set prompt = "$_OLD_VIRTUAL_SHOWN:q"
    endif
    unset _venv_show

    # Where the environment is gone meanwhile, all that can be done is to put back what was kept.
    alias deactivate 'set _venv_step = leave ; if ( -r "$_OLD_VIRTUAL_BIN:q/activate.csh" ) source "$_OLD_VIRTUAL_BIN:q/activate.csh" ; if ( $?_OLD_VIRTUAL_BIN ) eval _venv_gone ; unset _venv_step'
    alias _venv_gone 'setenv PATH "$_OLD_VIRTUAL_PATH:q" ; unset _OLD_VIRTUAL_BIN _OLD_VIRTUAL_PATH ; unsetenv VIRTUAL_ENV ; unsetenv VIRTUAL_ENV_PROMPT ; if ( $?_OLD_VIRTUAL_PROMPT ) eval _venv_gone_prompt ; if ( $?_OLD_VIRTUAL_PYTHONHOME ) eval _venv_gone_home ; unalias deactivate ; rehash'
    alias _venv_gone_prompt 'set prompt = "$_OLD_VIRTUAL_PROMPT:q" ; unset _OLD_VIRTUAL_PROMPT _OLD_VIRTUAL_SHOWN'
    alias _venv_gone_home 'setenv PYTHONHOME "$_OLD_VIRTUAL_PYTHONHOME:q" ; unset _OLD_VIRTUAL_PYTHONHOME'
    unset _venv_step
endif

rehash
