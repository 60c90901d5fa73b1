# SPDX-License-Identifier: MIT
"""Shells in shells: each gets its prompt and its `deactivate`, and believes nothing that is not so."""

import os
import shutil
import subprocess

from lib.pty_shell import SHELLS, command_of, missing
from switching import case
from switching.world import NEVER, STATE, Skip, check, same

# What shells set by their own lights.
MACHINE = (b"OSTYPE", b"VENDOR", b"MACHTYPE", b"HOSTTYPE", b"HOST")


def others(w):
    return [name for name in SHELLS if not missing(name)]


@case(needs="a start-up file")
def every_shell_inside_this_one(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    w.start()
    w.export("T_VALUE", b"old")
    before = w.env()
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    mine = w.sh.dialect
    for name in others(w):
        r = w.sh.become(name, SHELLS[name].typed)
        w.silent(r)
        same(r.prompt, b"(shop) ", "the first prompt of %s" % name)
        w.inside(shop, ahead=w.ahead(name))
        w.home()
        now = w.env()
        expected = {**before, b"PATH": w.started_with(before[b"PATH"], name)}
        names = [k for k in before if k not in MACHINE]
        same({k: now.get(k) for k in names}, {k: expected[k] for k in names}, "the environment outside in %s" % name)
        check(b"VIRTUAL_ENV" not in now and STATE not in now, "nothing is left in %s" % name)
        same(w.enter().prompt, b"", "the prompt outside in %s" % name)
        w.deactivates(False)
        w.sh.become(mine.name, b"exit")
        w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    w.home()
    w.outside(before)


@case(needs="exec")
def exec_of_every_shell(w):
    shop = w.project("shop")
    w.cd(shop)
    for name in [n for n in others(w) if "exec" not in SHELLS[n].cannot] + [w.name]:
        r = w.sh.become(name, b"exec " + SHELLS[name].typed)
        w.silent(r)
        same(r.prompt, b"(shop) ", "the first prompt of %s" % name)
        w.inside(shop)
        same(w.sh.env()[b"PATH"].split(b":").count(shop + b"/.venv" + w.bin), 1, "how often we are on PATH")
    w.home()
    same(w.sh.env().get(b"VIRTUAL_ENV"), None, "VIRTUAL_ENV outside")
    check(shop + b"/.venv" + w.bin not in w.sh.env()[b"PATH"].split(b":"), "PATH is clean")


@case(needs="a start-up file")
def a_shell_started_outside_by_one_inside(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    os.mkdir(w.path("home/else/x"))
    line = b"env -C " + w.sh.quote(w.path("home/else/x")) + b" " + w.sh_dialect().typed
    w.silent(w.sh.become(w.name, line))
    w.outside({**before, b"PATH": w.started_with(before[b"PATH"])})
    w.sh.become(w.name, b"exit")
    w.inside(shop, before)


def rebuilt(dialect):
    return dialect.set_env(b"PATH", b"/rc/first:/usr/bin:/bin:/rc/last")


def login(w, line):
    """Starts a login shell whose start-up files make PATH anew, as /etc/profile does."""
    w.box.write_rc(SHELLS[w.name], login=rebuilt(SHELLS[w.name]))
    return w.sh.become(w.name, line)


@case(needs="a prompt event")
def a_login_shell_that_rebuilds_path(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    w.start()
    w.export("T_VALUE", b"old")
    w.cd(shop)
    w.silent(login(w, w.sh_dialect().typed + w.sh_dialect().login_word))
    w.inside(shop)
    rc = b"/rc/first:/usr/bin:/bin:/rc/last"
    if w.name == "fish":  # which adds what the system's start-up files say
        rc = w.sh.env()[b"PATH"][len(shop + b"/.venv" + w.bin + b":"):]
        check(rc.startswith(b"/rc/first:"), "the login shell's own PATH is there: %r" % rc)
    same(w.sh.env()[b"PATH"], shop + b"/.venv" + w.bin + b":" + rc, "PATH in the login shell")
    same(w.sh.env()[b"T_VALUE"], b"inside", "T_VALUE in the login shell")
    w.home()
    same(w.sh.env()[b"PATH"], rc, "PATH outside")
    same(w.sh.env()[b"T_VALUE"], b"old", "T_VALUE outside")
    w.deactivates(False)


@case(needs="a start-up file")
def start_up_files_that_set_what_the_project_sets(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    w.start()
    w.cd(shop)
    w.box.write_rc(SHELLS[w.name], before=SHELLS[w.name].set_env(b"T_VALUE", b"from the start-up file"))
    w.silent(w.sh.become(w.name, w.sh_dialect().typed))
    same(w.sh.env()[b"T_VALUE"], b"inside", "T_VALUE in the new shell")
    w.home()
    same(w.sh.env().get(b"T_VALUE"), b"from the start-up file", "T_VALUE outside")


@case(needs="a start-up file")
def what_an_outer_shell_took_away_comes_back(w):
    """The shell inside never saw the value: the state alone knows it."""
    one, two = w.project("one", NEVER + b"env: {T_GONE: null}\n"), w.project("two", NEVER + b"env: {T_GONE: second}\n")
    w.start()
    w.export("T_GONE", b"old")
    for on_the_way in ((), (two,), (two, one)):
        w.cd(one)
        w.silent(w.sh.become(w.name, w.sh_dialect().typed))
        same(w.sh.env().get(b"T_GONE"), None, "T_GONE in the new shell")
        for place in on_the_way:
            w.silent(w.cd(place))
        same(w.sh.env().get(b"T_GONE"), b"second" if on_the_way[-1:] == (two,) else None, "T_GONE after %r" % (on_the_way,))
        w.silent(w.home())
        same(w.sh.env().get(b"T_GONE"), b"old", "T_GONE outside, after %r" % (on_the_way,))
        w.sh.become(w.name, b"exit")
        w.home()


@case(needs="a start-up file")
def deactivated_by_hand_stays_so_in_a_new_shell(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    w.cd(shop)
    w.sh.type(b"deactivate")
    w.silent(w.sh.become(w.name, w.sh_dialect().typed))
    same((w.venv_of(), w.sh.env().get(b"T_VALUE")), (None, b"inside"), "in the new shell")
    same(w.enter().prompt, b"", "its prompt")
    w.home()
    w.cd(shop)
    w.inside(shop)


@case(needs="a start-up file")
def activated_by_hand_stays_so_in_a_new_shell(w):
    shop = w.project("shop", NEVER + b"environments: {docs: {create: never}}\n")
    w.venv(shop + b"/.venv-docs")
    w.cd(shop)
    w.sh.type(b"cvenv activate docs")
    same(w.venv_of(), shop + b"/.venv-docs", "by hand")
    prompt = w.enter().prompt
    for line in (w.sh_dialect().typed, b"exec " + w.sh_dialect().typed)[:1 if "exec" in w.sh_dialect().cannot else 2]:
        w.silent(w.sh.become(w.name, line))
        same(w.venv_of(), shop + b"/.venv-docs", "in the new shell")
        same(w.enter().prompt, prompt, "its prompt")
        same(w.sh.has(b"deactivate"), True, "deactivate exists there")


@case(needs="POSIX programs")
def scripts_inherit_and_change_nothing(w):
    shop = w.project("shop")
    w.cd(shop)
    before = w.env()
    r = w.sh.type(b"/bin/sh -c 'cd /; echo $VIRTUAL_ENV'")
    same(r.output, [shop + b"/.venv"], "VIRTUAL_ENV in a script")
    same(w.env(), before, "the environment after it")


@case(needs="a start-up file")
def a_new_shell_without_the_hook(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    w.box.exe = None
    for dialect in SHELLS.values():
        w.box.write_rc(dialect)
    same(w.sh.become(w.name, w.sh_dialect().typed).prompt, b"", "the prompt of a shell without the hook")
    w.home()
    same(w.venv_of(), shop + b"/.venv", "what a shell without the hook inherited stays")
    w.sh.become(w.name, b"exit")
    w.inside(shop, before)


@case(needs="a prompt event")
def a_terminal_multiplexer_started_inside(w):
    """tmux keeps the environment that it was started in, and gives it to login shells anywhere."""
    tmux, shell = shutil.which("tmux"), command_of(w.name)[0]
    if not tmux:
        raise Skip("there is no tmux")
    shop = w.project("shop")
    w.start()
    before = w.env()
    w.cd(shop)
    w.box.write_rc(SHELLS[w.name], login=rebuilt(SHELLS[w.name]))
    call = [tmux, "-S", w.path("tmux"), "-f", "/dev/null"]
    env = {k: v for k, v in w.sh.env().items() if k not in (b"_", b"OLDPWD", b"SHLVL")}
    env[b"SHELL"] = os.fsencode(shell)

    def typed(folder, line):
        """The environment in a new window in FOLDER once LINE was typed there."""
        done = os.fsdecode(w.box.scratch())
        subprocess.run(call + (["new-session", "-d"] if typed.first else ["new-window"]) + ["-c", folder], check=True, env=env, cwd=folder)
        typed.first = False
        subprocess.run(call + ["send-keys", line + b"; /bin/sh -c '/usr/bin/env -0 > %s~ && /bin/mv %s~ %s'" % ((done.encode(),) * 3), "Enter"],
                       check=True, env=env)
        w.sh.terminal.wait(lambda raw: os.path.exists(done), "the window in tmux")
        with open(done, "rb") as f:
            return dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item)
    typed.first = True
    try:
        there = typed(shop, w.sh.look)
        same(there.get(b"VIRTUAL_ENV"), shop + b"/.venv", "VIRTUAL_ENV in a window inside")
        check(there[b"PATH"].startswith(shop + b"/.venv/bin:/rc/first:"), "PATH in it is %r" % there[b"PATH"])
        there = typed(shop, b"deactivate")
        same(there.get(b"VIRTUAL_ENV"), None, "VIRTUAL_ENV after deactivate in a window")
        there = typed(w.box.home, w.sh.look)
        same((there.get(b"VIRTUAL_ENV"), there.get(STATE)), (None, None), "what is left in a window outside")
        check(there[b"PATH"].startswith(b"/rc/first:"), "PATH in it is %r" % there[b"PATH"])
    finally:
        subprocess.run(call + ["kill-server"], env=env, stderr=subprocess.DEVNULL)
    w.home()
    w.outside(before)
