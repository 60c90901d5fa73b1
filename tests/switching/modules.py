# SPDX-License-Identifier: MIT
"""Importing them enters their cases into the table, in this order."""

from switching import moving, edits, blocked, pathlist, values, prompting, nesting, inway, states  # noqa: F401
from switching import octets, manners, neighbours, byhand, foreign, making, broken, idle  # noqa: F401
from switching import only_elvish, only_fish, only_tcsh, only_xonsh  # noqa: F401
