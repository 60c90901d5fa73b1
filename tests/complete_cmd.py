#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Clink's script, completions/cvenv.lua, in a real Lua with the part of Clink that it sees (tests/lib/clink.lua)."""

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

# What happens between prompts, and whether the program is asked at the next one.
START = ["ENV __cvenv_hook=C:\\state\\hook.bat", "CD C:\\shop", "CLOCK 2000", "RUN touch -d @1000 shop/.cvenv.yml"]
ANSWER = ["ENV __cvenv_token=a.1", "ENV VIRTUAL_ENV=C:\\shop\\.venv",
          "ENV __cvenv_files=C:\\shop\\.cvenv.yml|5|1000|C:\\shop\\.env|-|-|C:\\shop\\sub|*|*"]
QUIET = ["ENV __cvenv_token=n.1", "ENV VIRTUAL_ENV=", "ENV __cvenv_files=C:\\.cvenv.yml|-|-"]
PROMPTS = [
    ("nothing", [], False),
    ("another folder", ["CD C:\\shop\\sub"], True),
    ("a file that is newer", ["RUN touch -d @1500 shop/.cvenv.yml"], True),
    ("a file that is older", ["RUN touch -d @500 shop/.cvenv.yml"], True),
    ("a file that is longer", ["RUN echo 123456 >shop/.cvenv.yml; touch -d @1000 shop/.cvenv.yml"], True),
    ("a file that is gone", ["RUN rm shop/.cvenv.yml"], True),
    ("a file that has come", ["RUN touch shop/.env"], True),
    ("a folder that is gone", ["RUN rm -r shop/sub"], True),
    ("a folder that is otherwise", ["RUN touch -d @1 shop/sub"], False),
    ("a file changed when it was asked", ["RUN touch -d @2000 shop/.cvenv.yml", "ENV __cvenv_files=C:\\shop\\.cvenv.yml|5|2000"], True),
    ("a link", ["RUN ln -s sub shop/link", "ENV __cvenv_files=C:\\shop\\link|9|1000"], False),
    ("what always differs", ["ENV __cvenv_files=?"], True),
    ("no files", ["ENV __cvenv_files="], False),
    ("VIRTUAL_ENV", ["ENV VIRTUAL_ENV=C:\\other"], True),
    ("the hook goes", ["ENV __cvenv_hook=", "CD C:\\"], False),
    ("the hook comes anew", ["ENV __cvenv_clink="], True),
    ("quiet: a folder without a config", [*QUIET, "PROMPT", "PROMPT", "CD C:\\plain\\deep"], False),
    ("quiet: and back", [*QUIET, "PROMPT", "PROMPT", "CD C:\\plain\\deep", "PROMPT", "CD C:\\plain"], False),
    ("quiet: a config comes there", [*QUIET, "PROMPT", "PROMPT", "CD C:\\plain\\deep", "PROMPT", "RUN echo >plain/.cvenv.yml"], True),
    ("quiet: a folder with a config", [*QUIET, "PROMPT", "PROMPT", "CD C:\\shop\\sub"], True),
    ("quiet: the drive's own folder", [*QUIET, "PROMPT", "PROMPT", "CD C:\\"], False),
    ("quiet: below a link", [*QUIET, "PROMPT", "PROMPT", "CD C:\\other\\deep"], True),
]


ASKED = '"%__cvenv_hook%" prompt'


class Clink:
    def __init__(self):
        self.box = Sandbox()
        self.work = self.box.path("home", "work")
        for name in ("two words/inner", "a&b (x);'y'"):
            os.makedirs(os.path.join(self.work, name))
        code = subprocess.run([EXE, "completions", "cmd"], env=self.box.variables, check=True, stdout=subprocess.PIPE).stdout
        self.script = self.box.write("cvenv.lua", code)

    def run(self, lines):
        drive = self.box.path("drive")
        shutil.rmtree(drive, ignore_errors=True)
        for name in ("shop/sub", "plain/deep"):
            os.makedirs(os.path.join(drive, name))
        os.symlink("plain", os.path.join(drive, "other"))
        with open(os.path.join(drive, "shop/.cvenv.yml"), "w", encoding="ascii") as f:
            f.write("1234\n")
        done = subprocess.run([LUA, os.path.join(HERE, "lib", "clink.lua"), self.script, EXE], cwd=self.work,
                              env=dict(self.box.variables, CLINK_DRIVE=drive), input="".join(f"{line}\n" for line in lines).encode(),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        check(done.returncode == 0 and not done.stderr, done.stderr)
        return done.stdout.decode().split("\n")[:-1]

    def offered(self, keys, lines):
        """Of each of LINES what is offered, with what is told about it and what follows it."""
        blocks, rows = [], []
        for row in self.run([keys + line for line in lines]):
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
    rows = clink.offered("TAB ", ["cvenv stat", "cvenv create --pyth", "cvenv create ./tw"])
    check(rows[0][0][1] != "" and rows[1][0][1] != "", "what it is about is told: %r" % rows)
    same([row[0][2] for row in rows], [" ", "", ""], "what follows it")


def prompts():
    for name, between, asks in PROMPTS:
        # the first asks, the second notes what is now, the third finds nothing
        said = clink.run([*START, "PROMPT", *ANSWER, "PROMPT", "PROMPT", *between, "PROMPT"])
        same(said[:3], [ASKED, "-", "-"], name + ": before")
        same(said[-1], ASKED if asks else "-", name)
        check(asks or said.count(ASKED) <= 2, "%s: %r" % (name, said))
    said = clink.run([*START, "PROMPT", *ANSWER, "PROMPT", "CD C:\\plain", "PROMPT", "PROMPT", "PROMPT"])
    same(said, [ASKED, "-", ASKED, "-", "-"], "it is asked once")


def main():
    global clink
    if not LUA:
        return skip_all("there is no Lua")
    clink = Clink()
    try:
        return run([("lines", lines_of("TAB ", LINES)), ("words that end at an equals sign", lines_of("EQUALS ", PARTED)), ("what follows", behind), ("prompts", prompts)])
    finally:
        clink.close()


if __name__ == "__main__":
    sys.exit(main())
