#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completion in the real xonsh. Its engine is asked what it makes of a line, and what the shell then gives the program is
compared; the keys themselves are typed on a terminal."""

import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.pty_shell import Sandbox
from lib.tap import Skip, run, same
from lib.terminal import Terminal

EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")
XONSH = shutil.which("xonsh")
NAMES = ["aa plain words", "ab'single", 'ac"double', "ad$HOME", "ae`back`", "af\\slash", "ag*star?", "ah[br]{a,b}", "ai;semi&|<>()",
         "aj#hash", "ak!bang", "al~tilde", "am:colon=equals", "an\u00e9\u20ac\U0001f40d", "ao\nline", "ap\ttab", "aq  two  blanks ",
         "ar'", 'as"', "at!", "au\\", "av%percent^caret,", "aw$'x'\"", "ax\x01control", "az- -dash", "ba--", "bb@at+plus", "bc'\"both'\"",
         "bd\\u{41}$", "be${'x'}", "bf@(1)", "bg$\n"]

# What is typed, and the words that xonsh then hands over where one thing alone is offered; None: nothing is.
LINES = [
    ("stat", ["status"]),
    ("-q stat", ["-q", "status"]),
    ("hook xon", ["hook", "xonsh"]),
    ("status --js", ["status", "--json"]),
    ("create --without-p", ["create", "--without-pip"]),
    ("create --pyth", ["create", "--python="]),
    ("create --python au", ["create", "--python", "auto"]),
    ("create --python=au", ["create", "--python=auto"]),
    ("create '--python=au", ["create", "--python=auto"]),
    ("create r\"--python=au", ["create", "--python=auto"]),
    ("'help' \"cr\\x65a", ["help", "create"]),
    ("create './two wo", ["create", "./two words/"]),
    ("create \"./two words/in", ["create", "./two words/inner one/"]),
    ("create -- --without-p", None),
    ("nonsense stat", None),
    ("hook $nosuch", None),
]

# The words that completing each of `lines` and running it hands over.
ASK = r"""
import json
from xonsh.completer import Completer
handed = []
def record(words):
    handed.append(list(words))
aliases['cvenv'] = record
answers = []
for line in json.load(open('lines.json')):
    offers, length = Completer().complete_line('cvenv ' + line)
    answer = []
    for offer in offers:
        text = 'cvenv ' + line
        size = getattr(offer, 'prefix_len', None)
        text = text[:len(text) - (length if size is None else size)] + offer
        # what was left open to go on in
        text += {"'": "'", '"': '"'}.get(offer.lstrip('r')[:1], '') if offer[-1] in '/=' else ''
        execx(text)
        answer.append(handed.pop())
    answers.append(answer)
print(json.dumps(answers))
"""


class World:
    """A home with the hook, or with what `cvenv completions` prints."""

    def __init__(self, hook=True):
        if not XONSH:
            raise Skip("there is no xonsh")
        self.box = Sandbox()
        self.variables = dict(self.box.variables, PATH=os.path.dirname(EXE) + ":/usr/bin:/bin", XONSH_DATA_DIR=self.box.top, PYTHONWARNINGS="ignore")
        said = subprocess.run([EXE] + (["hook", "xonsh"] if hook else ["completions", "xonsh"]), env=self.variables, check=True, stdout=subprocess.PIPE).stdout
        self.script = self.box.write("script.xsh", said)
        self.work = self.box.path("home", "work")
        os.makedirs(os.path.join(self.work, "two words", "inner one"))

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.box.close()

    def environments(self, names_):
        for name in names_:
            folder = self.box.path("home", ".local/share/virtualenvs", name)
            os.makedirs(os.path.join(folder, "bin"))
            with open(os.path.join(folder, "pyvenv.cfg"), "w", encoding="utf-8") as file:
                file.write("home = /usr/bin\nversion = 3.12.1\n")
            os.symlink("/bin/sh", os.path.join(folder, "bin/python"))

    def handed(self, lines_):
        """For each of LINES_ what each thing that is offered hands over."""
        with open(os.path.join(self.work, "lines.json"), "w", encoding="utf-8") as file:
            json.dump(lines_, file)
        ask = self.box.write("ask.xsh", "execx(open('%s').read())\n%s" % (self.script, ASK))
        done = subprocess.run([XONSH, "--no-rc", ask], env=self.variables, cwd=self.work, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=300, check=False)
        same((done.returncode, done.stderr), (0, b""), "what xonsh says")
        return json.loads(done.stdout.decode())

    def typed(self, pairs):
        """Types the keys of each of PAIRS, and waits for what is then shown."""
        rc = self.box.write("rc.xsh", "$PROMPT = '=pty= '\n$TITLE = ''\n$AUTO_SUGGEST = False\n$XONSH_HISTORY_BACKEND = 'dummy'\n$UPDATE_COMPLETIONS_ON_KEYPRESS = False\n"
                            "execx(open('%s').read())\n" % self.script)
        terminal = Terminal([XONSH, "--rc", rc], dict(self.variables, TERM="xterm"), self.work)
        try:
            terminal.wait(lambda raw: b"=pty= " in raw, "the first prompt")
            for keys, shown in pairs:
                at = len(terminal.raw)
                terminal.send(keys)
                terminal.wait(lambda raw: all(text in raw[at:] for text in shown), "%r after %r" % (shown, keys))
        finally:
            terminal.close()


def names():
    """Names of environments come back as they are."""
    with World() as world:
        world.environments(NAMES)
        answers = world.handed(["activate -- "] + ["activate " + name[:2] for name in NAMES] + ["activate '" + name[:2] for name in NAMES])
        same(sorted(words[2] for words in answers[0] if words[2] in NAMES), sorted(NAMES), "all")
        for name, plain, quoted in zip(NAMES, answers[1:], answers[1 + len(NAMES):]):
            same((plain, quoted), ([["activate", name]],) * 2, "%r" % name)


def lines():
    with World() as world:
        for (line, wanted), answer in zip(LINES, world.handed([line for line, _ in LINES])):
            same(answer, [wanted] if wanted else [], "after %r" % line)


def without_the_hook():
    with World(hook=False) as world:
        same(world.handed(["stat"]), [[["status"]]], "the program is found on PATH")


def keys():
    with World() as world:
        world.environments(["aa plain 'words'"])
        world.typed([(b"cvenv stat\t", [b"status"]), (b"\x15cvenv activate aa\t", [b"\"aa plain 'words'\""]), (b"\x15cvenv de\t\t", [b"deny", b"deactivate"])])


sys.exit(run([("xonsh: " + case.__name__.replace("_", " "), case) for case in (names, lines, without_the_hook, keys)]))
