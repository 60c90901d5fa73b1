#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
The shared cases of switching (tests/switching), in wine's cmd with what script/build-windows built ($CVENV_BUILD: its folder).
--parts: the two halves, each in a Windows of its own; without one of these, the cases whose names hold one of the words.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, ".."), os.path.join(HERE, "..", "lib")]
import windows  # noqa: E402
from lib import tap  # noqa: E402
from switching import CASES, modules, run  # noqa: E402,F401: the modules enter their cases
from wine_cmd import world  # noqa: E402

PARTS = ("going", "rest")
GOING = ("moving", "edits", "blocked", "values")


def chosen(part):
    """The beginnings of the names of PART's cases."""
    names = dict.fromkeys(function.__module__.split(".")[-1] for function, *_ in CASES)
    return ["cmd: %s: " % name for name in names if (name in GOING) == (part == "going")]


def main():
    if sys.argv[1:] == ["--parts"]:
        print("\n".join(PARTS))
        return 0
    if sys.argv[1:] and sys.argv[1] in PARTS:
        sys.argv[1:] = chosen(sys.argv[1])
    return windows.with_machine(world.ready, lambda _: run("cmd", world.CmdWorld))


if __name__ == "__main__":
    sys.exit(main())
