# SPDX-License-Identifier: MIT
# How nushell carries out what `cvenv export nu` says, which is data (cvenv(1), json): this shell evaluates no code.
# What it keeps for cvenv is a record, which no other program is given.

$env.__cvenv = ($env.__cvenv? | default {token: '', pwd: null, venv: null, watch: null, kept: {}, prefix: null, prompt: null, entered: 0, failed: null, missing: false})

# Null is no variable to other programs. What hides one, in a command, is undone where the command ends.
def --env __cvenv_take [name: string] {
    load-env {($name): null}
}

def --env __cvenv_put [name: string, value: string] {
    load-env {($name): (if $name == 'PATH' { $value | split row (char esep) } else { $value })}
}

# Values that are no text are the shell's alone: they are kept aside.
def --env __cvenv_keep [name: string] {
    if $name == 'PATH' or $name in $env.__cvenv.kept or $name not-in $env { return }
    let value = $env | get $name
    if ($value | describe) not-in ['string' 'nothing'] {
        $env.__cvenv.kept = ($env.__cvenv.kept | insert $name $value)
    }
}

def --env __cvenv_back [name: string, value: any] {
    if $name in $env.__cvenv.kept {
        load-env {($name): ($env.__cvenv.kept | get $name)}
        $env.__cvenv.kept = ($env.__cvenv.kept | reject $name)
    } else if $value == null {
        __cvenv_take $name
    } else {
        __cvenv_put $name $value
    }
}

# PROMPT, the user's own, behind the prefix, unless that is another's by now: the user may have made a prompt of this one.
def __cvenv_prompt [entered: int, prompt: any] {
    let text = if ($prompt | describe) == 'closure' { do $prompt } else { $prompt }
    if $entered == $env.__cvenv.entered { $"($env.__cvenv.prefix)($text)" } else { $text }
}

def --env __cvenv_leave [] {
    let prompt = $env.PROMPT_COMMAND?
    if $env.__cvenv.prefix != null and ($prompt | describe) == 'closure' and (view source $prompt | str contains '__cvenv_prompt') {
        $env.PROMPT_COMMAND = $env.__cvenv.prompt
    }
    $env.__cvenv.prefix = null
    $env.__cvenv.prompt = null
}

def --env __cvenv_enter [name: any] {
    __cvenv_leave
    let prompt = $env.PROMPT_COMMAND?
    if $name == null or $prompt == null or ($env.VIRTUAL_ENV_DISABLE_PROMPT? | default '') != '' { return }
    let entered = $env.__cvenv.entered + 1
    $env.__cvenv.entered = $entered
    $env.__cvenv.prefix = $"\(($name)\) "
    $env.__cvenv.prompt = $prompt
    $env.PROMPT_COMMAND = {|| __cvenv_prompt $entered $prompt }
}

def --env __cvenv_apply [plan: record] {
    for change in $plan.changes {
        if $change.do == 'restore' {
            __cvenv_back $change.name $change.value
        } else {
            __cvenv_keep $change.name
            if $change.do == 'set' { __cvenv_put $change.name $change.value } else { __cvenv_take $change.name }
        }
    }
    if $plan.local == 'enter' { __cvenv_enter $plan.prompt }
    if $plan.local == 'leave' { __cvenv_leave }
    $env.__cvenv.watch = (if $plan.settled { $plan.watch } else { null })
    $env.__cvenv.token = $plan.token
}
