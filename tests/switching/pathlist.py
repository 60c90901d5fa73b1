# SPDX-License-Identifier: MIT
"""PATH: only what cvenv put there goes; what the user did to it meanwhile stays."""

import os

from switching import case
from switching.world import NEVER, same


def entries(w):
    return w.sh.env()[b"PATH"].split(b":")


def put(w, items):
    w.export("PATH", b":".join(items))


def edited(w, root, edit):
    """Enters, changes PATH by EDIT (a function from a list to a list), leaves; what PATH is then."""
    w.cd(root)
    put(w, edit(entries(w)))
    w.enter()
    w.home()
    return entries(w)


def edit_case(name, edit, expected):
    """EDIT inside the project of ours (the environment's bin and the path key's), EXPECTED from PATH as it was."""
    def function(w):
        shop = w.project("shop", NEVER + b"path: [tools]\n")
        os.mkdir(shop + b"/tools")
        before = w.env()
        ours = [shop + b"/.venv" + w.bin, shop + b"/tools"]
        left = edited(w, shop, lambda now: [w.sh.fit_entry(entry) for entry in edit(now, ours)])
        same(left, [w.sh.fit_entry(entry) for entry in expected(before[b"PATH"].split(b":"), ours)], "PATH after leaving")
        after = dict(w.env(), PATH=b"")
        same({k: v for k, v in after.items() if k != b"PATH" and k != "PATH"},
             {k: v for k, v in before.items() if k != b"PATH"}, "the rest of the environment")
    function.__name__ = name
    function.__module__ = __name__
    case()(function)


edit_case("entry added before", lambda now, ours: [b"/new"] + now, lambda was, ours: [b"/new"] + was)
edit_case("entry added behind", lambda now, ours: now + [b"/new"], lambda was, ours: was + [b"/new"])
edit_case("entry added between ours", lambda now, ours: now[:1] + [b"/new"] + now[1:], lambda was, ours: [b"/new"] + was)
edit_case("entry added among the others", lambda now, ours: now[:3] + [b"/new"] + now[3:],
          lambda was, ours: was[:1] + [b"/new"] + was[1:])
edit_case("entry of the users removed", lambda now, ours: now[:-1], lambda was, ours: was[:-1])
edit_case("entry of ours removed", lambda now, ours: now[1:], lambda was, ours: was)
edit_case("all of ours removed", lambda now, ours: [e for e in now if e not in ours], lambda was, ours: was)
edit_case("reversed", lambda now, ours: now[::-1], lambda was, ours: was[::-1])
edit_case("ours moved to the end", lambda now, ours: now[2:] + now[:2], lambda was, ours: was)
edit_case("ours moved into the middle", lambda now, ours: now[2:3] + now[:2] + now[3:], lambda was, ours: was)
edit_case("entry of ours doubled in front", lambda now, ours: ours[:1] + now, lambda was, ours: ours[:1] + was)
edit_case("entry of ours doubled behind", lambda now, ours: now + ours[:1], lambda was, ours: was + ours[:1])
edit_case("entry of the users doubled", lambda now, ours: now + now[-1:], lambda was, ours: was + was[-1:])
edit_case("replaced", lambda now, ours: [b"/usr/bin", b"/x"], lambda was, ours: [b"/usr/bin", b"/x"])
edit_case("hostile entries added", lambda now, ours: [b"$(x)", b"a b", b"-n", b"*", b"x\n"] + now + [b"~", b"\xff", b"'\"\\"],
          lambda was, ours: [b"$(x)", b"a b", b"-n", b"*", b"x\n"] + was + [b"~", b"\xff", b"'\"\\"])


@case()
def our_entry_was_there_before(w):
    shop = w.project("shop")
    w.start()
    w.export("PATH", b"/usr/bin:%s/.venv/bin:/bin:%s/.venv/bin" % (shop, shop))
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case()
def duplicates_before_stay(w):
    shop = w.project("shop")
    w.start()
    w.export("PATH", b"/usr/bin:/bin:/usr/bin:/x:/x")
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case()
def edits_are_kept_from_project_to_project(w):
    one, two = w.project("one"), w.project("two")
    was = w.env()[b"PATH"].split(b":")
    w.cd(one)
    put(w, [b"/a"] + entries(w) + [b"/z"])
    w.cd(two)
    same(entries(w), [two + b"/.venv" + w.bin, b"/a"] + was + [b"/z"], "PATH in the second")
    put(w, entries(w)[1:] + [b"/zz"])
    w.cd(one)
    same(entries(w), [one + b"/.venv" + w.bin, b"/a"] + was + [b"/z", b"/zz"], "PATH in the first again")
    w.home()
    same(entries(w), [b"/a"] + was + [b"/z", b"/zz"], "PATH outside")


@case()
def an_edit_survives_an_edit_of_the_config(w):
    shop = w.project("shop")
    was = w.env()[b"PATH"].split(b":")
    w.cd(shop)
    put(w, [b"/a"] + entries(w))
    os.mkdir(shop + b"/tools")
    w.config(shop, NEVER + b"path: [tools]\n")
    w.enter()
    now = entries(w)
    same(sorted(now), sorted([b"/a", shop + b"/.venv" + w.bin, shop + b"/tools"] + was), "PATH after the edit")
    w.home()
    same(entries(w), [b"/a"] + was, "PATH outside")


@case()
def the_path_key(w):
    shop = w.project("shop", NEVER + b"path: [tools, 'a b/bin', ~/bin, '${CVENV_ROOT}/x']\n", allow=False)
    for folder in (b"/tools", b"/a b/bin", b"/x"):
        os.makedirs(shop + folder)
    os.mkdir(w.path("home/bin"))
    w.allow(shop)
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, path=[shop + b"/tools", shop + b"/a b/bin", w.path("home/bin"), shop + b"/x"])
    w.home()
    w.outside(before)


@case()
def empty_entries(w):
    shop = w.project("shop")
    for value in (b"/usr/bin::/bin", b":/usr/bin:/bin", b"/usr/bin:/bin:", b"::/usr/bin::/bin::"):
        with_empty = dict(w.box.variables, PATH=value.decode())
        sh = w.box.shell(w.name, variables=with_empty)
        before = sh.env()[b"PATH"]
        sh.run(sh.cd(shop))
        same(sh.env()[b"PATH"], shop + b"/.venv" + w.bin + b":" + before, "PATH inside")
        sh.run(sh.cd(os.fsencode(w.box.home)))
        same(sh.env()[b"PATH"], before, "PATH outside")
        sh.close()
