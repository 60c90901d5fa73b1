# SPDX-License-Identifier: MIT
"""What changes while one stays: seen at the next prompt, without a cd."""

import os
import shutil

from switching import case
from switching.world import NEVER, check, same


def value(w, name=b"T_VALUE"):
    return w.sh.env().get(name)


@case()
def a_config_that_is_edited(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: one}\n")
    before = w.env()
    w.cd(shop)
    same(value(w), b"one", "as entered")
    w.config(shop, NEVER + b"env: {T_VALUE: second}\n")
    w.silent(w.enter())
    same(value(w), b"second", "after the edit")
    w.config(shop, NEVER + b"env: {T_OTHER: third}\nprompt: renamed\n")
    w.silent(w.enter())
    same((value(w), value(w, b"T_OTHER")), (None, b"third"), "after another")
    w.inside(shop, before, prompt=b"renamed", extra={b"T_OTHER": b"third"})
    w.home()
    w.outside(before)


@case()
def an_edit_that_is_not_allowed_leaves_the_project(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: one}\n")
    before = w.env()
    w.cd(shop)
    w.config(shop, NEVER + b"env: {T_VALUE: changed}\n", allow=False)
    w.one_line(w.enter(), ".cvenv.yml", "cvenv allow")
    w.silent(w.enter())
    w.outside(before)
    w.allow(shop)
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"changed"})


@case()
def a_config_that_appears_and_goes(w):
    shop = w.project("shop", config=None, allow=False)
    before = w.env()
    w.cd(shop)
    w.outside(before)
    w.config(shop, NEVER)
    w.silent(w.enter())
    w.inside(shop, before)
    os.remove(shop + b"/.cvenv.yml")
    w.silent(w.enter())
    w.outside(before)
    w.config(shop, NEVER + b"env: {T_VALUE: again}\n")
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"again"})


@case()
def a_config_that_appears_above(w):
    shop = w.project("shop", config=None, allow=False)
    os.makedirs(shop + b"/a/b")
    before = w.env()
    w.cd(shop + b"/a/b")
    w.config(shop, NEVER)
    w.silent(w.enter())
    w.inside(shop, before)


@case()
def a_nearer_config_that_appears_and_goes(w):
    shop = w.project("shop")
    sub = w.project("shop/a/b", config=None, allow=False)
    before = w.env()
    w.cd(sub)
    w.inside(shop, before)
    w.config(sub, NEVER)
    w.silent(w.enter())
    w.inside(sub, before)
    os.remove(sub + b"/.cvenv.yml")
    w.silent(w.enter())
    w.inside(shop, before)


@case()
def a_local_config(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: one, T_OTHER: o}\n")
    local = shop + b"/.cvenv.local.yml"
    before = w.env()
    w.cd(shop)
    w.write(local, b"env: {T_VALUE: mine}\n")
    w.one_line(w.enter(), ".cvenv.local.yml")
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"one", b"T_OTHER": b"o"})
    w.allow(shop)
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"mine", b"T_OTHER": b"o"})
    os.remove(local)
    w.enter()
    w.inside(shop, before, extra={b"T_VALUE": b"one", b"T_OTHER": b"o"})


@case()
def a_dotenv_file(w):
    shop = w.project("shop", NEVER + b"dotenv: [.env]\n", allow=False)
    w.write(shop + b"/.env", b"T_VALUE=one\n")
    w.allow(shop)
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, extra={b"T_VALUE": b"one"})
    w.write(shop + b"/.env", b"T_VALUE=second\nT_OTHER='a b'\n")
    w.allow(shop)
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"second", b"T_OTHER": b"a b"})
    w.write(shop + b"/.env", b"T_VALUE=not allowed\n")
    w.one_line(w.enter(), ".env")
    w.silent(w.enter())
    check(value(w) != b"not allowed", "a dotenv file that is not allowed is not used")
    w.allow(shop)
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"not allowed"})
    w.home()
    w.outside(before)


@case()
def a_denial_and_its_end(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    w.deny(shop)
    w.silent(w.enter())
    w.outside(before)
    w.config(shop, NEVER + b"prompt: other\n", allow=False)
    w.silent(w.enter())
    w.outside(before)
    w.allow(shop)
    w.silent(w.enter())
    w.inside(shop, before, prompt=b"other")


@case()
def an_environment_that_goes_and_comes_back(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    shutil.rmtree(shop + b"/.venv")
    r = w.enter()
    w.one_line(r, ".venv")
    w.silent(w.enter())
    w.outside(before)
    w.venv(shop + b"/.venv")
    w.silent(w.enter())
    w.inside(shop, before)


@case(needs="POSIX links")
def an_environment_whose_python_goes(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    python = shop + b"/.venv/bin/python"
    real = os.readlink(python)
    os.remove(python)
    os.symlink("/nonexistent/python", python)
    w.one_line(w.enter(), ".venv")
    w.silent(w.enter())
    w.outside(before)
    os.remove(python)
    os.symlink(real, python)
    w.silent(w.enter())
    w.inside(shop, before)


@case()
def the_users_own_settings(w):
    shop = w.project("shop", allow=False)
    before = w.env()
    w.one_line(w.cd(shop))
    settings = w.path("home/.config/cvenv/config.yml")
    os.makedirs(os.path.dirname(settings))
    w.write(settings, b"trusted-paths: [~/src]\n")
    w.silent(w.enter())
    w.inside(shop, before)
    os.remove(settings)
    w.enter()
    w.outside(before)


@case()
def a_file_that_is_watched(w):
    shop = w.project("shop", NEVER + b"watch: [stamp]\n")
    before = w.env()
    w.cd(shop)
    for text in (b"one", b"second", None):
        if text:
            w.write(shop + b"/stamp", text)
        else:
            os.remove(shop + b"/stamp")
        w.silent(w.enter())
        w.inside(shop, before)


@case()
def reload_by_hand(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: one}\n")
    before = w.env()
    w.cd(shop)
    times = os.stat(shop + b"/.cvenv.yml")
    w.config(shop, NEVER + b"env: {T_VALUE: two}\n")
    os.utime(shop + b"/.cvenv.yml", ns=(times.st_atime_ns, times.st_mtime_ns))
    r = w.sh.type(b"cvenv reload")
    w.silent(r)
    w.inside(shop, before, extra={b"T_VALUE": b"two"})
