#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The shared cases of switching (tests/switching), in wine's cmd with what script/build-windows built ($CVENV_BUILD: its folder)."""
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, ".."), os.path.join(HERE, "..", "lib")]
import windows  # noqa: E402
import world  # noqa: E402
from lib import tap  # noqa: E402
from switching import run  # noqa: E402


def main():
    if not os.path.exists(windows.EXE):
        return tap.skip_all("nothing was built by script/build-windows")
    if not shutil.which("wine"):
        return tap.skip_all("wine is not installed")
    machine = world.ready()
    try:
        return run("cmd", world.CmdWorld)
    finally:
        machine.close()


if __name__ == "__main__":
    sys.exit(main())
