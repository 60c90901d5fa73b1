# SPDX-License-Identifier: MIT
# Completion for nushell: the program says what may follow, in words that nushell reads back as they are.

# The words come as they stand on the line, the program's name first, and the cursor's last.
def __cvenv_complete [place: any] {
    let words = if ($place | describe) starts-with 'record' { $place.command } else { $place }
    let exe = $env.__cvenv?.exe? | default 'cvenv'
    try {
        ^$exe __complete nu ...($words | skip 1) | complete | get stdout | from json |
            each {|one| {value: $one.value, description: $one.description, append_whitespace: $one.whole} }
    } catch { [] }
}

# The hook's command says itself what completes it. Without the hook it is a program, for which one completer is asked
# that completes all programs: the user's own goes on to be asked for the others.
def --env __cvenv_complete_program [] {
    let own = $env.config.completions.external.completer?
    $env.config.completions.external.completer = {|spans|
        if $spans.0 == 'cvenv' { __cvenv_complete $spans } else if $own != null { do $own $spans }
    }
}

if $env.__cvenv? == null { __cvenv_complete_program }
