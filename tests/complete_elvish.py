#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completion in elvish's own editor, on a terminal, by keys: what elvish then gives the program is compared."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.tap import Skip, check, run, same
from lib.terminal import Terminal
from switching.world import World

ELVISH = shutil.which("elvish")
NAMES = ["aa plain words", "ab'single", 'ac"double', "ad$HOME", "ae`back`", "af\\slash", "ag*star?", "ah[br]{a,b}", "ai;semi&|<>()",
         "aj#hash", "ak!bang", "al~tilde", "am:colon=equals", "an\u00e9\u20ac\U0001f40d", "ao\nline", "ap\ttab", "aq  two  blanks ",
         "at!", "au\\", "av%percent^caret,", "ax\x01control", "az- -dash", "bb@at+plus", "bc'\"both'\"", "bd\\x41"]

# What is typed, and the words that elvish then hands over. What it has to quote it first shows, until Enter is pressed.
LINES = [
    ("stat\t", ["status"]),
    ("-q stat\t", ["-q", "status"]),
    ("hook elv\t", ["hook", "elvish"]),
    ("status --js\t", ["status", "--json"]),
    ("create --without-p\tx", ["create", "--without-pip", "x"]),
    ("create --pyth\t\rau\t\r", ["create", "--python=auto"]),
    ("create '--python=au\t\r", ["create", "--python=auto"]),
    ("create --python au\tx", ["create", "--python", "auto", "x"]),
    ("help \"cr\\x65a\t\r", ["help", "create"]),
    ("create -- --without-p\t", ["create", "--", "--without-p"]),
    ("create ./tw\t\rinn\t\rx", ["create", "./two words/inner one/x"]),
]


class Editor:
    """An elvish with the hook, or CODE instead of it, and behind that MORE."""

    def __init__(self, more="", code=None):
        if not ELVISH:
            raise Skip("there is no elvish")
        self.w = World("bash")
        self.said = self.w.box.path("said")
        if code is None:
            code = self.w.cvenv("hook", "elvish").stdout
        rc = self.w.box.write("rc.elv", b"set edit:prompt = { put '=pty= ' }\nset edit:rprompt = { }\n" + code + more.encode().replace(b"SAID", self.said.encode()))
        self.terminal = Terminal([ELVISH, "-rc", rc], dict(self.w.box.variables, PATH=os.path.dirname(self.w.exe) + ":/usr/bin:/bin"),
                                 self.w.box.home)
        self.start = 0

    def __enter__(self):
        self.wait(b"=pty= ")
        return self

    def __exit__(self, *exception):
        self.terminal.close()
        self.w.close()

    def wait(self, *texts):
        self.terminal.wait(lambda raw: all(text in raw[self.start:] for text in texts), "%r" % (texts,))

    def type(self, keys):
        self.start = len(self.terminal.raw)
        self.terminal.send(keys.encode())

    def handed(self, keys):
        """What the line that KEYS make hands over."""
        if os.path.exists(self.said):
            os.unlink(self.said)
        self.type(keys + "\r")
        self.terminal.wait(lambda raw: os.path.exists(self.said), "what %r hands over" % keys)
        with open(self.said, "rb") as f:
            return f.read().decode("utf-8", "surrogateescape").split("\x1f")


RECORD = "use str\nedit:add-var cvenv~ {|@words| print (str:join \"\\x1f\" $words) > SAID~; e:mv SAID~ SAID }\n"


def lines():
    with Editor(RECORD) as e:
        os.makedirs(e.w.path("home/two words/inner one"))
        for keys, words in LINES:
            same(e.handed("cvenv " + keys), words, "by %r" % keys)


def names():
    """Names of environments come back as they are."""
    with Editor(RECORD) as e:
        central = os.fsdecode(e.w.path("home/.local/share/virtualenvs"))
        for name in NAMES:
            os.makedirs(os.path.join(central, name, "bin"))
            with open(os.path.join(central, name, "pyvenv.cfg"), "w", encoding="utf-8") as file:
                file.write("home = /usr/bin\nversion = 3.12.1\n")
            os.symlink("/bin/sh", os.path.join(central, name, "bin/python"))
        for name in NAMES:
            quoted = name[:2] + "\t" + ("\r" if set(name) - set("abcdefghijklmnopqrstuvwxyz-@+:!%") else "")
            same(e.handed("cvenv activate " + quoted), ["activate", name], "%r" % name)


def nothing():
    """Where there is nothing to offer, elvish offers nothing of its own either."""
    with Editor() as e:
        for keys in ("nonsense stat", "create -- --without-p"):
            e.type("\x15cvenv " + keys + "\t")
            e.wait(b"no candidates")


def what_they_are():
    with Editor() as e:
        e.type("cvenv de\t")
        e.wait(b"deny", b"never use a project's config")


def without_the_hook():
    code = subprocess.run([os.path.join(os.environ["CVENV_BUILD"], "cvenv"), "completions", "elvish"], check=True, stdout=subprocess.PIPE).stdout
    with Editor(RECORD, code) as e:
        same(e.handed("cvenv stat\t"), ["status"], "it is found on PATH")


sys.exit(run([("elvish: " + case.__name__.replace("_", " "), case) for case in (
    lines, names, nothing, what_they_are, without_the_hook)]))
