# SPDX-License-Identifier: MIT
"""The cases of switching: one table, run in every shell with the same expectations."""

import shutil

from lib import tap
from lib.tap import Skip
from switching.world import World

CASES = []


def case(*shells, needs=(), **options):
    """
    Enters a function into the table. SHELLS: only these (default: all); NEEDS: what a shell may be unable to do, a
    word or several (its dialect's `cannot` has the reason, and the case is skipped); OPTIONS: World's.
    """
    def enter(function):
        CASES.append((function, shells, (needs,) if isinstance(needs, str) else needs, options))
        return function
    return enter


def run(shell, make=World):
    """Every case in SHELL, in a world that MAKE makes."""
    from switching import modules  # noqa: F401: they enter their cases

    cannot = make.dialect(shell).cannot

    def bound(function, needs, options):
        def one():
            for need in needs:
                if need in cannot:
                    raise Skip(cannot[need])
            if options.get("trace") and not shutil.which("strace"):
                raise Skip("there is no strace")
            world = make(shell, **options)
            try:
                function(world)
            finally:
                world.close()
        return one
    return tap.run([("%s: %s: %s" % (shell, function.__module__.split(".")[-1], function.__name__.replace("_", " ")),
                     bound(function, needs, options))
                    for function, shells, needs, options in CASES if not shells or shell in shells])
