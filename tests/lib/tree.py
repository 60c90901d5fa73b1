# SPDX-License-Identifier: MIT
"""What stands below a folder, and in what two such trees differ."""

import collections
import os
import stat
import subprocess

COMPILED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compiled.py")

Entry = collections.namedtuple("Entry", "type mode content")  # of a link its target, of a file its bytes

# KIND: "theirs" and "ours" (only there), "type", "mode", "target", "bytes", "line" (of pyvenv.cfg, whose key stands
# behind its path), and of compiled files "stamp" (not the same header, or not that of its source), "code", "filename".
Difference = collections.namedtuple("Difference", "kind path theirs ours")


def read(top, start):
    """{path relative to START: Entry} for TOP and all below it; times are not in it."""
    found = {}
    paths = [top]
    for root, folders, names in os.walk(top):
        paths += [os.path.join(root, name) for name in folders + names]
    for path in paths:
        found[os.path.relpath(path, start)] = entry(path)
    return found


def entry(path):
    status = os.lstat(path)
    mode = "%04o" % stat.S_IMODE(status.st_mode)
    if stat.S_ISLNK(status.st_mode):
        return Entry("link", None, os.fsencode(os.readlink(path)))
    if stat.S_ISDIR(status.st_mode):
        return Entry("folder", mode, None)
    if not stat.S_ISREG(status.st_mode):
        return Entry("special", mode, None)
    with open(path, "rb") as file:
        return Entry("file", mode, file.read())


def told(found):
    if found is None:
        return "nothing"
    text = " ".join(word for word in (found.type, found.mode) if word)
    return text if found.content is None else "%s %r" % (text, found.content[:400])


def _lines(path, theirs, ours):
    """Of a pyvenv.cfg: which of its lines differ."""
    split = [[line.partition(b" = ") for line in text.split(b"\n")] for text in (theirs, ours)]
    keys = [[key for key, _, _ in lines] for lines in split]
    both = [dict((key, value) for key, _, value in lines) for lines in split]
    differing = sorted(key for key in set(keys[0]) | set(keys[1]) if both[0].get(key) != both[1].get(key))
    for key in differing:
        yield Difference("line", "%s:%s" % (path, os.fsdecode(key)), *(repr(values.get(key)) for values in both))
    left = [[key for key in names if key not in differing] for names in keys]
    if left[0] != left[1]:
        yield Difference("bytes", path, repr(theirs), repr(ours))


def _entries(path, theirs, ours):
    if theirs is None or ours is None or theirs.type != ours.type:
        kind = "ours" if theirs is None else "theirs" if ours is None else "type"
        yield Difference(kind, path, told(theirs), told(ours))
        return
    if theirs.mode != ours.mode:
        yield Difference("mode", path, theirs.mode, ours.mode)
    if theirs.content == ours.content:
        return
    if theirs.type == "link":
        yield Difference("target", path, repr(theirs.content), repr(ours.content))
    elif os.path.basename(path) == "pyvenv.cfg":
        yield from _lines(path, theirs.content, ours.content)
    elif path.endswith(".pyc"):
        yield Difference("compiled", path, None, None)
    else:
        yield Difference("bytes", path, *_around(theirs.content, ours.content))


def _around(*contents):
    """Two texts where they begin to differ."""
    at = max(0, len(os.path.commonprefix(contents)) - 60)
    return ["at %d: %r" % (at, content[at:at + 300]) for content in contents]


def differences(theirs, ours, python, tops):
    """Between two trees as read gave them, which stand now at TOPS; PYTHON is whose compiled files are in them."""
    compiled = []
    for path in sorted(set(theirs) | set(ours)):
        for difference in _entries(path, theirs.get(path), ours.get(path)):
            if difference.kind == "compiled":
                compiled.append(path)
            else:
                yield difference
    if compiled:
        done = subprocess.run([python, "-I", "-S", COMPILED, *tops], input=b"".join(os.fsencode(p) + b"\0" for p in compiled),
                              stdout=subprocess.PIPE, check=True)
        fields = os.fsdecode(done.stdout).split("\0")[:-1]
        for kind, path in zip(fields[::2], fields[1::2]):
            yield Difference(kind, path, "its own", "another")
