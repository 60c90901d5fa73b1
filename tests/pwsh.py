#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is PowerShell's own (shell/*.pwsh, Activate.ps1): the statuses, other hooks and themes, providers, encodings,
names that are patterns, language modes, words of a call; and that what Windows PowerShell 5.1 cannot read is found."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.dialects import SHELLS
from lib.pty_shell import command_of, missing
from lib.tap import Skip, check, run, same, skip_all
from lib.terminal import plain
from switching.world import NEVER, World

PWSH = SHELLS["pwsh"]
SHOW = b"/usr/bin/env sh -c 'echo \"<$VIRTUAL_ENV>\"'"


class Code:
    """Scripts, without a terminal."""

    def __init__(self, world):
        self.world = world

    def run(self, code, hook=True, **variables):
        """What CODE says on both streams, behind the hook, in lines."""
        exe = os.fsencode(self.world.exe)
        text = (PWSH.hook(exe) if hook else b"") + code
        script = self.world.box.write("code.ps1", text)
        env = dict(self.world.box.variables, **variables)
        done = subprocess.run([*command_of("pwsh"), "-NoProfile", "-File", script], env=env, cwd=self.world.box.home,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        return done.stdout.splitlines()


def go(path):
    return PWSH.cd(os.fsencode(path)) + b"$null = prompt\n"


def last_exit_code(w):
    """Neither it nor $? is changed, and neither need have been set."""
    shop = w.project("shop")
    said = Code(w).run(b"$ExecutionContext.SessionState.PSVariable.Remove('LASTEXITCODE')\nSet-StrictMode -Version Latest\n" + go(shop) + b"""
"$($null -eq $ExecutionContext.SessionState.PSVariable.Get('LASTEXITCODE'))"
/bin/sh -c 'exit 3'
""" + go(w.box.home) + b"\"$LASTEXITCODE $env:VIRTUAL_ENV\"\n")
    same(said, [b"True", b"3 "], "what was set")


def status_in_the_prompt(w):
    """The user's prompt sees $? and $LASTEXITCODE as the line left them: idle, entering, inside and leaving."""
    shop = w.project("shop")
    w.start()
    w.sh.run(b"function global:prompt { \"[$? $LASTEXITCODE] =pty= \" }")
    for line, shown in ((b"/bin/sh -c 'exit 3'", b"[False 3] "), (b"'x'", b"[True 3] "),
                        (b"cd " + shop + b"; /bin/sh -c 'exit 4'", b"(shop) [False 4] "), (b"'x'", b"(shop) [True 4] "),
                        (b"Set-Location /nonexistent/x", b"(shop) [False 4] "), (b"cd; /bin/sh -c 'exit 5'", b"[False 5] ")):
        same(w.sh.type(line).prompt, shown, "the prompt after %r" % line)
    same(w.sh.run(b"\"$($Error.Count)\"").output, [b"1"], "errors that are remembered: the user's")


THEME = (b"function global:prompt { $t_venv = [string] $env:VIRTUAL_ENV; \"theme:$(if ($t_venv) { $t_venv.Split('/')[-2] }) =pty= \" }\n")


def a_theme_that_takes_the_prompt(w):
    """Set behind the hook, as its line in the start-up file may stand; and again while the shell runs."""
    shop = w.project("shop")
    w.box.write_rc(PWSH, after=THEME)
    w.start(cwd=shop)
    same(w.sh.greeting.prompt, b"theme: ", "the first prompt, which is the theme's alone")
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV at the first line all the same")
    same(w.enter().prompt, b"(shop) theme:shop ", "the prompt after it")
    for _ in range(2):
        value = b"%d" % w.box.count
        w.sh.run(THEME)
        w.config(shop, NEVER + b"env: {T_VALUE: '" + value + b"'}\n")
        w.enter()
        same(w.sh.env().get(b"T_VALUE"), value, "an edit is seen")
        same(w.enter().prompt, b"(shop) theme:shop ", "the prompt")
    w.home()
    same(w.enter().prompt, b"theme: ", "the prompt outside")


def a_theme_that_calls_what_was_there(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"$kept = $function:prompt; function global:prompt { '[x] ' + (& $kept) }")
    w.cd(shop)
    w.enter()
    prompt = w.enter().prompt
    check(prompt.count(b"shop") == 1 and prompt.count(b"[x] ") == 1, "once each: %r" % prompt)
    w.home()
    same(w.enter().prompt, b"[x] ", "the prompt outside")


def without_a_function_that_reads_lines(w):
    """A taken prompt is then seen at the next change of location."""
    shop = w.project("shop")
    w.box.write_rc(PWSH, after=b"$ExecutionContext.InvokeProvider.Item.Remove('Function:PSConsoleHostReadLine', $false)\n" + THEME)
    with_reader = Code(w).run(THEME + PWSH.cd(shop) + b"prompt\n")
    same(with_reader, [b"(shop) theme:shop =pty= "], "the prompt after a cd")


def several_objects_of_a_prompt(w):
    """The console shows the last one."""
    shop = w.project("shop")
    said = Code(w).run(b"function global:prompt { 'a'; 'b' }\n" + PWSH.cd(shop) + b"(prompt) -join '|'\n" +
                       b"function global:prompt { }\n" + PWSH.cd(w.path("home")) + PWSH.cd(shop) + b"(prompt) -join '|'\n")
    same(said, [b"a|(shop) b", b"(shop) PS>"], "what it shows")


def other_actions_at_a_change_of_location(w):
    """They are kept, and go first, whichever was there first."""
    shop = w.project("shop")
    action = (b"$all = $ExecutionContext.SessionState.InvokeCommand; $all.LocationChangedAction = [Delegate]::Combine($all.LocationChangedAction, "
              b"[EventHandler[Management.Automation.LocationChangedEventArgs]] { $global:T_SEEN += '%s' + [IO.Path]::GetFileName($args[1].NewPath.Path) "
              b"+ ($null -ne $env:VIRTUAL_ENV) + ' ' })\n")
    said = Code(w).run(b"$global:T_SEEN = ''\n" + action % b"1:" + PWSH.hook(os.fsencode(w.exe)) + action % b"2:" + b"$null = prompt\n" +
                       PWSH.cd(shop) + b"$T_SEEN; $T_SEEN = ''; $null = prompt\n" + PWSH.cd(b"/") + PWSH.cd(shop) + b"$T_SEEN\n", hook=False)
    same(said, [b"1:shopFalse 2:shopFalse ", b"1:True 2:True 1:shopFalse 2:shopFalse "], "what the others saw, in order")


def evaluated_again(w):
    """One action, one wrapped prompt."""
    said = Code(w).run(PWSH.hook(os.fsencode(w.exe)) * 3 +
                       b"\"$($ExecutionContext.SessionState.InvokeCommand.LocationChangedAction.GetInvocationList().Count) $($__cvenv_wrapped.Count)\"\n"
                       b"\"$($Error.Count)\"\n")
    check(said in ([b"1 1", b"0"], [b"1 2", b"0"]), "%r" % said)  # two, where a function reads lines


def other_providers(w):
    """What the shell shows besides files changes nothing."""
    shop = w.project("shop")
    said = Code(w).run(go(shop) + b"Set-Location Env:\n$null = prompt\n" + SHOW + b"\nSet-Location Function:\n$null = prompt\n" + SHOW +
                       b"\n" + go(w.box.home) + SHOW + b"\n")
    inside = b"<" + shop + b"/.venv>"
    same(said, [inside, inside, b"<>"], "VIRTUAL_ENV in Env:, Function: and home")


def patterns_and_more_in_names(w):
    names = b"a[b]", b"x*y", b"a?", b"[", b"`x`", b"$x", b"a'b", b"\xe2\x80\x99", b"-x", b" a ", b"a;b", b"~"
    roots = [w.project(name) for name in names]
    said = Code(w).run(b"".join(go(root) + SHOW + b"\n" + go(w.box.home) + SHOW + b"\n" for root in roots))
    same(said, [line for root in roots for line in (b"<" + root + b"/.venv>", b"<>")], "VIRTUAL_ENV in and outside of each")


def encodings(w):
    """Text is UTF-8 whatever the console takes it for, in the hook too."""
    text = "\xe9\u20ac\U0001f40d".encode()
    root = w.project(text, NEVER + b"env: {T_VALUE: '" + text + b"'}\n")
    exe = w.path(b"cvenv-" + text)
    os.symlink(w.exe, exe)
    names = b"Latin1", b"ASCII", b"UTF8", b"Unicode"
    # the last is none that a console has, so that no program could be read
    code = b"".join((PWSH.hook(exe) if name == b"Unicode" else b"") + b"[Console]::OutputEncoding = [Text.Encoding]::" + name + b"\n" +
                    (PWSH.hook(exe) if name != b"Unicode" else b"") + go(root) +
                    PWSH.write_env(w.path("env-" + name.decode())) + go(w.box.home) for name in names)
    same(Code(w).run(code, hook=False, LANG="C"), [], "nothing is said")
    for name in names:
        with open(w.path("env-" + name.decode()), "rb") as f:
            env = dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item)
        same((env.get(b"T_VALUE"), env.get(b"VIRTUAL_ENV")), (text, root + b"/.venv"), "with %r" % name)


def constrained_language(w):
    said = Code(w).run(b"$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'\n" + PWSH.hook(os.fsencode(w.exe)) +
                       b"'goes on'\nprompt\n", hook=False)
    check(len(said) == 3 and said[0].startswith(b"cvenv: this session runs in ConstrainedLanguage") and said[1] == b"goes on" and
          said[2].startswith(b"PS "), "one line, and the start-up file goes on: %r" % said)


def where_empty_is_unset(w):
    """A .NET before 9: what would be empty is refused whole."""
    shop = w.project("shop", NEVER + b"env: {A_FIRST: a, T_EMPTY: ''}\n")
    said = Code(w).run(b"$__cvenv_empty = $false\n" + go(shop) + SHOW + b"\n\"$env:A_FIRST\"\n$null = prompt\n$__cvenv_empty = $true\ncvenv reload\n" +
                       SHOW + b"\n\"<$($null -eq $env:T_EMPTY)$env:T_EMPTY>\"\n")
    check(b"'T_EMPTY' would be empty" in said[0], "it is told: %r" % said[0])
    same(said[1:], [b"<>", b"", b"<" + shop + b"/.venv>", b"<False>"], "before and after")


def words_of_a_call(w):
    show = w.box.write("show", b"#!/bin/sh\nfor a; do printf '<%s>' \"$a\"; done; cat; echo\n")
    os.chmod(show, 0o755)
    rows = [
        (b"cvenv run -- -x --y=1 -C dir a,b", b"<run><--><-x><--y=1><-C><dir><a,b>"),
        (b"cvenv run a -- b -- c", b"<run><a><--><b><--><c>"),
        (b"cvenv", b""),
        (b"'in' | cvenv a \"b c\" -- 'e\"f\\' ''", b"<a><b c><--><e\"f\\><>in"),
        (b"cvenv create '--' -x", b"<create><--><-x>"),
        (b"cvenv activate --help", b"<activate><--help>"),
        (b"$x = 'a', 'b c'; cvenv @x", b"<a><b c>"),
    ]
    said = Code(w).run(b"Set-StrictMode -Version Latest\n$__cvenv_exe = '" + os.fsencode(show) + b"'\n" + b"\n".join(line for line, _ in rows) + b"\n")
    same(b"|".join(line for line in said if line), b"|".join(text for _, text in rows if text), "what the program is given")


def words_by_hand(w):
    """What a start of a process has to take apart again."""
    other = w.venv(w.path(b"home/else/a \"b\" 'c' \xc3\xa9 $x"))
    said = Code(w).run(b"cvenv activate " + PWSH.quote(other) + b"\n" + SHOW + b"\n\"$LASTEXITCODE\"\ndeactivate\n" + SHOW +
                       b"\ncvenv activate /nonexistent/x\n\"$LASTEXITCODE\"\n")
    same((said[:3], said[-1]), ([b"<" + other + b">", b"0", b"<>"], b"1"), "what was activated, and the statuses")


def an_alias_of_the_users(w):
    if PWSH.hosted:
        raise Skip("the engine alone has no Set-Alias")
    shop = w.project("shop")
    said = Code(w).run(b"$null = $ExecutionContext.InvokeProvider.Item.Set('Alias:deactivate', 'Get-Location')\n" + go(shop) + b"deactivate\n" + SHOW +
                       b"\n" + go(w.box.home) + b"\"$($ExecutionContext.SessionState.InvokeCommand.GetCommand('deactivate', 'Alias').Definition)\"\n")
    same(said, [b"<>", b"Get-Location"], "ours inside, the user's outside")


def inside_of_a_function(w):
    """Evaluated where nothing is global by itself, as in the function of a framework for start-up files."""
    shop = w.project("shop")
    said = Code(w).run(b"function start { " + PWSH.hook(os.fsencode(w.exe)).strip() + b" }\nstart\n" + go(shop) + SHOW + b"\nprompt\n", hook=False)
    same((said[0], said[1][:7]), (b"<" + shop + b"/.venv>", b"(shop) "), "inside")


def links(w):
    """Configs that are links, and links to those, are seen to change; where nothing did the program is not asked."""
    shop = w.project("shop", None, allow=False)
    for i, text in enumerate((b"one", b"two")):
        w.write(w.path("home/else/%d.yml" % i), NEVER + b"env: {T_VALUE: %s}\n" % text)
    os.symlink(w.path("home/else/0.yml"), w.path("home/else/hop"))
    os.symlink("../../else/hop", shop + b"/.cvenv.yml")
    w.allow(shop)
    w.cd(shop)
    same(w.sh.env().get(b"T_VALUE"), b"one", "through two links")
    w.settle()
    w.enter()
    w.sh.run(b"$asked = 0; $real = $__cvenv_exe; function global:__cvenv_run { $global:asked++ }")
    for _ in range(3):
        w.enter()
    same(w.sh.run(b"\"$asked\"").output, [b"0"], "how often the program was asked")
    w.write(w.path("home/else/0.yml"), NEVER + b"env: {T_VALUE: edited}\n")
    w.enter()
    same(w.sh.run(b"\"$($asked -gt 0)\"").output, [b"True"], "an edit of what it leads to is seen")
    os.unlink(w.path("home/else/hop"))
    os.symlink(w.path("home/else/1.yml"), w.path("home/else/hop"))
    w.sh.run(b"$asked = 0")
    w.enter()
    same(w.sh.run(b"\"$($asked -gt 0)\"").output, [b"True"], "another way of the second link is seen")


def modules(w):
    """To look whether the user has a function of a name loads no module that has one."""
    w.box.write("home/modules/Ours/Ours.psm1", b"function deactivate { \"a module's\" }\n")
    w.box.write("home/modules/Ours/Ours.psd1", b"@{ ModuleVersion = '1.0'; RootModule = 'Ours.psm1'; FunctionsToExport = @('deactivate') }\n")
    shop = w.project("shop")
    loaded = b"\"$($null -ne $ExecutionContext.SessionState.PSVariable.GetValue('function:deactivate'))\"\n"
    said = Code(w).run(loaded + go(shop) + loaded + go(w.box.home) + loaded + b"deactivate\n", PSModulePath=w.box.path("home/modules"))
    same(said, [b"False", b"True", b"False", b"a module's"], "the function before, inside and after, and what the word calls then")


def psreadline(w):
    """What draws each key: a line is read by it all the same, given up at Ctrl-C, and completed; a theme that takes the prompt is seen."""
    if PWSH.hosted:
        raise Skip("the engine alone has no PSReadLine")
    if Code(w).run(b"\"$(@(Get-Module -ListAvailable PSReadLine).Count -gt 0)\"\n", hook=False) != [b"True"]:
        raise Skip("this pwsh has no PSReadLine")
    shop = w.project("shop", NEVER + b"env: {T_VALUE: one}\n")
    w.box.write_rc(PWSH, before=b"Import-Module PSReadLine -Force\n")
    w.start()

    def key(line, *shown):
        """Types LINE and the key that ends it there; waits for all that is SHOWN, in order."""
        start = len(w.sh.terminal.raw)
        w.sh.terminal.send(line + b"\r")
        w.sh.terminal.wait(lambda raw: re.search(b".*".join(map(re.escape, shown)), plain(bytes(raw[start:])), re.S), "%r" % (shown,))

    key(b"\"<$((Get-Command PSConsoleHostReadLine).Source)>$($__cvenv_wrapped.Count)<\"", b"<>2<", b"=pty= ")
    key(b"Set-Location " + shop + b"; \"<$env:T_VALUE>\"", b"<one>", b"(shop) =pty= ")
    w.config(shop, NEVER + b"env: {T_VALUE: two}\n")
    key(b"", b"(shop) =pty= ")
    key(b"\"<$env:T_VALUE>\"", b"<two>", b"(shop) =pty= ")
    key(b"\"half a line\x03", b"(shop) =pty= ")
    key(b"cvenv status --js\t | ForEach-Object { '<' + $_[0] + '>' }", b"--json", b"<{>", b"(shop) =pty= ")
    key(b"function global:prompt { 'theme' + ':' + '=pty= ' }", b"theme:=pty= ")
    key(b"/bin/sh -c 'exit 3'", b"(shop) theme:=pty= ")
    key(b"\"<$LASTEXITCODE>\"", b"<3>", b"(shop) theme:=pty= ")
    key(b"Set-Location; \"<$env:T_VALUE>\"", b"<>\r\ntheme:=pty= ")


def grammar_finds():
    """The counter-proof of what tests/full/lint.py holds our scripts against."""
    if not PWSH.hosted:
        raise Skip("there is no tests/pwsh-host that was built")
    world = World("pwsh")
    try:
        for text in (b"$a ? 1 : 2", b"$a ?? 1", b"$a ??= 1", b"${a}?.b", b"${a}?[0]", b"a && b", b"a || b", b"a &", b"\"`e[0m\"", b"\"`u{41}\"", b"'\xc3\xa9'",
                     b"{", b"function a { clean { } }"):
            done = subprocess.run([PWSH.program, "--lint", world.box.write("x.ps1", text)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
            check(done.returncode == 1 and done.stdout, "it finds %r" % text)
    finally:
        world.close()


def cases():
    for case in (last_exit_code, status_in_the_prompt, a_theme_that_takes_the_prompt, a_theme_that_calls_what_was_there,
                 without_a_function_that_reads_lines, several_objects_of_a_prompt, other_actions_at_a_change_of_location, evaluated_again,
                 other_providers, patterns_and_more_in_names, encodings, constrained_language, where_empty_is_unset, words_of_a_call,
                 words_by_hand, an_alias_of_the_users, inside_of_a_function, links, modules, psreadline):
        def one(case=case):
            world = World("pwsh")
            try:
                case(world)
            finally:
                world.close()
        yield case.__name__.replace("_", " "), one
    yield "what 5.1 cannot read is found", grammar_finds


if __name__ == "__main__":
    why = missing("pwsh")
    sys.exit(skip_all(why) if why else run(list(cases())))
