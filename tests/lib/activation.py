# SPDX-License-Identifier: MIT
"""Environments and their activation scripts, sourced in shells that run a script."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from lib.dialects import SHELLS as DIALECTS
from lib.tap import Skip, same

BUILD = os.path.realpath(os.environ.get("CVENV_BUILD", "?"))
TOP = tempfile.mkdtemp(prefix="activate-")
ENV = shutil.which("env", path="/usr/bin:/bin")
OUTSIDE = b"/usr/bin:/bin"
EVERY_BYTE = bytes(b for b in range(1, 256) if b not in b"/:")


class Posix:
    script = "activate"
    look = b"%s -0 > %s/%d\n"
    strict = b"set -eu\n"
    options = [b""]

    def __init__(self, *argv, strict=None, options=None):
        self.argv = list(argv)
        self.strict = strict or self.strict
        self.options = options or self.options

    @staticmethod
    def quote(text):
        return b"'" + text.replace(b"'", b"'\\''") + b"'"

    def source(self, path):
        return b". %s\n" % self.quote(path)

    def set(self, name, value):
        return b"%s=%s; export %s\n" % (name, self.quote(value), name)

    def unset(self, name):
        return b"unset %s\n" % name

    def raw(self, code):
        return code


class Fish(Posix):
    script = "activate.fish"
    strict = b""

    @staticmethod
    def quote(text):
        return b"'" + text.replace(b"\\", b"\\\\").replace(b"'", b"\\'") + b"'"

    def source(self, path):
        return b"source %s\n" % self.quote(path)

    def set(self, name, value):
        return b"set -gx %s %s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"set -e %s\n" % name


class Csh(Posix):
    script = "activate.csh"
    strict = b""

    @staticmethod
    def quote(text):
        return b"".join(b"'\\\n'" if c == 10 else b"%c" % c if chr(c).isalnum() or c > 127 else b"\\%c" % c
                        for c in text) or b"''"

    def source(self, path):
        return b"source %s\n" % self.quote(path)

    def set(self, name, value):
        return b"setenv %s %s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"unsetenv %s\n" % name


class Nu(Posix):
    script = "activate.nu"
    strict = b""
    look = b"^%s -0 out> %s/%d\n"
    command = b"overlay use %s\n"

    @staticmethod
    def quote(text):
        return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'

    def source(self, path):
        return self.command % self.quote(path)

    def set(self, name, value):
        entries = b" | split row (char esep)" if name == b"PATH" else b""
        return b"$env.%s = %s%s\n" % (name, self.quote(value), entries)

    def unset(self, name):
        return b"hide-env --ignore-errors %s\n" % name

    def raw(self, code):
        return b"^" + code if code.startswith(b"/") else code


class NuUse(Nu):
    command = b"use %s *\n"


class PowerShell(Posix):
    script = "Activate.ps1"
    strict = b"Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'\n"
    look = b"& /bin/sh -c 'exec %s -0 > %s/%d'\n"

    @staticmethod
    def quote(text):
        return b"'" + re.sub("(['\u2018-\u201b])", r"\1\1", text.decode()).encode() + b"'"

    def set(self, name, value):
        return b"[Environment]::SetEnvironmentVariable('%s', %s)\n" % (name, self.quote(value))

    def unset(self, name):
        return b"[Environment]::SetEnvironmentVariable('%s', [NullString]::Value)\n" % name

    def raw(self, code):
        return b"& " + code if code.startswith(b"/") else code


BASH = [b"", b"set -o posix\n", b"shopt -s nocasematch extglob; IFS=ox_a; set -f\n", b"set +h\n",
        b"shopt -s extdebug; set -E\n"]
ZSH = [b"", b"emulate sh\n", b"emulate ksh\n", b"emulate -R zsh; IFS=ox_a\n",
       b"setopt ksh_arrays sh_word_split no_unset rc_quotes glob_subst\n",
       b"setopt warn_create_global null_glob no_function_argzero ksh_typeset prompt_subst\n"]
SHELLS = {
    "bash": Posix("bash", "--norc", "--noprofile", strict=b"set -euo pipefail\n", options=BASH),
    "zsh": Posix("zsh", "-f", strict=b"set -eu -o pipefail\n", options=ZSH),
    "dash": Posix("dash"),
    "mksh": Posix("mksh"),
    "ksh93": Posix("ksh93"),
    "busybox": Posix("busybox", "ash"),
    "yash": Posix("yash", "--norcfile"),
    "nu": Nu(DIALECTS["nu"].program, "--no-config-file"),
    "nu with use": NuUse(DIALECTS["nu"].program, "--no-config-file"),
    "pwsh": PowerShell(DIALECTS["pwsh"].program, "-NoProfile", "-File"),
    "fish": Fish("fish", "--no-config"),
    "tcsh": Csh("tcsh", "-f"),
    "bsd-csh": Csh("bsd-csh", "-f"),
}


def every_byte(name):
    """
    Names of folders with every byte, but for what the shell NAME cannot hold: the ":q" of BSD csh loses a line
    break, 0xA0 after a backslash hangs it; yash, nushell and PowerShell know characters alone,
    and a backslash parts folders in the last.
    """
    if name == "bsd-csh":
        return [bytes(b for b in EVERY_BYTE if b not in b"\n\xa0")]
    if name in ("yash", "nu", "nu with use"):
        return [bytes(b for b in EVERY_BYTE if b < 128) + "\x80é\U0001f600".encode()]
    if name == "pwsh":
        return [bytes(b for b in EVERY_BYTE if b < 128 and b not in b"\\") + "\x80é\u2018\u2019\u201a\u201b\u201c\U0001f600".encode()]
    return [EVERY_BYTE, b"ends with a line break\n"]


def environment(name=b"venv", *options):
    """The path of an environment called NAME; made once."""
    path = os.path.join(os.fsencode(TOP), b"envs", name)
    if not os.path.isdir(path):
        made = subprocess.run([os.path.join(BUILD, "cvenv"), "-q", "create", "--without-pip", "--python", sys.executable,
                               *options, "--", path], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              env={"PATH": "/usr/bin:/bin", "HOME": TOP, "LANG": "C.UTF-8"})
        if made.returncode:
            raise Skip("no environment can be made of this Python: %r" % made.stderr)
    return path


def play(name, steps, options=b"", start=None, ends=(b"", 0)):
    """
    Runs STEPS in the shell NAME: ("source", PATH), ("set", NAME, VALUE), ("unset", NAME), ("leave",), ("look",),
    ("raw", CODE). The environments that were looked at. It has to say and to return what ENDS has.
    """
    shell = SHELLS[name]
    program = shutil.which(shell.argv[0])
    if not program:
        raise Skip("there is no %s" % name)
    folder = os.fsencode(tempfile.mkdtemp(dir=TOP))
    code, looks = options + shell.strict, 0
    for kind, *words in steps:
        if kind == "source":
            code += shell.source(os.path.join(words[0], b"bin", shell.script.encode()))
        elif kind == "leave":
            code += b"deactivate\n"
        elif kind == "look":
            code += shell.look % (os.fsencode(ENV), folder, looks)
            looks += 1
        else:
            code += getattr(shell, kind)(*words)
    script = os.path.join(folder, b"script" + (b".ps1" if name == "pwsh" else b""))
    with open(script, "wb") as f:
        f.write(code)
    env = {b"PATH": OUTSIDE, b"HOME": folder, b"LANG": b"C.UTF-8"}
    env.update(start or {})
    done = subprocess.run([program, *shell.argv[1:], script], env=env, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    same((done.stdout, done.returncode), ends, "output and status of\n%r" % code)
    found = []
    for i in range(looks):
        with open(os.path.join(folder, b"%d" % i), "rb") as f:
            found.append(dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item))
            for noise in (b"_", b"SHLVL", b"PWD", b"OLDPWD", b"A__z", b"CURRENT_FILE", b"FILE_PWD", b"LAST_EXIT_CODE"):
                found[-1].pop(noise, None)
    return found


LOOK, LEAVE = ("look",), ("leave",)


def inside(outside, path, prompt=None):
    """What the variables shall be in the environment at PATH."""
    env = dict(outside)
    old = env.get(b"PATH")
    env.pop(b"PYTHONHOME", None)
    env.update({b"VIRTUAL_ENV": path, b"VIRTUAL_ENV_PROMPT": os.path.basename(path) if prompt is None else prompt,
                b"PATH": path + b"/bin" + (b":" + old if old else b"")})
    return env


def source_line(shell, path):
    return shell.source(os.path.join(path, b"bin", SHELLS[shell.dialect.name].script.encode()))
