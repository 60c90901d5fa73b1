#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""activate_this.py in a running Python, of every version that is found here: what it changes in the process, and for
what the process starts."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import pythons  # noqa: E402
from lib.activation import EVERY_BYTE, OUTSIDE, TOP, environment  # noqa: E402
from lib.tap import check, run, same  # noqa: E402

EXEC = 'exec(open(path, encoding="utf-8").read(), {"__file__": path})\n'
# The three ways in which programs do it: at the top, in a function, and by runpy.
WAYS = [EXEC, "def go():\n    " + EXEC + "go()\n", "import runpy; runpy.run_path(path)\n"]
TELL = """
import os, subprocess, sys
import only_inside
say = lambda *words: sys.stdout.buffer.write(b"\\n".join(os.fsencode(str(word)) for word in words) + b"\\n")
say(only_inside.__file__, sys.prefix, sys.exec_prefix, sys.real_prefix, sys.base_prefix, sys.path[0] == path_was)
say(*(os.environ.get(name, "(unset)") for name in ("PATH", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PYTHONHOME")))
sys.stdout.flush()
subprocess.check_call(["python", "-c", "import sys; print(sys.prefix)"])
"""


def start(python, code, path, **env):
    return subprocess.run([python.path, "-c", "import sys\npath, path_was = sys.argv[1], sys.path[0]\n" + code, path], cwd="/",
                          env={b"PATH": OUTSIDE, b"HOME": os.fsencode(TOP), b"LC_ALL": b"C.UTF-8", **env},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def packages(path, python):
    """The environment's folder of packages, with a module and a .pth file in it."""
    found = subprocess.check_output([os.path.join(path, b"bin", b"python"), "-c",
                                     "import os, sysconfig; print(os.path.relpath(sysconfig.get_paths()['purelib'],"
                                     " sysconfig.get_paths()['data']))"])
    folder = os.path.join(path, found.rstrip(b"\n"))
    with open(os.path.join(folder, b"only_inside.py"), "wb"), open(os.path.join(folder, b"more.pth"), "wb") as pth:
        pth.write(b"more\n")
    os.makedirs(os.path.join(folder, b"more"), exist_ok=True)
    return folder


def activated(python, name, *options, prompt=None):
    path = environment(name, "--python", python.path, *options)
    folder = packages(path, python)
    prefix = os.fsencode(python.prefix)
    for code in WAYS:
        done = start(python, code + TELL, os.path.join(path, b"bin", b"activate_this.py"))
        same(done.stderr, b"", "what was said")
        expected = [os.path.join(folder, b"only_inside.py"), path, path, prefix, prefix, b"False",
                    path + b"/bin:" + OUTSIDE, path, name if prompt is None else prompt, b"(unset)", path]
        same(done.stdout, b"\n".join(expected) + b"\n", code)


def plainly(python):
    activated(python, b"plain-" + python.version.encode())


def any_byte(python):
    """Nothing is made of text from outside but text. A line break is more than a .pth file can name."""
    name = bytes(b for b in EVERY_BYTE if b not in b"\r\n")
    activated(python, name, "--prompt", b"'\"\n\\ __VENV_PURELIB__ \xff", prompt=b"'\"\n\\ __VENV_PURELIB__ \xff")


def moved(python):
    made, path = environment(b"made-" + python.version.encode(), "--python", python.path), os.fsencode(TOP) + b"/elsewhere"
    os.rename(made, path)
    try:
        done = start(python, EXEC + "print(sys.prefix)", path + b"/bin/activate_this.py")
        same((done.stdout, done.stderr), (path + b"\n", b""), "prefix")
    finally:
        os.rename(path, made)


def variables(python):
    """An unset or empty PATH gets no empty entry, PYTHONHOME is for another Python, twice is as once."""
    path = environment(b"plain-" + python.version.encode(), "--python", python.path)
    for before in "os.environ['PATH'] = ''", "del os.environ['PATH']":
        code = "import os; " + before + "; os.environ['PYTHONHOME'] = '/h'\n" + EXEC + "first = sys.path[:]\n" + EXEC + \
               "print(os.environ['PATH'], 'PYTHONHOME' in os.environ, first == sys.path, sys.real_prefix == sys.base_prefix)"
        done = start(python, code, path + b"/bin/activate_this.py")
        same((done.stdout, done.stderr), (path + b"/bin False True True\n", b""), before)


def refused(python):
    path = environment(b"plain-" + python.version.encode(), "--python", python.path) + b"/bin/activate_this.py"
    alone = os.fsencode(TOP) + b"/activate_this.py"
    shutil.copy(path, alone)
    for code, file, why in ((EXEC.split(", {")[0] + ")", path, b"tell this file where it is"),
                            (EXEC, alone, b"is not in a virtual environment")):
        done = start(python, code, file)
        check(done.returncode == 1 and why in done.stderr, "%r" % done.stderr)
    done = subprocess.run([python.path, path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    check(done.returncode == 1 and done.stderr.startswith(b"activate_this.py: nothing is activated by running this file") and
          done.stderr.count(b"\n") == 1, "%r" % done.stderr)


def cases():
    for python in pythons.found():
        for case in plainly, any_byte, moved, variables, refused:
            yield "%s: %s" % (python.path, case.__name__.replace("_", " ")), lambda c=case, p=python: c(p)


if __name__ == "__main__":
    try:
        status = run(list(cases()))
    finally:
        shutil.rmtree(os.fsencode(TOP), ignore_errors=True)
    sys.exit(status)
