# SPDX-License-Identifier: MIT
"""
A living cmd.exe of wine's, spoken to as lib/pty_shell.py's shells are. Paths are said as this system has them and in cmd's words
at its border alone: C: is the prefix's drive_c, Z: the root folder, and the entries of PATH are parted by ";".

It reads its lines from a pipe, a line at each prompt: of what stands in the pipe behind that line it throws away the rest.
"""
import array
import fcntl
import os
import re
import select
import subprocess
import termios
import time

from lib.pty_shell import READY, Result
from lib.terminal import Gone

from . import doskey

SECONDS = 60
# wine says the labels that are come to in a batch file.
LABEL = re.compile(rb"=pty= :\w+ ?$")
OURS = (b"__cvenv_", b"WINE")


class Paths:
    """The same path, here and there."""

    def __init__(self, drive):
        self.drive = os.fsencode(drive)
        self.here = re.compile(re.escape(self.drive) + rb"(?:/[^;:\"'\s>&]*)?")

    def there(self, path):
        """PATH of this system's as cmd says it."""
        if path == self.drive or path.startswith(self.drive + b"/"):
            return b"C:" + (path[len(self.drive):] or b"/").replace(b"/", b"\\")
        return b"Z:" + path.replace(b"/", b"\\") if path.startswith(b"/") else path

    def back(self, path):
        """PATH of cmd's as this system says it; what is not as cmd writes it stays as it is."""
        if b"/" in path or path[1:3] != b":\\" or path[:1] not in b"CZ":
            return path
        return (self.drive if path[:1] == b"C" else b"") + path[2:].replace(b"\\", b"/")

    def list_there(self, value):
        return b";".join(self.there(entry) for entry in value.split(b":"))

    def list_back(self, value):
        return b":".join(self.back(entry) for entry in value.split(b";"))

    def line_there(self, line):
        return self.here.sub(lambda m: self.there(m[0]), line)

    def line_back(self, line):
        return re.sub(rb"[CZ]:\\[^:;'\"\s]*", lambda m: self.back(m[0]), line)

    def value_there(self, name, value):
        return self.list_there(value) if name == b"PATH" else self.there(value)

    def value_back(self, name, value):
        return self.list_back(value) if name == b"PATH" else self.back(value)


class Session:
    """One running cmd. What it says in its own words is its dialect's."""

    def __init__(self, box, dialect, cwd=None, variables=None):
        self.box, self.dialect, self.paths = box, dialect, box.paths
        env = dict(box.variables)
        env.update(variables or {})
        env = {os.fsencode(k): self.paths.value_there(os.fsencode(k), os.fsencode(v)) for k, v in env.items() if v is not None}
        path, home = env.pop(b"PATH"), env.pop(b"HOME", None)
        self.raw, self.count, self.macros = bytearray(), 0, {}
        read, write = os.pipe()
        self.output, out = os.pipe()
        self.cmd = subprocess.Popen(["wine", "cmd"], env={**env, **box.wine}, stdin=read, stdout=out, stderr=out,
                                    cwd=cwd or box.home)
        self.input = write
        os.close(read)
        os.close(out)
        self._wait(lambda: self.raw.endswith(b">"), "its first prompt")
        self._send(b"set PROMPT=" + READY)
        self._wait(lambda: self.raw.endswith(READY), "the prompt of the tests")
        # wine makes these two by itself
        self.run(dialect.set_env(b"PATH", path) + (dialect.set_env(b"HOME", home) if home else dialect.unset(b"HOME")))
        for code in box.start_up:
            self.greeting = self.run(code)
        if box.hooked:
            self.macros = doskey.read(os.path.join(box.kept, "macros"))
            self.greeting = self.run(dialect.hook(box.exe))

    def __getattr__(self, name):
        return getattr(self.dialect, name)

    def set_env(self, name, value):
        return self.dialect.set_env(name, self.paths.value_there(name, value))

    def _send(self, line):
        os.write(self.input, line + b"\r\n")

    def _taken(self):
        left = array.array("i", [0])
        fcntl.ioctl(self.input, termios.FIONREAD, left)
        return left[0] == 0

    def _wait(self, condition, what):
        end = time.monotonic() + SECONDS
        while not condition():
            if time.monotonic() > end:
                raise Gone("waited %d s for %s; cmd said:\n%s" % (SECONDS, what, self.raw[-4000:].decode("ascii", "backslashreplace")))
            if select.select([self.output], [], [], 0.01)[0]:
                data = os.read(self.output, 65536)
                if not data:
                    raise Gone("cmd ended instead of %s:\n%s" % (what, self.raw[-4000:].decode("ascii", "backslashreplace")))
                self.raw += data

    def type(self, line):
        """Types LINE; its output, the prompt after it, and its status."""
        self.count += 1
        mark = b"@%d@" % self.count
        start = len(self.raw)
        typed = os.fsencode(doskey.expand(self.macros, os.fsdecode(self.paths.line_there(line))))
        self._send(typed)
        self._wait(self._taken, "%r to be read" % typed)
        # the line that is read next is one of its own, however long the first one takes
        self._send(b"echo " + mark + b"%ERRORLEVEL%@")
        ended = re.compile(rb"\r\n([^\r\n]*)=pty= " + mark + rb"(-?\d+)@\r\n\r\n[^\r\n]*=pty= $")
        self._wait(lambda: ended.search(bytes(self.raw[start:])), "the prompt after %r" % typed)
        text = bytes(self.raw[start:])
        end = ended.search(text)
        rows = text[:end.start()].replace(b"\r\n", b"\n").split(b"\n")
        return Result([self.paths.line_back(row) for row in rows if row.strip() and not LABEL.search(row)], end[1], int(end[2]))

    def run(self, code):
        """Types the lines of CODE one after the other."""
        output = []
        for line in filter(None, code.split(b"\n")):
            result = self.type(line)
            output += result.output
        result.output = output
        return result

    def env(self):
        """The variables but for the prompt, the hook's own and wine's, which are in the environment too."""
        path = self.box.scratch()
        self.type(b"set >" + path)
        with open(path, "rb") as file:
            rows = [row.split(b"=", 1) for row in file.read().split(b"\r\n") if row]
        self.all = dict(rows)
        return {k: self.paths.value_back(k, v) for k, v in rows if not k.startswith(OURS) and k != b"PROMPT"}

    def get(self, name):
        return self.env().get(name)

    def close(self):
        if self.cmd:
            os.close(self.input)
            os.close(self.output)
            self.cmd.kill()
            self.cmd.wait()
            self.cmd = None
