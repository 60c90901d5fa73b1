# Activates this virtual environment in nushell, for which it is a module:
#
#     overlay use bin/activate.nu        (or: use bin/activate.nu *)
#
# `deactivate` leaves it again: what was added is taken away, and what you changed meanwhile stays. nushell
# takes no command away, so `deactivate` stays, and does nothing then.

def --env leave [...hidden: nothing] {
    let kept = $env._OLD_VIRTUAL?
    if $kept == null {
        return
    }

    # Only the environment's own entry goes, the first where there are several.
    let entries = $env.PATH? | default [] | split row (char esep)
    let before = $entries | take until {|entry| $entry == $kept.bin }
    let rest = $before ++ ($entries | skip (($before | length) + 1))
    if $kept.no_path and ($rest | is-empty) {
        hide-env --ignore-errors PATH
    } else {
        $env.PATH = $rest
    }

    if $kept.home != null and $env.PYTHONHOME? == null {
        $env.PYTHONHOME = $kept.home
    }
    if $kept.shown != null and ($env.PROMPT_COMMAND? | describe) == 'closure' {
        if (view source $env.PROMPT_COMMAND | str contains '_OLD_VIRTUAL') {
            if $kept.prompt == null { hide-env PROMPT_COMMAND } else { $env.PROMPT_COMMAND = $kept.prompt }
        }
    }
    hide-env --ignore-errors _OLD_VIRTUAL VIRTUAL_ENV VIRTUAL_ENV_PROMPT
}

# A command takes away one layer of a variable, and what the process inherited is a layer of its own.
export alias deactivate = leave (if $env._OLD_VIRTUAL? != null { hide-env --ignore-errors VIRTUAL_ENV VIRTUAL_ENV_PROMPT })

export-env {
    # Where the environment was made, which is not kept for one that may be moved, and where it is now.
    const file = path self
    const here = $file | path dirname | path dirname
    let made = (__VENV_DIR__)
    let dir = if $made != '' and ($made | path expand) == ($here | path expand) {
        $made
    } else if ($here | path join pyvenv.cfg | path exists) {
        if $made != '' {
            print --stderr 'activate.nu: this environment was moved: what is installed in its bin still names the place where it was made'
        }
        $here
    } else if $made != '' and ($made | path join pyvenv.cfg | path exists) {
        $made
    } else {
        error make --unspanned { msg: 'activate.nu: this environment was found neither where it was made nor where this file is' }
    }

    # Another environment is left first. A shell that was started inside one inherits its entry of PATH but
    # not what was kept; what cvenv's hook did is the hook's to undo.
    let nothing_kept = { no_path: false, home: null, shown: null, prompt: null }
    if $env._OLD_VIRTUAL? == null and $env.VIRTUAL_ENV? != null and $env.CVENV_STATE? == null {
        $env._OLD_VIRTUAL = $nothing_kept | insert bin ($env.VIRTUAL_ENV | path join (__VENV_BIN_NAME__))
    }
    # What this shell's hook has made active is there already; `deactivate` takes it away all the same.
    if $env.__cvenv? != null and $env.CVENV_STATE? != null and $env.VIRTUAL_ENV? == $dir {
        $env._OLD_VIRTUAL = $nothing_kept | insert bin ($dir | path join (__VENV_BIN_NAME__))
    } else {
        let home = $env.PYTHONHOME? | default $env._OLD_VIRTUAL?.home?
        if $env._OLD_VIRTUAL? != null {
            $env._OLD_VIRTUAL.home = null
        }
        hide-env --ignore-errors PYTHONHOME
        leave

        mut kept = $nothing_kept | insert bin ($dir | path join (__VENV_BIN_NAME__))
        $kept.no_path = $env.PATH? == null
        $kept.home = $home
        $env.VIRTUAL_ENV = $dir
        $env.VIRTUAL_ENV_PROMPT = (__VENV_PROMPT__)
        $env.PATH = $env.PATH? | default [] | split row (char esep) | prepend $kept.bin
        if $env.PATH == [$kept.bin ''] {
            $env.PATH = [$kept.bin]
        }

        if ($env.VIRTUAL_ENV_DISABLE_PROMPT? | default '') == '' {
            $kept.shown = (__VENV_SHOWN__)
            $kept.prompt = $env.PROMPT_COMMAND?
            $env.PROMPT_COMMAND = {||
                let prompt = $env._OLD_VIRTUAL.prompt
                let before = if ($prompt | describe) == 'closure' { do $prompt } else { $prompt | default '' }
                $'(char lparen)($env._OLD_VIRTUAL.shown)(char rparen) ($before)'
            }
        }
        $env._OLD_VIRTUAL = $kept
    }
}

def main [] {
    print --stderr "activate.nu: nothing is activated by running this file: 'overlay use bin/activate.nu'"
    exit 1
}
