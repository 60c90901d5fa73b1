#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What README.md, doc/ and man/cvenv.1 say, held against the program."""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import tap  # noqa: E402

SOURCE = os.path.dirname(HERE)
EXE = os.path.join(os.path.abspath(os.environ.get("CVENV_BUILD", ".")), "cvenv")
HOOKS_OWN = "export"  # whose options are not for people
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def read(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
        return file.read()


def cvenv(*words, cwd="/", home="/nonexistent"):
    done = subprocess.run([EXE, *words], cwd=cwd, env={"HOME": home, "PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, check=False)
    tap.same(done.returncode, 0, f"cvenv {' '.join(words)}: {done.stderr}")
    return done.stdout


def commands():
    """Names, as help lists them."""
    return re.findall(r"^  ([a-z]+) ", cvenv("help").split("commands:")[1].split("options:")[0], re.MULTILINE)


def manual_of(command):
    """What cvenv(1) says about COMMAND."""
    text = read("man/cvenv.1")
    start = text.find(f"\n.It Cm {command}")
    tap.check(start >= 0, f"cvenv(1) does not have the command '{command}'")
    return re.split(r"\n\.It Cm |\n\.Sh ", text[start + 1:])[0]


def all_in(names, text, where):
    missing = [name for name in names if name not in text]
    tap.check(names and not missing, f"{where} does not have: {', '.join(missing)}")


def manual_commands():
    names = commands()
    tap.check(len(names) > 5, names)
    for name in names:
        manual_of(name)


def manual_options():
    for name in commands():
        options = cvenv("help", name).split("options:")[1]
        for letter, option in re.findall(r"^  (?:-(\w), )?--([a-z-]+)", options, re.MULTILINE):
            if option == "help" or name == HOOKS_OWN:
                continue
            known = re.search(r"\bFl (?:\w , )?-" + re.escape(option) + r"\b", manual_of(name))
            tap.check(known, f"cvenv(1) does not have '--{option}' of '{name}'")
            tap.check(not letter or f"Fl {letter} , -{option}" in manual_of(name), f"cvenv(1) does not have '-{letter}' of '{name}'")


def manual_status():
    with tempfile.TemporaryDirectory() as home:
        keys = list(json.loads(cvenv("status", "--json", cwd=home, home=home)))
    all_in([f".Ql {key}\n" for key in keys], manual_of("status").replace(" ,\n", "\n"), "cvenv(1), on status")


def hook_lines():
    lines = re.findall(r"^  \w+ +\S+ +(.*cvenv hook.*)$", cvenv("help", "hook"), re.MULTILINE)
    tap.check(len(lines) > 3, lines)
    all_in(lines, read("README.md").replace("\\|", "|"), "README.md")
    all_in(lines, read("man/cvenv.1"), "cvenv(1)")


def readme_commands():
    all_in([f"`cvenv {name}" for name in commands()], read("README.md"), "README.md")


def readme_keys():
    keys = list(json.loads(read("schema/cvenv.schema.json"))["properties"])
    rows = "\n".join(line for line in read("README.md").splitlines() if line.startswith("| `"))
    all_in([f"`{key}`" for key in keys], rows, "README.md's table")


def readme_config():
    configs = re.findall(r"```yaml\n(.*?)```", read("README.md"), re.DOTALL)
    tap.check(configs, "README.md has no config")
    with tempfile.TemporaryDirectory() as home:
        for number, config in enumerate(configs):
            folder = os.path.join(os.path.realpath(home), f"project-{number}")
            os.mkdir(folder)
            with open(os.path.join(folder, ".cvenv.yml"), "w", encoding="utf-8") as file:
                file.write(config)
            cvenv("allow", cwd=folder, home=home)


def links():
    found = 0
    for folder, names in ((".", os.listdir(SOURCE)), ("doc", os.listdir(os.path.join(SOURCE, "doc")))):
        for name in names:
            if not name.endswith(".md"):
                continue
            for link in LINK.findall(read(os.path.join(folder, name))):
                found += 1
                tap.check(os.path.exists(os.path.join(SOURCE, folder, link)), f"{name}: '{link}' is not there")
    tap.check(found, "there is no link at all")


if __name__ == "__main__":
    sys.exit(tap.run([
        ("cvenv(1) has every command", manual_commands),
        ("cvenv(1) has every option", manual_options),
        ("cvenv(1) has what status tells programs", manual_status),
        ("README.md and cvenv(1) have the lines of the hooks", hook_lines),
        ("README.md has every command", readme_commands),
        ("README.md has every key of a config", readme_keys),
        ("README.md's config is one", readme_config),
        ("what the documents link to is there", links),
    ]))
