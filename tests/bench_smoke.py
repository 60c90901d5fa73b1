#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""That tests/bench still measures: some figures, one round. What it measures is not judged."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import tap  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
ROWS = ("cvenv, into a project", "cvenv, no project", "floor: an empty program with libyaml")
TIME = re.compile(r"\d+(\.\d+)? (s|ms|µs|ns)")


def bench(*words):
    for program in ("cc", "pkg-config"):
        if not shutil.which(os.environ.get("CC", program) if program == "cc" else program):
            raise tap.Skip(f"{program} is not installed")
    return subprocess.run([sys.executable, "-B", os.path.join(HERE, "bench", "bench.py"), *words],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True, check=False)


def row(text, name):
    """The cells behind NAME in the first table that has it."""
    lines = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
    tap.check(lines, f"no row for '{name}' in:\n{text}")
    return [cell.strip() for cell in lines[0].split("|")[2:-1]]


def export():
    with tempfile.TemporaryDirectory() as folder:
        done = bench("--rounds", "1", "--svg", folder, os.environ.get("CVENV_BUILD", "."), "export")
        tap.same(done.returncode, 0, done.stderr)
        for name in ROWS:
            median, spread, processor, floor = row(done.stdout, name)[:4]
            tap.check(TIME.fullmatch(median) and TIME.fullmatch(processor), f"{name}: {median}, {processor}")
            tap.same(spread, f"{median} – {median}", "the spread of one round")
            tap.check(float(floor) > 0, f"{name}: {floor} times the floor")
        tap.same(row(done.stdout, ROWS[-1])[3], "1", "the floor beside itself")
        picture = xml.etree.ElementTree.parse(os.path.join(folder, "export.svg")).getroot()
        texts = ["".join(text.itertext()) for text in picture.iter(SVG + "text")]
        tap.check(set(ROWS) <= set(texts), texts)
        dots = [float(dot.get("cx")) for dot in picture.iter(SVG + "circle")]
        tap.check(len(dots) >= len(ROWS) and all(0 < dot < float(picture.get("width")) for dot in dots), dots)


def seeding():
    with tempfile.TemporaryDirectory() as folder:
        done = bench("--rounds", "1", "--most", "2", "--svg", folder, os.environ.get("CVENV_BUILD", "."),
                     "growth", "interpreters", "crowd", "disk", "reflink")
        tap.same(done.returncode, 0, done.stderr)
        for name in ("cvenv, the first", "cvenv, 1 in the cache", "cvenv, 1 at once", "cvenv, 2 at once"):
            tap.check(TIME.fullmatch(row(done.stdout, name)[0]), done.stdout)
        linked, copied = (row(done.stdout, f"cvenv create --link-mode={mode}") for mode in ("hardlink", "copy"))
        tap.same(linked[0], copied[0], "files, by links and by copies")
        tap.check(int(linked[1]) < int(copied[1]) / 2, f"KiB of links: {linked[1]}, of copies: {copied[1]}")
        for name in ("growth", "interpreters", "crowd"):
            xml.etree.ElementTree.parse(os.path.join(folder, name + ".svg"))


def unknown():
    done = bench(os.environ.get("CVENV_BUILD", "."), "nosuch")
    tap.same(done.returncode, 2, "exit status")
    tap.check("no figure 'nosuch'" in done.stderr, done.stderr)


if __name__ == "__main__":
    sys.exit(tap.run([("one figure is measured, printed and drawn", export), ("how creation grows", seeding), ("a figure that is not known", unknown)]))
