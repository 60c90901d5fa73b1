# SPDX-License-Identifier: MIT
"""Environments that are made at a prompt."""

import os
import signal

from switching import case
from switching.world import NEVER, Skip, check, same  # noqa: F401

AUTO = b"pip: false\n"


def counting(w, script):
    """A python that counts its starts and then does SCRIPT: the function that tells the count, and a config that asks for it."""
    log = w.path("starts")
    w.write(log, b"")
    folder = w.path("fake")
    os.mkdir(folder)
    python = w.write(folder + b"/python3", b"#!/bin/sh\necho start >> %s\n%s\n" % (log, script))
    os.chmod(python, 0o755)

    def starts():
        with open(log) as f:
            return len(f.read().split())
    return starts, AUTO + b"python: " + python + b"\n"


@case(needs="a Python")
def made_on_entering(w):
    shop = w.project("shop", AUTO, venv=None)
    before = w.env()
    r = w.cd(shop)
    check(0 < len(r.output) <= 3, "one to three lines are said, not %r" % r.output)
    check(any(b".venv" in line for line in r.output), "they tell where: %r" % r.output)
    w.inside(shop, before)
    same(w.sh.type(b"python -c 'import sys; print(sys.prefix)'").output, [shop + b"/.venv"], "sys.prefix")
    w.silent(w.home())
    w.outside(before)
    w.silent(w.cd(shop))
    w.inside(shop, before)


@case(needs="a Python")
def made_at_the_first_prompt_of_a_shell(w):
    shop = w.project("shop", AUTO, venv=None)
    w.start(cwd=shop)
    same(w.sh.greeting.prompt, b"(shop) ", "the first prompt")
    w.inside(shop)


@case()
def not_made_where_it_is_not_allowed_or_not_wanted(w):
    blocked = w.project("blocked", AUTO, venv=None, allow=False)
    never = w.project("never", NEVER, venv=None)
    before = w.env()
    for root in (blocked, never):
        w.one_line(w.cd(root))
        w.silent(w.enter())
        check(not os.path.lexists(root + b"/.venv"), "nothing was made")
        w.outside(before)


@case("bash", "zsh")
def not_made_in_a_subshell(w):
    shop = w.project("shop", AUTO, venv=None)
    w.start()
    w.sh.type(b"T_X=$(cd %s; pwd); (cd %s; pwd)" % (shop, shop))
    check(not os.path.lexists(shop + b"/.venv"), "nothing was made")


@case(needs="a prompt event")
def not_made_by_passing_through(w):
    shop = w.project("shop", AUTO, venv=None)
    w.start()
    w.sh.run(w.sh.cd(shop) + w.sh.cd(os.fsencode(w.box.home)))
    check(not os.path.lexists(shop + b"/.venv"), "nothing was made")


@case(needs="a Python")
def an_attempt_that_fails_is_not_made_again(w):
    starts, config = counting(w, b"exit 1")
    shop = w.project("shop", config, venv=None)
    before = w.env()
    r = w.cd(shop)
    check(1 <= len(r.output) <= 3, "it is told: %r" % r.output)
    first = starts()
    check(first >= 1, "it was tried")
    for _ in range(3):
        w.silent(w.enter())
    w.home()
    w.silent(w.cd(shop))
    same(starts(), first, "how often it was tried")
    w.outside(before)
    r = w.sh.type(b"cvenv reload")
    check(starts() > first, "reload tries again")
    check(1 <= len(r.output) <= 3, "it is told again: %r" % r.output)
    again = starts()
    w.silent(w.enter())
    same(starts(), again, "how often it was tried after reload")
    w.config(shop, config + b"prompt: x\n")
    w.enter()
    check(starts() > again, "a changed config tries again")


@case(needs="a Python")
def a_python_that_is_not_there(w):
    shop = w.project("shop", AUTO + b"python: '9.9'\n", venv=None)
    before = w.env()
    r = w.cd(shop)
    check(1 <= len(r.output) <= 2 and any(b"9.9" in line for line in r.output), "it is told: %r" % r.output)
    w.silent(w.enter())
    w.outside(before)


@case(needs="a Python")
def a_python_that_the_projects_own_file_wants(w):
    shop = w.project("shop", AUTO, venv=None)
    wish = w.write(shop + b"/.python-version", b"9.9\n")
    before = w.env()
    r = w.cd(shop)
    check(1 <= len(r.output) <= 2 and b".python-version:1:1: no Python fits '9.9'" in r.output[0], "it is told: %r" % r.output)
    w.silent(w.enter())
    w.outside(before)
    w.write(wish, b"# any\n3\n")
    r = w.enter()
    check(any(b"(wanted by .python-version)" in line for line in r.output), "what decided is told: %r" % r.output)
    w.inside(shop, before)


def interrupted(w, before_it):
    """Ctrl-C while the environment is made: the prompt is back, what was active stays, and it is not tried again."""
    starts, config = counting(w, b"echo started >&2\nexec sleep 1000")
    outer = w.project("outer") if before_it else None
    shop = w.project("outer/shop" if before_it else "shop", config, venv=None)
    if outer:
        w.cd(outer)
        w.inside(outer)
    before = w.env()
    w.sh.run(w.sh.cd(shop), wait=False)
    w.sh.terminal.wait(lambda raw: starts() >= 1, "the interpreter to start")
    w.sh.interrupt()
    r = w.sh.prompt()
    first = starts()
    check(len(r.output) <= 4, "not much is said: %r" % r.output)
    same(w.env(), before, "what was active stays")
    check(len(w.enter().output) <= 1, "no more than a line at the next prompt")
    w.silent(w.enter())
    same(starts(), first, "how often it was tried")
    check(not os.path.lexists(shop + b"/.venv"), "nothing is left")
    w.sh.type(b"cvenv reload", wait=False)
    w.sh.terminal.wait(lambda raw: starts() > first, "the interpreter to start again")
    w.sh.interrupt()
    w.sh.prompt()
    same(w.env(), before, "what was active stays after reload")
    w.silent(w.enter())


@case(needs="a Python")
def an_interrupt_while_it_is_made(w):
    interrupted(w, False)


@case(needs="a Python")
def an_interrupt_while_it_is_made_inside_another(w):
    interrupted(w, True)


def kill_session(session):
    """A terminal that is closed takes everything with it, the program that a dead shell started too."""
    for name in os.listdir("/proc"):
        try:
            with open("/proc/%d/stat" % int(name), "rb") as stat:
                fields = stat.read().rsplit(b")", 1)[1].split()
            if int(fields[3]) == session:
                os.kill(int(name), signal.SIGKILL)
        except (ValueError, OSError):
            pass


@case(needs="a Python")
def a_shell_that_is_killed_while_it_is_made(w):
    starts, config = counting(w, b"exec sleep 1000")
    shop = w.project("shop", config, venv=None)
    w.start()
    w.sh.run(w.sh.cd(shop), wait=False)
    w.sh.terminal.wait(lambda raw: starts() >= 1, "the interpreter to start")
    kill_session(w.sh.terminal.pid)
    w.sh.close()
    w._sh = None
    r = w.cd(shop)
    check(len(r.output) <= 1, "one line at most: %r" % r.output)
    same(starts(), 1, "how often it was tried")
    w.silent(w.enter())


@case(needs="a Python")
def two_shells_at_once(w):
    shop = w.project("shop", AUTO, venv=None)
    one, two = w.box.shell(w.name), w.box.shell(w.name)
    one.run(one.cd(shop), wait=False)
    two.run(two.cd(shop), wait=False)
    for sh in (one, two):
        sh.prompt()
        sh.run(sh.look)
        same(sh.env().get(b"VIRTUAL_ENV"), shop + b"/.venv", "VIRTUAL_ENV")
    left = [name for name in os.listdir(shop) if name not in (b".venv", b".cvenv.yml")]
    same(left, [], "what else was left in the project")


@case(needs="POSIX links")
def half_deleted_by_hand(w):
    for name, gone in (("config", b"pyvenv.cfg"), ("bin", b"bin/python"), ("all", None)):
        root = w.project(name, AUTO)
        if gone:
            os.remove(root + b"/.venv/" + gone)
        else:
            for folder in (b"bin", b"lib"):
                os.rename(root + b"/.venv/" + folder, root + b"/gone-" + folder)
        before = w.env()
        w.one_line(w.cd(root), ".venv")
        w.silent(w.enter())
        w.outside(before)
        w.home()
