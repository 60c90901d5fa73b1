# Activates this virtual environment. To be sourced by fish, not run:
#
#     source bin/activate.fish
#
# `deactivate` leaves it again: what was added is taken away, and what you changed meanwhile stays.

builtin status stack-trace | builtin read -lz _venv_trace
if test -z "$_venv_trace"
    echo "activate.fish: nothing is activated by running this file; source it: 'source bin/activate.fish'" >&2
    exit 1
end

# Where the environment was made, which is not kept for one that may be moved, and where it is now.
set -l _venv_dir __VENV_DIR__
set -l _venv_file (builtin status filename | builtin string collect)
set -l _venv_real (builtin realpath -- "$_venv_file" 2>/dev/null | builtin string collect)
set -l _venv_made (builtin realpath -- "$_venv_dir/"__VENV_BIN_NAME__/activate.fish 2>/dev/null | builtin string collect)
if test -z "$_venv_dir"; or test "$_venv_real" != "$_venv_made"
    set -l _venv_here
    set _venv_file (builtin realpath -s -- "$_venv_file" 2>/dev/null | builtin string collect)
    builtin string match -qr '(?s)^(?<_venv_here>.*)/[^/]*/[^/]*$' -- "$_venv_file"
    if test -e "$_venv_here/pyvenv.cfg"
        if test -n "$_venv_dir"
            echo "activate.fish: this environment was moved: what is installed in its bin still names the place where it was made" >&2
        end
        set _venv_dir $_venv_here
    else if test -z "$_venv_dir"; or not test -e "$_venv_dir/pyvenv.cfg"
        echo "activate.fish: this environment was found neither where it was made nor where this file is" >&2
        return 1
    end
end

function deactivate -d 'Leave the virtual environment'
    # Only the environment's own entry goes, the first where there are several.
    if set -q _OLD_VIRTUAL_BIN
        if set -l index (builtin contains -i -- $_OLD_VIRTUAL_BIN $PATH)
            set -e PATH[$index]
        end
        if set -q _OLD_VIRTUAL_NO_PATH; and not set -q PATH[1]
            set -e PATH
        end
    end

    # A universal variable was only hidden.
    if set -q _OLD_VIRTUAL_HIDDEN
        set -qgx PYTHONHOME; or set -eg PYTHONHOME
    end
    if set -q _OLD_VIRTUAL_PYTHONHOME; and not set -qg PYTHONHOME
        set -gx PYTHONHOME $_OLD_VIRTUAL_PYTHONHOME
    end

    if set -q _OLD_FISH_PROMPT_OVERRIDE; and builtin functions -q _old_fish_prompt
        if builtin functions fish_prompt | builtin string match -q '*_old_fish_prompt*'
            builtin functions -e fish_prompt
            builtin functions -c _old_fish_prompt fish_prompt
        end
        builtin functions -e _old_fish_prompt
    end

    set -eg _OLD_VIRTUAL_BIN
    set -eg _OLD_VIRTUAL_PATH
    set -eg _OLD_VIRTUAL_NO_PATH
    set -eg _OLD_VIRTUAL_PYTHONHOME
    set -eg _OLD_VIRTUAL_HIDDEN
    set -eg _OLD_VIRTUAL_SHOWN
    set -eg _OLD_FISH_PROMPT_OVERRIDE
    set -eg VIRTUAL_ENV
    set -eg VIRTUAL_ENV_PROMPT
    if test "$argv[1]" != nondestructive
        builtin functions -e deactivate
    end
    return 0
end

# Another environment is left first. A shell that was started inside one inherits its entry of PATH but
# not this function; what cvenv's hook did is the hook's to undo.
if test -n "$VIRTUAL_ENV"; and not set -q _OLD_VIRTUAL_BIN
    if set -q _OLD_VIRTUAL_PATH; or test -z "$CVENV_STATE"
        set -g _OLD_VIRTUAL_BIN $VIRTUAL_ENV/__VENV_BIN_NAME__
    end
end
deactivate nondestructive

set -gx VIRTUAL_ENV $_venv_dir
set -gx VIRTUAL_ENV_PROMPT __VENV_PROMPT__

set -q PATH; or set -g _OLD_VIRTUAL_NO_PATH x
set -g _OLD_VIRTUAL_PATH $PATH
set -g _OLD_VIRTUAL_BIN $VIRTUAL_ENV/__VENV_BIN_NAME__
set -gx PATH $_OLD_VIRTUAL_BIN $PATH

if set -qgx PYTHONHOME
    set -g _OLD_VIRTUAL_PYTHONHOME $PYTHONHOME
    set -eg PYTHONHOME
end
if set -qx PYTHONHOME
    set -g _OLD_VIRTUAL_HIDDEN x
    set -gu PYTHONHOME
end

# The prompt that was there is called first, so that it sees $status and $pipestatus.
if test -z "$VIRTUAL_ENV_DISABLE_PROMPT"; and builtin functions -q fish_prompt
    builtin functions -q _old_fish_prompt; and builtin functions -e _old_fish_prompt
    builtin functions -c fish_prompt _old_fish_prompt
    set -g _OLD_VIRTUAL_SHOWN __VENV_SHOWN__
    set -g _OLD_FISH_PROMPT_OVERRIDE $VIRTUAL_ENV
    function fish_prompt
        set -l lines (_old_fish_prompt $argv)
        builtin printf '(%s) ' "$_OLD_VIRTUAL_SHOWN"
        set -q lines[1]; and builtin string join \n -- $lines
    end
end
