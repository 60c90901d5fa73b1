# SPDX-License-Identifier: MIT
"""In the Python whose files they are: compiled.py THEIRS OURS, and on standard input the .pyc files, relative to both
and each closed by NUL, that are not the same bytes. Says of each, as KIND NUL PATH NUL, in what it differs, if in
anything that can be seen: two writings of one piece of code need not be the same bytes."""

import marshal
import os
import struct
import sys

HEADER = 16 if sys.version_info >= (3, 7) else 12
BY_HASH = 1


def header(top, path, data):
    """Its magic number and flags, and whether it is taken for its source as that is now."""
    flags = struct.unpack("<I", data[4:8])[0] if HEADER == 16 else 0
    if flags & BY_HASH:
        return data[:HEADER], True
    time, size = struct.unpack("<II", data[HEADER - 8:HEADER])
    folder, name = os.path.split(os.path.join(top, path))
    source = os.stat(os.path.join(os.path.dirname(folder), name.rsplit(".", 2)[0] + ".py"))
    fresh = time == int(source.st_mtime) & 0xffffffff and size == source.st_size & 0xffffffff
    return data[:HEADER - 8], fresh


def look(theirs, ours, path):
    read = []
    for top in theirs, ours:
        with open(os.path.join(top, path), "rb") as file:
            data = file.read()
        read.append((header(top, path, data), marshal.loads(data[HEADER:])))
    (their_header, their_code), (our_header, our_code) = read
    if their_header != our_header:
        yield "stamp"
    if their_code != our_code:
        yield "code"
    if their_code.co_filename != our_code.co_filename:
        yield "filename"


def main():
    theirs, ours = (os.fsencode(top) for top in sys.argv[1:])
    for path in sys.stdin.buffer.read().split(b"\0")[:-1]:
        for kind in look(os.fsdecode(theirs), os.fsdecode(ours), os.fsdecode(path)):
            sys.stdout.buffer.write(kind.encode("ascii") + b"\0" + path + b"\0")


main()
