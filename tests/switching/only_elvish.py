# SPDX-License-Identifier: MIT
"""What only elvish has: it tells no times of files, so the hook keeps what they held."""

import os

from switching import case
from switching.world import NEVER, same


@case("elvish")
def an_edit_that_keeps_size_and_time(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: first}\n")
    before = w.env()
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"first"})
    path = shop + b"/.cvenv.yml"
    times = os.stat(path)
    with open(path, "r+b") as f:  # the same file
        f.write(NEVER + b"env: {T_VALUE: third}\n")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    w.one_line(w.enter(), "cvenv allow")
    w.allow(shop)
    w.silent(w.enter())
    w.inside(shop, before, extra={b"T_VALUE": b"third"})


@case("elvish")
def a_config_that_is_a_link_to_nothing(w):
    """It is for the program to judge, and what stands above is still found."""
    shop = w.project("shop")
    sub = w.path("home/src/shop/sub")
    os.mkdir(sub)
    os.symlink("/nonexistent/config", sub + b"/.cvenv.yml")
    w.start()
    w.cd(sub)
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")


@case("elvish")
def a_failure_is_told_with_no_more_than_two_places(w):
    """The line that was typed, and that of the hook at which the program failed."""
    w.start()
    said = w.sh.type(b"cvenv activate nosuch").output
    same(len([line for line in said if b"[eval" in line or b"[tty" in line]), 2, "places in %r" % said)
