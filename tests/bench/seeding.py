# SPDX-License-Identifier: MIT
"""How making environments with pip grows: with their number, with the cache, with others at the same time, on other file systems."""
import os
import shutil
import subprocess

import creation
from chart import digits
from measure import Program, Sample, tell
from report import Budget

BLOCK = 512  # bytes, of what stat counts
MODES = ("hardlink", "copy")
CROWD = 'for target; do "$CVENV" -q create "$target" & done; wait'


class Seeding:
    def __init__(self, world, rounds, report, most):
        self.world, self.rounds, self.report, self.most = world, rounds, report, most
        self.ours = [world.cvenv, "-q", "create"]
        self.run = world.runner.output
        self.number = 0

    def fresh(self):
        """A path at which nothing is. What is in its stead later is removed with the rest, and not while something is
        measured: ext4 goes around inodes that were given back within the last seconds, one by one."""
        self.number += 1
        return os.path.join(self.world.folder("made-here"), str(self.number))

    def warm(self):
        made = self.fresh()
        self.run(self.ours + [made])
        return made

    def up_to(self, *counts):
        return [count for count in counts if count <= self.most]

    def growth(self):
        self.warm()
        self.report.text(
            "## The thousandth environment",
            "All in one folder, of one image, one after the other; the time of each is that of its batch through its number.")
        samples, done = {}, 0
        for step in self.up_to(1, 10, 100, 1000):
            targets = [self.fresh() for _ in range(step - done)]
            sample = self.world.runner.sample(Program(self.ours + targets, self.world.top))
            samples[f"cvenv, up to the {step}." if step > 1 else "cvenv, the first"] = [
                Sample(sample.time / len(targets), sample.cpu / len(targets), sample.memory)]
            done = step
        self.report.times("One environment with pip, among many", "growth", samples, {}, "cvenv, the first")

    def interpreters(self):
        """The cache is full of images like this one, which are links to its files under other keys."""
        self.warm()
        images = os.path.join(self.world.env["HOME"], ".cache/cvenv/images-1")
        facts = os.path.join(self.world.env["HOME"], ".cache/cvenv/interpreters")
        (image,) = [name for name in os.listdir(images) if "." not in name]
        fact = os.listdir(facts)[0]
        self.report.text("## A cache of many interpreters", "The others' images and facts are copies of this one's under other names.")
        samples, there = {}, 1
        for count in self.up_to(1, 10, 50):
            for number in range(there, count):
                shutil.copytree(os.path.join(images, image), os.path.join(images, f"{number:032x}"), copy_function=os.link, symlinks=True)
                shutil.copy2(os.path.join(facts, fact), os.path.join(facts, f"{number:064x}"))
            there = count
            samples[f"cvenv, {count} in the cache"] = [
                self.world.runner.sample(Program(self.ours + [self.fresh()], self.world.top)) for _ in range(self.rounds)]
        self.report.times("Making an environment with pip, by what the cache holds", "interpreters", samples, {},
                          "cvenv, 1 in the cache")
        for number in range(1, there):
            shutil.rmtree(os.path.join(images, f"{number:032x}"))
            os.unlink(os.path.join(facts, f"{number:064x}"))

    def crowd(self):
        self.warm()
        self.report.text("## Several at once", "That many programs are started at the same time; the time is that of all, through their number.")
        samples = {}
        env = ["env", "CVENV=" + self.world.cvenv, "sh", "-c", CROWD, "sh"]
        for count in self.up_to(1, 2, 4, 8, 20):
            samples[f"cvenv, {count} at once"] = taken = []
            for _ in range(self.rounds):
                sample = self.world.runner.sample(Program(env + [self.fresh() for _ in range(count)], self.world.top))
                taken.append(Sample(sample.time / count, sample.cpu / count, sample.memory))
        self.report.times("One environment with pip, of several made at once", "crowd", samples, {}, "cvenv, 1 at once")

    def disk(self):
        """Blocks, and system calls for each file."""
        self.warm()
        python = creation.Creation(self.world).python
        finished = self.warm()
        commands = {f"cvenv create --link-mode={mode}": self.ours + [f"--link-mode={mode}"] for mode in MODES}
        commands["cp -al of the same"] = ["cp", "-al", finished]
        commands["cp -a of the same"] = ["cp", "-a", finished]
        commands["python -m venv"] = [python, "-m", "venv"]
        rows = []
        for what, argv in commands.items():
            target = self.fresh()
            counts = self.world.runner.traced(argv + [target], self.world.top)
            files, size = used(target)
            rows.append([what, str(files), f"{size / 1024:.0f}", str(counts[0]) if counts else "", digits(counts[0] / files) if counts else ""])
        self.report.text(
            "## What it takes of the disk, and of the system",
            "KiB are those of blocks that are the environment's alone: a file with another name elsewhere is not counted.")
        self.report.table(["", "files", "KiB", "system calls", "system calls per file"], rows)

    def reflink(self):
        for kind, options in (("btrfs", ["-q"]), ("xfs", ["-q", "-m", "reflink=1"])):
            if not shutil.which("mkfs." + kind) or os.geteuid() != 0:
                tell(f"left out: mkfs.{kind} is not here, or nothing can be mounted")
                continue
            disk = Disk(self.world, kind, options)
            if disk.mounted:
                try:
                    self.on(disk)
                finally:
                    disk.close()

    def on(self, disk):
        cache = os.path.join(disk.folder, "cache")
        ours = ["env", "CVENV_CACHE_DIR=" + cache] + self.ours
        self.warm()
        self.run(["cp", "-a", os.path.join(self.world.env["HOME"], ".cache/cvenv"), cache])
        finished = os.path.join(disk.folder, "finished")
        self.run(ours + [finished])
        programs = {
            "cvenv create --link-mode=clone": ours + ["--link-mode=clone"],
            "cvenv create --link-mode=hardlink": ours + ["--link-mode=hardlink"],
            "cvenv create --link-mode=copy": ours + ["--link-mode=copy"],
            "cp -a --reflink=always of the same": ["cp", "-a", "--reflink=always", finished],
            "cp -al of the same": ["cp", "-al", finished],
            "cp -a --reflink=never of the same": ["cp", "-a", "--reflink=never", finished],
        }
        samples = {what: [] for what in programs}
        target = os.path.join(disk.folder, "made")
        for turn in range(self.rounds + 1):
            for what, argv in programs.items():
                sample = self.world.runner.sample(Program(argv + [target], self.world.top))
                shutil.rmtree(target)
                if turn > 0:
                    samples[what].append(sample)
        self.report.text(f"## On {disk.kind}", "In an image that is mounted from a file.")
        budgets = {"cvenv create --link-mode=clone": Budget(times=1, of="cp -a --reflink=always of the same"),
                   "cvenv create --link-mode=hardlink": Budget(times=0.8, of="cp -al of the same"),
                   "cvenv create --link-mode=copy": Budget(times=0.7, of="cp -a --reflink=never of the same")}
        self.report.times(f"Making an environment with pip on {disk.kind}", f"reflink-{disk.kind}", samples, budgets)


def used(top):
    """How many files there are, and bytes of the blocks that nothing else has."""
    files = size = 0
    for folder, folders, names in os.walk(top):
        for name in names + folders:
            status = os.lstat(os.path.join(folder, name))
            files += name in names
            size += status.st_blocks * BLOCK if status.st_nlink == 1 or name in folders else 0
    return files, size


class Disk:
    def __init__(self, world, kind, options):
        self.kind, self.folder = kind, world.folder("disk-" + kind)
        image = os.path.join(world.top, kind + ".image")
        with open(image, "wb") as file:
            file.truncate(1024 ** 3)
        made = subprocess.run([f"mkfs.{kind}"] + options + [image], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        self.mounted = made.returncode == 0 and subprocess.run(
            ["mount", "-o", "loop", image, self.folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
        if not self.mounted:
            tell(f"left out: no {kind} can be mounted here")

    def close(self):
        subprocess.run(["umount", self.folder], check=True)
