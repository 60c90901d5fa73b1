# SPDX-License-Identifier: MIT
"""Real interactive shells on a terminal, spoken to in one language.

    box = Sandbox()                      a private HOME, and start-up files of every shell in it
    sh = box.shell("fish")               starts it and waits for its prompt
    r = sh.run(sh.set_env(b"A", b"1"))   runs code, waits for the next prompt: r.output, r.prompt, r.status
    sh.env()                             the exported variables, byte for byte
    box.close()

Code is handed over in a file that the shell sources, so that it may hold any byte; type() types a line
as a user does. Nothing here sleeps: a line announces itself by a mark before it runs, and the first
prompt after the mark is the line's own.

The shells and their words are in lib/dialects/. Which program is run is said by PTY_BASH and so on: a
command with its arguments, such as "chroot /srv/forky /usr/bin/fish" (the sandbox's folder, see PTY_TMPDIR,
must be there too).
PTY_TIMEOUT is how many seconds to wait for anything.
"""

import os
import pwd
import re
import shlex
import shutil
import signal
import tempfile

from lib.dialects import SHELLS
from lib.terminal import Gone, Screen, Terminal, plain

READY = b"=pty= "  # every shell's prompt here; what a shell shows before it on the line is part of the prompt
IDLE = {}  # terminals whose shells can be started anew, by what they were started with
_READY = re.compile(rb"=pty=\s")
_NUMBER = re.compile(rb"=pty= (#[0-9.]+#)")

__all__ = ["SHELLS", "READY", "Gone", "Result", "Sandbox", "Shell", "missing"]


class Result:
    """What became of one line."""

    def __init__(self, output, prompt, status):
        self.output = output  # list of lines, escape sequences carried out
        self.prompt = prompt  # what stands on the prompt's line before READY
        self.status = status  # None where the line was cut short

    def __repr__(self):
        return "Result(output=%r, prompt=%r, status=%r)" % (self.output, self.prompt, self.status)


def command_of(name):
    """The words that start shell NAME; None where there is none."""
    words = shlex.split(os.environ.get("PTY_" + name.upper(), SHELLS[name].program or name))
    found = shutil.which(words[0])
    return [found] + words[1:] if found else None


def missing(name):
    """Why the shell NAME cannot be tested here; None where it can."""
    return None if command_of(name) else "there is no %s" % name


class Sandbox:
    """A folder of its own with a HOME, in which every shell has a start-up file."""

    def __init__(self, exe=None, before=b"", after=b"", variables=None):
        """EXE: the program whose hook is evaluated; BEFORE and AFTER: a function from a dialect to its code, or code."""
        base = os.environ.get("PTY_TMPDIR") or tempfile.gettempdir()
        self.top = os.path.realpath(tempfile.mkdtemp(prefix="pty-", dir=base))
        self.home = os.path.join(self.top, "home")
        self.exe = exe
        self.prefix = []  # what every shell is started by, such as setpriv
        self.shells = []
        self.count = 0
        # Without its folder of completions, which moved with version 4, a fish starts making them in the background.
        for folder in (".config/fish/conf.d", ".local/share/fish/generated_completions", ".cache/fish/generated_completions",
                       ".local/state"):
            os.makedirs(os.path.join(self.home, folder))
        # Without one that is nobody else's, an elvish shares the daemon of all others.
        os.makedirs(os.path.join(self.home, ".run/elvish"), 0o700)
        os.mkdir(os.path.join(self.top, "io"))
        user = pwd.getpwuid(os.getuid()).pw_name  # a shell may set it right by itself
        self.variables = {
            "HOME": self.home, "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8",
            "USER": user, "LOGNAME": user, "ZDOTDIR": self.home,
            "XDG_CONFIG_HOME": os.path.join(self.home, ".config"),
            "XDG_DATA_HOME": os.path.join(self.home, ".local/share"),
            "XDG_STATE_HOME": os.path.join(self.home, ".local/state"),
            "XDG_CACHE_HOME": os.path.join(self.home, ".cache"), "XDG_RUNTIME_DIR": os.path.join(self.home, ".run"),
        }
        for dialect in SHELLS.values():
            self.variables.update(dialect.variables)
        self.variables.update(variables or {})
        self.unwritten = {name: (before, after) for name, dialect in SHELLS.items() if dialect.runs_hook}
        for name, dialect in SHELLS.items():
            if name not in self.unwritten:
                self.write_rc(dialect, before, after)

    def ready(self, name):
        """Writes the start-up file of shell NAME, if it is not written yet."""
        if name in self.unwritten:
            self.write_rc(SHELLS[name], *self.unwritten[name])

    def write_rc(self, dialect, before=b"", after=b"", login=b""):
        self.unwritten.pop(dialect.name, None)
        text = [getattr(part, "__call__", lambda d, part=part: part)(dialect) for part in (before, after, login)]
        hook = dialect.hook(self.exe, self.variables) if self.exe else b""
        self.write(os.path.join("home", dialect.rc), dialect.setup + text[0] + hook + text[1])
        self.write(os.path.join("home", dialect.login_rc), dialect.at_login(text[2], os.path.join(self.home, dialect.rc)))

    def path(self, *names):
        return os.path.join(self.top, *names)

    def write(self, name, data):
        """Writes a file below the sandbox, with the folders that it needs; its path."""
        path = os.path.join(os.fsencode(self.top), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return os.fsdecode(path)

    def scratch(self):
        """The path of a file that does not exist yet."""
        self.count += 1
        return os.fsencode(self.path("io", "%d" % self.count))

    def shell(self, name, **options):
        shell = Shell(self, name, **options)
        self.shells.append(shell)
        return shell

    def close(self):
        for shell in self.shells:
            shell.close()
        for folder, _, _ in os.walk(self.top):
            try:
                os.chmod(folder, 0o700)
            except OSError:
                pass
        shutil.rmtree(self.top, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class Shell:
    """One running shell. What it says in its own words (quote, cd, set_env…) is its dialect's."""

    def __init__(self, box, name, cwd=None, variables=None, login=False, trace=False, options=()):
        self.box = box
        self.dialect = SHELLS[name]
        box.ready(name)
        self.trace = os.fsdecode(box.scratch()) + ".trace" if trace else None
        env = dict(box.variables)
        env.update(variables or {})
        # Of a program with sanitizers leaks are looked for in bash: that takes as long as the rest of a run, which is the same
        # for each shell but for its emitter, which has its unit tests.
        if name != "bash":
            env["ASAN_OPTIONS"] = "detect_leaks=0"
        env = {k: v for k, v in env.items() if v is not None}
        argv = box.prefix + command_of(name)
        argv += list(options) + (self.dialect.login_arguments if login else self.dialect.start(box))
        self.idle = True  # at a prompt of the shell that was started
        self.like = not (trace or login or options or box.prefix) and self.dialect.renew and (tuple(argv), env.get("LANG"), env.get("LC_ALL"))
        if trace:
            argv = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "4096", "-o", self.trace, "-e", "signal=none",
                    "-e", "trace=process,?open,openat,?creat"] + argv
        self.numbers = set()  # of prompts that were there
        self.terminal = self._renewed(env, cwd or box.home) or Terminal(argv, env, cwd or box.home)
        self.terminal.wait(lambda raw: self._ready(bytes(raw)), "the first prompt")
        self.place = 0, (0, 0)
        self.greeting = self._render(0)

    def _renewed(self, env, cwd):
        """A terminal of a shell that nobody needs any more, started anew in its process; None where there is none."""
        while IDLE.get(self.like):
            terminal = IDLE[self.like].pop()
            word = b"@renewed-%d@" % (self.box.count + 1)
            path = self.box.scratch()
            with open(path, "wb") as f:
                f.write(b"".join(os.fsencode("%s=%s\0" % item) for item in env.items()) + b"\0" + os.fsencode(cwd) + b"\0" + word)
            try:
                terminal.send(self.dialect.renew + path + b"\n")
                end = terminal.wait(lambda raw, word=word: raw.find(word) + 1, "a new session in a process") - 1
            except (Gone, OSError):
                terminal.close()
                continue
            terminal.forget(end + len(word) + 2)
            return terminal
        return None

    def interrupt(self):
        """Ctrl-C; where that loses the prompt that is being made, also the key that brings the next."""
        self.terminal.interrupt()
        if self.dialect.loses_prompt:
            self.terminal.send(b"\n")

    def give_up(self, line):
        """Types LINE, and Ctrl-C instead of the key that ends it; then any line can be typed."""
        start = len(self.terminal.raw)
        self.terminal.send(line + b"\x03")
        if self.dialect.loses_lines:
            self.terminal.wait(lambda raw: self._ready(bytes(raw[start:])), "the prompt after Ctrl-C")

    def _ready(self, data):
        """Whether DATA ends in a prompt that is the line's own."""
        if not self.dialect.numbers:
            return _READY.search(plain(data))
        screen = Screen()
        screen.feed(data)
        found = set(_NUMBER.findall(b"\n".join(screen.text()))) - self.numbers
        self.numbers |= found
        return bool(found)

    def __getattr__(self, name):
        return getattr(self.dialect, name)

    def _render(self, start):
        """Lines and prompt of what came since START, on a screen that is as it was at the last line that was typed."""
        begin, place = self.place
        screen = Screen(place)
        screen.feed(bytes(self.terminal.raw[begin:start]))
        first = screen.row
        screen.feed(bytes(self.terminal.raw[start:]))
        lines = screen.text()[first:]
        for i, line in enumerate(lines):
            at = (line + b" ").rfind(READY)
            if at >= 0:
                return Result(lines[:i], line[:at], None)
        return Result(lines, b"", None)

    def type(self, line, wait=True):
        """Types LINE; its output and the prompt after it. With WAIT false, see prompt()."""
        self._announce(line, self.dialect)
        return self.prompt() if wait else None

    def _announce(self, line, dialect):
        self.box.count += 1
        number = b"%d" % self.box.count
        self.pending = b"@<" + number + b"@"
        self.start, self.place = len(self.terminal.raw), self.terminal.place()
        self.idle = False
        self.terminal.send(dialect.keys(b" " + dialect.announce(number) + b"; " + line) + dialect.enter)

    def prompt(self):
        """Waits for the prompt that ends the line that was typed last."""
        def ended(raw):
            text = bytes(raw[self.start:])
            at = text.find(self.pending)
            return at >= 0 and self._ready(text[at:])
        self.terminal.wait(ended, "the prompt after %s" % self.pending.decode())
        self.idle = True
        at = self.terminal.raw.index(self.pending, self.start)
        result = self._render(at)
        del result.output[:1]
        return result

    def run(self, code, wait=True):
        """Runs CODE, any bytes, in this shell; Result.status is the status of its last command."""
        self.box.count += 1
        number = b"%d" % self.box.count
        script, self.status_file = self.box.scratch(), self.box.scratch()
        self.pending = b"@<" + number + b"@"
        with open(script, "wb") as f:
            f.write(self.dialect.wrap(self.pending, code, self.status_file))
        self.start, self.place = len(self.terminal.raw), self.terminal.place()
        self.idle = False
        self.terminal.send(self.dialect.keys(b" " + self.dialect.source(script).rstrip(b"\n")) + self.dialect.enter)
        if not wait:
            return None
        result = self.prompt()
        try:
            with open(self.status_file) as f:
                result.status = int(f.read())
        except (OSError, ValueError):
            pass
        return result

    def _written(self, code, path):
        self.run(code)
        with open(path, "rb") as f:
            return f.read()

    def env(self):
        """The exported variables, byte for byte, as a child is given them."""
        path = self.box.scratch()
        data = self._written(self.dialect.write_env(path), path)
        return dict(item.split(b"=", 1) for item in data.split(b"\0") if b"=" in item)

    def get(self, name):
        """A variable of the shell's, exported or not; None where it is unset."""
        path = self.box.scratch()
        data = self._written(self.dialect.write_var(name, path), path)
        return data[1:] if data else None

    def has(self, name):
        """Whether NAME is a function or an alias."""
        path = self.box.scratch()
        return bool(self._written(self.dialect.has_command(name, path), path))

    def become(self, name, line):
        """Types LINE, which starts another interactive shell in this terminal; its first prompt."""
        outer, self.dialect, self.like = self.dialect, SHELLS[name], None
        self.box.ready(name)
        self._announce(line, outer)
        return self.prompt()

    def marked(self):
        """Opens a file whose name then stands in the trace; that name."""
        path = self.box.scratch()
        self.run(self.dialect.mark(path))
        return path

    def finish(self):
        """Ends the shell as a user does; its status."""
        if self.terminal.fd >= 0 and self.terminal.status is None:
            self.terminal.send(b" exit" + self.dialect.enter)
        return self.terminal.finished()

    def close(self):
        terminal, self.terminal = self.terminal, None
        if terminal and self.like and self.idle and terminal.fd >= 0 and terminal.status is None:
            IDLE.setdefault(self.like, []).append(terminal)
        elif terminal:
            if self.trace and terminal.status is None:
                end_traced(terminal.pid)
            terminal.close()


def end_traced(strace):
    """Ends all that STRACE traces: with --seccomp-bpf nothing of it could end by itself any more once that is gone."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/status" % name, "rb") as f:
                if b"\nTracerPid:\t%d\n" % strace in f.read():
                    os.kill(int(name), signal.SIGKILL)
        except OSError:
            pass


_STARTS = re.compile(rb"^\d+\s+(?:(execve|execveat|vfork|fork)\(|(clone3?)\((?!.*CLONE_THREAD))")


def processes(shell, first, last):
    """Starts of processes and programs that the shell made between two marks; the shell must have ended."""
    with open(shell.trace, "rb") as f:
        lines = f.read().splitlines()
    at = [next(i for i, line in enumerate(lines) if b'"' + mark + b'"' in line) for mark in (first, last)]
    return [line for line in lines[at[0]:at[1]] if _STARTS.match(line)]
