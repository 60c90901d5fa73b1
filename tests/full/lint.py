#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every script is read by its own language, and by the linters that there are for it."""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import tap  # noqa: E402

SOURCE = os.path.dirname(os.path.dirname(HERE))
FOLDERS = ("shell", "tests", "script", "build-aux", ".ci", "completions", "man")
SHELLCHECK = ["shellcheck", "--severity=warning", "--external-sources", "--source-path=SCRIPTDIR"]

# What tests/pwsh-host says is what Windows PowerShell 5.1 would not read.
PWSH_HOST = os.environ.get("CVENV_PWSH_HOST") or "pwsh-host"

# Which files, what reads them (it must succeed and say nothing).
LINTERS = [
    (r".*\.bash|shell/activate", SHELLCHECK),
    (r".*\.bats", [*SHELLCHECK, "--exclude=SC2154"]),  # bats sets $stderr
    (r"shell/.*\.bash|shell/activate|tests/lib/.*\.bash", ["bash", "-n"]),
    (r"sh", SHELLCHECK),
    (r"sh|shell/activate", ["dash", "-n"]),
    (r".*\.zsh|shell/activate", ["zsh", "-f", "-n"]),
    (r".*\.fish", ["fish", "--no-config", "--no-execute"]),
    (r".*\.fish", ["fish_indent", "--check"]),
    (r".*\.t?csh", ["tcsh", "-f", "-n"]),
    (r".*\.(pwsh|ps1)", [PWSH_HOST, "--lint"]),
    (r".*\.py|python3", [sys.executable, "-B", "-c", "import ast, sys; ast.parse(open(sys.argv[1], 'rb').read())"]),
    (r".*\.lua", ["luac", "-p"]),
    (r"man/.*\.[0-9]", ["mandoc", "-T", "lint", "-W", "warning"]),
]


def kinds():
    """Each file with its name and, for one without an ending, the interpreter of its first line."""
    for folder in FOLDERS:
        for root, folders, names in os.walk(os.path.join(SOURCE, folder)):
            folders[:] = sorted(set(folders) - {"__pycache__", "fixtures"})
            for name in sorted(names):
                path = os.path.relpath(os.path.join(root, name), SOURCE)
                with open(os.path.join(SOURCE, path), "rb") as file:
                    first = file.readline(100)
                script = re.match(rb"#!\s*\S*?(?:/env )?(\w+)\n", first)
                if os.path.basename(root) == "build-aux" and name != "embed.sh":
                    continue
                yield path, script[1].decode() if script else "sh" if name.endswith(".sh") else ""


def cases():
    for pattern, command in LINTERS:
        for path, kind in kinds():
            if re.fullmatch(pattern, path) or (kind and re.fullmatch(pattern, kind)):
                yield f"{os.path.basename(command[0]) if command[0] != sys.executable else 'python'}: {path}", lint(command, path)


def lint(command, path):
    def test():
        if not shutil.which(command[0]):
            raise tap.Skip(f"{command[0]} is not installed")
        done = subprocess.run([*command, path], cwd=SOURCE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, universal_newlines=True, check=False)
        tap.check(done.returncode == 0 and not done.stdout, f"status {done.returncode}\n{done.stdout}")
    return test


if __name__ == "__main__":
    sys.exit(tap.run(list(cases())))
