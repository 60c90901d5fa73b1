# SPDX-License-Identifier: MIT
"""Makes environments, by an interpreter's own venv or by cvenv."""

import os
import subprocess
import tempfile

from lib.tap import Skip, same

EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")
HOME = tempfile.TemporaryDirectory(prefix="home-")  # what is known of interpreters is kept from one to the next


def environment(**more):
    """The variables of whatever is run."""
    return dict({"PATH": "/usr/bin:/bin", "HOME": HOME.name, "LANG": "C.UTF-8"}, **more)


def make(who, python, arguments, cwd, umask=0o022, **more):
    """WHO: "theirs" or "ours". It has to be silent, but for one thing: an interpreter that cannot do it by itself is
    nothing to compare with."""
    command = [python, "-m", "venv"] if who == "theirs" else [EXE, "-q", "create", "--python", python]
    before = os.umask(umask)
    try:
        done = subprocess.run(command + arguments, cwd=cwd, env=environment(**more), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    finally:
        os.umask(before)
    said = done.stdout.decode("utf-8", "replace")
    if done.returncode and who == "theirs":
        raise Skip("the venv of %s fails: %s" % (python, (said.strip().splitlines() or [""])[-1]))
    same((done.returncode, said), (0, ""), "status and output of %s" % " ".join(command + arguments))
