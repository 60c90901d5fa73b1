#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Values of any bytes through fish and tcsh: the program says them in a shell's quoting, the shell reads
them back exactly. A state in which cvenv has changed many variables makes the program restore them all,
each to the bytes that the state names."""

import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.build import BUILD
from lib.chance import SEED
from lib.pty_shell import command_of, missing
from lib.tap import Skip, check, run, same

EXE = os.path.join(BUILD, "cvenv")
LOCALES = ("C", "C.UTF-8")
STATE_LIMIT = 30000

# What evaluates the hook, does what a prompt does, and shows the environment to FILE.
SCRIPTS = {
    "fish": (["--no-config"], "'{exe}' hook fish | source; {before}; emit fish_prompt; /usr/bin/env -0 > {file}\n"),
    "tcsh": (["-f"], "eval \"`'{exe}' hook tcsh`\"\n{before}\neval __cvenv_at_prompt\n/usr/bin/env -0 > {file}\n"),
}

# Settings of the user's under which the same has to hold.
SETTINGS = {
    "fish": [":", "set -g IFS ''"],
    "tcsh": [":", "set backslash_quote", "set histchars = '@^'", "set histchars = '%='", "set noglob", "set nonomatch",
             "set echo_style = sysv", "unset anyerror", "set noclobber", "unset csubstnonl"],
}

# What a shell may take for more than it is.
PIECES = [b"'", b'"', b"\\", b"\\'", b"'\\", b"\\\\", b"`x`", b"$x", b"${x}", b"$(x)", b"(x)", b"!", b"!!", b"\\!", b"^a^b", b"*", b"?",
          b"[a]", b"{a,b}", b"~", b"~root", b"#", b" # x", b";", b"&&", b"|", b"<", b">", b" ", b"  ", b"\t", b"\n", b"\n\n", b"a\n", b"\r",
          b"\r\n", b"\x01", b"\x7f", b"-n", b"--", b"%", b"%%", b"=", b":", b"a:q", b"\xff", b"\xc3", b"\xc3\xa9", b"\xe2\x82\xac",
          b"\xf0\x9f\x90\x8d", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\x98\x80", b"\xee\x80\x80", b"\xef\xbf\xbd", b"\xf4\x90\x80\x80", b"\x80\x81",
          b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf", b"\xfd\xbb\x90\x9d\xb4\x90"]


def percent(data):
    return b"".join(b"%%%02X" % c for c in data)


def batches(values):
    """VALUES, as many at a time as a state may hold."""
    batch, size = [], 0
    for value in values:
        need = 3 * len(value) + 24
        if batch and size + need > STATE_LIMIT:
            yield batch
            batch, size = [], 0
        batch.append(value)
        size += need
    yield batch


def read_back(shell, values, locale, before):
    names = [b"T_%04d" % i for i in range(len(values))]
    state = b"1 mode=auto root=/nonexistent/root"
    for name, value in zip(names, values):
        state += b" put=" + name + b"=ours was=" + percent(value)
    with tempfile.TemporaryDirectory() as home:
        env = {b"HOME": os.fsencode(home), b"PATH": b"/usr/bin:/bin", b"LC_ALL": locale.encode(), b"CVENV_STATE": state + b" ."}
        env.update((name, b"ours") for name in names)
        arguments, script = SCRIPTS[shell]
        path, shown = os.path.join(home, "script"), os.path.join(home, "shown")
        with open(path, "w", encoding="ascii") as f:
            f.write(script.format(exe=EXE, before=before, file=shown))
        done = subprocess.run(command_of(shell) + arguments + [path], env=env, cwd=home, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        same(done.stdout, b"", "nothing is said")
        with open(shown, "rb") as f:
            now = dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item)
    check(b"CVENV_STATE" not in now, "the plan was applied to its end")
    for name, value in zip(names, values):
        same(now.get(name), value, "a value in %s (%s, %s, seed %s)" % (shell, locale, before, SEED))


def every_byte():
    every = bytes(range(1, 256))
    yield b""
    yield every
    yield every[::-1]
    for byte in range(1, 256):
        yield b"%c" % byte
        yield b"a%cb" % byte
        yield b"%c%c" % (byte, byte)


def pairs():
    for one in PIECES:
        for two in PIECES:
            yield one + two


def random_strings(count):
    source = random.Random(SEED)
    for _ in range(count):
        length = source.choice((1, 2, 3, 5, 8, 13, 21, 34))
        if source.random() < 0.5:
            yield bytes(source.randrange(1, 256) for _ in range(length))
        else:
            yield b"".join(source.choice(PIECES) for _ in range(length // 3 + 1))


KINDS = [("every byte", every_byte), ("pairs of pieces", pairs), ("random strings", lambda: random_strings(4000)),
         ("one long value", lambda: [bytes(random.Random(SEED).choices(range(1, 256), k=9000))])]


def case(shell, locale, before, make):
    def one():
        if missing(shell):
            raise Skip(missing(shell))
        for batch in batches(make()):
            read_back(shell, batch, locale, before)
    return one


CASES = [("%s: %s, %s" % (shell, locale, name), case(shell, locale, ":", make))
         for shell in SCRIPTS for locale in LOCALES for name, make in KINDS]
CASES += [("%s: under %s" % (shell, before), case(shell, "C.UTF-8", before, lambda: list(PIECES) + list(every_byte())))
          for shell in SCRIPTS for before in SETTINGS[shell][1:]]

sys.exit(run(CASES))
