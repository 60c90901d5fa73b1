#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An environment made by an interpreter's own venv beside one made by cvenv, at the same path: every difference in
names, types, modes, links and bytes is a failure, but for those that tests/parity-permitted names with a reason.

Over a few of the interpreters that are found here (lib/pythons.py), and a few rows of those that take pip; with
PARITY_ALL=1 over all of them, and all rows. --parts names the interpreters, each of which can be run by itself."""

import collections
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import pythons, tree  # noqa: E402
from lib.making import make  # noqa: E402
from lib.permitted import Permitted  # noqa: E402
from lib.tap import Skip, check, run, skip_all  # noqa: E402

ALL = bool(os.environ.get("PARITY_ALL"))
PERMITTED = Permitted(os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity-permitted"))

BARE = ["--without-pip"]
UPGRADE = BARE + ["--upgrade"]
ODD = "it's \"ünï\" $(x) `y` #1 %s \\n;&|<>*?[a]{b}~!"
LONG = "/".join(["a-folder-with-a-long-name-%d" % i for i in range(8)])

# A way of making an environment. STEPS: who makes ("theirs": the interpreter's venv, "ours": cvenv, "each": what is
# compared) with which options. PLACE: below a folder that all of it is in; GIVEN: how that is said. BEFORE: what is
# there. SINCE: the first version that has the option.
Row = collections.namedtuple("Row", "name steps place given umask before since")


def row(name, *steps, place="env", given=None, umask=0o022, before=None, since=(3, 6)):
    steps = [step if isinstance(step, tuple) else ("each", step) for step in steps]
    return Row(name, steps, place, given or place, umask, before, since)


def mine(env):
    """What a user may have there, some of it where something is to be made."""
    os.makedirs(os.path.join(env, "bin"), mode=0o700)
    os.symlink("nowhere", os.path.join(env, "lib64-of-mine"))
    for name in ".gitignore", "bin/pip", "bin/activate.fish", "notes":
        with open(os.path.join(env, name), "w") as file:
            file.write("mine\n")
        os.chmod(os.path.join(env, name), 0o640)


def lib64(env):
    os.makedirs(os.path.join(env, "lib64"))


def linked(env):
    """Not the environment but a folder on the way to it is a link."""
    top = os.path.dirname(os.path.dirname(env))
    os.mkdir(os.path.join(top, "real"))
    os.symlink("real", os.path.join(top, "link"))


ROWS = [
    row("without-pip", BARE),
    row("again", BARE, BARE),
    row("symlinks", BARE + ["--symlinks"]),
    row("copies", BARE + ["--copies"]),
    row("copies-again", BARE + ["--copies"], BARE + ["--copies"]),
    row("system-site-packages", BARE + ["--system-site-packages"]),
    row("prompt", BARE + ["--prompt", "it's \\ \"ünï\" \xa0\u202e"]),
    row("prompt-control", BARE + ["--prompt", "a\tb\x1b"]),
    row("prompt-empty", BARE + ["--prompt", ""]),
    row("prompt-dot", BARE + ["--prompt", "."]),
    row("no-scm", BARE + ["--without-scm-ignore-files"], since=(3, 13)),
    row("no-scm-again", BARE, BARE + ["--without-scm-ignore-files"], since=(3, 13)),
    row("several", BARE + ["env2", "below/env3"]),
    row("umask-000", BARE, umask=0),
    row("umask-002", BARE, umask=0o002),
    row("umask-077", BARE, umask=0o077),
    row("copies-umask-077", BARE + ["--copies"], umask=0o077),
    row("new-folders", BARE, place="a/b c/env"),
    row("relative", BARE, place="y/env", given="./x/../y//env/."),
    row("odd-place", BARE, place=ODD),
    row("long-place", BARE, place=LONG),
    row("newline-place", BARE, place="new\nhome = /evil"),
    row("place-by-link", BARE, place="link/env", before=linked),
    row("folder-there", BARE, before=mine),
    row("lib64-there", BARE, before=lib64),
    row("clear-nothing", BARE + ["--clear"]),
    row("clear", ("theirs", BARE + ["--system-site-packages"]), BARE + ["--clear"]),
    row("upgrade-nothing", UPGRADE),
    row("upgrade", UPGRADE, UPGRADE),
    row("upgrade-theirs", ("theirs", BARE), UPGRADE),
    row("upgrade-ours", BARE, ("theirs", UPGRADE)),
    row("upgrade-settings", ("theirs", BARE + ["--system-site-packages", "--prompt", "p"]), UPGRADE),
    row("upgrade-umask", ("theirs", BARE), UPGRADE, umask=0o077),
]
# Of these the few in which the versions of Python differ, for those that are not the first, the oldest or the newest.
BRIEF = ["without-pip", "copies", "system-site-packages", "prompt", "prompt-dot", "no-scm", "folder-there", "lib64-there",
         "upgrade-theirs", "upgrade-ours"]
# With pip, which takes seconds for each.
PIP = [
    row("default", []),
    row("default-umask-077", [], umask=0o077),
    row("default-system-site-packages", ["--system-site-packages"]),
    row("default-space", [], place="a b/env"),
    row("default-odd-place", [], place="it's-ünï-#1-%s-[a]{b}~!"),
    row("default-long-place", [], place=LONG),
    row("default-upgrade-ours", [], ("theirs", ["--upgrade"])),
]


def compare(python, row):
    with tempfile.TemporaryDirectory(prefix="parity-") as top:
        top = os.path.realpath(top)
        made, kept = os.path.join(top, "made"), os.path.join(top, "kept")
        env = os.path.join(made, row.place)
        trees = []
        for each in "theirs", "ours":
            os.mkdir(made)
            if row.before:
                row.before(env)
            for who, options in row.steps:
                make(each if who == "each" else who, python.path, options + [row.given], made, umask=row.umask)
            trees.append(tree.read(made, env))
            if each == "theirs":
                os.rename(made, kept)
        tops = os.path.join(kept, row.place), env
        left = PERMITTED.left(tree.differences(*trees, python.path, tops), python, row.name)
        check(not left, "\n".join("%s %s\n    venv:  %s\n    cvenv: %s" % each for each in left))


def nested(python, how):
    """By the Python of an environment; its own base is the base of the new one too."""
    with tempfile.TemporaryDirectory(prefix="parity-") as top:
        top = os.path.realpath(top)
        outer = os.path.join(top, "outer")
        make(how[0], python.path, BARE + how[1:] + [outer], top)
        compare(pythons.ask(os.path.join(outer, "bin", "python")), row("nested", BARE))


def made(python, build, rows):
    """By a Python that is laid out or reached as BUILD makes it of this one."""
    with tempfile.TemporaryDirectory(prefix="parity-") as top:
        path = build(python, os.path.realpath(top))
        built = pythons.ask(path)
        if not built:
            raise Skip("a copy of %s does not run" % python.path)
        for row in rows:
            compare(built, row)


def cases(python, roles):
    """In ROLES: "wide" (all rows without pip), "default" (also with pip, as it is made by default), "pip" (all rows with
    pip), "layouts" (also laid out otherwise)."""
    rows = [each for each in ROWS if "wide" in roles or each.name in BRIEF]
    rows += PIP if "pip" in roles else PIP[:1] if "default" in roles else []
    for each in rows:
        if python.minor >= each.since:
            yield each.name, lambda each=each: compare(python, each)
    for how in ["theirs"], ["theirs", "--copies"], ["ours"]:
        if "wide" in roles:
            yield "nested in %s" % " ".join(how), lambda how=how: nested(python, how)
    for name, build in dict(pythons.REACHED, **(pythons.MADE if "layouts" in roles else {})).items():
        yield name, lambda build=build: made(python, build, [row("made", BARE)])


def needed():
    unused = PERMITTED.unused()
    check(not unused, "nothing needs these lines of tests/parity-permitted:\n%s" % "\n".join(unused))


def parts():
    """Interpreters behind their roles, ROLE+…/PATH."""
    found = list(pythons.found())
    cpythons = sorted((python for python in found if python.is_cpython), key=lambda python: python.minor)
    strange = [python for python in found if not python.is_cpython]
    outer = found[:1] + cpythons[:1] + cpythons[-1:] + strange[:1]
    for python in found if ALL else found[:1] + [each for each in cpythons[-1:] + strange[:1] if each is not found[0]]:
        roles = ["wide"] if python is found[0] or (ALL and python in outer) else []
        roles += ["default"] if ALL or python is found[0] else []
        roles += ["pip"] if ALL and python in cpythons[-1:] else []
        roles += ["layouts"] if python in (cpythons[-1:] if ALL else cpythons and found[:1]) else []
        yield "+".join(roles) + python.path


def cases_of(part):
    roles, slash, path = part.partition("/")
    path = slash + path
    for name, case in cases(pythons.ask(path), roles.split("+")):
        yield "%s %s" % (path, name), case


def main():
    words = sys.argv[1:]
    if words == ["--parts"]:
        print("\n".join(parts()))
        return 0
    chosen = [words.pop(0)] if words and "/" in words[0] else list(parts())
    sys.argv[1:] = words
    found = [case for part in chosen for case in cases_of(part)]
    if not words:
        found.append(("every permitted difference is needed", needed))
    return run(found) if chosen else skip_all("there is no Python here that has venv")


if __name__ == "__main__":
    sys.exit(main())
