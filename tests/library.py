#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""libcvenv as its callers have it: installed, found by pkg-config, called by programs that know cvenv.h alone."""
import atexit
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from lib import pythons, tap  # noqa: E402
from lib.build import BUILD, need_plain_build  # noqa: E402

SOURCE = os.path.dirname(HERE)
HEADER = os.path.join(SOURCE, "src/venv/cvenv.h")
STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic-errors", "-g"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def run(words, **more):
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                          errors="surrogateescape", check=False, **more)
    return done.returncode, done.stdout, done.stderr


def must(words, **more):
    status, out, err = run(words, **more)
    tap.check(status == 0, "%s: status %d\n%s%s" % (" ".join(words), status, out, err))
    return out


def need(name):
    if not shutil.which(name):
        raise tap.Skip("%s is not installed" % name)


def functions():
    """Those that cvenv.h declares."""
    text = re.sub(r"/\*.*?\*/|__attribute__\(\(.*?\)\)", "", read(HEADER), flags=re.DOTALL)
    names = set(re.findall(r"\b(cvenv_\w+)\((?!\*)", text))
    tap.check(len(names) > 20, names)
    return names


class Installed:
    """What make install leaves, in a folder of its own."""

    def __init__(self):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="cvenv-library-"))
        atexit.register(shutil.rmtree, self.root, ignore_errors=True)
        self.variables = dict(re.findall(r"^(\w+) = (.*)$", read(os.path.join(BUILD, "Makefile")), re.MULTILINE))
        self.make("install")
        found = glob.glob(os.path.join(self.root, "**", "cvenv.pc"), recursive=True)
        tap.same(len(found), 1, "cvenv.pc: %s" % found)
        self.folder = os.path.dirname(os.path.dirname(found[0]))
        self.env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(found[0]), PKG_CONFIG_SYSROOT_DIR=self.root)
        self.shared = bool(glob.glob(os.path.join(self.folder, "libcvenv.so*")))
        # What sanitizers want is the same in all that is linked.
        self.compiler = shlex.split(self.variables["CC"]) + re.findall(r"-f\S*sanitize\S*", self.variables["CVENV_CFLAGS"])

    def make(self, target):
        env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        must(["make", "-C", BUILD, target, "DESTDIR=" + self.root], env=env)

    def files(self):
        return [os.path.join(folder, name) for folder, _, names in os.walk(self.root) for name in names]

    def flags(self, *options):
        """In words, the folders as they are in the temporary one."""
        need("pkg-config")
        words = shlex.split(must(["pkg-config", *options, "cvenv"], env=self.env))
        # pkgconf leaves folders that the system has anyway as they are.
        return [word[:2] + self.root + word[2:] if word[:2] in ("-I", "-L") and not word[2:].startswith(self.root)
                and os.path.exists(self.root + word[2:]) else word for word in words]

    def build(self, source, static=False, more=()):
        """The program of SOURCE, linked with what pkg-config says; its path."""
        name = os.path.join(self.root, os.path.basename(source)[:-2] + ("-static" if static else ""))
        if os.path.exists(name):
            return name
        words = [*self.compiler, "-std=c99", *STRICT, "-I", os.path.join(HERE, "unit"), *more, "-o", name, source]
        words += self.flags("--cflags")
        if static:
            library = os.path.join(self.folder, "libcvenv.a")
            words += [library if word == "-lcvenv" else word for word in self.flags("--libs", "--static")]
        else:
            words += [*self.flags("--libs"), "-Wl,-rpath," + self.folder]
        must(words)
        return name


INSTALLED = []


def installed():
    if not INSTALLED:
        INSTALLED.append(Installed())
    return INSTALLED[0]


def shared():
    if not installed().shared:
        raise tap.Skip("built without a shared library")
    return installed()


def python():
    """One that has pip's wheel, where there is one."""
    return next(pythons.found())


# ---- what is installed ----

def exported():
    library = os.path.join(shared().folder, "libcvenv.so")
    need("nm")
    names, versions = set(), set()
    for line in must(["nm", "-D", "--defined-only", library]).splitlines():
        kind, name = line.split()[-2:]
        if kind == "A":
            versions.add(name)
        else:
            names.add(name)
    plain = {name.split("@")[0] for name in names}
    tap.same(plain, functions(), "exported, and in cvenv.h")
    if versions:
        listed = set(re.findall(r"^\t(cvenv_\w+);", read(os.path.join(SOURCE, "src/venv/libcvenv.map")), re.MULTILINE))
        tap.same(listed, functions(), "in libcvenv.map, and in cvenv.h")
        tap.check(all("@@" in name for name in names), "without a version: %s" % names)


def loads():
    library = os.path.join(shared().folder, "libcvenv.so")
    need("readelf")
    dynamic = must(["readelf", "-d", library])
    tap.same(re.findall(r"SONAME.*\[(.*)\]", dynamic), ["libcvenv.so.0"], "soname")
    if "sanitize" not in installed().variables["CVENV_CFLAGS"]:
        wanted = [name for name in re.findall(r"NEEDED.*\[(.*)\]", dynamic) if not re.match(r"lib(c|md)\.|ld-", name)]
        tap.same(wanted, [], "loaded besides libc and libmd")


def header(compiler, standard, language):
    def test():
        need(compiler)
        name = os.path.join(installed().root, "header")
        with open(name, "w", encoding="ascii") as file:
            file.write("#include <cvenv.h>\nstruct cvenv_error *use(void);\n"
                       "struct cvenv_error *use(void) { return cvenv_create(\".venv\", NULL); }\n")
        must([compiler, "-x", language, "-std=" + standard, *STRICT, *installed().flags("--cflags"), "-c", "-o", name + ".o", name])
    return test


def version():
    need("pkg-config")
    tap.same(must(["pkg-config", "--modversion", "cvenv"], env=installed().env).strip(),
             installed().variables["PACKAGE_VERSION"], "version in cvenv.pc")


def uninstalled():
    """In a folder of its own, since the others need what is installed."""
    one = Installed()
    tap.check(len(one.files()) > 8, one.files())
    one.make("uninstall")
    tap.same(one.files(), [], "left after make uninstall")


# ---- its callers ----

def client(name, static=False, more=(), words=()):
    def test():
        one = installed() if static else shared()
        program = one.build(os.path.join(HERE, "library", name + ".c"), static, more)
        with tempfile.TemporaryDirectory() as folder:
            status, out, err = run([program, python().path, *(word() for word in words)], cwd=folder)
        wrong = [line for line in out.splitlines() if not re.match(r"ok |1\.\.\d+$", line)]
        tap.check(not wrong and not err and status == 0, "status %d\n%s\n%s" % (status, "\n".join(wrong), err))
    return test


def glibc_only(test):
    def wrapped():
        need_plain_build()  # sanitizers have an allocator of their own
        if "__GLIBC__" not in must([*installed().compiler, "-dM", "-E", "-include", "stdlib.h", "-x", "c", "/dev/null"]):
            raise tap.Skip("the allocator of another C library cannot be replaced so")
        test()
    return wrapped


def scripted():
    """An interpreter that is quickly asked."""
    probe = read(os.path.join(SOURCE, "shell/probe.py"))
    says = os.path.join(installed().root, "says")
    with open(says, "w", encoding="ascii") as file:
        file.write(must([python().path, "-I", "-S", "-c", probe]))
    program = os.path.join(installed().root, "scripted")
    with open(program, "w", encoding="ascii") as file:
        file.write("#!/bin/sh\nexec cat %s\n" % shlex.quote(says))
    os.chmod(program, 0o755)
    return program


# ---- the example ----

SCRIPT = """
import os, sys, sysconfig
print("to stdout")
print("to stderr", file=sys.stderr)
assert os.environ["VIRTUAL_ENV"] == os.getcwd() == sys.prefix, os.environ["VIRTUAL_ENV"]
open(os.path.join(sysconfig.get_path("purelib"), %r), "w").close()
open(os.path.join(sys.prefix, "bin", "setuptools-1.tar.gz"), "w").close()
"""


class Example:
    def __init__(self, top, static=False):
        self.top = top
        one = installed() if static else shared()
        self.program = one.build(os.path.join(SOURCE, "examples/extended-builder.c"), static)
        self.python = python()
        self.setuptools = self.put("ez_setup.py", SCRIPT % "one.py")
        self.pip = self.put("get-pip.py", SCRIPT % "two.py")

    def put(self, name, text):
        path = os.path.join(self.top, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def __call__(self, *words, both=True):
        given = ["--setuptools=" + self.setuptools, "--pip=" + self.pip] if both else []
        return run([self.program, "--python", self.python.path, *given, *words], cwd=self.top,
                   env={"HOME": self.top, "PATH": "/usr/bin:/bin"})

    def site(self, name):
        return must([os.path.join(self.top, name, "bin/python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()

    def has(self, name):
        """What of "one.py" and "two.py" is installed."""
        return sorted({"one.py", "two.py"} & set(os.listdir(self.site(name))))

    def bin(self, name):
        return os.listdir(os.path.join(self.top, name, "bin"))


def example(static):
    def test():
        with tempfile.TemporaryDirectory() as top:
            call = Example(os.path.realpath(top), static)
            tap.same(call("both"), (0, "", "Installing setuptools .....done.\nInstalling pip .....done.\n"), "plain")
            tap.same(call.has("both"), ["one.py", "two.py"], "installed")
            left = [name for name in call.bin("both") if re.match(r"ez_|get-pip|setuptools-", name)]
            tap.same(left == ["setuptools-1.tar.gz"] or left, True, "left in bin by the script of pip")
    return test


def example_options():
    with tempfile.TemporaryDirectory() as top:
        call = Example(os.path.realpath(top))
        status, out, err = call("--verbose", "--nopip", "verbose")
        tap.same((status, out), (0, ""), err)
        tap.same(sorted(err.splitlines()), ["Installing setuptools ...", "done.", "to stderr", "to stdout"], "verbose")
        tap.same(call.has("verbose"), ["one.py"], "with --nopip")
        tap.check("setuptools-1.tar.gz" not in call.bin("verbose"), "the archive of setuptools is left")
        status, _, err = call("--progress", "progress")
        tap.same(sorted(err.splitlines()), sorted(["main: Installing setuptools ...", "main: Installing pip ..."] + 2 * [
            "main: done.", "stdout: to stdout", "stderr: to stderr"]), "progress")
        for words in ["--no-setuptools"], ["--nodist", "--system-site-packages"]:
            tap.same(call(*words, "first", "second", both=False), (0, "", ""), "without both")
            tap.same(call.has("first") + call.has("second"), [], "installed with %s" % words)
        tap.check("include-system-site-packages = true" in read(os.path.join(top, "second/pyvenv.cfg")), "system packages")
        open(os.path.join(top, "first/mine"), "w", encoding="ascii").close()
        tap.same(call("--clear", "--nodist", "first"), (0, "", ""), "clear")
        tap.check(not os.path.exists(os.path.join(top, "first/mine")), "--clear leaves what was there")
        os.unlink(os.path.join(top, "second/bin/activate"))
        tap.same(call("--upgrade", "--symlinks", "second"), (0, "", ""), "upgrade, which has no post_setup")
        tap.check("activate" not in call.bin("second"), "--upgrade makes scripts")


def example_failing():
    with tempfile.TemporaryDirectory() as top:
        call = Example(os.path.realpath(top))
        call.pip = call.put("bad.py", "print('x'); raise SystemExit('no pip today')")
        status, _, err = call("bad")
        tap.check(status == 1 and "Error: Command '[" in err and "no pip today" in err, err)
        tap.check(not os.path.lexists(os.path.join(top, "bad")), "left behind")
        for words, text in ((["--clear", "--upgrade", "--nodist", "x"], "Error: you cannot supply --upgrade and --clear together."),
                            ):
            status, _, err = call(*words)
            tap.check(status == 1 and text in err, err)
        for words in ["--nodist"], ["x"], ["--bogus", "x"], ["--setuptools=x", "x"]:
            status, _, err = call(*words, both=False)
            tap.check(status == 2 and "usage:" in err, "%s: %d %s" % (words, status, err))
        tap.same(call("--help", both=False)[0], 0, "--help")


def example_wheel():
    """pip of its own wheel."""
    with tempfile.TemporaryDirectory() as top:
        call = Example(os.path.realpath(top))
        where = "import ensurepip, os, sysconfig; print(os.path.dirname(ensurepip.__file__), sysconfig.get_config_var('WHEEL_PKG_DIR') or '', sep='\\n')"
        status, out, _ = run([call.python.path, "-c", where])
        folders = out.splitlines() if status == 0 else []
        wheels = [wheel for folder in folders for wheel in glob.glob(os.path.join(folder, "**", "pip-*.whl"), recursive=True)]
        if not wheels:
            raise tap.Skip("this Python has no wheel of pip")
        call.pip = wheels[0]
        status, out, err = call("wheel")
        tap.same((status, out), (0, ""), err)
        name = re.search(r"pip-([^-]+)-", os.path.basename(wheels[0]))[1]
        tap.check(("pip " + name) in must([os.path.join(top, "wheel/bin/pip"), "--version"]), "pip's version")
        call.setuptools, call.pip = wheels[0], call.setuptools
        status, _, err = call("none")
        tap.check(status == 1 and "only the wheel of pip can install" in err, err)


# ---- the manual ----

def manual():
    """Each function is found under its name, each field in some page."""
    pages = glob.glob(os.path.join(installed().root, "**", "man3", "*.3*"), recursive=True)
    installed_names = {os.path.basename(page).split(".")[0] for page in pages}
    tap.same(functions() - installed_names, set(), "without a page")
    for name in sorted(functions()):
        text = read(next(page for page in pages if os.path.basename(page).startswith(name + ".3")))
        target = re.match(r"\.so man3/(.*)", text)
        tap.check(target, "%s(3) is no link to the page of its group" % name)
        text = read(next(page for page in pages if os.path.basename(page) == target[1]))
        tap.check(re.search(r"^\.F[no] %s\b" % name, text, re.MULTILINE), "%s has no synopsis in its page" % name)
    fields = set(re.findall(r"^\t(?:const )?(?:struct )?\w+ [*\w, ]*?\*?(\w+);|\(\*(\w+)\)\(", read(HEADER), re.MULTILINE))
    text = "".join(read(page) for page in glob.glob(os.path.join(SOURCE, "man", "*.3")))
    missing = sorted(name for pair in fields for name in pair if name and not re.search(r"\b%s\b" % name, text))
    tap.same(missing, [], "fields that no page has")


# ---- as Python has it ----

CONTEXT = """if True:
    import sys, venv
    class Builder(venv.EnvBuilder):
        def post_setup(self, context):
            for name, value in sorted(vars(context).items()):
                if isinstance(value, str) and name != "script_path":  # a variable that some releases left there
                    print(name, value, sep="=")
    Builder(symlinks=True, prompt=sys.argv[2] or None).create(sys.argv[1])
"""


def context():
    """What venv.EnvBuilder has in its context, cvenv has as well, and the same."""
    program = shared().build(os.path.join(HERE, "library/context.c"))
    for number, one in enumerate(pythons.found()):
        for prompt in ["it's"] + [""] * (number == 0):
            with tempfile.TemporaryDirectory() as top:
                where = os.path.join(os.path.realpath(top), "env")
                theirs = dict(line.split("=", 1) for line in must([one.path, "-I", "-c", CONTEXT, where, prompt]).splitlines())
                shutil.rmtree(where)
                ours = dict(line.split("=", 1) for line in must([program, one.path, where, prompt], cwd=top).splitlines())
                if one.minor < (3, 13):
                    theirs["prompt"] = re.fullmatch(r"\((.*)\) ", theirs["prompt"])[1]
                tap.check(len(theirs) > 8, theirs)
                tap.same({name: ours.get(name) for name in theirs}, theirs, "%s, prompt %r" % (one.path, prompt))


if __name__ == "__main__":
    sys.exit(tap.run([
        ("exported are the functions of cvenv.h", exported),
        ("what the shared library needs", loads),
        ("cvenv.h is C99", header("cc", "c99", "c")),
        ("cvenv.h is C++98", header("c++", "c++98", "c++")),
        ("cvenv.h is C++17", header("c++", "c++17", "c++")),
        ("cvenv.pc has the version", version),
        ("make uninstall leaves nothing", uninstalled),
        ("every function and field is in the manual", manual),
        ("a caller's own steps", client("steps")),
        ("a caller's own steps, linked statically", client("steps", static=True)),
        ("callbacks, misuse, sizes of structs, threads", client("calls", more=["-pthread"])),
        ("each allocation fails once", glibc_only(client("memory", words=[scripted]))),
        ("the context is what Python's venv has", context),
        ("the example", example(False)),
        ("the example, linked statically", example(True)),
        ("the example's options", example_options),
        ("the example where something fails", example_failing),
        ("the example with pip's wheel", example_wheel),
    ]))
