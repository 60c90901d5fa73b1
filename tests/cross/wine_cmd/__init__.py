# SPDX-License-Identifier: MIT
"""A living cmd of wine's, and the world of shared cases that it is the shell of."""
