# SPDX-License-Identifier: MIT
"""Nothing is started at a prompt where nothing changed."""

import os

from switching import case
from switching.world import NEVER, check, same, traced

EMPTY = []


def idle(w):
    """Several prompts of every kind at which nothing happens."""
    for _ in range(3):
        w.sh.type(w.sh.look)
        w.sh.run(w.sh.look)


@case(trace=True, needs="a prompt event")
def idle_prompts(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: a}\npath: [tools]\nwatch: [w]\ndotenv: [.env]\n", allow=False)
    os.mkdir(shop + b"/tools")
    w.write(shop + b"/.env", b"A=b\n")
    w.allow(shop)
    deep = os.path.join(shop, b"/".join(b"d%d" % i for i in range(40)))
    os.makedirs(deep)
    far = w.path("home/far", b"/".join(b"d%d" % i for i in range(40)))
    os.makedirs(far)
    blocked, denied = w.project("blocked", allow=False), w.project("denied", allow=False)
    w.deny(denied)
    broken = w.project("broken", b"nosuch: 1\n", allow=False)
    nearer = w.project("shop/nearer", allow=False)
    linked = w.path("home/linked")
    os.symlink(shop, linked)
    gone = w.project("without", venv=None)
    places = [os.fsencode(w.box.home), shop, shop + b"/tools", deep, far, blocked, denied, broken, nearer, linked, gone, b"/", b"/usr/bin"]
    w.start()
    for place in places:
        w.cd(place)
    w.settle()
    counts = []
    for place in places:
        w.cd(place)
        w.enter()
        counts.append((place, traced(w, lambda: idle(w))))
    w.sh.run(w.sh.cd(shop))
    w.sh.type(b"deactivate")
    w.enter()
    counts.append((b"left by hand", traced(w, lambda: idle(w))))
    w.sh.finish()
    for place, count in counts:
        same(count(), EMPTY, "what was started at idle prompts in %r" % place)


@case(trace=True, needs=("a prompt event", "a cd without the program"))
def folders_without_a_config(w):
    for folder in ("a/b/c", "d"):
        os.makedirs(w.path("home/else", folder))
    os.symlink(w.path("home/else/a"), w.path("home/else/link"))
    w.start()
    w.settle()

    def tour():
        for folder in ("a", "a/b/c", "d", "link/b", "a/b"):
            w.cd(w.path("home/else", folder))
            w.enter()
        w.cd("/")
        w.cd("/usr/bin")
        w.home()
    tour()
    count = traced(w, tour)
    w.sh.finish()
    same(count(), EMPTY, "what was started by changes between folders without a config")


@case(trace=True, needs="a trace")
def what_changes_is_seen(w):
    """The counter-proof: where something changed, the program is run, once."""
    shop = w.project("shop")
    w.start()
    w.settle()
    w.enter()
    entering = traced(w, lambda: w.cd(shop))
    w.settle()
    w.enter()
    w.config(shop, NEVER + b"prompt: x\n")
    editing = traced(w, w.enter)
    w.sh.finish()
    exe = os.path.basename(os.fsencode(w.exe))

    def runs(lines):
        return len([line for line in lines if b"execve(" in line and b"/" + exe + b'"' in line and b"ENOENT" not in line])
    check(runs(entering()) in (1, 2), "entering runs the program once, or at the change and at the prompt: %r" % entering())
    # the file is younger than its clock's step: it is looked at once more
    check(runs(editing()) in (1, 2), "an edit runs the program once or twice: %r" % editing())


@case(trace=True, needs="a prompt event")
def an_active_environment_by_hand_and_foreign(w):
    other = w.venv(w.path("home/else/env"))
    w.start()
    w.settle()
    w.sh.type(b"cvenv activate " + other)
    w.enter()
    w.enter()
    hand = traced(w, lambda: idle(w))
    w.sh.type(b"deactivate")
    if "an activation script" in w.sh.cannot:
        w.export("VIRTUAL_ENV", other)
    else:
        w.sh.type(w.sh.source(b"%s/bin/%s" % (other, w.sh.activate)).rstrip(b"\n"))
    w.enter()
    w.enter()
    foreign = traced(w, lambda: idle(w))
    w.sh.finish()
    same(hand(), EMPTY, "what was started with an environment by hand")
    same(foreign(), EMPTY, "what was started with another's")
