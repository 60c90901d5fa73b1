# SPDX-License-Identifier: MIT
# Completion for fish: the program says what may follow; fish chooses what fits, and quotes it.

function __cvenv_complete
    set -l exe cvenv
    set -q __cvenv_exe; and set exe $__cvenv_exe
    set -l words (commandline -opc)
    set -l word (commandline -ct | string collect)
    $exe __complete fish $words[2..-1] "$word" 2>/dev/null | string split0
end

complete -c cvenv -f -a '(__cvenv_complete)'
