# SPDX-License-Identifier: MIT
"""Making environments: by cvenv, by others, and by a program that does nothing else."""
import os
import shutil
import stat
import subprocess
import tempfile

from measure import Program

# What the generated program starts with: it stops where anything fails.
BARE = r"""
#include <err.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *path, mode_t mode, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || close(fd))
		err(1, "%s", path);
}

static void check(int result, const char *path)
{
	if (result)
		err(1, "%s", path);
}

int main(void)
{
"""


class Creation:
    def __init__(self, world):
        self.world = world
        self.target = os.path.join(world.top, "made")
        self.python = shutil.which("python3", path=world.env["PATH"])

    def clear(self):
        """Out of the way, and not away: ext4 goes around inodes that were given back within the last seconds, one by one."""
        if os.path.lexists(self.target):
            os.rename(self.target, os.path.join(tempfile.mkdtemp(dir=self.world.folder("aside")), "made"))

    def program(self, argv):
        return Program(argv + [self.target], self.world.top, self.clear)

    def bare(self, program):
        """A program that writes what PROGRAM made, and does nothing else."""
        program.prepare()
        subprocess.run(program.argv, cwd=program.folder, env=self.world.env, check=True)
        source = os.path.join(self.world.top, "bare.c")
        with open(source, "w", encoding="ascii") as file:
            file.write(BARE + "".join(f"\t{line};\n" for line in self.lines()) + "\treturn 0;\n}\n")
        return Program([self.world.runner.compile("bare", source)], self.world.top, self.clear)

    def lines(self):
        for folder, folders, files in os.walk(self.target):
            yield f"check(mkdir({quote(folder)}, {mode(folder)}), {quote(folder)})"
            for name in files + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
                path = os.path.join(folder, name)
                if os.path.islink(path):
                    yield f"check(symlink({quote(os.readlink(path))}, {quote(path)}), {quote(path)})"
                    continue
                with open(path, "rb") as file:
                    content = file.read()
                yield f"put({quote(path)}, {mode(path)}, {quote(content)}, {len(content)})"


def quote(text):
    return '"' + "".join(f"\\{byte:03o}" for byte in os.fsencode(text)) + '"'


def mode(path):
    return f"0{stat.S_IMODE(os.stat(path).st_mode):o}"
