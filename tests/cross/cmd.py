#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
What is cmd.exe's own in its hook, run by wine's cmd with what script/build-windows built ($CVENV_BUILD: its folder): drives,
values that mean something to cmd, batch files and AutoRun; switch.py runs the cases that every shell has. wine's cmd has no
doskey, and no expansion of !NAME! that knows carets, and without a console
no code page to change for what is no ASCII, which are left to tests/unit/emit.c: the lines that its macros make of what is typed are made here.
"""
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "lib")]
import tap  # noqa: E402
import windows  # noqa: E402
from wine_cmd import doskey  # noqa: E402

PROMPT = "$P$G"
VALUES = [
    "a&b|c<d>e(f)^g", 'a"b&c|d^e(f"g&h', "%PATH% %% 100%", "a!PATH!b^!", "trailing\\", "^", '"', "a b  c ", "=;,", "@echo off",
    ")", "x" * 3000,
]
KEY = "HKCU\\Software\\Microsoft\\Command Processor"
AUTO = '(if exist "%LOCALAPPDATA%\\cvenv\\cmd\\auto.bat" "%LOCALAPPDATA%\\cvenv\\cmd\\auto.bat")'
# How a cmd may be started, and whether somebody types into it.
STARTS = [
    ("C:\\Windows\\system32\\cmd.exe", True), ("C:/Windows/System32/cmd.exe", True), ("cmd /v:on /K", True), ("cmd /s/kecho x", True),
    ("cmd.exe /k echo /c", True), ("C:/Windows/System32/cmd.exe /c dir", False), ("cmd /C", False), ("cmd /s/cdir", False),
    ("cmd /r dir", False), ("cmd /c echo /k", False),
]
machine = None
macros = {}


def typed(*lines, first='call "%LOCALAPPDATA%\\cvenv\\cmd\\hook.bat"'):
    """What each of LINES says where they are typed into a cmd that has the hook by FIRST, and what there is on standard error."""
    text = [first]
    for number, line in enumerate(lines):
        text += [f"echo @{number}@", doskey.expand(macros, line)]
    out, err = machine.session(text + ["echo @@", "exit"])
    parts = re.split(r"^[^@\n]*@(\d*)@\s*$", out, flags=re.MULTILINE)
    tap.check(parts[-2:-1] == [""] and len(parts) == 2 * len(lines) + 3, f"it ran to its end\n{out}{err}")
    return [said(part) for part in parts[2:-2:2]], err


def said(text):
    """Without prompts, and without labels, which wine's cmd says where they are come to."""
    rows = [re.sub(r"^.*> ?", "", row) for row in text.replace("\r", "").split("\n")]
    return [row for row in rows if row.strip() and not re.match(r":\w+ ?$", row)]


class Machine(windows.Machine):
    def __init__(self):
        super().__init__()
        os.makedirs(os.path.join(self.drive, "elsewhere"))
        out, _ = self.cvenv("hook", "cmd")
        tap.same(out, 'call "%LOCALAPPDATA%\\cvenv\\cmd\\hook.bat"\n', "the line that the hook is")
        self.kept = self.folder_of("hook.bat")
        macros.update(doskey.read(os.path.join(self.kept, "macros")))

    def folder_of(self, name):
        for folder, _, names in os.walk(os.path.join(self.drive, "users")):
            if name in names and folder.endswith("cmd"):
                return folder
        raise AssertionError(f"'{name}' was not written")

    def session(self, lines):
        where = os.path.join(self.folder, "typed")
        with open(where, "w", encoding="utf-8", newline="") as file:
            file.write("".join(f"{line}\r\n" for line in ["C:", "cd \\elsewhere", *lines]))
        with open(where, "rb") as file:
            _, out, err = self.wine("cmd", stdin=file)
        return out, err


def quoted(value):
    """VALUE as YAML has it."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def gone():
    tap.same(sorted(os.listdir(machine.kept)), ["auto.bat", "hook.bat", "macros"], "no batch file is left behind")


def enters_and_leaves():
    machine.project("proj", "env: {SHOP: inside}\n")
    answers, err = typed("echo %PATH%", "cd \\proj\\sub dir", "echo [%VIRTUAL_ENV%] [%PROMPT%] [%SHOP%]", "echo %PATH%",
                         "cd \\elsewhere", "echo [%PATH%] [%PROMPT%]", "if not defined VIRTUAL_ENV if not defined SHOP if not defined CVENV_STATE echo clean")
    tap.same(err, "", "nothing is told")
    tap.same(answers[1], [], "nothing is said on entering")
    tap.same(answers[2], [f"[C:\\proj\\.venv] [$Cproj$F$S{PROMPT}] [inside]"], "inside")
    tap.same(answers[3], ["C:\\proj\\.venv\\Scripts;" + answers[0][0]], "PATH inside")
    tap.same(answers[5:], [[f"[{answers[0][0]}] [{PROMPT}]"], ["clean"]], "outside")
    gone()


def pushes_and_drives():
    answers, err = typed("pushd \\proj", "echo %VIRTUAL_ENV%", "popd", "if not defined VIRTUAL_ENV echo out",
                         "chdir \\proj", "z:", "if not defined VIRTUAL_ENV echo out", "C:", "echo %VIRTUAL_ENV%")
    tap.same([answers[i] for i in (1, 3, 6, 8)], [["C:\\proj\\.venv"], ["out"], ["out"], ["C:\\proj\\.venv"]], f"each of them\n{err}")


def edits():
    machine.project("edited", "env: {SHOP: one}\n")
    answers, err = typed("cd \\edited", "echo %SHOP%", "echo env: {SHOP: two}>.cvenv.yml", "cd .", "cvenv allow", "echo %SHOP%",
                         "cvenv deny", "if not defined SHOP echo out")
    tap.same([answers[i] for i in (1, 5, 7)], [["one"], ["two"], ["out"]], f"before, after and denied\n{err}")
    tap.same(err.count("look at it and run"), 1, f"it is said once\n{err}")


def restores():
    """What the user did inside stays, and what was there before comes back."""
    answers, err = typed("set SHOP=mine & set KEPT=1", "cd \\proj", "echo %SHOP%", "set KEPT=2 & prompt $G$S", "cd \\elsewhere",
                         "echo [%SHOP%][%KEPT%][%PROMPT%]", "cd \\proj", "set SHOP=changed", "cd \\elsewhere", "echo [%SHOP%]")
    tap.same([answers[i] for i in (2, 5, 9)], [["inside"], ["[mine ][2 ][$G$S]"], ["[changed]"]], err)


def by_hand():
    answers, err = typed("cd \\proj", "deactivate", "echo %ERRORLEVEL% [%PROMPT%] [%SHOP%]", "if not defined VIRTUAL_ENV echo out", "cd .",
                         "if not defined VIRTUAL_ENV echo out", "cvenv activate nowhere", "echo %ERRORLEVEL%", "cvenv activate",
                         "echo %ERRORLEVEL% %VIRTUAL_ENV%", "cvenv reload", "echo %VIRTUAL_ENV%", "cvenv version", "cvenv bogus", "echo %ERRORLEVEL%")
    tap.same(answers[2:6], [[f"0 [{PROMPT}] [inside]"], ["out"], [], ["out"]], f"deactivate holds\n{err}")
    tap.same(answers[7:12], [["1"], [], ["0 C:\\proj\\.venv"], [], ["C:\\proj\\.venv"]], f"activate\n{err}")
    tap.check(answers[12][0].startswith("cvenv ") and answers[14] == ["2"], answers)
    gone()


def forgets():
    """Whether this cmd loses the status at a set in a batch file, where Windows' own keeps it."""
    machine.write("elsewhere/set.bat", '@set "X=1"\r\n')
    return typed("cvenv bogus", "set.bat", "echo %ERRORLEVEL%")[0][2] != ["2"]


def status():
    if forgets():
        raise tap.Skip("this cmd forgets the status at a set in a batch file, where Windows' own keeps it")
    answers, err = typed("cd \\proj", "cvenv bogus", "echo %ERRORLEVEL%", "cvenv bogus", '"%__cvenv_hook%" at', "echo %ERRORLEVEL%")
    tap.same((answers[2], answers[5]), (["2"], ["2"]), f"the hook keeps it\n{err}")


def hostile():
    for number, value in enumerate(VALUES):
        machine.project(f"hostile{number}", f"env: {{SHOP: {quoted(value)}}}\n", allow=False)
    lines = [(f'"{windows.EXE}" -q allow C:\\hostile{number}', f"cd \\hostile{number}", f'"{windows.EXE}" export json', "cd \\elsewhere",
              "if not defined SHOP echo out") for number in range(len(VALUES))]
    answers, err = typed(*(line for case in lines for line in case))
    tap.same(err, "", "they are taken without a word")
    for number, value in enumerate(VALUES):
        _, entered, held, _, left = answers[5 * number:5 * number + 5]
        # what a program is given tells it exactly: the same project asks for nothing more
        tap.check('"changes":[]' in "".join(held).replace(" ", ""), f"{value!r} is held as it is: {held}")
        tap.same((entered, left), ([], ["out"]), f"{value!r} goes")
    gone()


def prompts():
    machine.project("prompts", "prompt: 'a&b|<c>\"%x%) (=$'\n")
    answers, err = typed("cd \\prompts", "echo [%VIRTUAL_ENV%]", "cd \\elsewhere", "echo [%PROMPT%]")
    tap.same((answers[1], answers[3], err), (["[C:\\prompts\\.venv]"], [f"[{PROMPT}]"], ""), "a prompt of signs")


def refused():
    for value, why in (("a\\nb", "holds what cmd cannot"), ("", "is to be empty"), ("y" * 8000, "holds what cmd cannot")):
        machine.project("refused", f'env: {{SHOP: "{value}"}}\n')
        answers, err = typed("cd \\refused", "cd .", "if not defined SHOP if not defined VIRTUAL_ENV echo out")
        tap.same(answers[2], ["out"], f"nothing happens for {value[:5]!r}")
        tap.check(err.count(why) == 1 and err.count("\n") == 1, f"it is said once: {err}")


def missing():
    exe = os.path.join(machine.drive, "gone.exe")
    shutil.copy(windows.EXE, exe)
    machine.wine(exe, "hook", "cmd")
    try:
        answers, err = typed("del C:\\gone.exe", "cd \\proj", "cd .", "if not defined VIRTUAL_ENV echo out")
        tap.same(answers[3], ["out"], "nothing happens")
        tap.same(err.count("is gone"), 1, f"it is said once\n{err}")
        answers, err = typed("echo [%__cvenv_hook%]")
        tap.same((answers, err), ([["[%__cvenv_hook%]"]], ""), "a cmd that is started then has no hook, without a word")
    finally:
        machine.cvenv("hook", "cmd")


def registered():
    """AutoRun's kind and text as the system says them; None: there is none."""
    code, out, _ = machine.wine("reg", "query", KEY, "/v", "AutoRun")
    found = re.search(r"^ +AutoRun +(REG_\w+) ?(.*?)\r?$", out, re.MULTILINE)
    return (found[1], found[2].lstrip(" ")) if code == 0 and found else None


def register(kind, text):
    tap.same(machine.wine("reg", "add", KEY, "/v", "AutoRun", "/t", kind, "/d", text, "/f")[0], 0, f"reg adds {text}")


def installs():
    for before, also in ((None, None), (("REG_EXPAND_SZ", 'if exist "%PATH%" (echo x'), None), (("REG_SZ", "echo chained"), "echo appended")):
        if before:
            register(*before)
        _, err = machine.cvenv("hook", "cmd", "--install")
        tap.check("is started from now on has the hook" in err, err)
        kind, text = before or ("REG_SZ", "")
        tap.same(registered(), (kind, " & ".join(filter(None, [AUTO, text]))), f"{before} with ours")
        tap.same(machine.cvenv("hook", "cmd", "--install"), ("", ""), "twice changes nothing")
        if also:
            register(kind, f"{AUTO} & {text} & {also}")
        machine.cvenv("hook", "cmd", "--uninstall")
        tap.same(registered(), (kind, f"{text} & {also}") if also else before, "and without")
    tap.same(machine.cvenv("hook", "cmd", "--uninstall"), ("", ""), "twice changes nothing")
    register("REG_DWORD", "7")
    for option in ("--install", "--uninstall"):
        _, err = machine.cvenv("hook", "cmd", option, status=1)
        tap.check("holds no line of text" in err and err.count("\n") == 1, err)
    tap.same(registered(), ("REG_DWORD", "0x7"), "what is no line stays")


def auto_runs():
    """
    AutoRun's line, which wine's cmd has no use for, in each cmd that there may be. That cmd's own line is a variable here,
    and of one expanded by !NAME! wine replaces nothing, as it does in %NAME%, which no line with a quote would outlive.
    """
    path = os.path.join(machine.kept, "auto.bat")
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(re.sub(r"!(\w+(?::[^!]*)?)!", r"%\1%", text))
    try:
        auto_started("0" if forgets() else "3")
    finally:
        machine.cvenv("hook", "cmd")


def auto_started(status):
    lines = [(f"set CMDCMDLINE={line}", "set __cvenv_hook=", "cmd /c exit 3", f"{AUTO} & echo next", "echo %ERRORLEVEL%",
              "if defined __cvenv_hook echo hooked") for line, _ in STARTS]
    answers, err = typed(*(line for case in lines for line in case), first="")
    tap.same(err, "", "nothing is told")
    for number, (line, hooked) in enumerate(STARTS):
        tap.same(answers[6 * number + 3:6 * number + 6], [["next"], [status], ["hooked"] if hooked else []], line)
    machine.project("auto", "env: {SHOP: inside}\n")
    answers, err = typed("cd \\auto", "echo %VIRTUAL_ENV%", first=AUTO)
    tap.same((answers[1], err), (["C:\\auto\\.venv"], ""), "it is the hook")
    out, _ = machine.session(["set CMDCMDLINE=cmd /c x", AUTO, "set __cvenv", "echo @@", "exit"])
    tap.check("@@" in out and "__cvenv" not in out, f"one for a command keeps nothing\n{out}")


def auto_breaks_nothing():
    exe = os.path.join(machine.drive, "gone.exe")
    shutil.copy(windows.EXE, exe)
    machine.wine(exe, "hook", "cmd")
    os.remove(exe)
    try:
        status = "0" if forgets() else "3"
        for name in (None, "hook.bat", "auto.bat"):
            if name:
                status = "3"
                os.remove(os.path.join(machine.kept, name))
            answers, err = typed("cmd /c exit 3", f"{AUTO} & echo next", "echo %ERRORLEVEL%", "if not defined __cvenv_hook echo none", first="")
            tap.same((answers[1:], err), ([["next"], [status], ["none"]], ""), f"without {name or 'the program'}")
    finally:
        machine.cvenv("hook", "cmd")


def with_clink():
    """What Clink's script has the hook do, and what it then goes by; tests/complete_cmd.py has the script."""
    machine.project("clink", "env: {SHOP: inside}\n")
    path = os.path.join(machine.drive, "clink", ".cvenv.yml")
    os.utime(path, (10 ** 9, 10 ** 9))
    answers, err = typed("if not defined __cvenv_clink if not defined __cvenv_files echo none", "set __cvenv_clink=1& set __cvenv_token=",
                         "cd \\clink", "if not defined VIRTUAL_ENV echo out", '"%__cvenv_hook%" prompt', "echo %VIRTUAL_ENV%", "set __cvenv_files",
                         'set __cvenv_files=x& "%__cvenv_hook%" prompt', "set __cvenv_files")
    tap.same((answers[:6], err), ([["none"], [], [], ["out"], [], ["C:\\clink\\.venv"]], ""), "the macros leave it to the prompt")
    files = answers[6][0].partition("=")[2].split("|")
    rows = dict(zip(files[::3], zip(files[1::3], files[2::3])))
    tap.same((rows.get("C:\\clink\\.cvenv.yml"), rows.get("C:\\.cvenv.yml", ("-", "-"))), ((str(os.path.getsize(path)), str(10 ** 9)), ("-", "-")), f"{files}")
    tap.same((len(files) % 3, ("-", "-") in rows.values()), (0, True), f"{files}")
    tap.same(answers[8], ["__cvenv_files=x"], "nothing is said where nothing changed")


def batch():
    for name in ("cvenv-activate.bat", "cvenv-deactivate.bat"):
        with open(os.path.join(HERE, "..", "..", "shell", name), encoding="utf-8") as file:
            machine.write("tools/" + name, file.read().replace("\n", "\r\n"))
    shutil.copy(windows.EXE, os.path.join(machine.drive, "tools", "cvenv.exe"))
    machine.write("elsewhere/job.bat", "\r\n".join([
        "@echo off", "call C:\\tools\\cvenv-activate nowhere", "echo %ERRORLEVEL%", "call C:\\tools\\cvenv-activate C:\\proj\\.venv",
        "echo %ERRORLEVEL% %VIRTUAL_ENV%", "call C:\\tools\\cvenv-deactivate", "echo %ERRORLEVEL% [%VIRTUAL_ENV%]", ""]))
    code, out, err = machine.wine("cmd", "/c", "C:\\elsewhere\\job.bat", cwd="elsewhere")
    tap.same((code, said(out)), (0, ["1", "0 C:\\proj\\.venv", "0 []"]), "its words\n" + err)
    tap.check("no environment 'nowhere'" in err, err)


def tests(made):
    global machine
    machine = made
    os.makedirs(os.path.join(machine.drive, "tools"))
    return tap.run([
        ("a project is entered and left", enters_and_leaves),
        ("pushd, popd, chdir and drives", pushes_and_drives),
        ("an edited config, allow and deny", edits),
        ("what was there comes back", restores),
        ("by hand", by_hand),
        ("the status of what was typed", status),
        ("values that mean something to cmd", hostile),
        ("a prompt that means something to cmd", prompts),
        ("values that cmd cannot hold", refused),
        ("the program is gone", missing),
        ("what Clink's script goes by", with_clink),
        ("into AutoRun and out of it", installs),
        ("AutoRun's line, in each cmd", auto_runs),
        ("AutoRun's line, where something is gone", auto_breaks_nothing),
        ("cvenv-activate and cvenv-deactivate in a batch file", batch),
    ])


if __name__ == "__main__":
    sys.exit(windows.with_machine(Machine, tests))
