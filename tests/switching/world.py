# SPDX-License-Identifier: MIT
"""What a case works in: a sandbox whose shells evaluate the hook, projects in it, and what must be so."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time

from lib.pty_shell import SHELLS, Sandbox, command_of, missing, processes
from lib.tap import Skip, check, same

# What a shell changes by itself while it runs.
NOISE = (b"_", b"PWD", b"OLDPWD", b"SHLVL", b"COLUMNS", b"LINES", b"STARSHIP_SHELL")
STATE = b"CVENV_STATE"
NEVER = b"create: never\n"


def program():
    build = os.environ.get("CVENV_BUILD")
    exe = os.path.join(build, "cvenv") if build else None
    if not exe or not os.access(exe, os.X_OK):
        sys.exit("CVENV_BUILD is not set to the folder that holds the built cvenv: run script/test")
    return os.path.realpath(exe)


class Template:
    """One real environment, of which every project gets a copy."""

    path = None

    @classmethod
    def copy(cls, target):
        if not cls.path:
            folder = tempfile.mkdtemp(prefix="pty-", dir=os.environ.get("PTY_TMPDIR"))
            atexit.register(shutil.rmtree, folder, True)
            cls.path = os.path.join(os.path.realpath(folder), "template")
            env = dict(os.environ, PATH="/usr/local/bin:/usr/bin:/bin", HOME=folder, XDG_CACHE_HOME=folder, XDG_STATE_HOME=folder, XDG_CONFIG_HOME=folder)
            subprocess.run([program(), "create", "--without-pip", cls.path], check=True, cwd=folder, env=env,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        source, target = os.fsencode(cls.path), os.fsencode(target)
        shutil.copytree(source, target, symlinks=True)
        for folder, _, names in os.walk(target):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.islink(path) and os.path.getsize(path) < 100000:
                    with open(path, "rb") as f:
                        text = f.read()
                    text = text.replace(source, target).replace(b"template", os.path.basename(os.path.dirname(target)))
                    with open(path, "wb") as f:
                        f.write(text)


class World:
    bin = b"/bin"  # where an environment has its programs

    @staticmethod
    def dialect(name):
        return SHELLS[name]

    def __init__(self, shell, before=b"", after=b"", **options):
        """BEFORE and AFTER: what the user's start-up file has around the hook; the rest is lib.pty_shell.Shell's."""
        self.name = shell
        self.exe = program()
        self.box = Sandbox(self.exe, before, after)
        self.box.variables.update((k, v) for k, v in os.environ.items() if k.endswith("SAN_OPTIONS"))
        self.options = options
        self._sh = None
        for folder in ("home/src", "home/else/where"):
            os.makedirs(self.path(folder))

    def close(self):
        self.box.close()

    # the shell

    def sh_dialect(self):
        return self.dialect(self.name)

    @property
    def sh(self):
        if not self._sh:
            self._sh = self.box.shell(self.name, **self.options)
        return self._sh

    def start(self, **options):
        self.options.update(options)
        return self.sh

    def cd(self, path):
        return self.sh.run(self.sh.cd(os.fsencode(path)))

    def home(self):
        return self.cd(self.box.home)

    def export(self, name, value):
        return self.sh.run(self.sh.set_env(os.fsencode(name), os.fsencode(value)))

    def unset(self, name):
        return self.sh.run(self.sh.unset(os.fsencode(name)))

    def enter(self):
        """Just presses the key: a prompt at which nothing was asked."""
        return self.sh.run(self.sh.look)

    def ahead(self, name=None):
        """What shell NAME (default: this one) puts ahead of PATH by itself when it starts: a list."""
        name = name or self.name
        return SHELLS[name].ahead(command_of(name))

    def started_with(self, path, name=None):
        """PATH once shell NAME has started with PATH."""
        return b":".join([*self.ahead(name), os.fsencode(path)])

    # files

    def path(self, *names):
        return os.path.join(os.fsencode(self.box.top), *[os.fsencode(n) for n in names])

    def write(self, path, text):
        """Writes a file anew, at once: a shell may look at any moment."""
        path = os.fsencode(path)
        with open(path + b"~", "wb") as f:
            f.write(text)
        os.rename(path + b"~", path)
        return path

    def venv(self, path):
        Template.copy(path)
        return os.fsencode(path)

    def project(self, name, config=NEVER, venv=".venv", allow=True):
        """A folder below HOME/src with a config and an environment; its path, bytes."""
        root = self.path("home/src", name)
        os.makedirs(root, exist_ok=True)
        if config is not None:
            self.write(os.path.join(root, b".cvenv.yml"), config)
        if venv:
            self.venv(os.path.join(root, os.fsencode(venv)))
        if allow:
            self.allow(root)
        return root

    def config(self, root, text, allow=True):
        self.write(os.path.join(root, b".cvenv.yml"), text)
        if allow:
            self.allow(root)

    def cvenv(self, *words, **options):
        """Runs the program outside of the shell; Popen's result with output."""
        env = dict(self.box.variables, **options.pop("variables", {}))
        done = subprocess.run([self.exe] + list(words), cwd=options.pop("cwd", self.box.home), env=env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        status = options.pop("status", 0)
        if done.returncode != status:
            raise AssertionError("cvenv %r ended with %d:\n%s" % (words, done.returncode, done.stderr.decode("utf-8", "replace")))
        return done

    def allow(self, root):
        return self.cvenv("allow", root)

    def deny(self, root):
        return self.cvenv("deny", root)

    # what must be so

    def env(self):
        return {k: v for k, v in self.sh.env().items() if k not in NOISE and k not in self.sh.noise}

    def venv_of(self):
        return self.sh.env().get(b"VIRTUAL_ENV")

    def silent(self, result):
        same(result.output, [], "nothing is said")
        return result

    def one_line(self, result, *words):
        check(len(result.output) == 1, "one line is said, not %r" % (result.output,))
        for word in words:
            check(os.fsencode(word) in result.output[0], "%r stands in %r" % (word, result.output[0]))
        return result

    def one_line_or_two(self, result):
        check(1 <= len(result.output) <= 2, "one line is said, or two, not %r" % (result.output,))
        return result

    def deactivates(self, expected):
        same(self.sh.has(b"deactivate"), expected or self.sh.keeps_commands, "deactivate exists")

    def inside(self, root, before=None, venv=b".venv", prompt=None, extra=None, path=None, ahead=()):
        """The shell is in ROOT's environment. With BEFORE (env() of then), nothing else differs but EXTRA. AHEAD: stands first in PATH."""
        root = os.fsencode(root)
        prompt = os.path.basename(root) if prompt is None else prompt
        now = self.env()
        place = os.path.join(root, venv)
        same(now.get(b"VIRTUAL_ENV"), place, "VIRTUAL_ENV")
        first = [*ahead, place + self.bin]
        same(now.get(b"PATH", b"").split(b":")[:len(first)], first, "first of PATH")
        check(STATE in now, "CVENV_STATE is set")
        if before is not None:
            expected = dict(before)
            expected.update({b"VIRTUAL_ENV": place, b"VIRTUAL_ENV_PROMPT": prompt, STATE: now[STATE]})
            expected[b"PATH"] = b":".join([place + self.bin] + (path or []) + [before[b"PATH"]])
            expected.update(extra or {})
            same(now, {k: v for k, v in expected.items() if v is not None}, "the environment inside")
        same(self.enter().prompt, b"(" + prompt + b") ", "the prompt inside")
        self.deactivates(True)

    def outside(self, before):
        """Everything is as it was at BEFORE, and nothing is active."""
        same(self.env(), before, "the environment outside")
        same(self.enter().prompt, b"", "the prompt outside")
        self.deactivates(False)

    def settle(self):
        """Waits until no file is so young that a shell must look again (tcsh counts in seconds)."""
        end = int(time.time()) + 2
        while time.time() < end:
            time.sleep(0.05)
        for _ in range(3):
            self.enter()


def traced(world, function):
    """The processes that FUNCTION makes the shell start."""
    first = world.sh.marked()
    function()
    last = world.sh.marked()
    return lambda: processes(world.sh, first, last)


__all__ = ["NEVER", "SHELLS", "STATE", "Skip", "World", "check", "missing", "same", "traced"]
