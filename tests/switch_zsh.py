#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every case of switching in zsh (switching/)."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from switching import run

sys.exit(run("zsh"))
