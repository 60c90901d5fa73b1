# SPDX-License-Identifier: MIT
"""Surroundings that are not as they should be: no message at every prompt, and a shell that goes on."""

import os
import shutil

from switching import case
from switching.world import NEVER, Skip, check, same

NOBODY = 65534


@case(needs="folders that go")
def a_working_folder_that_was_deleted(w):
    before = w.env()
    for root in (None, w.project("shop")):
        folder = os.path.join(root or w.path("home/else"), b"gone")
        os.mkdir(folder)
        w.cd(folder)
        os.rmdir(folder)
        w.silent(w.enter())
        w.silent(w.enter())
        w.home()
        w.outside(before)


@case(needs="folders that go")
def a_project_that_was_deleted_around_one(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    shutil.rmtree(shop)
    check(len(w.enter().output) <= 1, "one line at most")
    w.silent(w.enter())
    w.home()
    w.outside(before)


@case(needs="folders that go")
def a_project_that_was_moved_around_one(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    os.rename(shop, shop + b"-moved")
    w.enter()
    w.silent(w.enter())
    w.home()
    w.outside(before)


def own_program(w):
    """A copy of the program that may go away."""
    path = w.path("own-cvenv")
    shutil.copy2(w.exe, path)
    w.box.exe = path.decode()
    w.box.write_rc(w.sh_dialect())
    return path


@case(needs="a prompt event")
def the_program_goes_and_comes_back(w):
    exe = own_program(w)
    shop, two = w.project("shop"), w.project("two")
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    os.rename(exe, exe + b"~")
    w.silent(w.enter())
    w.one_line(w.home())
    w.silent(w.enter())
    w.silent(w.cd(two))
    w.silent(w.enter())
    os.rename(exe + b"~", exe)
    w.silent(w.cd(shop))
    w.inside(shop, before)
    w.home()
    w.outside(before)
    os.rename(exe, exe + b"~")
    w.one_line(w.cd(shop))
    w.silent(w.enter())


@case(needs="a program of its own")
def the_program_is_replaced(w):
    exe = own_program(w)
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    shutil.copy2(exe, exe + b"~")
    os.rename(exe + b"~", exe)
    w.silent(w.enter())
    w.silent(w.home())
    w.outside(before)


@case(needs="POSIX programs")
def the_program_is_rubbish(w):
    exe = own_program(w)
    shop = w.project("shop")
    before = w.env()
    os.remove(exe)
    w.write(exe, b"#!/bin/sh\necho 'cvenv: this is not it' >&2\nexit 1\n")
    os.chmod(exe, 0o755)
    w.one_line(w.cd(shop))
    w.silent(w.enter())
    w.silent(w.enter())
    w.outside(before)


@case(needs="a home by HOME")
def without_a_home(w):
    shop = w.project("shop")
    for names in (["HOME"], ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"]):
        sh = w.box.shell(w.name)
        sh.run(b"".join(sh.unset(name.encode()) for name in names))
        before = sh.env()
        r = sh.run(sh.cd(shop))
        check(len(r.output) <= 1, "one line at most, not %r" % r.output)
        same(sh.run(sh.look).output, [], "nothing more is said")
        if "XDG_STATE_HOME" not in names:
            same(sh.env().get(b"VIRTUAL_ENV"), shop + b"/.venv", "VIRTUAL_ENV")
        sh.run(sh.cd(b"/"))
        now = sh.env()
        same({k: now.get(k) for k in (b"PATH", b"VIRTUAL_ENV", b"HOME")}, {k: before.get(k) for k in (b"PATH", b"VIRTUAL_ENV", b"HOME")},
             "outside")
        sh.close()


def as_nobody(w):
    """Hands the sandbox to a user whom permissions stop."""
    if os.getuid() == 0:
        folder = os.path.dirname(w.exe)
        while folder != "/":
            if not os.stat(folder).st_mode & 1:
                raise Skip("runs as root, and nobody else may run the program")
            folder = os.path.dirname(folder)
        if not shutil.which("setpriv"):
            raise Skip("runs as root, and there is no setpriv")
        for folder, folders, files in os.walk(w.path()):
            for name in [b"."] + folders + files:
                os.chown(os.path.join(folder, name), NOBODY, NOBODY, follow_symlinks=False)
        w.box.prefix = ["setpriv", "--reuid=%d" % NOBODY, "--regid=%d" % NOBODY, "--clear-groups"]
    return w


@case(needs="modes of files")
def a_parent_that_cannot_be_read(w):
    shop = w.project("closed/a/shop")
    as_nobody(w)
    before = w.env()
    w.cd(shop)
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    os.chmod(w.path("home/src/closed"), 0o100)
    w.silent(w.enter())
    w.home()
    w.silent(w.cd(shop))
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV below a folder that cannot be listed")
    os.chmod(w.path("home/src/closed"), 0o700)
    w.home()
    w.outside(before)


@case(needs=("modes of files", "folders that go"))
def a_parent_that_cannot_be_passed(w):
    shop = w.project("closed/a/shop")
    as_nobody(w)
    before = w.env()
    w.cd(shop)
    os.chmod(w.path("home/src/closed"), 0)
    check(len(w.enter().output) <= 1, "one line at most")
    w.silent(w.enter())
    os.chmod(w.path("home/src/closed"), 0o700)
    w.home()
    w.outside(before)


@case(needs="modes of files")
def a_config_that_cannot_be_read(w):
    shop = w.project("shop")
    as_nobody(w)
    before = w.env()
    os.chmod(shop + b"/.cvenv.yml", 0)
    w.one_line(w.cd(shop), ".cvenv.yml")
    w.silent(w.enter())
    w.outside(before)
    os.chmod(shop + b"/.cvenv.yml", 0o600)
    w.home()
    w.cd(shop)
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV once it can be read")


@case(needs="modes of files")
def a_state_folder_that_cannot_be_written(w):
    shop = w.project("shop")
    auto = w.project("auto", b"pip: false\n", venv=None)
    as_nobody(w)
    for folder, _, _ in os.walk(w.path("home/.local/state")):
        os.chmod(folder, 0o500)
    before = w.env()
    check(len(w.sh.greeting.output) <= 1, "one line at most at the start")
    said = w.cd(shop).output + w.enter().output + w.enter().output
    check(len(said) <= 1, "one line at most: %r" % said)
    w.inside(shop, before)
    said = w.home().output + w.enter().output
    same(said, [], "nothing is said outside")
    w.outside(before)
    w.cd(auto)
    w.silent(w.enter())
    w.home()


@case(needs="modes of files")
def a_project_that_cannot_be_written(w):
    shop = w.project("shop", b"pip: false\n", venv=None)
    as_nobody(w)
    before = w.env()
    os.chmod(shop, 0o500)
    r = w.cd(shop)
    check(1 <= len(r.output) <= 3, "it is told: %r" % r.output)
    w.silent(w.enter())
    w.silent(w.enter())
    w.outside(before)
    check(not os.path.lexists(shop + b"/.venv"), "nothing was made")


@case(needs="quiet failures")
def settings_that_are_wrong(w):
    shop = w.project("shop")
    settings = w.path("home/.config/cvenv/config.yml")
    os.makedirs(os.path.dirname(settings))
    w.write(settings, b"nosuch: 1\n")
    check(1 == len(w.sh.greeting.output), "one line at the start, not %r" % w.sh.greeting.output)
    w.silent(w.enter())
    said = w.cd(shop).output
    check(len(said) <= 1, "one line at most: %r" % said)
    w.silent(w.enter())
    os.remove(settings)
    w.home()
    w.cd(shop)
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV once they are gone")


@case(needs="POSIX programs")
def output_that_cannot_be_written(w):
    w.start()
    full = b"/bin/sh -c '%s hook %s > /dev/full'" % (os.fsencode(w.exe), w.name.encode())
    same(w.sh.run(full).status, 1, "the status of a hook that could not be printed")
