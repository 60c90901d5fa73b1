#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The rules of the house that a program can hold the sources against (ARCHITECTURE.md)."""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import tap  # noqa: E402

SOURCE = os.path.dirname(HERE)
FOLDERS = ("src", "shell", "tests", "script", "build-aux", ".ci", "examples", "completions")
MADE = {"ar-lib", "compile", "config.guess", "config.sub", "depcomp", "install-sh", "ltmain.sh", "missing", "embedded.c", "scripts.c", "shells.c"}

# What each layer may include.
LAYERS = {
    "base": {"base"},
    "plan": {"base", "plan"},
    "emit": {"base", "plan", "emit"},
    "venv": {"base", "venv"},
    "switch": {"base", "plan", "venv", "switch"},
    "cmd": {"base", "plan", "emit", "venv", "switch", "cmd"},
}
# The one part of the program that may use a library.
LIBRARIES = {"yaml.h": r"src/switch/config\w*\.[ch]", "sha2.h": r"src/base/posix/digest\.c", "readline/": r"src/init/.*"}
SHELLS = re.compile(r"(?<!activate[._])\b(bash|zsh|fish|tcsh|csh|pwsh|nushell|elvish|xonsh)\b")
PRINTING = re.compile(r"\b(exit|abort|printf|fprintf|puts|fputs|putchar|perror)\s*\(")
UNSAFE = re.compile(r"\b(strcpy|strcat|sprintf|vsprintf|strtok|gets|tmpnam|mktemp)\s*\(")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
LINES_OF_FILE = 450
LINES_OF_FUNCTION = 60


def files():
    for folder in FOLDERS:
        for root, folders, names in os.walk(os.path.join(SOURCE, folder)):
            folders[:] = sorted(set(folders) - {"__pycache__", "fixtures", "corpus", ".deps"})
            for name in sorted(names):
                path = os.path.relpath(os.path.join(root, name), SOURCE)
                if name not in MADE and not name.endswith((".o", ".pyc")) and text_of(path):
                    yield path


def text_of(path):
    """The file's text; nothing for one that is not text."""
    try:
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            text = file.read()
    except (UnicodeDecodeError, FileNotFoundError):
        return ""
    return "" if "\0" in text else text


def code_of(path):
    """C without its comments, line for line."""
    return re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), text_of(path), flags=re.DOTALL)


def c_files(*layers):
    """Those of src, or of these layers of it."""
    for path in files():
        if path.endswith((".c", ".h")) and path.startswith(tuple(f"src/{layer}/" for layer in layers) or "src/"):
            yield path


def found(pattern, paths, text=code_of):
    for path in paths:
        for number, line in enumerate(text(path).splitlines(), 1):
            if pattern.search(line):
                yield f"{path}:{number}: {line.strip()}"


def none(rows):
    rows = list(rows)
    tap.check(not rows, "\n".join(rows))


def licence():
    activation = re.compile(r"shell/([Aa]ctivate|deactivate)")
    none(path for path in files() if not activation.match(path) and not path.endswith((".md", ".json", ".svg"))
         and "SPDX-License-Identifier: MIT" not in "\n".join(text_of(path).splitlines()[:4]))


def layers():
    def wrong():
        for layer, allowed in LAYERS.items():
            for path in c_files(layer):
                for name in re.findall(r'^#include "(\w+)/', text_of(path), re.MULTILINE):
                    if name not in allowed:
                        yield f"{path} includes {name}/"
    none(wrong())


def own_header_first():
    def wrong():
        for path in c_files():
            header = path[len("src/"):-len(".c")] + ".h"
            if path.endswith(".c") and os.path.exists(os.path.join(SOURCE, "src", header)):
                includes = re.findall(r'^#include ["<]([^">]+)', text_of(path), re.MULTILINE)
                if includes[:1] != [header]:
                    yield f"{path} does not include {header} first"
    none(wrong())


def libraries():
    def wrong():
        for header, where in LIBRARIES.items():
            for row in found(re.compile(r"#include <" + re.escape(header)), c_files()):
                if not re.fullmatch(where, row.split(":")[0]):
                    yield row
    none(wrong())


def shell_names():
    none(found(SHELLS, c_files("base", "plan", "venv", "switch", "cmd")))


def printing():
    none(found(PRINTING, c_files("base", "plan", "emit", "venv", "switch")))


def unsafe():
    none(found(UNSAFE, c_files()))


def unfinished():
    none(found(UNFINISHED, (path for path in files() if path not in ("tests/house.py", "tests/runner.py")), text_of))


def config_h():
    none(found(re.compile(r'#include "config\.h"'), c_files(), text_of))


def long_files():
    none(f"{path}: {length} lines" for path in c_files()
         if (length := len(text_of(path).splitlines())) >= LINES_OF_FILE)


def long_functions():
    def wrong():
        for path in c_files():
            began = 0
            for number, line in enumerate(text_of(path).splitlines(), 1):
                if line == "{":
                    began = number
                elif line == "}" and began:
                    if number - began >= LINES_OF_FUNCTION:
                        yield f"{path}:{began}: {number - began} lines"
                    began = 0
    none(wrong())


if __name__ == "__main__":
    sys.exit(tap.run([
        ("each file names its licence", licence),
        ("lower layers do not include higher ones", layers),
        ("a file includes its own header first", own_header_first),
        ("each library is used in its one place", libraries),
        ("names of shells appear in src/emit alone", shell_names),
        ("nothing below src/cmd prints or exits", printing),
        ("no function that cannot be used safely", unsafe),
        ("nothing is left unfinished", unfinished),
        ("config.h comes from the build", config_h),
        (f"files have fewer than {LINES_OF_FILE} lines", long_files),
        (f"functions have fewer than {LINES_OF_FUNCTION} lines", long_functions),
    ]))
