#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds lib/pty_shell.py against shells without a hook: what it reports must be what is there."""

import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import tap
from lib.dialects import WHOLE
from lib.pty_shell import SHELLS, Gone, Sandbox, missing, processes
from lib.tap import same

# Newlines at the end, quotes, what looks like an escape, bytes that are no UTF-8, and all the rest.
EVERY_BYTE = bytes(range(1, 256))
HOSTILE = [b"", b"\n", b"x\n\n", b"'", b'"', b"\\", b"a\\\\b\\", b"$HOME`id`$(id)", b"!!", b"%m%%", b"-n", b"~", b"*", b"\xff\xfe",
           EVERY_BYTE]


def with_shell(name, function, **options):
    def case():
        with Sandbox() as box:
            function(box, box.shell(name, **options))
    return case


def statuses(box, sh):
    same(sh.run(b"true").status, 0, "status of true")
    same(sh.run(b"/bin/sh -c 'exit 7'").status, 7, "status of a program")


def output(box, sh):
    same(sh.greeting.output, [], "what is shown before the first prompt")
    same(sh.run(b"true").output, [], "output of true")
    same(sh.run(b"/usr/bin/printf 'one two\\ny\\n'").output, [b"one two", b"y"], "output")
    cut = sh.run(b"/usr/bin/printf 'no newline'")
    same((cut.output + [cut.prompt])[0][:10], b"no newline", "output without a newline")
    same(sh.run(b"true").prompt, b"", "the prompt after that")
    same(sh.type(b"/bin/echo typed").output, [b"typed"], "output of a typed line")
    same(sh.type(b"/bin/sh -c 'echo to standard error >&2'").output, [b"to standard error"], "standard error")


def environment(box, sh):
    for value in map(sh.fit, HOSTILE):
        sh.run(sh.set_env(b"T_VALUE", value))
        same(sh.env().get(b"T_VALUE"), value, "an exported value")
        same(sh.get(b"T_VALUE"), value, "the same, asked of the shell")
    sh.run(sh.unset(b"T_VALUE"))
    same(sh.env().get(b"T_VALUE"), None, "after unset")
    same(sh.get(b"T_VALUE"), None, "after unset, asked of the shell")
    sh.run(sh.set_env(b"PATH", b"/usr/bin:/bin:/x y/$a"))
    same(sh.env()[b"PATH"], b"/usr/bin:/bin:/x y/$a", "PATH")


def unexported(box, sh):
    value = sh.fit(EVERY_BYTE)
    sh.run(sh.set_var(b"t_local", value))
    same(sh.get(b"t_local"), value, "an unexported value")
    same(sh.env().get(b"t_local"), None, "it is not exported")


def folders(box, sh):
    for name in (b"a b", b"x\n", b"$(id)'\"`\\!", b"\xff\xe4", bytes(c for c in EVERY_BYTE if c != 47)):
        path = os.path.join(os.fsencode(box.top), sh.fit_name(name))
        os.makedirs(path, exist_ok=True)
        sh.run(sh.cd(path))
        same(os.readlink("/proc/%d/cwd" % sh.terminal.pid).encode("utf-8", "surrogateescape"), path, "where the shell is")


def prompts(box, sh):
    same(sh.run(b"true").prompt, b"", "the prompt as it is")
    same(sh.run(sh.set_prompt(b"(x) =pty= ")).prompt, b"(x) ", "a prompt with something before")
    same(sh.type(b"true").prompt, b"(x) ", "after a typed line")


def commands(box, sh):
    same(sh.has(b"nosuch"), False, "a function that does not exist")
    sh.run(sh.define(b"nosuch", b"x"))
    same(sh.has(b"nosuch"), True, "a function that does")


def nested(box, sh):
    sh.run(sh.set_env(b"T_OUTER", b"1"))
    for name in WHOLE:
        if missing(name):
            continue
        outer = sh.dialect
        sh.become(name, SHELLS[name].typed)
        same(sh.env().get(b"T_OUTER"), b"1", "inherited by " + name)
        sh.become(outer.name, b"exit")
        same(sh.run(b"true").status, 0, "back from " + name)


def interrupted(box, sh):
    sh.run(b"/bin/sh -c 'echo up; exec sleep 100'", wait=False)
    sh.terminal.wait(lambda raw: raw.find(b"up", sh.start + 20) >= 0, "the program")
    sh.interrupt()
    sh.prompt()
    same(sh.run(b"true").status, 0, "after Ctrl-C")


def counted(box, sh):
    marks = []
    for code in (b"echo", b"/bin/true", b"echo"):
        marks.append(sh.marked())
        sh.run(code)
        sh.type(code)
    marks.append(sh.marked())
    sh.finish()
    counts = [len(processes(sh, a, b)) for a, b in zip(marks, marks[1:])]
    same(counts[0], 0, "starts by builtins")
    same(counts[2], 0, "starts by builtins again")
    tap.check(counts[1] in (2, 4), "starts by two programs are two, or four with their forks, not %d" % counts[1])


def ended(box, sh):
    try:
        sh.type(b"exit 3")
    except Gone:
        pass
    else:
        tap.check(False, "waiting for a prompt after exit must fail")
    same(sh.finish(), 3, "status of the shell")


def main():
    cases = []
    for name in WHOLE:
        for function in (statuses, output, environment, unexported, folders, prompts, commands, nested, interrupted, ended):
            cases.append(("%s: %s" % (name, function.__name__), with_shell(name, function)))
        cases.append((name + ": counted", with_shell(name, counted, trace=True)))

    def guarded(name, function):
        def case():
            why = missing(name.split(":")[0])
            if not why and "counted" in name and not shutil.which("strace"):
                why = "there is no strace"
            if why:
                raise tap.Skip(why)
            function()
        return case
    return tap.run([(name, guarded(name, function)) for name, function in cases])


sys.exit(main())
