#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Environments that cvenv.exe makes, run by wine with base folders that are made here: there is no Windows CPython to be had.

What each version of CPython's venv leaves is a table, file by file (Lib/venv/__init__.py of 3.8 to 3.14; python.c stands in
for the interpreter and for what an environment starts it by)."""
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.path.insert(0, HERE)
import tap  # noqa: E402
import windows  # noqa: E402

PYTHON = None  # python.c, compiled
SCRIPTS = ["Activate.ps1", "activate", "activate.bat", "activate.fish", "activate.nu", "activate_this.py", "deactivate.bat"]
IGNORE = b"# Created by venv; see https://docs.python.org/3/library/venv.html\r\n*\r\n"
machine = None


def at(*parts):
    return os.path.join(machine.drive, *parts)


def encoded(text):
    return "".join(chr(o) if chr(o).isalnum() and o < 128 or chr(o) in "_./-+,:@" else "%%%02X" % o for o in text.encode())


class Base:
    """C:\\NAME, an installation of the version that it is told; LAUNCHERS are what it has for environments."""

    def __init__(self, name, version, programs, launchers, free_threaded=False, debug=False):
        self.name, self.version, self.home = name, version, "C:\\" + name
        self.exe = self.home + "\\" + programs[0]
        self.bytes = {}
        nt = at(name, "Lib", "venv", "scripts", "nt")
        os.makedirs(nt)
        for program in [*programs, "python3.dll", "vcruntime140.dll", "other.dll"]:
            self.put(at(name, program), "base " + program)
        for launcher in launchers:
            self.bytes[launcher] = self.put(os.path.join(nt, launcher), "launcher " + launcher)
        self.answer(free_threaded, debug)

    @staticmethod
    def put(path, mark):
        with open(PYTHON, "rb") as file:
            data = file.read() + mark.encode()
        with open(path, "wb") as file:
            file.write(data)
        return data

    def answer(self, free_threaded, debug):
        major, minor, micro = (int(part) for part in self.version.split("."))
        facts = {
            "cvenv-interpreter": "2", "executable": self.exe, "base-executable": self.exe, "real-executable": self.exe,
            "base-prefix": self.home, "implementation": "cpython", "cache-tag": "cpython-%d%d" % (major, minor),
            "major": major, "minor": minor, "micro": micro, "version": self.version, "free-threaded": int(free_threaded),
            "debug": int(debug), "implementation-version": self.version, "64bit": 1, "in-environment": 0, "platlibdir": "DLLs",
            "purelib": "Lib\\site-packages", "platlib": "Lib\\site-packages", "include": "Include", "utf8-names": 1,
            "ensurepip": 1, "depends": self.exe, "end": "",
        }
        with open(at(self.name, "answer.txt"), "w", encoding="ascii", newline="") as file:
            file.writelines("%s %s\n" % (key, encoded(str(value))) for key, value in facts.items())


BASES = {
    "3.8": ("Py38", "3.8.10", ["python.exe", "pythonw.exe"], ["python.exe", "pythonw.exe"]),
    "3.12": ("Py312", "3.12.1", ["python.exe", "pythonw.exe"], ["python.exe", "pythonw.exe", "python_d.exe"]),
    "3.13": ("Py313", "3.13.2", ["python.exe", "pythonw.exe"], ["venvlauncher.exe", "venvwlauncher.exe", "venvlauncher_d.exe"]),
    "3.13t": ("Py313t", "3.13.2", ["python3.13t.exe", "pythonw3.13t.exe"], ["venvlaunchert.exe", "venvwlaunchert.exe"]),
    "3.14": ("Py314", "3.14.0", ["python.exe", "pythonw.exe"], ["venvlauncher.exe", "venvwlauncher.exe"]),
}
# Of each: Scripts' programs and the launcher that each is a copy of, and whether pyvenv.cfg says "executable" and
# "command" (3.11 and later), and there is a .gitignore (3.13 and later).
LEFT = {
    "3.8": ({"python.exe": "python.exe", "pythonw.exe": "pythonw.exe"}, False, False),
    "3.12": ({"python.exe": "python.exe", "pythonw.exe": "pythonw.exe"}, True, False),
    "3.13": ({"python.exe": "venvlauncher.exe", "pythonw.exe": "venvwlauncher.exe"}, True, True),
    "3.13t": ({"python.exe": "venvlaunchert.exe", "pythonw.exe": "venvwlaunchert.exe", "python3.13t.exe": "venvlaunchert.exe",
               "pythonw3.13t.exe": "venvwlaunchert.exe"}, True, True),
    "3.14": ({"python.exe": "venvlauncher.exe", "pythonw.exe": "venvwlauncher.exe"}, True, True),
}
bases = {}


def create(*words, base="3.13", status=0, cwd="", pip=False, **env):
    python = ["--python", bases[base].exe] if base else []
    return machine.cvenv("create", *python, *([] if pip else ["--without-pip"]), *words, cwd=cwd, status=status, **env)


def tree(*parts):
    """Every path below, with a file's bytes, and None for a folder."""
    top, found = at(*parts), {}
    for folder, folders, files in os.walk(top):
        for name in folders:
            found[os.path.relpath(os.path.join(folder, name), top)] = None
        for name in files:
            with open(os.path.join(folder, name), "rb") as file:
                found[os.path.relpath(os.path.join(folder, name), top)] = file.read()
    return found


def beside():
    return sorted(name for name in os.listdir(at()) if "cvenv" in name)


def left_by(version):
    def test():
        base = bases[version]
        programs, command, ignore = LEFT[version]
        create("C:\\t" + base.name, base=version)
        found = tree("t" + base.name)
        for name in SCRIPTS:
            tap.check(found.pop("Scripts/" + name, None), name + " is there")
        config = ["home = " + base.home, "include-system-site-packages = false", "version = " + base.version]
        if command:
            config += ["executable = " + base.exe, "command = %s -m venv --without-pip C:\\t%s" % (base.exe, base.name)]
        expected = {"Include": None, "Lib": None, "Lib/site-packages": None, "Scripts": None,
                    "pyvenv.cfg": "".join(line + "\r\n" for line in config).encode()}
        expected.update({"Scripts/" + name: base.bytes[launcher] for name, launcher in programs.items()})
        if ignore:
            expected[".gitignore"] = IGNORE
        tap.same(sorted(found), sorted(expected), "what is there")
        for path, data in expected.items():
            tap.check(found[path] == data, "%s is %r" % (path, (found[path] or b"")[-300:]))
        tap.same(beside(), [], "nothing stays beside")
    return test


def options():
    create("--copies", "--prompt", "sh\u00f6p", "--system-site-packages", "--without-scm-ignore-files", "C:\\opt")
    found = tree("opt")
    tap.check(".gitignore" not in found, "no .gitignore")
    lines = found["pyvenv.cfg"].decode().split("\r\n")
    tap.same(lines[1:4], ["include-system-site-packages = true", "version = 3.13.2", "prompt = 'sh\u00f6p'"], "pyvenv.cfg")
    tap.same(lines[5].split(" -m venv ")[1], '--without-pip --system-site-packages --prompt="sh\u00f6p" '
             "--without-scm-ignore-files C:\\opt", "its command")
    create("C:\\one", "two", cwd="proj")
    tap.check(tree("one") and tree("proj", "two"), "several, one of them relative")


def symlinks():
    """Where none can be made, as by wine, programs are copied, and it is told."""
    _, err = create("--symlinks", "C:\\links")
    found = tree("links")
    tap.check(b" -m venv --symlinks --without-pip C:\\links\r\n" in found["pyvenv.cfg"], found["pyvenv.cfg"])
    linked = os.path.islink(at("links", "Scripts", "python.exe"))
    tap.check(linked or ("programs are copied instead" in err and found["Scripts/python.exe"] == bases["3.13"].bytes["venvlauncher.exe"]),
              err)
    tap.check(linked or "Scripts/python3.dll" not in found, "no half of both")


def pip():
    create("C:\\w pip", pip=True, PYTHONHOME="C:\\elsewhere")
    with open(at("w pip", "called.txt"), encoding="utf-8") as file:
        tap.same(file.read().split("\n"), ["-m", "ensurepip", "--upgrade", "--default-pip", "C:\\w pip", ""], "how pip comes")
    create("C:\\old pip", base="3.8", pip=True)
    with open(at("old pip", "called.txt"), encoding="utf-8") as file:
        tap.same(file.read().split("\n")[0], "-Im", "in 3.8")
    tap.same(beside(), [], "nothing stays beside")


def pip_fails():
    os.mkdir(at("there"))
    with open(at("there", "status.txt"), "wb") as file:
        file.write(b"7")
    _, err = create("C:\\there", pip=True, status=1)
    tap.check("'C:\\\\there\\\\Scripts\\\\python.exe', '-m', 'ensurepip', '--upgrade', '--default-pip']' returned non-zero exit "
              "status 7. It said last: it was told to fail" in err, err)
    found = tree("there")
    found.pop("called.txt", None)
    tap.same(found, {"status.txt": b"7"}, "what was there is what is left")


def again():
    create("--prompt", "kept", "C:\\again")
    with open(at("again", "Lib", "site-packages", "mine.py"), "w", encoding="ascii") as file:
        file.write("1\n")
    create("C:\\again")
    tap.check("Lib/site-packages/mine.py" in tree("again"), "reused")
    _, err = create("C:\\again", base="3.14", status=1)
    tap.check("is an environment of Python 3.13.2; use --clear" in err, err)
    create("--prompt", "kept", "C:\\again")
    create("--upgrade", "C:\\again", base="3.14")
    found = tree("again")
    tap.check(b"prompt = 'kept'\r\n" in found["pyvenv.cfg"] and b"home = C:\\Py314\r\n" in found["pyvenv.cfg"], found["pyvenv.cfg"])
    tap.check(found["Scripts/python.exe"] == bases["3.14"].bytes["venvlauncher.exe"], "the newer one's launcher")
    tap.check("Lib/site-packages/mine.py" in found, "upgraded in place")
    create("--clear", "C:\\again", base="3.12")
    found = tree("again")
    tap.check(found["Scripts/python.exe"] == bases["3.12"].bytes["python.exe"], "the cleared one's program")
    tap.check("Lib/site-packages/mine.py" not in found, "cleared")
    tap.same(beside(), [], "nothing stays beside")


def refused():
    machine.write("afile", "x")
    os.mkdir(at("plain"))
    machine.write("plain/x", "x")
    for words, told in [
            (["C:\\a;b"], "Refusing to create a venv in C:\\a;b because it contains the PATH separator ;."),
            (["--upgrade", "--clear", "C:\\x"], "you cannot supply --upgrade and --clear together."),
            (["C:\\afile"], "Unable to create directory 'C:\\\\afile'"),
            (["--clear", "C:\\plain"], "refusing to empty 'C:\\plain': it is not an environment"),
            (["--clear", "--force", "C:\\"], "it is the root folder"),
            (["--clear", "--force", "."], "the working directory"),
            (["C:\\CON"], "a name in it is a device's"), (["C:\\nul.txt"], "a name in it is a device's"),
            (["C:\\x\\com1\\y"], "a name in it is a device's"),
            (["C:\\dot."], "ends in a dot or a space"), (["C:\\space \\x"], "ends in a dot or a space"),
            (["C:\\a*b"], "holds a character"), (["C:\\a:b"], "holds a character"),
            (["Q:\\gone\\x"], "cannot make the folder 'Q:\\gone'")]:
        _, err = create(*words, cwd="proj", status=1)
        tap.check(told in err and err.count("error:") == 1, "%r: %s" % (words, err))
    create("--clear", "--force", "C:\\plain")
    tap.check("x" not in tree("plain"), "forced")
    os.rename(at("Py312", "Lib"), at("Py312", "gone"))
    _, err = create("C:\\x", base="3.12", status=1)
    os.rename(at("Py312", "gone"), at("Py312", "Lib"))
    tap.check("has no program for environments to start it by" in err, err)
    tap.check(not os.path.exists(at("x")) and beside() == [], "nothing is left")


def long_path():
    path = "C:\\long" + "\\" + "\\".join(["\u00e4" * 40] * 8) + "\\env"
    tap.check(len(path) > 300, "it is long")
    create(path)
    tap.check("Scripts/python.exe" in tree(*path[3:].split("\\")), "it is there")
    create("--clear", path)


def code_pages():
    for page in ("437", "932", "65001"):
        name = "p\u00e4ge\u30d7" + page
        code, _, err = machine.wine("cmd", "/c", "chcp", page, ">nul", "&", windows.EXE, "create", "--without-pip", "--python",
                                    bases["3.13"].exe, "C:\\" + name)
        tap.check(code == 0 and name in err, "%s: %s" % (page, err))
        tap.check(("%s\r\n" % name).encode() in tree(name)["pyvenv.cfg"], "its name in pyvenv.cfg")


def held():
    create("C:\\held")
    path = at("held", "Lib", "site-packages", "open.pyd")
    machine.write("held/Lib/site-packages/open.pyd", "x")
    before = tree("held")
    with subprocess.Popen(["wine", at("Py313", "python.exe"), "--hold", "C:\\held\\Lib\\site-packages\\open.pyd"], env=machine.env,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as holder:
        while not os.path.exists(path + ".held"):
            tap.check(holder.poll() is None, "it is held")
            time.sleep(0.05)
        _, err = create("--clear", "C:\\held", status=1)
        after = tree("held")
        machine.write("held/Lib/site-packages/open.pyd.release", "")
        holder.wait(60)
    tap.check("another program has 'C:\\held\\Lib\\site-packages\\open.pyd' open" in err, err)
    del after["Lib/site-packages/open.pyd.held"]
    tap.same(sorted(after), sorted(before), "nothing was removed")
    create("--clear", "C:\\held")
    tap.check("Lib/site-packages/open.pyd" not in tree("held"), "cleared when it was let go")


def leftovers():
    os.makedirs(at(".left.cvenv-new", "Scripts"))
    os.makedirs(at(".left.cvenv-old", "Scripts"))
    create("C:\\left")
    tap.check("pyvenv.cfg" in tree("left") and beside() == [], "what the killed leave goes: %r" % beside())
    machine.write("left/.cvenv-incomplete", "")
    create("C:\\left")
    tap.check(".cvenv-incomplete" not in tree("left"), "and so does its mark")


def several_makers():
    words = ["wine", windows.EXE, "create", "--without-pip", "--python", bases["3.13"].exe, "C:\\many"]
    makers = [subprocess.Popen(words, env=machine.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(5)]
    said = [maker.communicate(timeout=120)[1] for maker in makers]
    tap.same([maker.returncode for maker in makers], [0] * 5, "each succeeds: %r" % said)
    found = tree("many")
    tap.check("pyvenv.cfg" in found and ".cvenv-incomplete" not in found and beside() == [], "one environment: %r" % beside())


def found_by_registry():
    for company, tag, base, value in [("PythonCore", "3.14", "3.14", None), ("Other", "3.8", "3.8", "ExecutablePath")]:
        key = "HKCU\\Software\\Python\\%s\\%s\\InstallPath" % (company, tag)
        name = ["/v", value] if value else ["/ve"]
        machine.wine("reg", "add", key, *name, "/d", bases[base].exe if value else bases[base].home + "\\", "/f")
    for spec, home in [("3.14", b"home = C:\\Py314\r\n"), ("3.8", b"home = C:\\Py38\r\n"), ("C:\\Py312", b"home = C:\\Py312\r\n")]:
        create("--clear", "--python", spec, "C:\\reg", base=None)
        tap.check(home in tree("reg")["pyvenv.cfg"], spec)


def activate_bat():
    create("--prompt", "a \"b\" & $c", "C:\\bat !&x")
    machine.write("try.bat", "\r\n".join([
        "@echo off", "set PROMPT=[$P]", "set PYTHONHOME=C:\\home", "set BEFORE=%PATH%", "call \"C:\\bat !&x\\Scripts\\activate.bat\"",
        "call \"C:\\bat !&x\\Scripts\\activate.bat\"", "set > inside.txt", "if \"%1\" == \"edit\" set \"PATH=C:\\new;%PATH%\"",
        "call \"C:\\bat !&x\\Scripts\\deactivate.bat\"", "set > after.txt", "call \"C:\\bat !&x\\Scripts\\deactivate.bat\"",
        "set > twice.txt", ""]))
    for word in ("plain", "edit"):
        machine.wine("cmd", "/c", "try.bat", word, cwd=".")
        values = {name: dict(line.rstrip("\r\n").split("=", 1) for line in open(at(name + ".txt"), encoding="utf-8", errors="replace")
                             if "=" in line) for name in ("inside", "after", "twice")}
        inside, after = values["inside"], values["after"]
        tap.same(inside["VIRTUAL_ENV"], "C:\\bat !&x", "VIRTUAL_ENV")
        tap.same(inside["VIRTUAL_ENV_PROMPT"], "a 'b' & $c", "its prompt")
        tap.same(inside["PROMPT"], "(a 'b' & $$c) [$P]", "PROMPT")
        tap.same(inside["PATH"], "C:\\bat !&x\\Scripts;" + inside["BEFORE"], "PATH")
        tap.check("PYTHONHOME" not in inside, "PYTHONHOME")
        added = "C:\\new;" if word == "edit" else ""
        tap.same({name: after.get(name) for name in ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PROMPT", "PATH", "PYTHONHOME")},
                 {"VIRTUAL_ENV": None, "VIRTUAL_ENV_PROMPT": None, "PROMPT": "[$P]", "PATH": added + after["BEFORE"],
                  "PYTHONHOME": "C:\\home"}, "afterwards")
        tap.check(not [name for name in after if name.startswith(("_OLD", "_venv"))], "nothing stays")
        tap.same(values["twice"], after, "left twice")


def compile_python():
    """What stands in for an interpreter, into the machine's folder."""
    global PYTHON
    PYTHON = os.path.join(machine.folder, "python.exe")
    subprocess.run(["x86_64-w64-mingw32-gcc", "-municode", "-Os", "-s", "-Wall", "-Wextra", "-Werror", "-o", PYTHON,
                    os.path.join(HERE, "python.c")], check=True)


def tests(made):
    global machine
    machine = made
    compile_python()
    bases.update({version: Base(*given, free_threaded=version.endswith("t")) for version, given in BASES.items()})
    return tap.run([("what %s leaves" % version, left_by(version)) for version in BASES] + [
        ("options", options), ("links where they can be made", symlinks), ("pip", pip), ("pip that fails", pip_fails),
        ("reused, upgraded, cleared", again), ("what is refused", refused), ("a path of over 260 characters", long_path),
        ("code pages", code_pages), ("a file that is open is in the way of --clear", held),
        ("what the killed leave", leftovers), ("several makers at once", several_makers),
        ("found by the registry", found_by_registry), ("activate.bat and deactivate.bat", activate_bat),
    ])


if __name__ == "__main__":
    sys.exit(windows.with_machine(windows.Machine, tests))
