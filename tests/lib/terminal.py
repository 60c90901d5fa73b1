# SPDX-License-Identifier: MIT
"""A program on a terminal of its own, and what a person in front of it would read there."""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

COLUMNS = 1000  # wider than any line of a test: nothing that is looked for is ever wrapped
ROWS = 50

_ESCAPE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]+[0-~]|[0-OQ-WYZ\\`-~=>])")
_ESCAPE_OR_BYTE = re.compile(_ESCAPE.pattern + rb"|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f\x1b]+|\x1b", re.S)
_QUESTION = re.compile(rb"\x1b\[0?c|\x1b\[6n")


def plain(data):
    """The bytes without escape sequences."""
    return _ESCAPE.sub(b"", data)


class Screen:
    """
    As much of a terminal as shells use to draw a prompt: lines, carriage returns, erasing, wrapping, scrolling. PLACE
    is where the cursor stands at the start, of an earlier one's place().
    """

    def __init__(self, place=(0, 0)):
        self.row, self.column = place
        self.lines = [[] for _ in range(self.row + 1)]
        self.top = 0  # the line that is shown first; those above have been scrolled away
        self.saved = place

    def place(self):
        """Where the cursor is in what is shown."""
        return self.row - self.top, self.column

    def _put(self, text):
        for i in range(len(text)):
            byte = text[i:i + 1]
            line = self.lines[self.row]
            if b"\x80" <= byte < b"\xc0" and 0 < self.column <= len(line) and line[self.column - 1] >= b"\x80":
                line[self.column - 1] += byte  # the rest of one character
                continue
            if self.column >= COLUMNS:
                self._down()
                self.column = 0
                line = self.lines[self.row]
            line.extend([b" "] * (self.column + 1 - len(line)))
            line[self.column] = byte
            self.column += 1

    def _down(self):
        self._go(self.row + 1)
        self.top = max(self.top, self.row + 1 - ROWS)

    def _go(self, row):
        self.row = row
        self.lines.extend([] for _ in range(row + 1 - len(self.lines)))

    def _go_to(self, row, column):
        """By what is shown, from 0 on."""
        self._go(self.top + min(max(0, row), ROWS - 1))
        self.column = min(max(0, column), COLUMNS - 1)

    def _sequence(self, seq):
        if seq == b"\x1b7":
            self.saved = self.place()
        elif seq == b"\x1b8":
            self._go_to(*self.saved)
        found = re.match(rb"\x1b\[(\d*)(?:;(\d*))?([A-Za-z])$", seq)
        if not found:
            return
        count, what = int(found.group(1) or 0), found.group(3)
        if what in b"Hf":
            self._go_to(count - 1, int(found.group(2) or 1) - 1)
        elif what == b"K" and count == 0:
            del self.lines[self.row][self.column:]
        elif what == b"K":
            self.lines[self.row] = []
        elif what == b"J" and count == 0:
            del self.lines[self.row][self.column:]
            del self.lines[self.row + 1:]
        elif what == b"C":
            self.column = min(COLUMNS - 1, self.column + max(1, count))
        elif what == b"D":
            self.column = max(0, self.column - max(1, count))
        elif what == b"A":
            self.row = max(self.top, self.row - max(1, count))
        elif what == b"B":
            self._go(min(self.top + ROWS - 1, self.row + max(1, count)))
        elif what == b"S":
            self.top += max(1, count)
            self._go(self.row + max(1, count))
        elif what == b"G":
            self.column = max(1, count) - 1

    def feed(self, data):
        for piece in _ESCAPE_OR_BYTE.findall(data):
            if piece[:1] == b"\x1b":
                self._sequence(piece)
            elif piece == b"\r":
                self.column = 0
            elif piece == b"\n":
                self._down()
            elif piece == b"\b":
                self.column = max(0, self.column - 1)
            elif piece == b"\t":
                self.column = (self.column // 8 + 1) * 8
            elif piece >= b" " and piece != b"\x7f":
                self._put(piece)

    def text(self):
        return [b"".join(line).rstrip(b" ") for line in self.lines]


class Gone(Exception):
    """What was waited for did not come: too late, or the program ended."""


class Terminal:
    """Runs ARGV with just ENV as its environment, on a new terminal."""

    def __init__(self, argv, env, cwd, timeout=None):
        self.timeout = timeout or float(os.environ.get("PTY_TIMEOUT", "60"))
        self.raw = bytearray()
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self._become(argv, env, cwd)
        self._answered = 0
        self._screen, self._drawn = Screen(), 0  # what was there at that byte

    @staticmethod
    def _become(argv, env, cwd):
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE, signal.SIGTTOU, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            os.chdir(cwd)
            os.execvpe(argv[0], argv, env)
        except OSError as error:
            os.write(2, ("cannot run %r: %s\n" % (argv, error)).encode())
        os._exit(127)

    def send(self, data):
        while data:
            done = os.write(self.fd, data[:512])
            data = data[done:]
            self._read(0)

    def interrupt(self):
        self.send(b"\x03")

    def _read(self, seconds):
        """Takes what there is to take within SECONDS; False where the program has closed its end."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        self.raw += data
        self._answer()
        return bool(data)

    def _answer(self):
        """Shells that ask the terminal what it is, or where its cursor is, wait for an answer."""
        for found in _QUESTION.finditer(self.raw, self._answered):
            self._answered = found.end()
            os.write(self.fd, b"\x1b[%d;%dR" % self._cursor(found.end()) if found.group().endswith(b"n") else b"\x1b[?62c")
        self._answered = max(self._answered, len(self.raw) - 3)

    def _draw(self, end):
        self._screen.feed(bytes(self.raw[self._drawn:end]))
        self._drawn = end

    def _cursor(self, end):
        """Row and column of the cursor behind the first END bytes, as a terminal counts them."""
        self._draw(end)
        row, column = self._screen.place()
        return row + 1, min(column + 1, COLUMNS)

    def place(self):
        """How many bytes are drawn for certain, and where the cursor is behind them: a screen can begin there."""
        begun = re.search(rb"\x1b[^\x1b]{0,32}\Z", self.raw)  # a sequence may have come in part
        self._draw(max(self._drawn, begun.start() if begun else len(self.raw)))
        return self._drawn, self._screen.place()

    def forget(self, end):
        """The first END bytes were another's."""
        self._draw(end)
        del self.raw[:end]
        self._answered = self._drawn = 0

    def wait(self, condition, what):
        """Reads until CONDITION (of all bytes so far) is true, and answers that."""
        end = time.monotonic() + self.timeout
        while True:
            answer = condition(self.raw)
            if answer:
                return answer
            left = end - time.monotonic()
            if left <= 0:
                raise Gone("waited %d s for %s; the terminal shows:\n%s" % (self.timeout, what, self.tail()))
            if not self._read(min(left, 1)):
                answer = condition(self.raw)
                if answer:
                    return answer
                raise Gone("the program ended instead of %s; the terminal shows:\n%s" % (what, self.tail()))

    def tail(self):
        screen = Screen()
        screen.feed(bytes(self.raw[-4000:]))
        return "\n".join("    " + line.decode("utf-8", "backslashreplace") for line in screen.text()[-30:])

    def finished(self):
        """Waits for the program's own end; its exit status."""
        end = time.monotonic() + self.timeout
        while self.status is None:
            alive = self._read(0.05)
            pid, status = os.waitpid(self.pid, 0 if not alive else os.WNOHANG)
            if pid:
                self.status = status
            elif time.monotonic() > end:
                raise Gone("the program did not end; the terminal shows:\n" + self.tail())
        return os.WEXITSTATUS(self.status) if os.WIFEXITED(self.status) else 128 + os.WTERMSIG(self.status)

    def close(self):
        if self.fd < 0:
            return
        if self.status is None:
            for number in (signal.SIGHUP, signal.SIGKILL):
                try:
                    os.killpg(self.pid, number)
                except OSError:
                    pass
        os.close(self.fd)
        self.fd = -1
        if self.status is None:
            self.status = os.waitpid(self.pid, 0)[1]
