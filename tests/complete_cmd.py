#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cmd.exe's completion, in a real Lua: completions/cvenv.lua with the part of Clink's that it sees (tests/lib/clink.lua)."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.pty_shell import Sandbox
from lib.tap import check, run, same, skip_all

HERE = os.path.dirname(os.path.abspath(__file__))
EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")
LUA = next(filter(None, map(shutil.which, ("lua5.2", "lua5.3", "lua5.4", "lua"))), None)

# What stands ahead of the cursor, and all that is offered there.
LINES = [
    ("cvenv stat", ["status"]),
    ("cvenv  -q  stat", ["status"]),
    ("cvenv hook c", ["cmd", "cmd.exe", "csh"]),
    ("cvenv status --js", ["--json"]),
    ("cvenv create --without-p", ["--without-pip"]),
    ("cvenv create --pyth", ["--python="]),
    ("cvenv create --python au", ["auto"]),
    ("cvenv create --python=au", ["--python=auto"]),
    ('cvenv create "--python=au', ["--python=auto"]),
    ('"cvenv" "help" cr"ea', ["create"]),
    ("cvenv create ./tw", ["./two words/"]),
    ('cvenv create "./two words/in', ["./two words/inner/"]),
    ("cvenv create ./a^", []),
    ("cvenv create ./a", ["./a&b (x);'y'/"]),
    ('cvenv create "./a&', ["./a&b (x);'y'/"]),
    ("cvenv create -- --without-p", []),
    ("cvenv create >x ./tw", []),
    ("cvenv create %TE", []),
    ("cvenv create ./tw!", []),
    ("cvenv nonsense stat", []),
    ("dir&cvenv stat", ["status"]),
    ("cvenv create ./tw\\", []),
]
PARTED = [("cvenv create --python=au", ["auto"]), ("cvenv activate --shell=fi", ["fish"]), ("cvenv stat", ["status"])]


class Clink:
    def __init__(self):
        self.box = Sandbox()
        self.work = self.box.path("home", "work")
        for name in ("two words/inner", "a&b (x);'y'"):
            os.makedirs(os.path.join(self.work, name))
        code = subprocess.run([EXE, "completions", "cmd"], env=self.box.variables, check=True, stdout=subprocess.PIPE).stdout
        self.script = self.box.write("cvenv.lua", code)

    def offered(self, keys, lines):
        """Of each of LINES what is offered, with what is told about it and what follows it."""
        done = subprocess.run([LUA, os.path.join(HERE, "lib", "clink.lua"), self.script, EXE], cwd=self.work, env=self.box.variables,
                              input="".join(f"{keys}{line}\n" for line in lines).encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        check(done.returncode == 0 and not done.stderr, done.stderr)
        blocks, rows = [], []
        for row in done.stdout.decode().split("\n")[:-1]:
            rows.append(tuple(row.split("\t")))
            if not row:
                blocks.append(rows[:-1])
                rows = []
        return blocks

    def close(self):
        self.box.close()


clink = None


def lines_of(keys, table):
    def test():
        offered = clink.offered(keys, [line for line, _ in table])
        same(len(offered), len(table), "answers")
        for (line, words), rows in zip(table, offered):
            same(sorted(row[0] for row in rows), words, line)
    return test


def behind():
    rows = clink.offered("TAB", ["cvenv stat", "cvenv create --pyth", "cvenv create ./tw"])
    check(rows[0][0][1] != "" and rows[1][0][1] != "", "what it is about is told: %r" % rows)
    same([row[0][2] for row in rows], [" ", "", ""], "what follows it")


def main():
    global clink
    if not LUA:
        return skip_all("there is no Lua")
    clink = Clink()
    try:
        return run([("lines", lines_of("TAB", LINES)), ("words that end at an equals sign", lines_of("EQUALS", PARTED)), ("what follows", behind)])
    finally:
        clink.close()


if __name__ == "__main__":
    sys.exit(main())
