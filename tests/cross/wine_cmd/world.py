# SPDX-License-Identifier: MIT
"""What a shared case of switching works in where the shell is wine's cmd."""
import os
import shutil

import windows
from lib.dialects import Dialect
from switching.world import World, same

from .session import Paths, Session

NO_EVENT = "cmd has no event at a prompt, and wine's cmd no Clink"


class Cmd(Dialect):
    name = "cmd"
    look = b"cd ."
    quiet = b""
    unheld = [b"a\nb", b"x" * 8000]
    extend_prompt = b"set PROMPT=[x] %PROMPT%"
    cannot = {
        "a prompt event": NO_EVENT,
        "functions": "cmd has no functions, and its macros are doskey's, which wine has none of",
        "functions that come back": "cmd has no functions, and its macros are doskey's, which wine has none of",
        "unexported variables": "cmd has no variable that is not in the environment",
        "empty variables": "cmd takes an empty variable for one that is not set",
        "line breaks": "a variable of cmd's holds no line break",
        "long values": "a line of cmd's holds 8191 characters",
        "bytes": "wine's cmd without a console has one code page, which lacks most characters",
        "a Python": "there is no Python for Windows to run",
        "other shells": "cmd runs in wine, the other shells do not",
        "a home by HOME": "Windows has a user's folders by other variables, which tests/cross/windows.py takes away",
        "modes of files": "wine's files have no modes that cmd knows of",
        "a terminal": "wine's cmd reads from a pipe here",
        "a start-up file": "a cmd without AutoRun, which wine's knows nothing of, is started without the hook",
        "POSIX programs": "there is no /bin/sh on Windows",
        "POSIX paths": "paths on Windows have other separators, and ':' behind the drive",
        "POSIX links": "an environment on Windows has a program where others have a link",
        "a kept status": "wine's cmd forgets the status at a set in a batch file, where Windows' own keeps it",
        "folders that go": "Windows keeps the folder that a program stands in",
        "an activation by eval": "cmd evaluates no output",
        "signs in a prompt": "what a prompt of cmd's shows for each sign is held by tests/cross/cmd.py",
        "a trace": NO_EVENT,
        "popd": "wine's popd is undone at the end of a batch file that has a setlocal",
        "a part of the prompt": "cmd takes a prompt that was changed inside for the user's own, with the name that stands in it",
        "a program of its own": "the hook's file names one program, that of every case",
        "quiet failures": "cmd's hook asks at each change of directory, and what the program fails of is told each time",
        "typing behind an interrupt": "wine's cmd reads from a pipe here, which no Ctrl-C comes through",
        "direnv": "direnv has no hook for cmd",
        "cd -": "cmd does not keep the folder before",
        "exec": "cmd goes on behind what it starts",
        "an activation script": "the environment here is made by hand and has none",
    }

    @staticmethod
    def quote(text):
        return b'"' + text + b'"'

    @staticmethod
    def fit(text):
        return bytes(c for c in text if 31 < c < 127)

    def set_env(self, name, value):
        return b'set "%s=%s"\n' % (name, value)

    def unset(self, name):
        return b'set "%s="\n' % name

    def cd(self, path):
        return b"cd " + self.quote(path) + b"\n"

    def set_prompt(self, text):
        return b"set PROMPT=%s\n" % text

    def hook(self, exe, variables=None):
        return b'call "%XDG_STATE_HOME%\\cvenv\\cmd\\hook.bat"\n'


class Box:
    """The drive C: of a machine, with a HOME in it that no case has seen."""

    def __init__(self, machine):
        self.machine, self.paths = machine, Paths(machine.drive)
        self.top, self.home, self.exe = machine.drive, os.path.join(machine.drive, "home"), windows.EXE
        self.kept = os.path.join(self.home, ".local", "state", "cvenv", "cmd")
        self.start_up, self.hooked, self.count, self.shells = [], True, 0, []
        self.wine = {os.fsencode(k): os.fsencode(v) for k, v in machine.env.items()}
        shutil.rmtree(self.home, ignore_errors=True)
        self.variables = {"HOME": self.home, "PATH": "%s/windows/system32:%s/windows" % (self.top, self.top), "TERM": "xterm"}
        for name, folder in (("CONFIG", ".config"), ("DATA", ".local/share"), ("STATE", ".local/state"), ("CACHE", ".cache")):
            self.variables["XDG_%s_HOME" % name] = os.path.join(self.home, folder)
        os.makedirs(os.path.join(self.home, "io"))
        shutil.copytree(machine.hook, self.kept)

    def scratch(self):
        self.count += 1
        return os.fsencode(os.path.join(self.home, "io", "%d" % self.count))

    def shell(self, name, **options):
        self.shells.append(Session(self, CMD, **options))
        return self.shells[-1]

    def close(self):
        for shell in self.shells:
            shell.close()


CMD = Cmd()
machine = None


def ready():
    """A machine of which each case gets a HOME of its own, with the hook's files as the program writes them."""
    global machine
    machine = windows.Machine()
    machine.hook = os.path.join(machine.folder, "hook")
    state = os.path.join(machine.drive, "home", ".local", "state")
    machine.cvenv("hook", "cmd", XDG_STATE_HOME="C:\\home\\.local\\state")
    shutil.copytree(os.path.join(state, "cvenv", "cmd"), machine.hook)
    return machine


class CmdWorld(World):
    bin = b"/Scripts"

    @staticmethod
    def dialect(name):
        return CMD

    def __init__(self, shell, **options):
        self.name, self.exe, self.options, self._sh = shell, windows.EXE, options, None
        self.box = Box(machine)
        for folder in ("home/src", "home/else/where"):
            os.makedirs(self.path(folder))

    def venv(self, path):
        shutil.copytree(os.path.join(machine.drive, "proj", ".venv"), os.fsdecode(path))
        return os.fsencode(path)

    def cvenv(self, *words, status=0, cwd=None):
        there = [os.fsdecode(self.box.paths.there(os.fsencode(word))) for word in words]
        env = {k: os.fsdecode(self.box.paths.there(os.fsencode(v))) for k, v in self.box.variables.items() if k.startswith("XDG_")}
        code, out, err = machine.wine(self.exe, *there, cwd=cwd or self.box.home, timeout=120, **env)
        same(code, status, "the status of cvenv %r; it said:\n%s%s" % (words, out, err))

    def deactivates(self, expected):
        """Its macro is there at any time, and says so where nothing is active."""

    def ahead(self, name=None):
        return []
