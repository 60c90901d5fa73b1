# SPDX-License-Identifier: MIT
"""The differences that are meant to be, from a file: one a line, KIND WHERE PATH REASON (tests/parity-permitted)."""

import fnmatch
import re

VERSIONS = re.compile(r"(3\.[0-9]+)?(-)?(3\.[0-9]+)?")


class Line:
    def __init__(self, text):
        self.text = text
        self.kind, where, self.path, self.reason = text.split(None, 3)
        self.may_be_absent = self.kind.endswith("?")
        self.kind = self.kind.rstrip("?")
        self.where = where.split(",")
        self.applied = self.used = False

    def applies(self, python, row):
        return all(self._holds(condition, python, row) for condition in self.where)

    @staticmethod
    def _holds(condition, python, row):
        if condition == python.implementation:
            return True
        versions = VERSIONS.fullmatch(condition)
        if not versions:
            return fnmatch.fnmatchcase(row, condition)
        low, span, high = versions.groups()
        minor = [tuple(map(int, version.split("."))) if version else None for version in (low, high)]
        if not span:
            return python.minor == minor[0]
        return (not minor[0] or minor[0] <= python.minor) and (not minor[1] or python.minor <= minor[1])

    def covers(self, difference):
        return difference.kind == self.kind and fnmatch.fnmatchcase(difference.path, self.path)


class Permitted:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.lines = [Line(line.strip()) for line in file if line.strip() and not line.startswith("#")]

    def left(self, differences, python, row):
        """What no line covers of the DIFFERENCES of ROW in PYTHON."""
        lines = [line for line in self.lines if line.applies(python, row)]
        for line in lines:
            line.applied = True
        left = []
        for difference in differences:
            covering = [line for line in lines if line.covers(difference)]
            for line in covering:
                line.used = True
            if not covering:
                left.append(difference)
        return left

    def unused(self):
        """Lines that were for something that was compared, and covered nothing."""
        return [line.text for line in self.lines if line.applied and not line.used and not line.may_be_absent]
