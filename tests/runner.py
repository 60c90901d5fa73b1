#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""tests/run must not let anything pass that did not."""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import tap  # noqa: E402

# What a test file does, what the run then ends on, and its status.
CASES = [
    ("a passing file", "echo 1..2; echo ok 1 - a; echo 'ok 2'", "2 passed, 0 failed, 0 skipped", 0),
    ("a plan that comes last", "echo ok 1; echo 1..1", "1 passed, 0 failed, 0 skipped", 0),
    ("a failing test", "echo 1..2; echo ok 1; echo not ok 2", "1 passed, 1 failed, 0 skipped", 1),
    ("a failing test that calls itself skipped", "echo 1..1; echo 'not ok 1 # SKIP no'", "0 passed, 1 failed, 0 skipped", 1),
    ("a failing test that calls itself unfinished", "echo 1..1; echo 'not ok 1 # TODO'", "0 passed, 1 failed, 0 skipped", 1),
    ("a skipped test", "echo 1..2; echo ok 1; echo 'ok 2 - b # skip no tool'", "1 passed, 0 failed, 1 skipped", 0),
    ("a name with an escaped mark", "echo 1..1; echo 'ok 1 - a \\# skip b'", "1 passed, 0 failed, 0 skipped", 0),
    ("nothing but skipped tests", "echo '1..0 # SKIP no tool'", "0 passed, 0 failed, 1 skipped", 1),
    ("no output", ":", "0 passed, 1 failed, 0 skipped", 1),
    ("no plan", "echo ok 1", "1 passed, 1 failed, 0 skipped", 1),
    ("fewer tests than announced", "echo 1..3; echo ok 1", "1 passed, 1 failed, 0 skipped", 1),
    ("more tests than announced", "echo 1..1; echo ok 1; echo ok 2", "2 passed, 1 failed, 0 skipped", 1),
    ("a status without a failing test", "echo 1..1; echo ok 1; exit 3", "1 passed, 1 failed, 0 skipped", 1),
    ("death by a signal", "echo 1..1; echo ok 1; kill -9 $$", "1 passed, 1 failed, 0 skipped", 1),
    ("giving up", "echo 1..1; echo ok 1; echo 'Bail out! no'", "1 passed, 1 failed, 0 skipped", 1),
    ("hanging", "echo 1..1; echo ok 1; sleep 1000", "1 passed, 1 failed, 0 skipped", 1),
    ("leaving a process behind that keeps the output", "echo 1..1; echo ok 1; setsid sleep 20 &", "1 passed, 0 failed, 0 skipped", 0),
    ("a limit on the size of files", "ulimit -f 0; echo 1..1; echo ok 1", "1 passed, 0 failed, 0 skipped", 0),
    ("bytes that are not text", "echo 1..1; printf 'ok 1 \\377\\n'", "1 passed, 0 failed, 0 skipped", 0),
]


def run(*arguments):
    return subprocess.run([sys.executable, os.path.join(HERE, "run"), *arguments], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, check=False)


def write(folder, name, script):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + script + "\n")
    os.chmod(path, 0o755)
    return path


def case(script, last, status):
    def test():
        with tempfile.TemporaryDirectory() as folder:
            done = run("--timeout", "3", write(folder, "file", script))
        tap.same(done.stdout.splitlines()[-1:], [last], done.stdout + done.stderr)
        tap.same(done.returncode, status, "exit status")
    return test


def several():
    """One that fails among others is told, and shown."""
    with tempfile.TemporaryDirectory() as folder:
        good = write(folder, "good", "echo 1..1; echo ok 1; echo unseen")
        bad = write(folder, "bad", "echo 1..1; echo ok 1 unseen; echo not ok 2; echo seen")
        done = run(good, bad, good)
        tap.same(done.returncode, 1, "exit status")
        tap.same(done.stdout.splitlines()[-1], "3 passed, 2 failed, 0 skipped", "the last line")
        tap.check("seen" in done.stdout and "unseen" not in done.stdout, done.stdout)


def nothing():
    done = run()
    tap.same((done.returncode, done.stdout.splitlines()[-1]), (1, "0 passed, 0 failed, 0 skipped"), "an empty run")


def absent():
    done = run("/nonexistent/test")
    tap.same((done.returncode, done.stdout.splitlines()[-1]), (1, "0 passed, 1 failed, 0 skipped"), "a file that is not there")


def sums():
    with tempfile.TemporaryDirectory() as folder:
        tally = os.path.join(folder, "tally")
        tap.same(run("--sum", tally).returncode, 1, "a sum of nothing")
        good = write(folder, "good", "echo 1..1; echo ok 1")
        bad = write(folder, "bad", "echo 1..2; echo not ok 1; echo 'ok 2 # skip'")
        tap.same(run("--tally", tally, good).returncode, 0, "a good run")
        done = run("--sum", tally)
        tap.same((done.returncode, done.stdout), (0, "1 passed, 0 failed, 0 skipped\n"), "one run")
        tap.same(run("--tally", tally, bad).returncode, 1, "a bad run")
        done = run("--sum", tally)
        tap.same((done.returncode, done.stdout), (1, "1 passed, 1 failed, 1 skipped\n"), "two runs")


def leftovers():
    """What a test leaves running ends with it."""
    with tempfile.TemporaryDirectory() as folder:
        pid = os.path.join(folder, "pid")
        run(write(folder, "file", f"sleep 1000 & echo $! >{pid}; echo 1..1; echo ok 1"))
        with open(pid, encoding="ascii") as file:
            number = int(file.read())
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        with open(f"/proc/{number}/stat", encoding="ascii") as file:
            tap.same(file.read().split()[2], "Z", "the state of what was left behind")


if __name__ == "__main__":
    sys.exit(tap.run([(name, case(script, last, status)) for name, script, last, status in CASES] + [
        ("several files", several),
        ("no file", nothing),
        ("a file that is not there", absent),
        ("the sum of several runs", sums),
        ("what is left running", leftovers),
    ]))
