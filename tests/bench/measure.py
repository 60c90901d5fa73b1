# SPDX-License-Identifier: MIT
"""Runs programs and says what they took: time, processor time, memory, system calls, processes."""
import collections
import os
import re
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CALL = re.compile(rb"^\d+ +\w+\(", re.MULTILINE)
START = re.compile(rb"^\d+ +(?:clone3?|v?fork)\((?!.*CLONE_THREAD)", re.MULTILINE)

# In seconds, seconds, KiB.
Sample = collections.namedtuple("Sample", "time cpu memory")


class Program:
    """What is run, and how: in FOLDER, after PREPARE, COUNT times for one sample."""

    def __init__(self, argv, folder, prepare=None, count=1):
        self.argv, self.folder, self.prepare, self.count = argv, folder, prepare, count


class Runner:
    def __init__(self, folder, env):
        self.folder, self.env = folder, env
        self.spawn = self.compile("spawn", os.path.join(HERE, "spawn.c"))

    def compile(self, name, source, *flags):
        path = os.path.join(self.folder, name)
        subprocess.run([os.environ.get("CC", "cc"), "-D_GNU_SOURCE", "-O2", "-o", path, source, *flags], check=True)
        return path

    def output(self, argv, cwd=None):
        return subprocess.run(argv, cwd=cwd or self.folder, env=self.env, check=True, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE).stdout.decode()

    def sample(self, program):
        """The median of COUNT runs."""
        if program.prepare:
            program.prepare()
        lines = self.output([self.spawn, str(program.count)] + program.argv, program.folder).splitlines()
        times, cpus, memories = zip(*(map(int, line.split()) for line in lines))
        return Sample(statistics.median(times) / 1e9, statistics.median(cpus) / 1e6, statistics.median(memories))

    def in_turn(self, programs, rounds):
        """PROGRAMS: name -> Program. Answers name -> a Sample for each round; a first round is thrown away.

        They are run in turn, so that all meet the same weather, and each time another one comes first.
        """
        names = list(programs)
        samples = {name: [] for name in names}
        for turn in range(rounds + 1):
            for name in names[turn % len(names):] + names[:turn % len(names)]:
                sample = self.sample(programs[name])
                if turn > 0:
                    samples[name].append(sample)
        return samples

    def traced(self, argv, cwd):
        """System calls, and processes started, of a program and its children; None where there is no strace."""
        if not shutil.which("strace"):
            return None
        out = os.path.join(self.folder, "strace.out")
        subprocess.run(["strace", "-f", "-qq", "-o", out] + argv, cwd=cwd, env=self.env, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(out, "rb") as file:
            text = file.read()
        return len(CALL.findall(text)), len(START.findall(text))


def tell(text):
    print(text, file=sys.stderr, flush=True)
