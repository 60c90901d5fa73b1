# SPDX-License-Identifier: MIT
"""What doskey does to a line that is typed, for wine's cmd, which has none."""
import re


def read(path):
    """The macros in the file PATH, by their names."""
    with open(path, encoding="utf-8", newline="") as file:
        return dict(line.split("=", 1) for line in file.read().split("\r\n") if line)


def expand(macros, line):
    """LINE as doskey hands it to cmd."""
    name, _, rest = line.partition(" ")
    text = macros.get(name.lower())
    if text is None:
        return line
    words = re.findall(r'(?:"[^"]*"|\S)+', rest)
    return re.sub(r"\$(\*|\d)", lambda m: rest if m[1] == "*" else "".join(words[int(m[1]) - 1:int(m[1])]), text)
