#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures cvenv beside its floor and its peers, all in one run, and prints tables of Markdown.

    bench.py [--rounds N] [--most N] [--svg FOLDER] [--path FOLDER]... BUILD [idle] [export] [hook] [complete] [create] [pip]
             [growth] [interpreters] [crowd] [disk] [reflink]

BUILD is the folder of the build; --most leaves out what makes more environments than that; --path adds folders in which peers are looked for. Peers that are not
there are left out, and named. Nothing here decides anything: a machine's times are its own, and only what
was measured side by side compares.
"""
import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import completion
import creation
import prompts
from chart import digits, unit
from measure import Program, Runner, tell
from report import Budget, Report, middle, ratio
from seeding import Seeding

HERE = os.path.dirname(os.path.abspath(__file__))
MEMORY = 3 * 1024  # KiB
SHELLS = ("bash", "zsh", "fish", "tcsh")
TOLD_APART = "Beside the time stands the processor time of the program and its children, which is steadier where a machine is busy."


class World:
    """A home with a project in it that cvenv, direnv and mise are all set up for."""

    def __init__(self, top, build, path):
        self.top = top
        self.env = {
            "HOME": self.folder("home"),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
            "TMPDIR": self.folder("tmp"),
            "XDG_RUNTIME_DIR": self.folder("run"),
            "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
        }
        os.chmod(self.env["XDG_RUNTIME_DIR"], 0o700)
        self.path = os.pathsep.join(path + [self.env["PATH"]])
        self.cvenv = shutil.copy(os.path.join(build, "cvenv"), self.folder("bin"))
        self.runner = Runner(top, self.env)
        self.project = self.folder("home/src/team/shop")
        self.deep = self.folder("home/src/team/shop/" + "/".join(f"level-{level}" for level in range(1, 13)))
        self.outside = self.folder("home/src/team/other")
        self.direnv, self.mise = self.find("direnv"), self.find("mise")
        self.set_up()

    def folder(self, name):
        path = os.path.join(self.top, name)
        os.makedirs(path, exist_ok=True)
        return path

    def find(self, name):
        found = shutil.which(name, path=self.path)
        if not found:
            tell(f"left out: {name} is not here")
        return found

    def write(self, name, text):
        with open(os.path.join(self.project, name), "w", encoding="utf-8") as file:
            file.write(text)

    def set_up(self):
        run = self.runner.output
        self.write(".cvenv.yml", "pip: false\nenv:\n  SHOP: open\n")
        run([self.cvenv, "-q", "allow"], self.project)
        run([self.cvenv, "-q", "create", "--without-pip", ".venv"], self.project)
        if self.direnv:
            self.write(".envrc", "PATH_add .venv/bin\nexport VIRTUAL_ENV=$PWD/.venv SHOP=open\n")
            run([self.direnv, "allow"], self.project)
        if self.mise:
            self.write("mise.toml", '[env]\nSHOP = "open"\n_.python.venv = ".venv"\n')
            run([self.mise, "--quiet", "trust", "mise.toml"], self.project)
        time.sleep(0.1)  # for a clock's step: what was just written is not trusted to keep its time


class Bench:
    def __init__(self, world, rounds, report):
        self.world, self.rounds, self.report = world, rounds, report
        self.shells = [shell for shell in SHELLS if world.find(shell)]

    def tools(self, shell):
        """What has a hook for SHELL: name -> program."""
        tools = {"cvenv": self.world.cvenv, "direnv": self.world.direnv, "mise": self.world.mise}
        return {name: exe for name, exe in tools.items() if exe and (name, shell) != ("mise", "tcsh")}

    def idle(self):
        self.report.text(
            "## A prompt where nothing changed",
            "What the hook adds to a prompt: the shell itself runs what it runs before a prompt, many times over, with and "
            "without the hook. System calls and processes are those of one prompt. The budget is 60 µs in bash and zsh, "
            "150 µs in fish and tcsh, and no process. " + TOLD_APART)
        for title, name, folder in (("In a project", "project", self.world.project),
                                    ("In a project, 12 folders below its config", "deep", self.world.deep),
                                    ("Where no project is", "none", self.world.outside)):
            self.report.text(f"### {title}")
            self.idle_in(f"A prompt where nothing changed: {title[0].lower()}{title[1:]}", f"idle-{name}", folder)

    def idle_in(self, title, name, folder):
        bare = {shell: prompts.Case(self.world, folder, shell) for shell in self.shells}
        cases = {f"{tool}, {shell}": prompts.Case(self.world, folder, shell, tool, exe)
                 for shell in self.shells for tool, exe in self.tools(shell).items()}
        samples = {what: [] for what in cases}
        for turn in range(self.rounds + 1):
            without = {shell: case.sample() for shell, case in bare.items()}
            for what, case in cases.items():
                sample = prompts.less(case.sample(), without[case.shell])
                if turn > 0:
                    samples[what].append(sample)
        budgets = {f"cvenv, {shell}": Budget(seconds=prompts.BUDGETS[shell]) for shell in self.shells}
        without = {shell: case.traced() for shell, case in bare.items()}
        counts = {what: case.traced() for what, case in cases.items()}
        more = {column: {what: f"{count[index] - without[cases[what].shell][index]:.0f}" for what, count in counts.items() if count}
                for index, column in enumerate(("system calls", "processes"))}
        self.report.times(title, name, samples, budgets, more=more)

    def hook(self):
        programs, budgets = {}, {}
        for shell in self.shells:
            programs[shell] = prompts.start(self.world, shell)
            for tool, exe in self.tools(shell).items():
                programs[f"{tool}, {shell}"] = prompts.start(self.world, shell, tool, exe)
            budgets[f"cvenv, {shell}"] = Budget(seconds=0.005)
        samples = self.world.runner.in_turn(programs, self.rounds)
        taken_off = {what: [prompts.less(sample, bare) for sample, bare in zip(samples[what], samples[what.split(", ")[1]])]
                     for what in samples if ", " in what}
        self.report.text(
            "## The line in the start-up file",
            "How much longer a shell's start takes with the line than without. The budget is 5 ms. " + TOLD_APART)
        self.report.times("The line in the start-up file", "hook", taken_off, budgets)

    def export(self):
        world = self.world
        floor = "floor: an empty program with libyaml"
        ours = [world.cvenv, "export", "bash", "--token="]
        flags = world.runner.output(["pkg-config", "--cflags", "--libs", "yaml-0.1"]).split()
        programs = {
            "cvenv, into a project": Program(ours, world.project, count=20),
            "cvenv, 12 folders below": Program(ours, world.deep, count=20),
            "cvenv, no project": Program(ours, world.outside, count=20),
            floor: Program([world.runner.compile("floor", os.path.join(HERE, "floor.c"), *flags)], world.project, count=20),
        }
        if world.mise:
            programs["mise, into a project"] = Program([world.mise, "hook-env", "-s", "bash"], world.project, count=5)
        if world.direnv:
            programs["direnv, into a project"] = Program([world.direnv, "export", "bash"], world.project, count=5)
        samples = world.runner.in_turn(programs, self.rounds)
        self.report.text(
            "## The run that switches",
            "What the hook runs where something changed, from a new shell's environment: `cvenv export bash`, "
            "`mise hook-env -s bash`, `direnv export bash`. The floor is a program that is linked to libyaml and does "
            "nothing; the budget is twice that. " + TOLD_APART)
        budgets = {what: Budget(times=2, of=floor) for what in programs if what.startswith("cvenv")}
        self.report.times("The run that switches", "export", samples, budgets, floor)
        self.memory_and_calls(programs, samples, floor)

    def memory_and_calls(self, programs, samples, floor):
        counts = {what: self.world.runner.traced(program.argv, program.folder) for what, program in programs.items()}
        rows = []
        for what, rounds in samples.items():
            memory = middle(rounds, "memory")
            calls = [str(counts[what][0]), digits(counts[what][0] / counts[floor][0])] if counts[what] else ["", ""]
            rows.append([what, digits(memory), digits(memory / MEMORY)] + calls)
        self.report.text("Its memory at the most (the budget is 3 MiB), and its system calls:")
        self.report.table(["", "KiB", "× budget", "system calls", f"× {floor.split(':')[0]}"], rows)

    def complete(self):
        world = self.world
        asked = {"commands": [""], "environments": ["activate", ""], "interpreters": ["create", "--python="]}
        programs = {f"cvenv, {what}": Program([world.cvenv, "__complete", "fish"] + words, world.project, count=20)
                    for what, words in asked.items()}
        samples = world.runner.in_turn(programs, self.rounds)
        counts = {what: world.runner.traced(program.argv, program.folder) for what, program in programs.items()}
        self.report.text(
            "## The key that completes",
            "The program that says what may follow; the budget is 5 ms, and no process but itself. " + TOLD_APART)
        more = {column: {what: f"{count[index]}" for what, count in counts.items() if count}
                for index, column in enumerate(("system calls", "processes"))}
        self.report.times("What may follow", "complete", samples, {what: Budget(seconds=0.005) for what in programs}, more=more)
        self.keys()

    def keys(self):
        git = self.world.find("git")
        self.report.text(
            f"From the key until the rest of the word is on the terminal, in a home with {completion.COUNT} environments and as many "
            "branches: `cvenv stat`, `cvenv activate topic-1` beside `git stat`, `git checkout topic-1`, by the completion for git that "
            "the shell or git brings. The first key, which loads what is loaded late, is thrown away.")
        rows = []
        for shell in self.shells:
            keys = completion.Keys(self.world.cvenv, shell, git)
            try:
                for title, tools in completion.LINES.items():
                    times = self.key_times(keys, {tool: line for tool, line in tools.items() if tool == "cvenv" or (git and shell != "tcsh")})
                    for tool, took in times.items():
                        ratio = statistics.median(a / b for a, b in zip(took, times["git"])) if "git" in times else None
                        rows.append([f"{tool}, {shell}, {title}", unit(statistics.median(took)), f"{unit(min(took))} – {unit(max(took))}",
                                     digits(ratio) if ratio else ""])
            finally:
                keys.close()
        self.report.table(["", "median", "least – most", "× git"], rows)

    def key_times(self, keys, lines):
        times = {tool: [] for tool in lines}
        for turn in range(self.rounds + 1):
            for tool, line in lines.items():
                took = keys.time(*line)
                if turn > 0:
                    times[tool].append(took)
        return times

    def create(self):
        made = creation.Creation(self.world)
        ours, floor, python = "cvenv create --without-pip", "floor: the same files, and no more", "python -m venv --without-pip"
        programs = {ours: made.program([self.world.cvenv, "-q", "create", "--without-pip"])}
        programs[floor] = made.bare(programs[ours])
        programs[python] = made.program([made.python, "-m", "venv", "--without-pip"])
        virtualenv, uv = self.world.find("virtualenv"), self.world.find("uv")
        if virtualenv:
            programs["virtualenv --without-pip"] = made.program([virtualenv, "--without-pip", "-p", made.python])
        if uv:
            programs["uv venv"] = made.program([uv, "venv", "-p", made.python])
        samples = self.world.runner.in_turn(programs, self.rounds)
        self.report.text(
            "## An environment without pip",
            "The floor is a C program that writes the same files and links, with their content compiled in; the budget is "
            "1.5 times that, and a fifteenth of what `python -m venv` takes. " + TOLD_APART)
        beside = {name: ratio(rounds, samples[ours], "time") for name, rounds in samples.items()}
        self.report.times("Making an environment without pip", "create", samples, {ours: Budget(times=1.5, of=floor)}, floor,
                          {"× cvenv": beside})

    def pip(self):
        made = creation.Creation(self.world)
        python = "python -m venv"
        finished, ours = os.path.join(self.world.top, "finished"), [self.world.cvenv, "-q", "create"]
        self.world.runner.output(ours + [finished], self.world.top)
        programs = {
            "cvenv create": made.program(ours),
            "cvenv create --link-mode=copy": made.program(ours + ["--link-mode=copy"]),
            "cp -al of the same": made.program(["cp", "-al", finished]),
            "cp -a of the same": made.program(["cp", "-a", finished]),
            python: made.program([made.python, "-m", "venv"]),
        }
        virtualenv = self.world.find("virtualenv")
        if virtualenv:
            programs["virtualenv"] = made.program([virtualenv, "-p", made.python])
        samples = self.world.runner.in_turn(programs, self.rounds)
        self.report.text(
            "## An environment with pip",
            "The cache is warm: pip of this Python is in it. `cp` copies a finished environment, by hard links (`-al`) or "
            "whole (`-a`); virtualenv keeps an unpacked copy. " + TOLD_APART)
        budgets = {"cvenv create": Budget(times=0.8, of="cp -al of the same"),
                   "cvenv create --link-mode=copy": Budget(times=0.7, of="cp -a of the same")}
        self.report.times("Making an environment with pip", "pip", samples, budgets, python)


def version(argv, env):
    done = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return (re.findall(r"\d+(?:\.\d+)+", done.stdout.decode("utf-8", "replace")) or ["?"])[0]


def about(world, command):
    """What the figures depend on."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = re.findall(r"^model name\s*: (.*)$", file.read(), re.MULTILINE) or [platform.machine()]
    asked = [(shell, shutil.which(shell, path=world.path), ["--version"]) for shell in SHELLS]
    asked += [("python", shutil.which("python3", path=world.env["PATH"]), ["--version"]),
              ("direnv", world.direnv, ["version"]), ("mise", world.mise, ["version"]),
              ("virtualenv", shutil.which("virtualenv", path=world.path), ["--version"]),
              ("uv", shutil.which("uv", path=world.path), ["--version"])]
    versions = ", ".join(f"{name} {version([exe] + words, world.env)}" for name, exe, words in asked if exe)
    return (f"Made by `{command}` on {time.strftime('%Y-%m-%d')}: {len(models)} × {models[0]}, "
            f"Linux {platform.release().split('-')[0]}, load {digits(os.getloadavg()[0])}; {versions}.")


def main():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--svg")
    parser.add_argument("--path", action="append", default=[])
    parser.add_argument("build")
    parser.add_argument("which", nargs="*", default=[])
    options = parser.parse_args()
    figures = ("idle", "export", "hook", "complete", "create", "pip", "growth", "interpreters", "crowd", "disk", "reflink")
    wrong = set(options.which) - set(figures)
    if wrong or options.rounds < 1:
        parser.error(f"there is no figure '{min(wrong)}'; there are: {', '.join(figures)}" if wrong else "no rounds")
    top = os.path.realpath(tempfile.mkdtemp(prefix="cvenv-bench-"))
    try:
        world = World(top, os.path.abspath(options.build), [os.path.abspath(folder) for folder in options.path])
        report = Report(options.svg)
        bench, seeding = Bench(world, options.rounds, report), Seeding(world, options.rounds, report, options.most)
        command = f"tests/bench/bench.py --rounds {options.rounds} BUILD {' '.join(options.which)}".strip()
        report.text("# Measurements", about(world, command),
                    f"Medians of {options.rounds} rounds, in each of which everything is measured in turn. Ratios are "
                    "medians of the rounds' ratios. Another machine has other times: only what was measured side by side "
                    "compares.")
        for name in options.which or figures:
            getattr(bench if hasattr(bench, name) else seeding, name)()
        tell(f"load at the end: {digits(os.getloadavg()[0])}")
    finally:
        shutil.rmtree(top, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
