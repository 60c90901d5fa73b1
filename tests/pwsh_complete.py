#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completion in PowerShell, asked of the engine as the key asks it: what is offered for a line, the line that comes of
it, and the words that the program is given once that line runs. With the hook, where cvenv is a function, and without."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from complete import EXE, FIRST, NAMES, environment
from lib.dialects import SHELLS
from lib.pty_shell import Sandbox, command_of, missing
from lib.tap import check, run, same, skip_all

PWSH = SHELLS["pwsh"]

# Reads lines, and writes of each: the line, where its one candidate is put in, and what is offered. Runs what it has become.
ASK = rb"""
Set-StrictMode -Version Latest
$lines = [IO.File]::ReadAllText('%(lines)s').Split([char] 0)
$said = [Text.StringBuilder]::new()
foreach ($line in $lines) {
    $result = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
    $null = $said.Append([string] $result.CompletionMatches.Count).Append([char] 0)
    foreach ($one in $result.CompletionMatches) {
        $null = $said.Append($one.CompletionText).Append([char] 0).Append($one.ListItemText).Append([char] 0).Append($one.ToolTip).Append([char] 0)
    }
    if ($result.CompletionMatches.Count -eq 1) {
        $line = $line.Substring(0, $result.ReplacementIndex) + $result.CompletionMatches[0].CompletionText + $line.Substring($result.ReplacementIndex + $result.ReplacementLength)
        $null = . ([scriptblock]::Create($line))
    }
}
[IO.File]::WriteAllText('%(said)s', $said.ToString())
"""


class Place:
    """A folder of its own; `cvenv` is a program that answers completion as the real one does, and keeps its words."""

    def __init__(self, hook):
        self.hook = hook
        self.box = Sandbox()
        self.kept = self.box.path("words")
        self.exe = self.box.write("bin/cvenv", "#!/bin/sh\ncase $1 in\n__complete) exec '%s' \"$@\" ;;\nesac\n"
                                  "printf '%%s\\0' $# \"$@\" >>'%s'\n" % (EXE, self.kept))
        os.chmod(self.exe, 0o755)
        self.work = os.fsencode(self.box.path("home", "work"))
        self.central = os.fsencode(self.box.path("home", ".local/share/virtualenvs"))
        os.makedirs(self.work)

    def ask(self, lines):
        """Of each line: what is offered (text, shown, about), and the words of the call where that is one."""
        with open(self.kept, "wb"):
            pass
        said = os.fsencode(self.box.path("said"))
        asked = os.fsencode(self.box.write("lines", b"\0".join(lines)))
        exe = os.fsencode(EXE)
        code = PWSH.hook(exe) + b"$global:__cvenv_exe = " + PWSH.quote(os.fsencode(self.exe)) + b"\n" if self.hook else \
            b"Invoke-Expression (& " + PWSH.quote(exe) + b" completions pwsh | Out-String)\n"
        script = self.box.write("ask.ps1", code + ASK % {b"lines": asked, b"said": said})
        env = dict(self.box.variables, PATH=os.path.dirname(self.exe) + ":" + self.box.variables["PATH"])
        done = subprocess.run([*command_of("pwsh"), "-NoProfile", "-File", script], env=env, cwd=self.work, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        same(done.stdout, b"", "what the shell says")
        with open(said, "rb") as file:
            fields = file.read().split(b"\0")
        with open(self.kept, "rb") as file:
            words = file.read().split(b"\0")
        answers = []
        for _ in lines:
            count = int(fields.pop(0))
            offered = [tuple(fields[i:i + 3]) for i in range(0, 3 * count, 3)]
            del fields[:3 * count]
            call = None
            if count == 1:
                size = int(words.pop(0))
                call = [word for word in words[:size] if not word.startswith((b"--hook=", b"--token="))]  # what the hook adds
                del words[:size]
            answers.append((offered, call))
        return answers

    def wrong(self, rows):
        """The rows of line and words that come out otherwise."""
        answers = self.ask([line for line, _ in rows])
        return ["%r becomes %r of %r, not %r" % (line, call, offered[:3], words)
                for (line, words), (offered, call) in zip(rows, answers) if call != words]


def all_right(place, rows):
    wrong = place.wrong(rows)
    check(not wrong, "\n".join(wrong[:20]))


def is_text(name):
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


# More than other shells have: its own quotes, and what it takes for numbers and parameters.
MORE = ["ca\u2019curly", "cb`n", "cc$(x)", "cd@{x}", "ce,comma", "cf--", "cg\u2018\u201b'", "9x", "3.1", "7kb", "%percent"]
ALL = [name for name in NAMES if is_text(name)] + [name.encode() for name in MORE]


def environments(place):
    """Names, behind nothing and behind each quote."""
    for name in [*NAMES, *MORE]:
        environment(os.path.join(place.central, name if isinstance(name, bytes) else name.encode()))
    typed = [(name, name[:1] if name[:2].decode() in ("3.", "9x", "7k", "%p") else name[:2]) for name in ALL]
    all_right(place, [(b"cvenv activate " + quote + begun, [b"activate", name]) for name, begun in typed for quote in (b"", b"'", b'"')])


def no_characters(place):
    """Bytes that are no text cannot be said in this shell: such a name is not offered."""
    for name in (b"ay\xff\xfe", b"ayes"):
        environment(os.path.join(place.central, name))
    all_right(place, [(b"cvenv activate ay", [b"activate", b"ayes"])])


def first_bytes(place):
    for name, _ in FIRST:
        environment(os.path.join(place.central, name))
    # the engine asks nobody for the rest of what it takes for a function's parameter
    quoted = [(b"cvenv activate -- '" + name[:2], [b"activate", b"--", name]) for name, _ in FIRST]
    all_right(place, quoted + [(b"cvenv activate -- `$d", [b"activate", b"--", b"$dollar"]),
                               (b"cvenv activate -- `#h", [b"activate", b"--", b"#hash"]), (b"cvenv activate -- *s", [b"activate", b"--", b"*star"])])


def folders(place):
    for name in ALL:
        os.makedirs(os.path.join(place.work, name, b"inner"))
    os.makedirs(os.path.join(place.work, b"-leading"))
    home = os.path.dirname(place.work)
    os.makedirs(os.path.join(home, b"in the home"))
    rows = [(b"cvenv create ./" + name[:2], [b"create", b"./" + name + b"/"]) for name in ALL if name not in (b"3.1", b"9x", b"7kb")]
    rows += [(b"cvenv create './" + name.decode().replace("'", "''").replace("\u2019", "\u2019\u2019").replace("\u2018", "\u2018\u2018")
              .replace("\u201b", "\u201b\u201b").encode() + b"/in", [b"create", b"./" + name + b"/inner/"]) for name in ALL]
    rows += [(b"cvenv create ./-l", [b"create", b"./-leading/"]), (b"cvenv create -- '-l", [b"create", b"--", b"-leading/"]),
             (b"cvenv create ~/in` t", [b"create", home + b"/in the home/"])]
    if place.hook:
        # whatever function hands on a word, the shell puts in its place the paths that fit it
        rows = [row for row in rows if b"*" not in row[1][-1]]
    all_right(place, rows)


LINES = [
    (b"cvenv stat", [b"status"]),
    (b"cvenv -q stat", [b"-q", b"status"]),
    (b"$null = 1; cvenv stat", [b"status"]),
    (b"cvenv hook bas", [b"hook", b"bash"]),
    (b"cvenv completions fi", [b"completions", b"fish"]),
    (b"cvenv export sys", [b"export", b"systemd"]),
    (b"cvenv help crea", [b"help", b"create"]),
    (b"cvenv status --js", [b"status", b"--json"]),
    (b"cvenv create --without-p", [b"create", b"--without-pip"]),
    (b"cvenv create --python au", [b"create", b"--python", b"auto"]),
    (b"cvenv create -p au", [b"create", b"-p", b"auto"]),
    (b"cvenv create --python=au", [b"create", b"--python=auto"]),
    (b"cvenv create --pyth", [b"create", b"--python="]),
    (b"cvenv activate --shell=fi", [b"activate", b"--shell=fish"]),
    (b"cvenv activate --shell fi", [b"activate", b"--shell", b"fish"]),
    (b"cvenv 'stat", [b"status"]),
    (b"& cvenv stat", [b"status"]),
]


def lines(place):
    all_right(place, LINES)
    offered, _ = place.ask([b"if ($true) { cvenv c"])[0]
    check(b"create" in [one[0] for one in offered], "in a block: %r" % offered)


def what_is_shown(place):
    """All of what help lists, with what it says there; the hidden command is not."""
    commands, options = (answer[0] for answer in place.ask([b"cvenv ", b"cvenv create --"]))
    check((b"activate", b"activate", b"activate an environment by hand") in commands, commands)
    check(len(commands) > 10 and not [one for one in commands if one[0].startswith(b"_")], commands)
    names = subprocess.run([EXE, "__complete", "fish", "create", "--"], stdout=subprocess.PIPE, check=True).stdout.split(b"\0")[:-1]
    same([(text, about) for text, _, about in options], [tuple(name.split(b"\t")) for name in names], "options and what is said of them")


def control_characters(place):
    environment(os.path.join(place.central, b"e\x1b]0;x\x07\n"))
    offered, call = place.ask([b"cvenv activate e"])[0]
    same((offered[0][1], offered[0][2][-8:], call), (b"e?]0;x??", b"e?]0;x??", [b"activate", b"e\x1b]0;x\x07\n"]),
         "in the list of choices, in what is said of it, and on the line")


def unknown_words(place):
    """Where nothing is known, nothing of the program's is offered; the engine may have files."""
    for offered, _ in place.ask([b"cvenv nonsense stat", b"cvenv create $x", b"cvenv activate a,stat"]):
        check(b"status" not in [one[0] for one in offered], offered)


CASES = [environments, no_characters, first_bytes, folders, lines, what_is_shown, control_characters, unknown_words]


def case_of(function, hook):
    def one():
        place = Place(hook)
        try:
            function(place)
        finally:
            place.box.close()
    return "%s, %s" % (function.__name__.replace("_", " "), "with the hook" if hook else "without the hook"), one


if __name__ == "__main__":
    why = missing("pwsh")
    sys.exit(skip_all(why) if why else run([case_of(function, hook) for function in CASES for hook in (False, True)]))
