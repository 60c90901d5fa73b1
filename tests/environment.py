#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How an environment behaves that cvenv made, beside one at the same path that the interpreter's own venv made: what
Python says of itself in it, what pip installs and takes away again, what is started from it, and what others do to it.

Over one of the interpreters that are found here (lib/pythons.py); with PARITY_ALL=1 over a few.
--parts names the interpreters, each of which can be run by itself."""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import making, pythons, tree, wheel  # noqa: E402
from lib.permitted import Permitted  # noqa: E402
from lib.tap import Failure, Skip, check, run, same, skip_all  # noqa: E402

ALL = bool(os.environ.get("PARITY_ALL"))
PERMITTED = Permitted(os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity-permitted"))
PIP = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}

TELL = """if True:
    import json, os, sys, sysconfig
    tell = {name: getattr(sys, name, None) for name in ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix",
        "executable", "_base_executable", "path", "platlibdir")}
    tell.update(flags=list(sys.flags), paths=sysconfig.get_paths(), scheme=sysconfig.get_path("purelib"), environ={
        name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "VIRTUAL", "__PY"))})
    if "site" in sys.modules:
        import site
        tell.update(packages=site.getsitepackages(), prefixes=site.PREFIXES, user=site.ENABLE_USER_SITE,
            user_site=site.getusersitepackages())
    print(json.dumps(tell, sort_keys=True))
"""
SPAWN = """import multiprocessing, sys


def tell(queue):
    queue.put([sys.prefix, sys.base_prefix, sys.executable, sys.path])


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=tell, args=(queue,))
    process.start()
    print(queue.get())
    process.join()
    sys.exit(process.exitcode)
"""
BUILD = "import sys, venv; venv.EnvBuilder(upgrade=True, symlinks=True, with_pip=%s).create(sys.argv[1])"


class Made:
    """An environment, and what is done in it. The folder's name has a space, so that no script can be named by #!."""

    def __init__(self, python, who, top, options):
        self.python, self.top, self.options = python, top, options
        self.env = os.path.join(top, "a b", "env")
        making.make(who, python.path, options + [self.env], top)

    def bin(self, name):
        return os.path.join(self.env, "bin", name)

    def run(self, *command, **env):
        done = subprocess.run(command, cwd=self.top, env=making.environment(**dict(PIP, **env)), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        said = done.stdout.decode("utf-8", "replace")
        same(done.returncode, 0, "status of %s\n%s%s" % (" ".join(command), said, done.stderr.decode("utf-8", "replace")))
        return said

    def tell(self, *command, **env):
        return json.loads(self.run(*command, "-c", TELL, **env))

    def inside(self, *command, **env):
        """The same, and it has to be this environment that answers."""
        told = self.tell(*command, **env)
        same((told["prefix"], told["base_prefix"]), (self.env, self.python.prefix), "prefixes of %s" % " ".join(command))
        return told

    def tree(self):
        """Without what is in compiled files: tests/parity.py looks into them."""
        return {path: entry._replace(content=b"") if path.endswith(".pyc") else entry
                for path, entry in tree.read(self.env, self.env).items()}

    # What is looked at, in this order; each is compared.

    def names(self):
        names = sorted(name for name in os.listdir(os.path.join(self.env, "bin")) if pythons.NAME.fullmatch(name))
        return {name: self.inside(self.bin(name)) for name in names}

    def flags(self):
        told = {flag: self.inside(self.bin("python"), flag) for flag in ("-I", "-s", "-E", "-B")}
        return dict(told, **{"-S": self.tell(self.bin("python"), "-S"), "-IS": self.tell(self.bin("python"), "-I", "-S")})

    def reached(self):
        """By PATH, and by a link from elsewhere, which belongs to no environment for all versions."""
        link = os.path.join(self.top, "link")
        os.symlink(self.bin("python"), link)
        path = os.path.dirname(self.bin("")) + ":/usr/bin:/bin"
        told = [self.inside("env", "python", PATH=path, VIRTUAL_ENV=self.env), self.tell(link)]
        os.remove(link)
        return told

    def user_packages(self):
        """A user's own packages are seen in no environment but one that sees the system's."""
        told = self.inside(self.bin("python"), PYTHONUSERBASE=os.path.join(self.top, "user"))
        same(told["user"], "--system-site-packages" in self.options, "site.ENABLE_USER_SITE")
        return told

    def spawn(self):
        script = os.path.join(self.top, "spawn.py")
        with open(script, "w") as file:
            file.write(SPAWN)
        said = self.run(self.bin("python"), script)
        check(self.env in said, said)
        return said

    def venv(self):
        inner = os.path.join(self.env, "inner")
        self.run(self.bin("python"), "-m", "venv", "--without-pip", inner)
        told = self.tell(os.path.join(inner, "bin", "python"))
        same((told["prefix"], told["base_prefix"]), (inner, self.python.prefix), "prefixes of one made in it")
        found = told, self.tree()
        self.run("rm", "-rf", inner)
        return found

    def upgraded_by_builder(self):
        self.run(self.python.path, "-c", BUILD % ("--without-pip" not in self.options), self.env)
        return self.inside(self.bin("python")), self.tree()

    def upgraded(self):
        making.make("ours", self.python.path, self.options + ["--upgrade", self.env], self.top)
        return self.inside(self.bin("python"))

    def pip(self):
        found = [self.run(self.bin("python"), "-m", "pip", "list", "--format=json"), self.run(self.bin("pip"), "--version")]
        check(self.env in found[1], found[1])
        return found + [self.run(self.bin("pip3"), "check")]

    def installed(self):
        self.run(self.bin("pip"), "install", wheel.build(self.top))
        # A wheel's own script gets the path behind #! from pip as it is, which no system starts with a space in it.
        said = [self.run(self.bin("parity-sample"), "x y"), self.run(self.bin("python"), self.bin("parity-script")),
                self.run(self.bin("python"), "-m", "parity_sample"), self.run(self.bin("pip"), "show", "-f", "parity-sample")]
        for each in said[:3]:
            same(each.split("\n")[0], self.env, "sys.prefix of a script")
        return said, self.tree()

    def uninstalled(self):
        self.run(self.bin("pip"), "uninstall", "-y", "parity-sample")
        check(not os.path.exists(self.bin("parity-sample")), "its script is still there")
        return self.tree()

    def pip_reinstalled(self):
        """What RECORD says is taken away and comes again."""
        code = ("import ensurepip, glob, os, sysconfig;"
                "print(sysconfig.get_config_var('WHEEL_PKG_DIR') or os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))")
        wheels = self.run(self.python.path, "-c", code).strip()
        self.run(self.bin("python"), "-m", "pip", "install", "--force-reinstall", "--find-links", wheels, "pip")
        return self.tree()

    def pip_uninstalled(self):
        self.run(self.bin("python"), "-m", "pip", "uninstall", "-y", "pip")
        same([name for name in os.listdir(os.path.join(self.env, "bin")) if name.startswith("pip")], [], "scripts of pip")
        return self.tree()


LOOKS = [Made.names, Made.flags, Made.reached, Made.user_packages, Made.spawn, Made.venv]
PIP_LOOKS = [Made.pip, Made.installed, Made.uninstalled]
UPGRADES = [Made.upgraded_by_builder, Made.upgraded]
LAST = [Made.pip_reinstalled, Made.pip_uninstalled]


def result(look, made):
    try:
        return look(made)
    except Exception as error:  # whichever it is, it is for the case that asks for this
        return error


class Pair:
    """Both environments of one interpreter, one after the other at one place, looked at when the first case asks."""

    def __init__(self, python, options, looks):
        self.python, self.options, self.looks = python, options, looks
        self.found = None

    def make(self):
        self.found = {}
        with tempfile.TemporaryDirectory(prefix="environment-") as top:
            top = os.path.realpath(top)
            for who in "theirs", "ours":
                try:
                    made = Made(self.python, who, top, self.options)
                except (Failure, Skip) as error:
                    self.found.update({(who, look): error for look in self.looks})
                    continue
                for look in self.looks:
                    self.found[who, look] = result(look, made)
                os.rename(made.env, os.path.join(top, who))

    def compare(self, look):
        if self.found is None:
            self.make()
        theirs, ours = self.found.get(("theirs", look)), self.found.get(("ours", look))
        if isinstance(theirs, (Failure, Skip)):
            raise Skip("in the environment that venv makes: %s" % " ".join(str(theirs).split())[:200])
        for found in theirs, ours:
            if isinstance(found, Exception):
                raise found
        check(theirs is not None and ours is not None, "nothing was found")
        alike(self.python, theirs, ours)


def is_tree(found):
    return isinstance(found, dict) and all(isinstance(entry, tree.Entry) for entry in found.values())


def alike(python, theirs, ours):
    if is_tree(theirs):
        left = PERMITTED.left(tree.differences(theirs, ours, python.path, ()), python, "environment")
        check(not left, "\n".join("%s %s\n    venv:  %s\n    cvenv: %s" % each for each in left))
    elif isinstance(theirs, (list, tuple)):
        same(len(ours), len(theirs), "number of answers")
        for pair in zip(theirs, ours):
            alike(python, *pair)
    else:
        same(ours, theirs, "cvenv's beside venv's")


def cases(python, pip):
    sets = [("", ["--without-pip"], LOOKS + UPGRADES),
            (" with system packages", ["--without-pip", "--system-site-packages"], LOOKS[:4] + UPGRADES[1:]),
            (" of copies", ["--without-pip", "--copies"], LOOKS[:5])]
    if pip:
        sets.append((" with pip", [], PIP_LOOKS + (UPGRADES + LAST if ALL else [])))
    for name, options, looks in sets:
        pair = Pair(python, options, looks)
        for look in looks:
            yield "%s%s: %s" % (python.path, name, look.__name__.replace("_", " ")), \
                lambda pair=pair, look=look: pair.compare(look)


def parts():
    """One, or with PARITY_ALL=1 the oldest and the newest too and one that is no CPython; "pip" before those with pip."""
    found = list(pythons.found())
    cpythons = sorted((python for python in found if python.is_cpython), key=lambda python: python.minor)
    chosen = found[:1]
    for python in cpythons[-1:] + cpythons[:1] + [python for python in found if not python.is_cpython][:1] if ALL else []:
        chosen += [python] if python not in chosen else []
    for python in chosen:
        yield ("pip" if python in found[:1] + cpythons[-1:] else "") + python.path


def main():
    words = sys.argv[1:]
    if words == ["--parts"]:
        print("\n".join(parts()))
        return 0
    chosen = [words.pop(0)] if words and "/" in words[0] else list(parts())
    sys.argv[1:] = words
    found = []
    for part in chosen:
        pip, slash, path = part.partition("/")
        found += cases(pythons.ask(slash + path), pip)
    return run(found) if chosen else skip_all("there is no Python here that has venv")


if __name__ == "__main__":
    sys.exit(main())
