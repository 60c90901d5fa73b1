#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What script/build-windows built ($CVENV_BUILD: its folder), run by wine: the unit tests, and the program as it is used."""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import tap  # noqa: E402

BUILD = os.environ.get("CVENV_BUILD", ".")
EXE = os.path.join(BUILD, "build", "cvenv.exe")
UNITS = sorted(glob.glob(os.path.join(BUILD, "build", "tests", "unit", "*.exe")))
SHARED = {"ADVAPI32.dll", "KERNEL32.dll", "SHELL32.dll", "bcrypt.dll", "msvcrt.dll"}


class Machine:
    """A Windows of its own, with a project C:\\proj whose environment is made by hand."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="cvenv-wine-")
        self.env = {"PATH": os.environ["PATH"], "HOME": self.folder, "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8",
                    "WINEPREFIX": os.path.join(self.folder, "wine"), "WINEDLLOVERRIDES": "mscoree,mshtml="}
        self.drive = os.path.join(self.folder, "wine", "drive_c")
        self.wine("cmd", "/c", "exit", timeout=180)
        self.bin = os.path.join(self.drive, "proj", ".venv", "Scripts")
        os.makedirs(self.bin)
        os.makedirs(os.path.join(self.drive, "proj", "sub dir"))
        shutil.copy(EXE, os.path.join(self.bin, "python.exe"))
        self.write("proj/.venv/pyvenv.cfg", "home = C:\\Python\r\nversion = 3.13.0\r\n")
        self.write("proj/.cvenv.yml", "env: {SHOP: 'b\u00e4r & %PATH% ^! \"x'}\n")

    def write(self, path, text):
        with open(os.path.join(self.drive, path), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def wine(self, *words, cwd=None, timeout=60, stdin=subprocess.DEVNULL, **env):
        # wine starts a server that outlives it and would hold a pipe open
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            done = subprocess.run(["wine", *words], cwd=os.path.join(self.drive, cwd) if cwd else self.folder,
                                  env={**self.env, **env}, stdin=stdin, stdout=out, stderr=err,
                                  timeout=timeout, check=False)
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode("utf-8", "surrogateescape"))
        noise = ("it looks like wine32", "multiarch needs", "execute ", "apt-get install wine32", "wine: ", "\x1b")
        texts[1] = "".join(line for line in texts[1].splitlines(True) if not line.startswith(noise))
        return done.returncode, texts[0], texts[1]

    def cvenv(self, *words, cwd="proj\\sub dir", status=0, **env):
        code, out, err = self.wine(EXE, *words, cwd=cwd.replace("\\", "/"), **env)
        tap.check(code == status, f"{words}: status {code}\n{out}{err}")
        return out, err

    def project(self, name, config=None, allow=True):
        """C:\\NAME has the environment of C:\\proj, and CONFIG, which is allowed."""
        if not os.path.exists(os.path.join(self.drive, name, ".venv")):
            shutil.copytree(os.path.join(self.drive, "proj", ".venv"), os.path.join(self.drive, name, ".venv"))
        if config is not None:
            self.write(name + "/.cvenv.yml", config)
            if allow:
                self.cvenv("allow", cwd=name)

    def close(self):
        subprocess.run(["wineserver", "-k"], env=self.env, check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        shutil.rmtree(self.folder, ignore_errors=True)


machine = None


def with_machine(make, test):
    """What TEST returns of the machine that MAKE makes, which is closed then; every test is skipped where there can be none."""
    if not os.path.exists(EXE):
        return tap.skip_all("nothing was built by script/build-windows")
    if not shutil.which("wine"):
        return tap.skip_all("wine is not installed")
    made = make()
    try:
        return test(made)
    finally:
        made.close()


def unit(path):
    def test():
        code, out, err = machine.wine(path)
        bad = [line for line in out.splitlines() if line.startswith("not ok ")]
        tap.check(code == 0 and not bad and "1.." in out, "\n".join([f"status {code}", *bad, err]))
    return test


def archive():
    (path,) = glob.glob(os.path.join(BUILD, "cvenv-*.zip"))
    with zipfile.ZipFile(path) as file:
        names = sorted(name.split("/", 1)[1] for name in file.namelist() if not name.endswith("/"))
        inside = file.read(file.namelist()[0].split("/")[0] + "/cvenv.exe")
    tap.same(names, ["README.md", "completions/cvenv.lua", "completions/cvenv.ps1", "cvenv-activate.bat", "cvenv-deactivate.bat",
                    "cvenv.exe", "licences/cvenv.txt", "licences/libyaml.txt"],
             "what is in the zip")
    tap.check(inside[:2] == b"MZ", "the program in it is one")


def libraries():
    said = subprocess.run(["x86_64-w64-mingw32-objdump", "-p", EXE], stdout=subprocess.PIPE, check=True).stdout.decode()
    used = {line.split()[-1] for line in said.splitlines() if "DLL Name" in line}
    tap.check(used <= SHARED, f"it loads {used - SHARED}")


def trust_and_switch():
    out, err = machine.cvenv("export", "json")
    tap.check(json.loads(out)["changes"] == [] and "is not allowed" in err, out + err)
    out, err = machine.cvenv("allow")
    tap.check("sets SHOP to 'b\u00e4r" in err, err)
    plan = json.loads(machine.cvenv("export", "json")[0])
    changes = {change["name"]: change["value"] for change in plan["changes"]}
    state = changes.pop("CVENV_STATE")
    path = changes.pop("PATH")
    tap.check(path.startswith("C:\\proj\\.venv\\Scripts;C:\\"), path)
    tap.same(changes, {"SHOP": 'b\u00e4r & %PATH% ^! "x', "VIRTUAL_ENV": "C:\\proj\\.venv",
                       "VIRTUAL_ENV_PROMPT": "proj"}, "what it sets")
    back = json.loads(machine.cvenv("export", "json", cwd="windows", CVENV_STATE=state, **changes)[0])
    tap.same({change["name"]: change["value"] for change in back["changes"]},
             {"SHOP": None, "VIRTUAL_ENV": None, "VIRTUAL_ENV_PROMPT": None, "CVENV_STATE": None},
             "what it takes back (wine says PATH by itself)")
    out, err = machine.cvenv("deny")
    tap.check(json.loads(machine.cvenv("export", "json")[0])["changes"] == [], "denied")
    machine.cvenv("allow")


def names_without_case():
    out, _ = machine.cvenv("which", "--python", cwd="proj")
    tap.check(out.strip().lower() == "c:\\proj\\.venv\\scripts\\python.exe", out)


def refusals():
    _, err = machine.cvenv("create", "--python", "C:\\proj\\.venv\\Scripts\\python.exe", "x", status=1)
    tap.check(err.startswith("cvenv: error: ") and err.count("\n") == 1, err)
    _, err = machine.cvenv("bogus", status=2)
    tap.check("unknown command" in err, err)
    _, err = machine.cvenv("create", "--python", "Y:\\gone\\python.exe", "x", status=1)
    tap.check("no Python at 'Y:\\gone\\python.exe'" in err, err)
    code, _, err = machine.wine(EXE, "export", "json", cwd="proj", APPDATA="", LOCALAPPDATA="", USERPROFILE="", HOME="")
    tap.check(code == 0, err)


def tests(made):
    global machine
    machine = made
    return tap.run([(f"by wine: {os.path.basename(path)}", unit(path)) for path in UNITS] + [
        ("the zip is whole", archive),
        ("no library but the system's own", libraries),
        ("a project is allowed, entered, left and denied", trust_and_switch),
        ("names without regard to case", names_without_case),
        ("what is refused", refusals),
    ])


if __name__ == "__main__":
    sys.exit(with_machine(Machine, tests))
