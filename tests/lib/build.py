# SPDX-License-Identifier: MIT
"""How the program that is tested was built."""

import os

from lib.tap import Skip

BUILD = os.path.realpath(os.environ.get("CVENV_BUILD", "?"))


def need_plain_build():
    """Skips the case where the program was built with sanitizers."""
    with open(os.path.join(BUILD, "config.h")) as f:
        if "#define CVENV_SANITIZERS" in f.read():
            raise Skip("built with sanitizers")
