# SPDX-License-Identifier: MIT
"""The Pythons that tests make environments of: those that are found here, and, of one of them, others that
are made: in a path of another kind, or laid out as a distributor lays out his."""

import glob
import os
import re
import shutil
import subprocess
import sys

NAME = re.compile(r"(python|pypy)[0-9.]*(t|d|td|-dbg)?")
PLACES = ["/usr/local/bin", "/usr/bin", "/opt/*/bin", "~/.pyenv/versions/*/bin"]
WHAT = """if True:
    import os, platform, sys, sysconfig, venv
    assert sys.version_info >= (3, 6)
    print("\\n".join(["%d.%d.%d" % sys.version_info[:3], sys.implementation.name, sys.prefix, os.path.dirname(os.__file__),
        str(int("pyvenv.cfg" in os.listdir(sys.prefix)))]))
"""


class Python:
    """One that works, has venv, and is at PATH; what else is here it told itself."""

    def __init__(self, path, told):
        self.path = path
        self.version, self.implementation, self.prefix, self.library = told[:4]
        self.is_environment = told[4] == "1"
        self.minor = tuple(int(part) for part in self.version.split(".")[:2])

    @property
    def is_cpython(self):
        return self.implementation == "cpython"


def ask(path):
    """The Python at PATH; None where it is none that has venv."""
    try:
        done = subprocess.run([path, "-I", "-c", WHAT], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=60)
    except OSError:
        return None
    return None if done.returncode else Python(path, os.fsdecode(done.stdout).split("\n"))


def names_in(folder):
    """Programs that are called as a Python is, the name by which it is called most first."""
    names = [name for name in os.listdir(folder) if NAME.fullmatch(name)]
    return sorted(names, key=lambda name: (name not in ("python3", "pypy3"), name))


def found():
    """Those of the usual places, of pyenv, and what PARITY_PYTHONS names (paths with ":"), each program once.
    The Python of this test comes first, so that tests which take one take one that is everywhere."""
    paths = [path for path in os.environ.get("PARITY_PYTHONS", "").split(":") if path]
    for folder in [folder for place in PLACES for folder in sorted(glob.glob(os.path.expanduser(place)))]:
        paths += [os.path.join(folder, name) for name in names_in(folder)]
    mine = os.path.realpath(sys.executable)
    paths.sort(key=lambda path: os.path.realpath(path) != mine)
    seen = set()
    for path in paths:
        real = os.path.realpath(path)
        python = None if real in seen else ask(path)
        if python and not python.is_environment:
            seen.add(real)
            yield python


def plant(python, prefix):
    """A CPython of its own in the folder PREFIX: the program of PYTHON copied, its library linked file by file, since
    it looks for that beside itself. Gives the path of the program."""
    name = "python%d.%d" % python.minor
    program = os.path.join(prefix, "bin", name)
    # Its own name for that folder: a free-threaded one's ends in t.
    library = os.path.join(prefix, "lib", os.path.basename(python.library))
    os.makedirs(os.path.dirname(program))
    os.makedirs(os.path.join(library, "site-packages"))
    shutil.copy2(os.path.realpath(python.path), program)
    for entry in set(os.listdir(python.library)) - {"site-packages", "dist-packages", "__pycache__"}:
        os.symlink(os.path.join(python.library, entry), os.path.join(library, entry))
    for alias in "python3", "python":
        os.symlink(name, os.path.join(prefix, "bin", alias))
    return program


def link(target, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.symlink(target, path)
    return path


def uv(python, top):
    """A folder for each patch release, and a link for the minor one, through which it is called."""
    minor = "cpython-%d.%d-linux-x86_64-gnu" % python.minor
    patch = "cpython-%s-linux-x86_64-gnu" % python.version
    program = plant(python, os.path.join(top, "uv", "python", patch))
    marks = glob.glob(os.path.join(top, "uv", "python", patch, "lib", "python*"))
    if not os.path.lexists(os.path.join(marks[0], "EXTERNALLY-MANAGED")):
        with open(os.path.join(marks[0], "EXTERNALLY-MANAGED"), "w") as file:
            file.write("[externally-managed]\nError=This Python installation is managed by uv.\n")
    link(patch, os.path.join(top, "uv", "python", minor))
    return os.path.join(top, "uv", "python", minor, "bin", os.path.basename(program))


def conda(python, top):
    prefix = os.path.join(top, "miniconda3", "envs", "science")
    plant(python, prefix)
    os.makedirs(os.path.join(prefix, "conda-meta"))
    with open(os.path.join(prefix, "conda-meta", "history"), "w"):
        pass
    return os.path.join(prefix, "bin", "python")


def pyenv(python, top):
    plant(python, os.path.join(top, ".pyenv", "versions", python.version))
    return os.path.join(top, ".pyenv", "versions", python.version, "bin", "python")


def framework(python, top):
    """As it is on macOS: versions side by side, Current a link, the program called by a link elsewhere."""
    versions = os.path.join(top, "Python.framework", "Versions")
    program = plant(python, os.path.join(versions, "%d.%d" % python.minor))
    link("%d.%d" % python.minor, os.path.join(versions, "Current"))
    return link("../../Python.framework/Versions/Current/bin/%s" % os.path.basename(program),
                os.path.join(top, "local", "bin", "python3"))


def odd(python, top):
    """Every character but ":" and control characters may stand in the path of one."""
    prefix = os.path.join(top, "it's \"ünï\" $(x) `y` #1 %s \\n;&|<>*?[a]{b}~!")
    plant(python, prefix)
    return os.path.join(prefix, "bin", "python3")


def long(python, top):
    """Longer than a first line of a script may be."""
    prefix = os.path.join(top, *["a-folder-with-a-long-name-%d" % i for i in range(12)])
    plant(python, prefix)
    return os.path.join(prefix, "bin", "python3")


def linked(python, top):
    """By a chain of links, the last under a name of its own."""
    link(python.path, os.path.join(top, "links", "python3"))
    link("../links/python3", os.path.join(top, "more", "second"))
    return link("../more/second", os.path.join(top, "last", "mypy"))


def linked_folder(python, top):
    """By a link to the folder in which it is."""
    link(os.path.dirname(python.path), os.path.join(top, "opt", "bin"))
    return os.path.join(top, "opt", "bin", os.path.basename(python.path))


# What can be made of any, and what only of a CPython, which finds its library beside itself.
REACHED = {"by links": linked, "by a link to its folder": linked_folder}
MADE = {"as uv lays it out": uv, "as conda does": conda, "as pyenv does": pyenv, "as a framework": framework,
        "in an odd path": odd, "in a long path": long}
