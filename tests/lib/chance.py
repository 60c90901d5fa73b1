# SPDX-License-Identifier: MIT
"""The seed of the tests that choose at random.

It is the same in each run, so that the same sources pass or fail the same; RANDOM_SEED in the environment is another
one, and "new" one that nobody chose.
"""

import os
import random

WANTED = os.environ.get("RANDOM_SEED") or "1"
SEED = str(random.SystemRandom().randrange(1 << 32)) if WANTED == "new" else WANTED
