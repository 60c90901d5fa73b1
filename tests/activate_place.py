#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where an activation script finds its environment: moved, copied, behind links, made to be moved, lost; and what
it says when it is run instead of sourced."""

import itertools
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.activation import LEAVE, LOOK, OUTSIDE, SHELLS, TOP, environment, every_byte, inside, play  # noqa: E402
from lib.pty_shell import Sandbox, missing  # noqa: E402
from lib.tap import Skip, run, same  # noqa: E402

NUMBERS = itertools.count()
CSH = "tcsh", "bsd-csh"
NU = "nu", "nu with use"
# These learn their place from Linux alone.
UNTOLD = "dash", "mksh", "busybox", "yash", *CSH


def message(name, text):
    return b"%s: %s\n" % (SHELLS[name].script.encode(), text)


MOVED = b"this environment was moved: what is installed in its bin still names the place where it was made"


def fresh(*options):
    """An environment of its own: a test will move it."""
    return environment(b"made-%d" % next(NUMBERS), *options)


def elsewhere(folder=b"moved"):
    """A path at which nothing stands."""
    parent = os.path.join(os.fsencode(TOP), b"elsewhere-%d" % next(NUMBERS))
    os.mkdir(parent)
    return os.path.join(parent, folder)


def script_of(name, path):
    return os.path.join(path, b"bin", SHELLS[name].script.encode())


def linux(name):
    if name in UNTOLD and not os.path.isdir("/proc/self/fd"):
        raise Skip("%s does not tell a script its place, and this system does not either" % name)


def active(name, steps, path, said=b"", **more):
    """STEPS activate PATH, and leaving it puts everything back."""
    outside, within, after = play(name, [LOOK, *steps, LOOK, LEAVE, LOOK], ends=(said, 0), **more)
    same(within, inside(outside, path, within[b"VIRTUAL_ENV_PROMPT"]), "inside")
    same(after, outside, "outside again")


def moved(name):
    linux(name)
    for folder in every_byte(name):
        if b"\n" in folder and name in CSH:
            folder = folder.replace(b"\n", b"")  # what a command prints is cut there
        path = elsewhere(folder)
        os.rename(fresh(), path)
        for options in SHELLS[name].options:
            active(name, [("source", path)], path, message(name, MOVED), options=options)


def by_a_relative_path(name):
    linux(name)
    path = elsewhere(b"-moved")
    os.rename(fresh(), path)
    shell = SHELLS[name]
    for folder, script in (b"..", b"./-moved/bin/"), (b".", b"bin/"), (b".", b"./bin/../bin/"), (b"bin", b"./"):
        code = b"cd -- %s\n%s %s%s\n" % (shell.quote(os.path.join(path, folder)), shell.source(b"").split(b" ")[0], script,
                                     shell.script.encode())
        if name in CSH:
            code = code.replace(b"cd -- ", b"cd ")
        if b"/" in script:
            active(name, [("raw", code), ("raw", b"cd /\n")], path, message(name, MOVED))


def where_it_was_made_by_any_name(name):
    """A link to it changes nothing: VIRTUAL_ENV is as sys.prefix will be."""
    path, link = fresh(), elsewhere()
    os.symlink(path, link)
    active(name, [("source", link)], path)
    file = elsewhere(SHELLS[name].script.encode())
    os.symlink(script_of(name, path), file)
    active(name, [("raw", SHELLS[name].source(file))], path)
    other = elsewhere(b"other name")
    shutil.copy(script_of(name, path), other)
    active(name, [("raw", SHELLS[name].source(other))], path)


def copied(name):
    """Where the shell tells a script its place, a copy is another environment."""
    path, copy = fresh(), elsewhere()
    shutil.copytree(path, copy, symlinks=True)
    if name in CSH:
        active(name, [("source", copy)], path)  # it looks for its place only where the first is gone
    else:
        linux(name)
        active(name, [("source", copy)], copy, message(name, MOVED))


def made_to_be_moved(name):
    linux(name)
    path = fresh("--relocatable")
    for folder in path, elsewhere(b"a b'c"), elsewhere(b"d"):
        if folder != path:
            os.rename(path, folder)
            path = folder
        for options in SHELLS[name].options:
            active(name, [("source", path)], path, options=options)


NOWHERE = b"this environment was found neither where it was made nor where this file is"
NOTE = {"activate": b", which not every shell tells", "activate.csh": b", which csh does not tell", "activate.fish": b""}


def lost():
    """The scripts of an environment that was moved, and is none any more."""
    path = elsewhere()
    os.rename(fresh(), path)
    os.remove(os.path.join(path, b"pyvenv.cfg"))
    return path


def nowhere_in_nu(name):
    """As below, but that the error ends the script."""
    done = by_script(name, SHELLS[name].source(script_of(name, lost())))
    same((done.returncode, b"neither where it was made nor" in done.stdout), (1, True), "%r" % done.stdout)


def nowhere(name):
    """Nothing is done where there is no environment, neither to the variables nor to one that is active."""
    if name in NU:
        return nowhere_in_nu(name)
    path, first, shell = lost(), environment(), SHELLS[name]
    failed = {"activate": b"|| test $? = 1 || echo wrong\n", "activate.fish": b"; test $status = 1; or echo wrong\n",
              "activate.csh": b"\nif ( $status != 1 ) echo wrong\n"}[shell.script]
    lenient = b"set +e\n" if shell.script == "activate" else b""  # dash ends there, "||" or not
    source = [("raw", lenient + shell.source(script_of(name, path)).rstrip(b"\n") + b" " + failed)]
    outside, still, within, kept, after = play(
        name, [LOOK, *source, LOOK, ("source", first), LOOK, *source, LOOK, LEAVE, LOOK],
        ends=(message(name, NOWHERE + NOTE[shell.script]) * 2, 0))
    same(still, outside, "outside")
    same(kept, within, "inside another")
    same(after, outside, "outside again")


def program(name):
    found = shutil.which(SHELLS[name].argv[0])
    if not found:
        raise Skip("there is no %s" % name)
    return [found, *SHELLS[name].argv[1:]]


def by_script(name, code, called=b"script"):
    """What a script of CODE that is CALLED so says and returns."""
    script = elsewhere(called)
    with open(script, "wb") as file:
        file.write(code)
    return subprocess.run([*program(name), script], env={"PATH": OUTSIDE, "HOME": TOP, "LANG": "C.UTF-8"},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def executed(name):
    shell = SHELLS[name]
    for path in environment(), environment(b"a b'$c"):
        for folder, script in (path, script_of(name, path)), (path, b"bin/" + shell.script.encode()), \
                (path + b"/bin", shell.script.encode()):
            done = subprocess.run([*program(name), script], cwd=folder, env={"PATH": OUTSIDE, "HOME": TOP, "LANG": "C.UTF-8"},
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            same((done.returncode, done.stdout), (1, b""), "status and output")
            same(done.stderr.startswith(message(name, b"nothing is activated by running this file")[:-1]) and
                 done.stderr.count(b"\n"), 1, "%r" % done.stderr)


def named_like_it(name):
    """A script of the user's own that is called as ours is, and sources ours."""
    path = environment()
    done = by_script(name, SHELLS[name].source(script_of(name, path)) +
                     b"%s VIRTUAL_ENV\n" % (b"^printenv" if name in NU else b"printenv"), SHELLS[name].script.encode())
    same((done.stdout, done.returncode), (path + b"\n", 0), "its output and status")


def interactive_shell_goes_on(name):
    if missing(name):
        raise Skip(missing(name))
    path = lost()
    with Sandbox() as box:
        shell = box.shell(name)
        start = shell.run(b"")
        result = shell.run(SHELLS[name].source(script_of(name, path)))
        same((len(result.output), result.prompt), (1, start.prompt), "what was said, and the prompt (%r)" % result.output)
        same(shell.has(b"deactivate"), False, "deactivate")


def cases():
    here = [moved, by_a_relative_path, where_it_was_made_by_any_name, copied, made_to_be_moved, nowhere, executed, named_like_it]
    left_out = dict.fromkeys(NU, [by_a_relative_path])  # a path in nushell's code is relative to the code's file
    # PowerShell runs it as others source it, and it always goes by its own place, as CPython's does.
    left_out["pwsh"] = [where_it_was_made_by_any_name, copied, nowhere, executed]
    for name in SHELLS:
        for case in here:
            if case not in left_out.get(name, []):
                yield "%s: %s" % (name, case.__name__.replace("_", " ")), lambda c=case, n=name: c(n)
    for name in "bash", "zsh", "fish", "tcsh":
        yield "%s: interactive shell goes on" % name, lambda n=name: interactive_shell_goes_on(n)


if __name__ == "__main__":
    try:
        status = run(list(cases()))
    finally:
        shutil.rmtree(os.fsencode(TOP), ignore_errors=True)
    sys.exit(status)
