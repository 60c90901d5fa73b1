#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completion in the real nushell. What it is offered for a line is asked by the hook's own completer, put on a line, and
what nushell then gives the program is compared; the keys themselves are typed on a terminal."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.pty_shell import Sandbox, command_of
from lib.tap import Skip, check, run, same
from lib.terminal import Terminal

EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")
NU = (command_of("nu") or [None])[0]
QUIET = ("$env.PROMPT_COMMAND = {|| '=pty= ' }\n$env.PROMPT_COMMAND_RIGHT = ''\n$env.PROMPT_INDICATOR = ''\n"
         "$env.config.show_banner = false\n$env.config.use_ansi_coloring = false\n")

NAMES = ["aa plain words", "ab'single", 'ac"double', "ad$HOME", "ae`back`", "af\\slash", "ag*star?", "ah[br]{a,b}", "ai;semi&|<>()",
         "aj#hash", "ak!bang", "al~tilde", "am:colon=equals", "an\u00e9\u20ac\U0001f40d", "ao\nline", "ap\ttab", "aq  two  blanks ",
         "ar'", 'as"', "at!", "au\\", "av%percent^caret,", "aw$'x'", "ax\x01control", "az- -dash", "ba--", "bb@at+plus", "bc'\"both'\"",
         "bd\\u{41}", "~tilde", "#hash", "$dollar", " blank", "*star", "true", "NaN", "...dots", "1.50", "o>", "-dash"]

# What is typed, and all that is offered for it.
LINES = [
    (["stat"], ["status"]),
    (["-q", "stat"], ["status"]),
    (["hook", "bas"], ["bash"]),
    (["status", "--js"], ["--json"]),
    (["create", "--without-p"], ["--without-pip"]),
    (["create", "--pyth"], ["--python="]),
    (["create", "--python", "au"], ["auto"]),
    (["create", "--python=au"], ["--python=auto"]),
    (["create", '"--python=au'], ["--python=auto"]),
    (["activate", "--shell=fi"], ["--shell=fish"]),
    (["'help'", "`crea"], ["create"]),
    (["help", '"cr\\u{65}a'], ["create"]),
    (["create", "--", "--without-p"], []),
    (["nonsense", "stat"], []),
    (["hook", "$x"], []),
    (["hook", "(ba"], []),
]


class World:
    """A home with the hook in a file, or, without it, what `cvenv completions` prints."""

    def __init__(self, hook=True):
        if not NU:
            raise Skip("there is no nu")
        self.box = Sandbox()
        self.variables = dict(self.box.variables, PATH=os.path.dirname(EXE) + ":/usr/bin:/bin")
        said = subprocess.run([EXE] + (["hook", "nu"] if hook else ["completions", "nu"]), env=self.variables, check=True, stdout=subprocess.PIPE).stdout
        self.script = self.box.write("script.nu", said)
        self.work = self.box.path("home", "work")
        self.central = self.box.path("home", ".local/share/virtualenvs")
        os.makedirs(self.work)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.box.close()

    def environment(self, name):
        os.makedirs(os.path.join(self.central, name, "bin"))
        with open(os.path.join(self.central, name, "pyvenv.cfg"), "w", encoding="utf-8") as file:
            file.write("home = /usr/bin\nversion = 3.12.1\n")
        os.symlink("/bin/sh", os.path.join(self.central, name, "bin/python"))

    def run(self, text):
        done = subprocess.run([NU, "--no-config-file", self.box.write("line.nu", text)], env=self.variables, cwd=self.work, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
        same((done.returncode, done.stderr), (0, b""), "what nu says of %r" % text)
        return done.stdout.decode().split("\0")[:-1]

    def offered(self, lines):
        """The words offered at the end of each of LINES, which are lists of words."""
        calls = "".join("print -n (__cvenv_complete [%s] | get value | str join (char us)) (char nul)\n" %
                        " ".join(r"r####'%s'####" % word for word in ["cvenv"] + line) for line in lines)
        return [said.split("\x1f") if said else [] for said in self.run("source '%s'\n%s" % (self.script, calls))]

    def read(self, words):
        """What nushell reads WORDS as, each on a line of its own."""
        calls = "".join("see %s\n" % word for word in words)
        return self.run("def --wrapped see [...words: string] { print -n ($words | str join (char us)) (char nul) }\n" + calls)

    def typed(self, keys, until):
        """What the terminal shows once KEYS are typed and all of UNTIL are there."""
        rc = self.box.write("rc.nu", QUIET + "source '%s'\n" % self.script)
        terminal = Terminal([NU, "--config", rc, "--env-config", self.box.write("env.nu", "")], self.variables, self.work)
        try:
            terminal.wait(lambda raw: b"=pty= " in raw, "the first prompt")
            start = len(terminal.raw)
            terminal.send(keys)
            terminal.wait(lambda raw: all(text in raw[start:] for text in until), "%r after %r" % (until, keys))
        finally:
            terminal.close()


def names():
    """Names of environments come back as they are."""
    with World() as world:
        for name in NAMES:
            world.environment(name)
        for before in (["activate", "--", ""], ["activate", "--", '"']):
            words = world.offered([before])[0]
            same(sorted(set(NAMES) & set(world.read(words))), sorted(NAMES), "after %r" % before)
        begun = [name for name in NAMES if name[:2].isalpha() and name != "true"]
        for quote in ("", '"', "'", "`"):
            offers = world.offered([["activate", quote + name[:2]] for name in begun])
            check(all(len(offer) == 1 for offer in offers), offers)
            same(world.read([offer[0] for offer in offers]), begun, "begun in %r" % quote)


def folders():
    """A folder that stands in quotes goes on behind the closing one."""
    with World() as world:
        for name in ("one", "two words"):
            os.makedirs(os.path.join(world.work, name, "inner one"))
        same(world.offered([["create", "./o"], ["create", "./tw"], ["create", '"./two words/"in'], ["create", '"./two words/in']]),
             [["./one/"], ['"./two words/"'], ['"./two words/inner one/"'], ['"./two words/inner one/"']], "paths")


def lines():
    with World() as world:
        offers = world.offered([line for line, _ in LINES])
        for (line, wanted), offer in zip(LINES, offers):
            same(offer, wanted, "after %r" % line)


def not_utf8():
    """Nobody can type such a name in nushell."""
    with World() as world:
        os.makedirs(os.path.join(os.fsencode(world.work), b"x\xff", b"y"))
        same(world.offered([["create", "./x"]]), [[]], "a name that is not UTF-8")


def keys():
    with World() as world:
        world.environment("aa plain 'words'")
        os.mkdir(os.path.join(world.work, "two words"))
        for typed, shown in ((b"cvenv stat\t", [b"cvenv status"]), (b"cvenv status --js\t", [b"cvenv status --json"]),
                             (b"cvenv activate aa\t", [b"cvenv activate \"aa plain 'words'\""]),
                             (b"cvenv activate \"aa\t", [b"cvenv activate \"aa plain 'words'\""]),
                             (b"cvenv create tw\t", [b'cvenv create "two words/"']),
                             (b"cvenv de\t", [b"deny", b"never use a project's config"]),
                             (b"cvenv export --\t", [b"--chpwd", b"not at a prompt"])):
            world.typed(typed, shown)


def without_the_hook():
    with World(hook=False) as world:
        world.typed(b"cvenv status --js\t", [b"cvenv status --json"])
        own = "$env.config.completions.external.completer = {|spans| [$'own-($spans.0)'] }\n"
        with open(world.script, encoding="utf-8") as file:
            world.box.write("script.nu", own + file.read())
        world.typed(b"cvenv stat\t", [b"cvenv status"])
        world.typed(b"git x\t", [b"own-git"])


def with_the_hook_nobody_elses_is_touched():
    with World() as world:
        same(world.run("source '%s'\nprint -n ($env.config.completions.external.completer? == null) (char nul)\n" % world.script), ["true"], "no completer is set")


sys.exit(run([("nu: " + case.__name__.replace("_", " "), case) for case in (
    names, folders, lines, not_utf8, keys, without_the_hook, with_the_hook_nobody_elses_is_touched)]))
