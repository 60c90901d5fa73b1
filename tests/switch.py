#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every case of switching (switching/), in the shell that is named; --parts: the names of all of them."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import tap
from lib.dialects import SHELLS
from lib.pty_shell import missing
from switching import run

if sys.argv[1:] == ["--parts"]:
    print("\n".join(SHELLS))
else:
    shell = sys.argv.pop(1)
    why = missing(shell)
    sys.exit(tap.skip_all(why) if why else run(shell))
