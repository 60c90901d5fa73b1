# SPDX-License-Identifier: MIT
# The hook for nushell. Ahead of it stand the constants __cvenv_exe and __cvenv_ceilings, and apply.nu.

# Whether a file is as it was: by the builtins' own look at it, links followed.
def __cvenv_same [item: record] {
    if not $item.exists { return (not ($item.path | path exists)) }
    if not ($item.path | path exists) { return false }
    let found = ls --long --directory ($item.path | path expand) | first
    ($found.modified | into int) == ($item.modified | str replace '.' '' | into int) and ($found.inode | into string) == $item.inode
}

def __cvenv_unchanged [] {
    let was = $env.__cvenv
    $was.pwd == $env.PWD and $was.venv == $env.VIRTUAL_ENV? and $was.watch != null and ($was.watch | all {|item| __cvenv_same $item })
}

def --env __cvenv_note [] {
    $env.__cvenv.pwd = $env.PWD
    $env.__cvenv.venv = $env.VIRTUAL_ENV?
}

def --env __cvenv_present [] {
    let missing = not ($__cvenv_exe | path exists)
    if $missing and not $env.__cvenv.missing {
        print --stderr $"cvenv: '($__cvenv_exe)' is gone: environments stay as they are until it is back"
    }
    $env.__cvenv.missing = $missing
    not $missing
}

# Noted before it runs: what fails or is interrupted is not tried again at the next prompt.
def --env __cvenv_run [...words: string] {
    let watch = $env.__cvenv.watch
    $env.__cvenv.watch = []
    __cvenv_note
    $env.__cvenv.failed = null
    # it is a failure only where what was said is put into a variable
    let said = try { let said = ^$__cvenv_exe ...$words; $said } catch {|why| $env.__cvenv.failed = $why }
    if $env.__cvenv.failed == null {
        # nothing said: all is as it was, the files too
        if ($said | is-empty) { $env.__cvenv.watch = $watch } else { __cvenv_apply ($said | from json) }
    }
    __cvenv_note
}

def --env __cvenv_at_prompt [] {
    if (__cvenv_unchanged) { return }
    let status = $env.LAST_EXIT_CODE?
    # no pipe can take what a command does to the environment
    __cvenv_present
    if not $env.__cvenv.missing { __cvenv_run 'export' 'nu' $"--token=($env.__cvenv.token)" }
    if $status != null { $env.LAST_EXIT_CODE = $status }
}

@complete __cvenv_complete
def --env --wrapped cvenv [...words: string] {
    let by_hand = ($words | get 0? | default '') in [activate deactivate reload]
    if $by_hand and '-h' not-in $words and '--help' not-in $words {
        __cvenv_run ...[($words | first) '--hook=nu'] $"--token=($env.__cvenv.token)" ...($words | skip 1)
        let failed = $env.__cvenv.failed
        if $failed != null { $failed.raw }
    } else {
        ^$__cvenv_exe ...$words
    }
}

# nushell makes no command at run time, so it is there all the time.
def --env deactivate [] {
    if $env.CVENV_STATE? != null { cvenv deactivate }
}

# for completion, which does without the hook too
$env.__cvenv.exe = $__cvenv_exe

$env.config.hooks.pre_prompt = ($env.config.hooks?.pre_prompt? | default [] | where {|hook| not (($hook | describe) == 'closure' and (view source $hook | str contains '__cvenv_at_prompt')) } | append {|| __cvenv_at_prompt })
