#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every case of switching (switching/), in the shell that is named; --parts: the names of all of them."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.dialects import SHELLS
from switching import run

if sys.argv[1:] == ["--parts"]:
    print("\n".join(SHELLS))
else:
    sys.exit(run(sys.argv.pop(1)))
