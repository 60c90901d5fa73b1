# SPDX-License-Identifier: MIT
"""What a hook must not do to its shell."""

import os
import shutil

from lib.pty_shell import SHELLS
from lib.terminal import plain
from switching import case
from switching.world import NEVER, check, same


def status_after(w, line):
    """The status that the user sees at the next prompt."""
    w.sh.type(line)
    start = len(w.sh.terminal.raw)
    w.sh.terminal.send(b" " + w.sh.say(w.sh.status) + b"; " + w.sh.announce(b"st") + w.sh.enter)
    w.sh.pending, w.sh.start = b"@<st@", start
    w.sh.prompt()
    text = plain(bytes(w.sh.terminal.raw[start:])).replace(b"\r", b"")
    return text[:text.index(b"@<st@")].strip().split(b"\n")[-1]


@case(needs="a kept status")
def the_exit_status_is_kept(w):
    shop, blocked = w.project("shop"), w.project("blocked", allow=False)
    w.start()
    same(status_after(w, w.sh.fail), b"3", "idle outside")
    same(status_after(w, b"cd " + shop + b"; " + w.sh.fail), b"3", "entering")
    same(status_after(w, w.sh.fail), b"3", "idle inside")
    w.config(shop, NEVER + b"prompt: x\n")
    same(status_after(w, w.sh.fail), b"3", "after an edit")
    same(status_after(w, b"cd " + blocked + b"; " + w.sh.fail), b"3", "entering what is blocked")
    same(status_after(w, b"cd; " + w.sh.fail), b"3", "leaving")
    same(status_after(w, b"cd " + shop), b"0", "entering, with success")
    same(status_after(w, b"cd"), b"0", "leaving, with success")


@case("bash", "zsh", "fish")
def the_pipe_status_is_kept(w):
    shop = w.project("shop")
    w.start()
    word = {"bash": b"${PIPESTATUS[*]}", "zsh": b"$pipestatus", "fish": b"$pipestatus"}[w.name]
    fail = w.sh.fail
    for go in (b"", b"cd " + shop + b"; ", b"", b"cd; "):
        w.sh.type(go + b"/bin/sh -c 'exit 4' | /bin/true | " + fail)
        start = len(w.sh.terminal.raw)
        w.sh.terminal.send(b" echo @\\<ps@ " + word + b"\n")
        w.sh.pending, w.sh.start = b"@<ps@", start
        w.sh.prompt()
        at = bytes(w.sh.terminal.raw[start:])
        check(b"@<ps@ 4 0 3" in at, "the pipe status is 4 0 3 after %r: %r" % (go, at[-200:]))


@case("bash", "zsh")
def no_traps_are_set_and_none_are_lost(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"trap 'echo never' USR1; trap 'T_X=1' INT")
    before = w.sh.run(b"trap").output
    w.cd(shop)
    w.enter()
    same(w.sh.run(b"trap").output, before, "inside")
    w.home()
    same(w.sh.run(b"trap").output, before, "outside")


@case("bash")
def a_debug_trap_and_an_err_trap_stay(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"trap 'T_DEBUG=1' DEBUG; trap 'T_ERR=1' ERR; trap 'T_RETURN=1' RETURN; set -o functrace -o errtrace")
    before = w.sh.run(b"trap").output
    w.silent(w.cd(shop))
    w.inside(shop)
    w.home()
    same(w.sh.run(b"trap").output, before, "traps outside")


@case("bash", "zsh", "fish")
def cd_is_not_redefined(w):
    w.start()
    if w.name == "fish":
        same(w.sh.run(b"functions --details cd").output[0][-10:], b"fish/functions/cd.fish"[-10:], "where cd is from")
    else:
        check(b"builtin" in w.sh.run(b"type cd").output[0], "cd is a builtin")


@case("bash", "zsh")
def names_that_the_hook_leaves_behind(w):
    shop = w.project("shop")
    w.start()
    code = b"typeset -p | /bin/sed -nE 's/^(declare|typeset|export) [^A-Za-z_]*(-[a-zA-Z]+ )*([A-Za-z_][A-Za-z0-9_]*).*/\\3/p' | /usr/bin/sort -u"
    before = set(w.sh.run(code).output)
    w.cd(shop)
    w.home()
    after = set(w.sh.run(code).output)
    noise = {b"OLDPWD", b"BASH_LINENO", b"PIPESTATUS", b"_", b"FUNCNAME", b"BASH_REMATCH", b"REPLY", b"RPS1", b"pipestatus", b"MATCH", b"dirstack"}
    fresh = {name for name in after - before - noise if not name.startswith(b"__cvenv_")}
    same(fresh, set(), "variables that were left behind")


@case()
def evaluated_twice(w):
    shop = w.project("shop")
    w.start()
    hook = w.sh.hook(w.exe, w.box.variables)
    before = w.env()
    for _ in range(3):
        w.silent(w.sh.run(hook))
    w.cd(shop)
    w.inside(shop, before)
    w.silent(w.sh.run(hook))
    w.inside(shop, before)
    w.home()
    w.outside(before)
    w.silent(w.sh.run(hook))
    w.cd(shop)
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case("bash")
def evaluated_twice_it_stands_once(w):
    w.start()
    hook = w.sh.hook(w.exe, w.box.variables)
    for _ in range(3):
        w.sh.run(hook)
    text = b"\n".join(w.sh.run(b"declare -p PROMPT_COMMAND").output)
    same(text.count(b"cvenv"), 1, "how often the hook stands in %r" % text)


PROMPT_COMMANDS = [b"unset PROMPT_COMMAND", b"PROMPT_COMMAND=", b"PROMPT_COMMAND='T_COUNT=x'", b"PROMPT_COMMAND='T_COUNT=x;'",
                   b"PROMPT_COMMAND='T_COUNT=x ; '", b"PROMPT_COMMAND=$'T_COUNT=x\\n'", b"PROMPT_COMMAND='T_COUNT=x # comment'",
                   b"PROMPT_COMMAND=('T_COUNT=x' 'T_MORE=y')", b"PROMPT_COMMAND=()", b"declare -a PROMPT_COMMAND"]


def prompt_command(w, setup):
    shop = w.project("shop")
    w.box.write_rc(SHELLS["bash"], before=setup + b"\n")
    sh = w.box.shell("bash")
    for _ in range(2):
        sh.run(sh.cd(shop))
        same(sh.env().get(b"VIRTUAL_ENV"), shop + b"/.venv", "inside with %r" % setup)
        if b"T_COUNT" in setup:
            same(sh.get(b"T_COUNT"), b"x", "the user's own command ran with %r" % setup)
        if b"T_MORE" in setup:
            same(sh.get(b"T_MORE"), b"y", "the user's second command ran with %r" % setup)
        sh.run(sh.cd(os.fsencode(w.box.home)))
        same(sh.env().get(b"VIRTUAL_ENV"), None, "outside with %r" % setup)
    check(b"PROMPT_COMMAND" not in sh.env(), "PROMPT_COMMAND is not exported")
    same(sh.greeting.output, [], "nothing is said with %r" % setup)
    sh.close()
    shutil.rmtree(shop)


@case("bash")
def every_kind_of_prompt_command(w):
    for setup in PROMPT_COMMANDS:
        prompt_command(w, setup)




@case(needs="functions")
def strict_modes_and_options(w):
    shop, two = w.project("shop", NEVER + b"env: {T_VALUE: 'a b*'}\n"), w.project("two")
    blocked = w.project("blocked", allow=False)
    for setup in w.sh_dialect().strict:
        sh = w.box.shell(w.name)
        before = sh.env()
        said = sh.run(setup).output
        for root, venv in ((shop, True), (two, True), (shop, True), (blocked, False), (os.fsencode(w.box.home), False)):
            said += [line for line in sh.run(sh.cd(root)).output if root != blocked]
            now = sh.env()
            same(now.get(b"VIRTUAL_ENV"), root + b"/.venv" if venv else None, "VIRTUAL_ENV with %r; said was %r" % (setup, said))
            same(now.get(b"T_VALUE"), b"a b*" if root == shop else None, "T_VALUE with %r" % setup)
        same(said, [], "nothing is said with %r" % setup)
        keep = {b"PATH", b"HOME", b"VIRTUAL_ENV_PROMPT", b"CVENV_STATE"}
        same({k: now.get(k) for k in keep}, {k: before.get(k) for k in keep}, "outside with %r" % setup)
        sh.close()


@case("zsh")
def emulations(w):
    shop = w.project("shop")
    for mode in (b"ksh", b"sh", b"csh"):
        sh = w.box.shell("zsh")
        sh.run(b"emulate %s; PS1='=pty= '; unsetopt prompt_sp prompt_cr 2>/dev/null" % mode)
        before = sh.env()
        for _ in range(2):
            r = sh.run(sh.cd(shop))
            same(r.output, [], "nothing is said in %r" % mode)
            same(sh.env().get(b"VIRTUAL_ENV"), shop + b"/.venv", "VIRTUAL_ENV in %r" % mode)
            check(sh.run(b":").prompt == b"(shop) ", "the prompt in %r is %r" % (mode, sh.run(b":").prompt))
            sh.run(sh.cd(os.fsencode(w.box.home)))
            now = sh.env()
            same((now[b"PATH"], now.get(b"VIRTUAL_ENV")), (before[b"PATH"], None), "outside in %r" % mode)
        sh.close()


@case("zsh")
def a_local_emulation_around_a_cd(w):
    shop = w.project("shop")
    w.start()
    before = w.env()
    w.sh.run(b"go() { emulate -L sh; setopt ksh_arrays; cd \"$1\"; }")
    w.silent(w.sh.run(b"go " + shop))
    w.inside(shop, before)
    w.sh.run(b"go ~")
    w.outside(before)


@case(needs="functions")
def aliases_of_the_users(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: a}\n")
    w.box.write_rc(SHELLS[w.name], before=w.sh_dialect().aliases)
    w.start()
    w.sh.run(w.sh.unalias)
    before = w.sh.env()
    r = w.cd(shop)
    same(r.output, [], "nothing is said")
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    w.home()
    now = w.sh.env()
    same((now[b"PATH"], now.get(b"T_VALUE")), (before[b"PATH"], None), "outside")


@case(needs="a terminal", variables={"TERM": "dumb"})
def a_dumb_terminal(w):
    shop = w.project("shop")
    w.start()
    w.cd(shop)
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    w.home()
    same(w.venv_of(), None, "VIRTUAL_ENV outside")


@case("zsh")
def a_subshell_changes_nothing(w):
    shop = w.project("shop")
    w.start()
    before = w.env()
    r = w.sh.type(b"print -r -- \"<$(cd %s; print -r -- $VIRTUAL_ENV)>\"" % shop)
    same(r.output, [b"<>"], "nothing is done in a subshell")
    w.outside(before)


@case("bash")
def started_in_posix_mode(w):
    shop = w.project("shop")
    for options in (["--posix"], ["--noediting", "--posix"]):
        sh = w.box.shell("bash", options=options, variables={"ENV": os.path.join(w.box.home, ".bashrc")})
        sh.run(sh.cd(shop))
        same(sh.env().get(b"VIRTUAL_ENV"), shop + b"/.venv", "VIRTUAL_ENV with %r" % options)
        sh.run(sh.cd(os.fsencode(w.box.home)))
        same(sh.env().get(b"VIRTUAL_ENV"), None, "VIRTUAL_ENV outside with %r" % options)
        sh.close()


@case(needs="typing behind an interrupt")
def an_interrupt_at_the_prompt(w):
    shop = w.project("shop")
    w.cd(shop)
    w.sh.give_up(b"half a line")
    w.silent(w.sh.type(b"/bin/true"))
    w.inside(shop)
