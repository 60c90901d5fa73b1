#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
PowerShell's hook with cvenv.exe: the engine of PowerShell 7 as Windows has it (tests/pwsh-host, built for Windows into
the folder that $CVENV_PWSH_HOST_WINDOWS names), run by wine. What does not depend on the system is tested by
tests/pwsh.py and by the table of tests/switch.py.
"""
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "lib")]
import create  # noqa: E402
import tap  # noqa: E402
import windows  # noqa: E402

HOST = os.path.join(os.environ.get("CVENV_PWSH_HOST_WINDOWS", ""), "pwsh-host.exe")
# .NET's collector of what is compiled at run time, and wine, do not go together: a run is too short to need it. wine loads
# what .NET compiled by its mscoree, which other tests do without.
RUNTIME = {"DOTNET_GCgen0size": "20000000", "DOTNET_gcConcurrent": "0", "DOTNET_EnableWriteXorExecute": "0", "WINEDLLOVERRIDES": "mshtml=",
           "PSExecutionPolicyPreference": "Bypass"}
HOOK = "Invoke-Expression (& C:\\tools\\cvenv.exe hook pwsh | Out-String)"
SEE = "foreach ($each in [Environment]::GetEnvironmentVariables().GetEnumerator()) { $each.Key + '=' + $each.Value }"
EMPTY = "[string]::IsNullOrEmpty($env:VIRTUAL_ENV + $env:SHOP)"
machine = None


class Answers:
    """What each of LINES says where they are typed into a session that has the hook, and the prompt behind each."""

    def __init__(self, *lines, hook=HOOK):
        text = [hook]
        for number, line in enumerate(lines):
            text += [f"'@{number}@'", line]
        where = os.path.join(machine.folder, "typed")
        with open(where, "w", encoding="utf-8") as file:
            file.write("\n".join(["Set-Location C:\\elsewhere", *text, "'@@'", ""]))
        with open(where, "rb") as file:
            self.status, out, self.errors = machine.wine(HOST, "-NoProfile", cwd="elsewhere", stdin=file, timeout=120, **RUNTIME)
        parts = re.split(r"^(.*?> )@(\d*)@\s*$", out.replace("\r", ""), flags=re.MULTILINE)
        tap.check(len(parts) == 3 * len(lines) + 4, f"it ran to its end\n{out}{self.errors}")
        # where nothing is said, one prompt stands behind the other
        self.prompts = [re.findall(r"(?:\([^)]*\) )?PS [^>]*> ", part)[-1] for part in parts[4::3]]
        self.said = [self.without_prompt(part) for part in parts[3:-1:3]]

    @staticmethod
    def without_prompt(text):
        lines = text.strip("\n").split("\n")
        lines[0] = re.sub(r"^.*?PS \w+:[^>]*> ", "", lines[0])
        return [line for line in lines if line]

    def variables(self, number):
        return dict(line.split("=", 1) for line in self.said[number])


def quiet(answers):
    tap.same(answers.errors, "", "nothing is told")


def enters_and_leaves():
    machine.write("proj/.cvenv.yml", "env: {SHOP: '%PATH% $x `n; & b\u00e4r \"y'}\n")
    machine.cvenv("allow")
    answers = Answers("$env:SHOP = 'mine'", SEE, "cd C:\\proj\\sub*", SEE, "(Get-Command deactivate).CommandType", "cd C:\\elsewhere", SEE,
                      "$ExecutionContext.SessionState.InvokeProvider.Item.Exists('Function:deactivate')")
    quiet(answers)
    before, inside = answers.variables(1), answers.variables(3)
    path = next(name for name in before if name.upper() == "PATH")
    wanted = dict(before, VIRTUAL_ENV="C:\\proj\\.venv", VIRTUAL_ENV_PROMPT="proj", SHOP='%PATH% $x `n; & b\u00e4r "y',
                  CVENV_STATE=inside.get("CVENV_STATE"))
    wanted[path] = "C:\\proj\\.venv\\Scripts;" + before[path]
    tap.same(inside, wanted, "inside")
    tap.same(answers.said[4], ["Function"], "deactivate")
    tap.same(answers.variables(6), before, "outside again")
    tap.same(answers.said[7], ["False"], "deactivate outside")
    tap.same([answers.prompts[i] for i in (1, 2, 5)], ["PS C:\\elsewhere> ", "(proj) PS C:\\proj\\sub dir> ", "PS C:\\elsewhere> "], "the prompts")


def changes_over():
    machine.project("[other]", "env: {TWO: two}\n")
    answers = Answers("cd C:\\proj", "Set-Location -LiteralPath 'C:\\[other]'", "$env:VIRTUAL_ENV, $env:TWO, $env:SHOP", "pushd C:\\proj",
                      "$env:VIRTUAL_ENV", "popd", "$env:VIRTUAL_ENV", "cd Z:\\", EMPTY)
    quiet(answers)
    tap.same([answers.said[i] for i in (2, 4, 6, 8)], [["C:\\[other]\\.venv", "two"], ["C:\\proj\\.venv"], ["C:\\[other]\\.venv"], ["True"]],
             "each of them")


def spelled_otherwise():
    """The same folder by other letters and slashes is the same project."""
    answers = Answers("cd c:/PROJ", "$env:VIRTUAL_ENV", "cd C:\\proj\\.\\'sub dir'", "$env:VIRTUAL_ENV", "cd C:\\elsewhere", EMPTY)
    quiet(answers)
    tap.same([answers.said[1][0].lower(), answers.said[3], answers.said[5]], ["c:\\proj\\.venv", ["C:\\proj\\.venv"], ["True"]], "the environment")


def names_without_case():
    """What the user calls shop is the SHOP of the project."""
    answers = Answers("$env:shop = 'mine'", "cd C:\\proj", "$env:shop -ne 'mine'", "cd C:\\elsewhere", "$env:SHOP",
                      "[Environment]::GetEnvironmentVariables().Keys -ieq 'shop'")
    quiet(answers)
    tap.same([answers.said[i] for i in (2, 4)], [["True"], ["mine"]], "its value")
    tap.same(len(answers.said[5]), 1, "it is one variable")


def edits():
    machine.project("edited", "env: {TWO: one}\n")
    answers = Answers("cd C:\\edited", "$env:TWO", "[IO.File]::WriteAllText('C:\\edited\\.cvenv.yml', \"env: {TWO: two, SHOP: 'x'}`n\")", EMPTY,
                      "cvenv allow .", "$env:TWO", "cvenv deny .", EMPTY)
    tap.same([answers.said[i] for i in (1, 3, 5, 7)], [["one"], ["True"], ["two"], ["True"]], "after each")
    tap.check("was changed since it was allowed; look at it" in answers.errors, answers.errors)


def blocked():
    machine.project("blocked", "env: {TWO: one}\n", allow=False)
    answers = Answers("cd C:\\blocked", EMPTY, "$null", "$null", "cd C:\\elsewhere")
    tap.same(answers.said[1], ["True"], "nothing is set")
    tap.same([line for line in answers.errors.split("\n") if line][0].count("is not allowed"), 1, "it is told")
    tap.same(len([line for line in answers.errors.split("\n") if line]), 1, "once")


def idle():
    """Where the program is gone, what would start it says so: nothing does at a prompt, nor where there is no config."""
    answers = Answers("cd C:\\proj", "[IO.File]::Move('C:\\tools\\cvenv.exe', 'C:\\tools\\gone.exe')", "$env:VIRTUAL_ENV", "$null", "'x'",
                      "[IO.File]::Move('C:\\tools\\gone.exe', 'C:\\tools\\cvenv.exe')", "cd C:\\elsewhere",
                      "[IO.File]::Move('C:\\tools\\cvenv.exe', 'C:\\tools\\gone.exe')", "cd C:\\windows", "cd C:\\windows\\system32", "cd C:\\elsewhere",
                      "[Console]::Error.WriteLine('--')", "cd C:\\proj", "[IO.File]::Move('C:\\tools\\gone.exe', 'C:\\tools\\cvenv.exe')", "$env:VIRTUAL_ENV")
    before, after = answers.errors.split("--")
    tap.same(before, "", "nothing was started")
    tap.check("is gone" in after, f"what is started is missed: {after}")
    tap.same((answers.said[2], answers.said[-1]), (["C:\\proj\\.venv"],) * 2, "inside, and inside again once it is back")


def by_hand():
    machine.project("kept")
    out = "[string]::IsNullOrEmpty($env:VIRTUAL_ENV)"
    answers = Answers("cd C:\\proj", "deactivate", out, "cd 'sub dir'", out, "cvenv activate", "$env:VIRTUAL_ENV", "cvenv deactivate", out,
                      "cd C:\\elsewhere", "cvenv activate C:\\kept\\.venv", "$env:VIRTUAL_ENV", "cvenv activate nowhere", "$LASTEXITCODE",
                      "$env:VIRTUAL_ENV")
    tap.same([answers.said[i] for i in (2, 4, 6, 8, 11, 13, 14)],
             [["True"], ["True"], ["C:\\proj\\.venv"], ["True"], ["C:\\kept\\.venv"], ["1"], ["C:\\kept\\.venv"]], "after each")
    tap.check("no environment 'nowhere'" in answers.errors, answers.errors)


def statuses():
    answers = Answers("$cmd = 'C:\\windows\\system32\\cmd.exe'; Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'", "& $cmd /c exit 3", "$LASTEXITCODE",
                      "cd C:\\proj; & $cmd /c exit 4", "$LASTEXITCODE", "'x'", "$LASTEXITCODE")
    quiet(answers)
    tap.same([answers.said[i] for i in (2, 4, 6)], [["3"], ["4"], ["4"]], "what was left")


def other_places():
    """A place that is no folder leaves all as it is."""
    answers = Answers("cd C:\\proj", "cd Env:", "$env:VIRTUAL_ENV", "cd C:\\elsewhere", EMPTY)
    quiet(answers)
    tap.same([answers.said[i] for i in (2, 4)], [["C:\\proj\\.venv"], ["True"]], "the environment")


def completes():
    answers = Answers("(TabExpansion2 'cvenv deac' 10).CompletionMatches.CompletionText", "(TabExpansion2 'cvenv hook pw' 13).CompletionMatches.CompletionText")
    quiet(answers)
    tap.same((answers.said[0], answers.said[1][0]), (["deactivate"], "pwsh"), "what is found")


def activate_ps1():
    create.machine = machine
    create.compile_python()
    base = create.Base(*create.BASES["3.13"])
    machine.cvenv("create", "--python", base.exe, "--without-pip", "--prompt", "a 'b'", "C:\\made [x]")
    answers = Answers("$env:PYTHONHOME = 'C:\\home'", SEE, ". 'C:\\made [x]\\Scripts\\Activate.ps1'", "$env:VIRTUAL_ENV, $env:PATH.Split(';')[0], $env:PYTHONHOME",
                      ". 'C:\\made [x]\\Scripts\\Activate.ps1'", "$env:PATH.Split(';') -like '*made*'", "deactivate", SEE, hook="")
    quiet(answers)
    tap.same([answers.said[i] for i in (3, 5)], [["C:\\made [x]", "C:\\made [x]\\Scripts"], ["C:\\made [x]\\Scripts"]], "inside")
    tap.same(answers.prompts[2], "(a 'b') PS C:\\elsewhere> ", "the prompt")
    tap.same(answers.variables(7), answers.variables(1), "afterwards")


class Machine(windows.Machine):
    def __init__(self):
        super().__init__()
        self.wine("winecfg", "-v", "win10")  # .NET runs in nothing older
        for name in ("elsewhere", "tools"):
            os.makedirs(os.path.join(self.drive, name))
        shutil.copy(windows.EXE, os.path.join(self.drive, "tools", "cvenv.exe"))


def tests(made):
    global machine
    machine = made
    return tap.run([
        ("a project is entered and left", enters_and_leaves),
        ("from one project to another, stacks and drives", changes_over),
        ("a folder that is spelled otherwise", spelled_otherwise),
        ("names without regard to case", names_without_case),
        ("an edited config, allow and deny", edits),
        ("a project that is not allowed", blocked),
        ("nothing is started where nothing changed", idle),
        ("by hand", by_hand),
        ("the status of what was typed", statuses),
        ("a place that is no folder", other_places),
        ("completion", completes),
        ("Activate.ps1", activate_ps1),
    ])


def main():
    if not os.path.exists(HOST):
        return tap.skip_all("tests/pwsh-host was not built for Windows")
    return windows.with_machine(Machine, tests)


if __name__ == "__main__":
    sys.exit(main())
