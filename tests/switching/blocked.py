# SPDX-License-Identifier: MIT
"""Configs that are not allowed, denied or broken."""

import os

from switching import case
from switching.world import NEVER, check, same


@case()
def not_allowed_is_one_line_once(w):
    shop = w.project("shop", allow=False)
    os.mkdir(shop + b"/sub")
    before = w.env()
    w.one_line(w.cd(shop), shop, "cvenv allow")
    w.silent(w.enter())
    w.silent(w.enter())
    w.silent(w.cd(shop + b"/sub"))
    w.silent(w.home())
    w.silent(w.cd(shop))
    w.outside(before)
    w.config(shop, NEVER + b"prompt: x\n", allow=False)
    w.one_line(w.enter(), "cvenv allow")
    w.silent(w.enter())
    w.outside(before)


@case()
def several_that_are_not_allowed(w):
    one, two = w.project("one", allow=False), w.project("two", b"env: {A: b}\n", allow=False)
    before = w.env()
    w.one_line(w.cd(one), one)
    w.one_line(w.cd(two), two)
    w.silent(w.cd(one))
    w.silent(w.cd(two))
    w.outside(before)


@case()
def denied_is_silent(w):
    shop = w.project("shop", allow=False)
    w.deny(shop)
    before = w.env()
    w.silent(w.cd(shop))
    w.silent(w.enter())
    w.outside(before)


@case()
def a_nearer_one_that_is_not_allowed_ends_nothing(w):
    outer = w.project("outer")
    inner = w.project("outer/inner", allow=False)
    before = w.env()
    w.cd(outer)
    w.one_line(w.cd(inner), inner)
    w.inside(outer, before)
    w.silent(w.enter())
    w.home()
    w.outside(before)
    w.silent(w.cd(inner))
    w.inside(outer, before)
    w.allow(inner)
    w.silent(w.enter())
    w.inside(inner, before)


@case()
def a_nearer_one_that_is_denied_ends_nothing(w):
    outer = w.project("outer")
    inner = w.project("outer/inner", allow=False)
    w.deny(inner)
    before = w.env()
    w.cd(outer)
    w.silent(w.cd(inner))
    w.inside(outer, before)


@case()
def a_nearer_one_that_is_broken_ends_nothing(w):
    outer = w.project("outer")
    inner = w.project("outer/inner", b"pyhton: auto\n", allow=False)
    before = w.env()
    w.cd(outer)
    w.one_line(w.cd(inner), ".cvenv.yml:1:1", "python")
    w.inside(outer, before)
    w.silent(w.enter())
    w.config(inner, NEVER)
    w.silent(w.enter())
    w.inside(inner, before)


@case()
def ones_own_that_breaks_is_left(w):
    outer = w.project("outer")
    inner = w.project("outer/inner")
    before = w.env()
    w.cd(inner)
    w.inside(inner, before)
    w.config(inner, b"create: sometimes\n", allow=False)
    w.one_line(w.enter(), ".cvenv.yml:1:9")
    w.silent(w.enter())
    check(w.venv_of() != inner + b"/.venv", "the project is left")
    w.cd(outer)
    w.inside(outer, before)
    w.home()
    w.outside(before)


@case()
def broken_configs_of_every_kind(w):
    before = w.env()
    rows = {
        "binary": bytes(range(256)) * 4,
        "zeros": b"venv: a\0b\n",
        "latin": b"prompt: caf\xe9\n",
        "deep": b"env: " + b"[" * 5000 + b"]" * 5000 + b"\n",
        "deeper": b"".join(b" " * i + b"a:\n" for i in range(2000)),
        "huge": b"# " + b"x" * (2 << 20) + b"\n",
        "alias": b"prompt: &a x\nvenv: *a\n",
        "tag": b"prompt: !!python/object:os.system x\n",
        "twice": b"prompt: a\nprompt: b\n",
        "type": b"env: [A, B]\n",
        "list": b"- a\n- b\n",
        "refused": b"env: {PATH: /x}\n",
        "special": b"env: {UID: '0'}\n",
        "separator": b"path: ['a:b']\n",
        "documents": b"prompt: a\n---\nprompt: b\n",
    }
    for name, text in sorted(rows.items()):
        root = w.project(name, text, venv=None, allow=False)
        r = w.cd(root)
        check(1 <= len(r.output) <= 3 and all(b".cvenv.yml" in line for line in r.output),
              "%s: a line for each error, not %r" % (name, r.output))
        check(all(31 < c < 127 or c > 127 for line in r.output for c in line), "%s: no control characters in %r" % (name, r.output))
        w.silent(w.enter())
        same(w.env(), before, name + ": the environment")


@case()
def configs_that_are_no_files(w):
    before = w.env()
    rows = {
        "folder": os.mkdir,
        "fifo": os.mkfifo,
        "loop": lambda path: os.symlink(path, path),
        "device": lambda path: os.symlink("/dev/zero", path),
        "dangling": lambda path: os.symlink("/nonexistent/config", path),
    }
    for name, make in sorted(rows.items()):
        root = w.project(name, config=None, venv=None, allow=False)
        make(root + b"/.cvenv.yml")
        r = w.cd(root)
        if name != "dangling":
            check(len(r.output) == 1 and b".cvenv.yml" in r.output[0], "%s: one line, not %r" % (name, r.output))
        w.silent(w.enter())
        w.silent(w.enter())
        same(w.env(), before, name + ": the environment")
        w.home()


@case()
def an_empty_config(w):
    shop = w.project("shop", b"")
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before)
    w.config(shop, b"# nothing but a comment\n")
    w.silent(w.enter())
    w.inside(shop, before)
