#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An environment made by an interpreter's own venv beside one made by cvenv: every difference in names,
types, modes, links and bytes, but for the text of the activation scripts, which are cvenv's own. Over all
interpreters that are found here: those of PATH, of pyenv, and what PARITY_PYTHONS names (paths with ":")."""

import glob
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.tap import Skip, check, run, same, skip_all  # noqa: E402

EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")
OWN = {"bin/activate", "bin/activate.csh", "bin/activate.fish", "bin/activate.nu", "bin/Activate.ps1",
       "bin/activate_this.py"}
NAME = re.compile(r"(python|pypy)[0-9.]*t?")
SLOW = os.environ.get("PARITY_PIP")  # also with pip, which takes seconds for each


def interpreters():
    """Paths, each real program under the name by which it is called most."""
    home = os.path.expanduser("~")
    found = [p for p in os.environ.get("PARITY_PYTHONS", "").split(":") if p]
    for folder in ["/usr/local/bin", "/usr/bin"] + sorted(glob.glob(os.path.join(home, ".pyenv/versions/*/bin"))):
        names = sorted(n for n in os.listdir(folder) if NAME.fullmatch(n)) if os.path.isdir(folder) else []
        found += [os.path.join(folder, n) for n in sorted(names, key=lambda n: (n not in ("python3", "pypy3"), n))]
    seen = set()
    for path in found:
        real = os.path.realpath(path)
        if real not in seen and works(path):
            seen.add(real)
            yield path


def works(path):
    code = "import sys, venv; sys.exit(sys.version_info < (3, 6))"
    try:
        return subprocess.run([path, "-I", "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=60).returncode == 0
    except OSError:
        return False


def tree(top):
    """What stands at each path below TOP."""
    found = {}
    for root, folders, names in os.walk(top):
        for name in folders + names:
            path = os.path.join(root, name)
            relative = os.path.relpath(path, top)
            status = os.lstat(path)
            mode = "%04o" % stat.S_IMODE(status.st_mode)
            if stat.S_ISLNK(status.st_mode):
                found[relative] = "link to %s" % os.readlink(path)
            elif stat.S_ISDIR(status.st_mode):
                found[relative] = "folder %s" % mode
            elif relative.endswith(".pyc"):
                found[relative] = "compiled %s" % mode  # they hold times
            elif relative in OWN:
                found[relative] = "file %s" % mode
            else:
                with open(path, "rb") as f:
                    found[relative] = "file %s %r" % (mode, f.read())
    found["."] = "folder %04o" % stat.S_IMODE(os.stat(top).st_mode)
    return found


def make(command, where, umask, cwd):
    before = os.umask(umask)
    env = {"PATH": "/usr/bin:/bin", "HOME": cwd, "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(command + [where], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
    finally:
        os.umask(before)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def differences(python, options, umask=0o022, name="env", existing=False):
    with tempfile.TemporaryDirectory(prefix="parity-") as top:
        top = os.path.realpath(top)
        # Both at the same path, which is written down in them.
        where = os.path.join(top, name)
        trees = []
        for command in [python, "-m", "venv"], [EXE, "-q", "create", "--python", python]:
            if existing:
                os.makedirs(os.path.join(where, "bin"))
                os.symlink("nowhere", os.path.join(where, "lib64-of-mine"))
            status, said = make(command + options, where, umask, top)
            if status and "-m" in command:
                raise Skip("its own venv fails: %s" % (said.strip().splitlines() or [""])[-1])
            same((status, said), (0, ""), "status and output of %s" % " ".join(command + options))
            trees.append(tree(where))
            shutil.rmtree(where)
        theirs, ours = trees
        lines = ["%s\n    venv:  %s\n    cvenv: %s" % (path, theirs.get(path, "nothing")[:600], ours.get(path, "nothing")[:600])
                 for path in sorted(set(theirs) | set(ours))
                 if theirs.get(path) != ours.get(path) and not is_excused(path, theirs, ours)]
        check(not lines, "\n".join(lines))


def is_excused(path, theirs, ours):
    """Python 3.6 and 3.7 have no script for PowerShell: cvenv's is there for all."""
    return path in OWN and path not in theirs and path in ours


def nested(python):
    """Made by the Python of an environment."""
    with tempfile.TemporaryDirectory(prefix="parity-") as top:
        outer = os.path.join(os.path.realpath(top), "outer")
        status, said = make([python, "-m", "venv", "--without-pip"], outer, 0o022, top)
        if status:
            raise Skip("its own venv fails: %s" % said)
        differences(os.path.join(outer, "bin", "python"), ["--without-pip"])


def cases():
    for python in interpreters():
        rows = [
            ("", dict(options=["--without-pip"])),
            (" under umask 077", dict(options=["--without-pip"], umask=0o077)),
            (" under umask 002", dict(options=["--without-pip"], umask=0o002)),
            (" with system packages", dict(options=["--without-pip", "--system-site-packages"])),
            (" with a prompt", dict(options=["--without-pip", "--prompt", "it's \\ \"ünï\" \xa0\u202e"])),
            (" with an empty prompt", dict(options=["--without-pip", "--prompt", ""])),
            (" with the prompt .", dict(options=["--without-pip", "--prompt", "."])),
            (" of a new path", dict(options=["--without-pip"], name="a/b c/env")),
            (" in a folder that is there", dict(options=["--without-pip"], existing=True)),
            (" cleared", dict(options=["--without-pip", "--clear", "--system-site-packages"])),
        ]
        if SLOW:
            rows += [(" with pip", dict(options=[])), (" with pip and system packages", dict(options=["--system-site-packages"]))]
        for name, words in rows:
            yield python + name, lambda p=python, w=words: differences(p, **w)
        yield python + " nested", lambda p=python: nested(p)


if __name__ == "__main__":
    found = list(cases())
    sys.exit(run(found) if found else skip_all("there is no Python here that has venv"))
