# SPDX-License-Identifier: MIT
# What the code of `cvenv export fish` calls. Names are passed as arguments and never held in local
# variables of their own, so that a variable of the user's may have any name but argv.

# Whether fish lets these be set.
function __cvenv_may
    for __cvenv_name in $argv
        if contains -- $__cvenv_name _ argv COLUMNS LINES FISH_VERSION PWD SHLVL fish_kill_signal fish_killring fish_pid history hostname pipestatus status status_generation umask version
            echo "cvenv: '$__cvenv_name' cannot be set in fish, so nothing was changed; take it out of the configuration" >&2
            return 1
        end
    end
end

# Keeps aside what stands at global scope, unless cvenv itself put it there.
function __cvenv_keep
    set -l __cvenv_put __cvenv_put_$argv[1]
    if set -q __cvenv_kept_$argv[1]
        if set -q $__cvenv_put
            set -qgx $argv[1]; and test "$$argv[1]" = "$$__cvenv_put"; and return
        else if not set -qx $argv[1]
            return
        end
    end
    if not set -qg $argv[1]
        # a universal one shows again by itself; of what an outer shell took away only the program knows
        set -l __cvenv_how none
        set -qUx $argv[1]; and set __cvenv_how universal
        set -g __cvenv_kept_$argv[1] $__cvenv_how
        return
    end
    set -l __cvenv_how --unexport
    set -qgx $argv[1]; and set __cvenv_how --export
    # only how a list is joined tells whether it is a path variable
    if set -qg $argv[1][2]
        if test "$$argv[1][1..2]" = "$$argv[1][1]:$$argv[1][2]"
            set __cvenv_how $__cvenv_how --path
        else
            set __cvenv_how $__cvenv_how --unpath
        end
    end
    set -g __cvenv_kept_$argv[1] "$__cvenv_how" "$$argv[1]" $$argv[1]
end

function __cvenv_set
    switch $argv[1]
        case PATH CVENV_STATE
        case '*'
            __cvenv_keep $argv[1]
            set -g __cvenv_put_$argv[1] $argv[2]
    end
    set -gx $argv[1] $argv[2]
end

function __cvenv_unset
    if test $argv[1] = CVENV_STATE
        __cvenv_forget
    else if test $argv[1] != PATH
        __cvenv_keep $argv[1]
        set -e __cvenv_put_$argv[1]
    end
    # fish exports a universal one whatever stands above it: that one cannot be taken away
    set -qg $argv[1]; and set -eg $argv[1]
    return 0
end

# Back to the value, or to none: to what was kept aside, where that is the same to other programs.
function __cvenv_back
    set -l __cvenv_kept __cvenv_kept_$argv[1]
    set -l __cvenv_list $$__cvenv_kept
    set -l __cvenv_how (string split ' ' -- "$__cvenv_list[1]")
    set -e __cvenv_put_$argv[1]
    set -e $__cvenv_kept
    if test "$__cvenv_how[1]" = --export; and set -q argv[2]; and test "$argv[2]" = "$__cvenv_list[2]"
        set -g $__cvenv_how $argv[1] $__cvenv_list[3..-1]
        return
    end
    # what is universal shows again
    set -qg $argv[1]; and set -eg $argv[1]
    if test "$__cvenv_how[1]" = --unexport
        set -l __cvenv_same
        if set -q argv[2]
            set -qx $argv[1]; and test "$$argv[1]" = "$argv[2]"; and set __cvenv_same yes
        else
            set __cvenv_same yes
        end
        if test -n "$__cvenv_same"
            set -g $__cvenv_how $argv[1] $__cvenv_list[3..-1]
            return
        end
    end
    if not set -q argv[2]
        test $argv[1] = CVENV_STATE; and __cvenv_forget
    else if test "$__cvenv_how" != universal; and not begin
            set -qx $argv[1]; and test "$$argv[1]" = "$argv[2]"
        end
        set -gx $argv[1] $argv[2]
    end
    return 0
end

# Nothing is active any more: whatever is still aside is of variables that the user changed.
function __cvenv_forget
    for __cvenv_name in (set -gn)
        if string match -q -r '^__cvenv_(kept|put)_' -- $__cvenv_name
            set -e $__cvenv_name
        end
    end
end

# Whether a function is, or is a copy of, the one that holds this mark.
function __cvenv_marked
    functions -q $argv[1]; and functions $argv[1] | string match -q "*$argv[2]*"
end

# The prompt of the user, called first so that it sees $status and $pipestatus, after our prefix.
function __cvenv_prefixed
    set -l __cvenv_text (__cvenv_user_prompt_$argv[1] $argv[2..-1])
    if test "$argv[1]" = "$__cvenv_wrap"
        echo -n "$__cvenv_prefix"
    end
    set -q __cvenv_text[1]; and string join \n -- $__cvenv_text
end

function __cvenv_enter
    __cvenv_leave
    if set -q argv[1]; and test -z "$VIRTUAL_ENV_DISABLE_PROMPT"; and functions -q fish_prompt
        # each wrapping has its own number: one that somebody copied still finds its own original
        set -q __cvenv_wraps; or set -g __cvenv_wraps 0
        set -g __cvenv_wraps (math $__cvenv_wraps + 1)
        set -g __cvenv_wrap $__cvenv_wraps
        set -g __cvenv_prefix "($argv[1]) "
        functions -c fish_prompt __cvenv_user_prompt_$__cvenv_wrap
        eval "function fish_prompt
            __cvenv_prefixed $__cvenv_wrap \$argv
        end"
    end
    if functions -q deactivate
        functions -c deactivate __cvenv_user_deactivate
        functions -e deactivate
    end
    function deactivate --description 'Leave the environment that cvenv activated'
        __cvenv_deactivate
    end
end

function __cvenv_leave
    if set -q __cvenv_sourced
        # the same environment's activate.fish was sourced over ours: what it left behind goes too
        set -e __cvenv_sourced
        set -e _OLD_VIRTUAL_PATH
        set -e _OLD_VIRTUAL_PYTHONHOME
        if set -q _OLD_FISH_PROMPT_OVERRIDE; and functions -q _old_fish_prompt
            functions -e fish_prompt
            functions -c _old_fish_prompt fish_prompt
            functions -e _old_fish_prompt
        end
        set -e _OLD_FISH_PROMPT_OVERRIDE
        functions -q deactivate; and functions -e deactivate
        function deactivate
            __cvenv_deactivate
        end
    end
    if set -q __cvenv_wrap
        if __cvenv_marked fish_prompt "__cvenv_prefixed $__cvenv_wrap "
            functions -e fish_prompt
            functions -c __cvenv_user_prompt_$__cvenv_wrap fish_prompt
            functions -e __cvenv_user_prompt_$__cvenv_wrap
        end
        set -e __cvenv_wrap
        set -e __cvenv_prefix
    end
    if __cvenv_marked deactivate __cvenv_deactivate
        functions -e deactivate
        functions -q __cvenv_user_deactivate; and functions -c __cvenv_user_deactivate deactivate
    end
    functions -q __cvenv_user_deactivate; and functions -e __cvenv_user_deactivate
    return 0
end

# Without the hook, which defines its own: the code is evaluated as it was by hand.
if not functions -q __cvenv_deactivate
    function __cvenv_deactivate
        set -l __cvenv_code ($__cvenv_exe deactivate --shell=fish --token=$__cvenv_token)
        or return
        set -q __cvenv_code[1]; and string join \n -- $__cvenv_code | source
    end
end
