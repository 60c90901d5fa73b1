# SPDX-License-Identifier: MIT
"""Runs cases and prints what became of them in the Test Anything Protocol."""

import os
import sys
import traceback


class Skip(Exception):
    """The case cannot be made here, and why."""


class Failure(Exception):
    """What was expected did not hold."""


def check(good, what):
    if not good:
        raise Failure(what)


def same(actual, expected, what):
    if actual == expected:
        return
    if isinstance(actual, dict) and isinstance(expected, dict):
        lines = ["%s\n    is        %r\n    should be %r" % (key, actual.get(key), expected.get(key))
                 for key in sorted(set(actual) | set(expected), key=str) if actual.get(key) != expected.get(key)]
        raise Failure("%s\n  %s" % (what, "\n  ".join(lines)))
    raise Failure("%s\n  actual:   %r\n  expected: %r" % (what, actual, expected))


def _one(number, name, function):
    try:
        function()
    except Skip as why:
        print("ok %d - %s # SKIP %s" % (number, name, why))
    except Exception as error:
        print("not ok %d - %s" % (number, name))
        text = str(error) if isinstance(error, Failure) else traceback.format_exc()
        frame = traceback.extract_tb(sys.exc_info()[2])[-1 if not isinstance(error, Failure) else -2]
        text += "\nat %s:%s" % (os.path.basename(frame[0]), frame[1])
        print("\n".join("# " + line for line in text.splitlines()))
        return False
    else:
        print("ok %d - %s" % (number, name))
    return True


def run(cases):
    """CASES: pairs of a name and a function. Words on the command line choose the names that hold one of them."""
    chosen = [(n, f) for n, f in cases if not sys.argv[1:] or any(word in n for word in sys.argv[1:])]
    print("1..%d" % len(chosen))
    failed = 0
    for number, (name, function) in enumerate(chosen, 1):
        failed += not _one(number, name, function)
        sys.stdout.flush()
    return 1 if failed or not chosen else 0


def skip_all(why):
    print("1..0 # SKIP %s" % why)
    return 0
