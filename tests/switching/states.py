# SPDX-License-Identifier: MIT
"""A state variable that was inherited and is not so."""

import os

from switching import case
from switching.world import NEVER, STATE, check, same


def inherited(w, shop):
    """The environment that a program inside SHOP is given."""
    sh = w.box.shell(w.name)
    sh.run(sh.cd(shop))
    env = {k: v for k, v in sh.env().items() if k not in (b"_", b"OLDPWD", b"SHLVL")}
    sh.close()
    return {os.fsdecode(k): os.fsdecode(v) for k, v in env.items()}


def start(w, env, cwd=None):
    w.box.variables = env
    w.start(cwd=cwd)


@case()
def believed_where_it_is_so(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    w.box.variables["T_VALUE"] = "old"
    path = w.started_with(w.started_with(w.box.variables["PATH"]))
    start(w, inherited(w, shop), cwd=shop)
    same(w.sh.greeting.output, [], "nothing is said")
    w.inside(shop, ahead=w.ahead())
    same(w.sh.env()[b"PATH"].split(b":").count(shop + b"/.venv" + w.bin), 1, "how often we are on PATH")
    w.home()
    now = w.sh.env()
    same((now[b"T_VALUE"], now[b"PATH"], now.get(STATE)), (b"old", path, None), "outside")


@case()
def stale_of_another_place(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    env = inherited(w, shop)
    clean = dict(w.box.variables)
    start(w, dict(clean, CVENV_STATE=env["CVENV_STATE"]))
    same(w.sh.greeting.output, [], "nothing is said")
    now = w.env()
    same((now[b"PATH"], now.get(STATE), now.get(b"T_VALUE"), now.get(b"VIRTUAL_ENV")),
         (w.started_with(clean["PATH"]), None, None, None), "outside")
    before = now
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    w.home()
    w.outside(before)


@case()
def stale_inside(w):
    """The state says that all is done, and nothing of it is there (a start-up file set everything anew)."""
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside, T_CUT: null}\n")
    env = inherited(w, shop)
    clean = dict(w.box.variables, T_VALUE="rc", T_CUT="rc")
    start(w, dict(clean, CVENV_STATE=env["CVENV_STATE"]), cwd=shop)
    same(w.sh.greeting.output, [], "nothing is said")
    w.inside(shop)
    now = w.sh.env()
    same((now.get(b"T_VALUE"), now.get(b"T_CUT")), (b"inside", None), "what the project wants")
    w.home()
    now = w.sh.env()
    same((now.get(b"T_VALUE"), now.get(b"T_CUT"), now[b"PATH"]), (b"rc", b"rc", w.started_with(clean["PATH"])), "outside")


@case()
def damaged_in_every_way(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    env = inherited(w, shop)
    state = env["CVENV_STATE"]
    rows = {
        "empty": "", "cut": state[:-1], "cut in half": state[:len(state) // 2], "rubbish": "\x01\x02 %zz", "no format": "hello",
        "large": state[:-1] + "put=T_X=" + "x" * 40000 + " .", "escape": "\x1b]0;x\x07", "only the format": "1 ",
        "no value": "1 mode= .", "no mode": "1 root=/x .", "unknown word": state[:-1] + "evil=x .", "percent": state[:-1] + "put=A=%0 .",
        "zero byte": state[:-1] + "put=A=%00 .", "bad name": state[:-1] + "put=A;id=x .",
        "not ours to set": state[:-1] + "put=HOME=" + env["HOME"] + " was=/evil .",
    }
    for name, text in sorted(rows.items()):
        sh = w.box.shell(w.name, variables={"CVENV_STATE": text})
        check(len(sh.greeting.output) <= 1, "%s: one line at most, not %r" % (name, sh.greeting.output))
        check(all(31 < c for line in sh.greeting.output for c in line), "%s: no control characters" % name)
        same(sh.run(sh.look).output, [], name + ": nothing more is said")
        now = sh.env()
        same((now[b"PATH"], now[b"HOME"], now.get(STATE)),
             (w.started_with(w.box.variables["PATH"]), w.box.home.encode(), None), name + ": the environment")
        sh.run(sh.cd(shop))
        same(sh.env().get(b"VIRTUAL_ENV"), shop + b"/.venv", name + ": entering works")
        sh.run(sh.cd(os.fsencode(w.box.home)))
        same(sh.env().get(b"VIRTUAL_ENV"), None, name + ": leaving works")
        sh.close()


@case()
def of_a_newer_version(w):
    shop = w.project("shop")
    state = "99 something=else ."
    start(w, dict(w.box.variables, CVENV_STATE=state))
    check(len(w.sh.greeting.output) == 1, "one line is said, not %r" % w.sh.greeting.output)
    before = w.env()
    w.silent(w.enter())
    w.silent(w.cd(shop))
    same(w.env(), before, "hands off")


@case()
def changed_by_the_user_inside(w):
    shop = w.project("shop")
    w.cd(shop)
    w.unset("CVENV_STATE")
    w.enter()
    w.cd(shop + b"/.venv")
    check(len(w.enter().output) <= 1, "no message at every prompt")
    w.home()
    w.silent(w.enter())
