# SPDX-License-Identifier: MIT
# The hook for fish. Ahead of it stand the assignments of __cvenv_exe and __cvenv_ceilings, and apply.fish.

set -q __cvenv_token; or set -g __cvenv_token ''

# fish 3.6 and later compare the times of files
if test / -ef / 2>/dev/null
    set -g __cvenv_times
end

functions -q __cvenv_files; or function __cvenv_files
end

function __cvenv_note
    set -g __cvenv_pwd "$PWD"
    if set -q VIRTUAL_ENV
        set -g __cvenv_venv "$VIRTUAL_ENV"
    else
        set -e __cvenv_venv
    end
end

# The places of a config along an absolute path, below the last ceiling on the way; the path's own in any case.
function __cvenv_along
    set -l ceilings (string split : -- $__cvenv_ceilings)
    set -q CVENV_CEILING_DIRECTORIES; and set ceilings (string split : -- $CVENV_CEILING_DIRECTORIES)
    set -l files /.cvenv.yml
    contains -- / $ceilings; and test "$argv[1]" != /; and set files
    set -l dir ''
    for part in (string split / -- $argv[1])
        test -n "$part"; or continue
        set dir $dir/$part
        if contains -- $dir $ceilings
            set files
            test "$dir" = "$argv[1]"; or continue
        end
        set -a files $dir/.cvenv.yml
    end
    string join \n -- $files
end

# Whether no config stands here or above; if so, the test of the files is made for this directory.
function __cvenv_none_above
    set -l physical (builtin pwd -P 2>/dev/null | string collect)
    # a line break in a name would be two names here: the program shall look
    string match -q "*"\n"*" -- "$PWD$physical"; and return 1
    set -g __cvenv_above (__cvenv_along $PWD)
    test "$physical" = "$PWD"; or set -a __cvenv_above (__cvenv_along $physical)
    # a link that leads nowhere is for the program to judge
    for file in $__cvenv_above
        test -e $file -o -L $file; and return 1
    end
    if set -q __cvenv_times
        function __cvenv_files
            not path is -q $__cvenv_above
        end
    else
        function __cvenv_files
            for file in $__cvenv_above
                test -e $file; and return 1
            end
            return 0
        end
    end
    return 0
end

function __cvenv_present
    if test -x "$__cvenv_exe"
        set -e __cvenv_missing
        return 0
    end
    set -q __cvenv_missing; or echo "cvenv: '$__cvenv_exe' is gone: environments stay as they are until it is back" >&2
    set -g __cvenv_missing
    return 1
end

# Runs the program and evaluates what it says. Noted before it runs: what fails or is interrupted is not
# tried again at the next prompt.
function __cvenv_run
    __cvenv_note
    functions -e __cvenv_files_before
    functions -c __cvenv_files __cvenv_files_before
    function __cvenv_files
    end
    set -e __cvenv_sourced
    if set -q _OLD_VIRTUAL_PATH; and set -q VIRTUAL_ENV; and test "$VIRTUAL_ENV" = "$__cvenv_put_VIRTUAL_ENV"
        set -g __cvenv_sourced --sourced
    end
    set -l code ($__cvenv_exe $argv[1] $argv[2] --token=$__cvenv_token $__cvenv_sourced $argv[3..-1])
    set -l failed $status
    if test $failed -eq 0
        # nothing said: all is as it was, the test of the files too
        functions -e __cvenv_files
        functions -c __cvenv_files_before __cvenv_files
        set -q code[1]; and string join \n -- $code | source
    end
    set -e __cvenv_sourced
    __cvenv_note
    return $failed
end

function __cvenv_look
    __cvenv_present; or return
    if string match -q 'n*' -- $__cvenv_token; and not set -q VIRTUAL_ENV; and not set -q __cvenv_venv
        if __cvenv_none_above
            __cvenv_note
            return
        end
    end
    __cvenv_run export fish $argv </dev/null
end

function __cvenv_listen
    function __cvenv_at_prompt --on-event fish_prompt
        if set -q VIRTUAL_ENV
            set -q __cvenv_venv; and test "$PWD" = "$__cvenv_pwd" -a "$VIRTUAL_ENV" = "$__cvenv_venv"; and __cvenv_files; and return
        else
            not set -q __cvenv_venv; and test "$PWD" = "$__cvenv_pwd"; and __cvenv_files; and return
        end
        __cvenv_look
    end
end
__cvenv_listen

# direnv puts back the PATH that it found: it has to go first, at cd and, whichever was installed later, at
# the prompt.
function __cvenv_at_cd --on-variable PWD
    status is-interactive; and not status is-command-substitution; or return
    if functions -q __direnv_export_eval
        set -q __cvenv_behind; or __cvenv_listen
        set -g __cvenv_behind
    else if test "$PWD" != "$__cvenv_pwd"
        __cvenv_look --chpwd
    end
end

function __cvenv_deactivate
    cvenv deactivate
end

function cvenv --description 'Create and switch Python environments'
    if contains -- "$argv[1]" activate deactivate reload; and not contains -- -h $argv; and not contains -- --help $argv
        __cvenv_run $argv[1] --hook=fish $argv[2..-1]
    else
        $__cvenv_exe $argv
    end
end
