#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`cvenv create` killed at, and failing at, any of its system calls: the next run ends with a good
environment, a bad one is never taken for a good one, and what fails leaves nothing behind."""

import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.build import BUILD, need_plain_build  # noqa: E402
from lib.tap import Skip, check, run, same  # noqa: E402

EXE = os.path.join(BUILD, "cvenv")
# What changes or looks at files. Its own start is left out: what is loaded then is not cvenv's.
CALLS = ("openat mkdirat mkdir symlinkat unlinkat unlink rename renameat renameat2 linkat write pwrite64 ftruncate "
         "fchmod flock newfstatat statx readlinkat getdents64 rmdir").split()
# Those at which a failure has to be told: of the others some only look whether something is there.
WRITING = "openat mkdirat mkdir symlinkat rename renameat renameat2 write pwrite64 ftruncate fchmod".split()
STRACE = shutil.which("strace")


class World:
    """A folder, and the facts of this Python in a cache."""

    def __init__(self):
        if not STRACE:
            raise Skip("there is no strace")
        need_plain_build()
        self.top = os.path.realpath(tempfile.mkdtemp(prefix="faults-"))
        self.env = {"PATH": "/usr/bin:/bin", "HOME": self.top, "LANG": "C.UTF-8"}
        self.words = [EXE, "-q", "create", "--without-pip", "--python", os.path.realpath(sys.executable)]
        self.where = os.path.join(self.top, "w", "env")
        done = self.create()
        if done.returncode:
            raise Skip("no environment can be made of this Python: %s" % done.stdout)
        self.good = tree(self.where)
        self.reset()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        shutil.rmtree(self.top, ignore_errors=True)

    def reset(self):
        shutil.rmtree(os.path.dirname(self.where), ignore_errors=True)

    def create(self, *options, trace=()):
        return subprocess.run([*trace, *self.words, *options, self.where], env=self.env, cwd=self.top,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def traced(self, *options, expressions):
        log = os.path.join(self.top, "log")
        words = [word for expression in expressions for word in ("-e", expression)]
        done = self.create(*options, trace=(STRACE, "-qq", "-o", log, *words))
        if "ptrace" in done.stdout:
            raise Skip("strace may not trace here")
        with open(log) as f:
            return done, f.read().splitlines()

    def faults(self, what, prepare, *options, calls):
        """Each run with the fault WHAT at one call, and the name of that call; between them all is as PREPARE leaves it."""
        self.start(prepare)
        _, lines = self.traced(*options, expressions=["trace=" + ",".join(calls)])
        # What is loaded at the start is not cvenv's.
        own = next((i for i, line in enumerate(lines) if self.top in line), 0)
        early = collections.Counter(line.split("(")[0] for line in lines[:own])
        for call in calls:
            number = early[call]
            while True:
                number += 1
                self.start(prepare)
                done, lines = self.traced(*options, expressions=["trace=" + call,
                                                                 "inject=%s:%s:when=%d" % (call, what, number)])
                if not any("(INJECTED)" in line or "killed by" in line for line in lines):
                    break
                yield done, "%s %d" % (call, number)

    def start(self, prepare):
        self.reset()
        if prepare:
            prepare(self)


def tree(top):
    found = {}
    for root, folders, names in os.walk(top):
        for name in folders + names:
            path = os.path.join(root, name)
            found[os.path.relpath(path, top)] = (os.readlink(path) if os.path.islink(path) else
                                                 None if os.path.isdir(path) else open(path, "rb").read())
    return found


def is_taken_for_good(where):
    """As venv_health says."""
    return (os.path.isfile(os.path.join(where, "pyvenv.cfg")) and os.access(os.path.join(where, "bin/python"), os.X_OK) and
            not os.path.lexists(os.path.join(where, ".cvenv-incomplete")))


def differing(one, other):
    return sorted(name for name in one.keys() | other.keys() if name not in one or name not in other or one[name] != other[name])


def killed(prepare, *options):
    with World() as world:
        tried = 0
        world.start(prepare)
        world.create(*options)
        wanted = tree(world.where)
        for _, call in world.faults("signal=KILL", prepare, *options, calls=CALLS):
            tried += 1
            if is_taken_for_good(world.where) and not prepare:
                same(tree(world.where), world.good, "killed at %s, and taken for good" % call)
            done = world.create(*options)
            same((done.returncode, done.stdout), (0, ""), "the next run after a kill at %s" % call)
            same(differing(tree(world.where), wanted), [], "not as without a kill at %s" % call)
            same(sorted(os.listdir(os.path.dirname(world.where))), ["env"], "beside it, after a kill at %s" % call)
        check(tried > 60, "only %d calls were tried" % tried)


def failing(error, prepare, *options):
    with World() as world:
        tried = 0
        world.start(prepare)
        before = left_over(world)
        for done, call in world.faults("error=" + error, prepare, *options, calls=WRITING):
            if done.returncode == 0:
                continue  # it did without
            tried += 1
            lines = done.stdout.splitlines()
            same(done.returncode, 1, "status at %s: %s" % (call, done.stdout))
            check(len(lines) == 1 and re.match("cvenv: error: .*'%s/" % re.escape(world.top), lines[0]),
                  "said at %s, with the path: %s" % (call, done.stdout))
            same(differing(left_over(world), before), [], "not as before after %s at %s (%s)" % (error, call, lines[0]))
            same(is_taken_for_good(world.where), bool(prepare), "good after %s at %s" % (error, call))
        check(tried > 20, "only %d calls were tried" % tried)


def left_over(world):
    return {name: bytes for name, bytes in tree(world.top).items() if name != "log" and not name.startswith(".cache")}


def an_environment(world):
    """Of which every file that is replaced is told from what it is replaced by."""
    world.create()
    for name in set(world.good) | {"mine"}:
        path = os.path.join(world.where, name)
        if os.path.islink(path) and name.startswith("bin/"):
            os.unlink(path)
            os.symlink("/bin/true", path)
        elif not os.path.isdir(path):
            with open(path, "a") as file:
                file.write("# old\n")


if __name__ == "__main__":
    sys.exit(run([
        ("killed at any call while making a new one", lambda: killed(None)),
        ("killed at any call while making one again", lambda: killed(an_environment)),
        ("killed at any call while clearing one", lambda: killed(an_environment, "--clear")),
        ("ENOSPC at any call while making a new one", lambda: failing("ENOSPC", None)),
        ("EACCES at any call while making a new one", lambda: failing("EACCES", None)),
        ("EROFS at any call while making a new one", lambda: failing("EROFS", None)),
        ("EDQUOT at any call while copying the interpreter", lambda: failing("EDQUOT", None, "--copies")),
        ("killed at any call while upgrading one", lambda: killed(an_environment, "--upgrade")),
        ("ENOSPC at any call while making one again", lambda: failing("ENOSPC", an_environment)),
        ("ENOSPC at any call while clearing one", lambda: failing("ENOSPC", an_environment, "--clear")),
    ]))
