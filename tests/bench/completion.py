# SPDX-License-Identifier: MIT
"""From the key to what is completed, on a terminal: cvenv's words beside git's, in the same shell."""
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from lib.pty_shell import SHELLS, Sandbox  # noqa: E402

COUNT = 20  # environments, and branches
AHEAD = {
    "bash": b". /usr/share/bash-completion/completions/git 2>/dev/null\n",
    "zsh": b"autoload -Uz compinit\ncompinit -u -D\n",
}
# What is typed, and what the key then has to add.
LINES = {
    "a command": {"cvenv": (b"cvenv stat", b"us"), "git": (b"git stat", b"us")},
    f"one of {COUNT}": {"cvenv": (b"cvenv activate topic-1", b"9-x"), "git": (b"git checkout topic-1", b"9-x")},
}
NAMES = [f"topic-{number}" for number in range(2, 10)] + [f"other-{number}" for number in range(COUNT - 9)] + ["topic-19-x"]


def environment(folder, name):
    path = os.path.join(folder, name, "bin")
    os.makedirs(path)
    with open(os.path.join(folder, name, "pyvenv.cfg"), "w", encoding="ascii") as file:
        file.write("home = /usr/bin\nversion = 3.12.1\n")
    os.symlink("/bin/sh", os.path.join(path, "python"))


class Keys:
    """One shell with cvenv's hook and git's completion, in a repository, with environments in the central folder."""

    def __init__(self, exe, shell, git):
        ahead = AHEAD.get(shell, b"")
        self.box = Sandbox(exe=exe, before=lambda dialect: ahead if dialect is SHELLS[shell] else b"")
        self.shell = shell
        for name in NAMES:
            environment(os.path.join(self.box.home, ".local/share/virtualenvs"), name)
        if git:
            self.repository(git)
        self.running = self.box.shell(shell)

    def repository(self, git):
        def run(*words):
            subprocess.run([git, "-C", self.box.home, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env=dict(self.box.variables, GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a", GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a"))

        run("init", "-q")
        run("commit", "-q", "--allow-empty", "-m", "first")
        for name in NAMES:
            run("branch", name)

    def time(self, typed, added):
        """Seconds from the key until what it adds is on the terminal."""
        terminal = self.running.terminal
        start = len(terminal.raw)
        terminal.send(typed)
        last = re.escape(typed[-1:])
        terminal.wait(lambda raw: re.search(last, bytes(raw[start:])) and self.settled(raw, start, typed), "what is typed")
        start = len(terminal.raw)
        began = time.monotonic()
        terminal.send(b"\t")
        terminal.wait(lambda raw: added in raw[start:], f"what follows {typed!r}")
        took = time.monotonic() - began
        terminal.send(b"\x15 true\n" if self.shell != "tcsh" else b"\x15 :\n")
        terminal.wait(lambda raw: raw.rfind(b"=pty= ") > raw.rfind(b"\n") > start, "the next prompt")
        return took

    @staticmethod
    def settled(raw, start, typed):
        """Whether each letter was shown, which some shells do with colours between."""
        at = start
        for letter in typed:
            at = raw.find(bytes([letter]), at) + 1
            if at == 0:
                return False
        return True

    def close(self):
        self.box.close()
