#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The hooks of shells that are told data and not code, in the shell itself: nushell. Its line editor
draws the whole screen anew at each key, so the lines come from a file, and the hook is called as the shell calls it at a
prompt. --parts: the shells' names."""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.tap import Skip, check, run, same
from switching.world import NEVER, NOISE, STATE, World

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BEFORE = {b"PATH": b"/usr/bin:/bin", b"T_VALUE": b"old", b"PYTHONHOME": b"/opt/none"}
PROMPT = object()  # among lines: the hook is called
# What the shells set by themselves.
OWN = (b"PWD", b"OLDPWD", b"SHLVL", b"DIRS_POSITION", b"NU_VERSION", b"CMD_DURATION_MS", b"LAST_EXIT_CODE", b"FILE_PWD", b"CURRENT_FILE",
       b"NU_LIB_DIRS", b"NU_PLUGIN_DIRS", b"PROMPT_INDICATOR", b"CONFIG")


class Told:
    """What such a shell says, where they say it alike."""

    prompt = "prompt"   # calls the hook
    keep_status = []    # shows the status of before the hook; empty: it has no such variable
    cd = "cd '%s'"
    see = "see '%s'"    # writes the environment and the prompt down


class Nu(Told):
    name = "nu"
    script = "script.nu"
    arguments = ["--no-config-file"]
    call = "^"  # before a program
    mark = "'' | save --force '%s'"
    keep_status = ["$env.LAST_EXIT_CODE = 3", "prompt", "print $env.LAST_EXIT_CODE"]
    change = ["$env.T_VALUE = 'mine'", "hide-env T_OTHER", "$env.PATH = ($env.PATH | prepend '/new' | append '/last')", "$env.PROMPT_COMMAND = {|| 'other> '}"]
    no_text = ("$env.T_KEPT = {a: [1 2]}", "print ($env.T_KEPT | to nuon)", b"{a: [1, 2]}\n")
    sleep = "sleep 1100ms"

    @staticmethod
    def start(exe, hook, times):
        return ["$env.PROMPT_COMMAND = {|| 'user> ' }"] + ["source '%s'" % hook] * times + [
            "def --env prompt [] { do --env ($env.config.hooks.pre_prompt | last) }",
            "def see [file: string] { ^/usr/bin/env -0 o> $file; do $env.PROMPT_COMMAND | save --force $'($file).prompt' }"]


SHELLS = {s.name: s for s in (Nu(),)}
SHELL = SHELLS.get(sys.argv[1] if len(sys.argv) > 1 else "")


def program_of(shell):
    found = shutil.which(shell.name, path="%s:%s/build/nushell/node_modules/.bin" % (os.environ.get("PATH", ""), SOURCE))
    if not found:
        raise Skip("there is no %s" % shell.name)
    return found


class Session:
    """Lines that one shell runs; what was there at each `see`."""

    def __init__(self, w, variables=None, trace=False, hooks=1):
        self.w, self.count, self.trace = w, 0, trace
        self.variables = dict({os.fsdecode(k): os.fsdecode(v) for k, v in BEFORE.items()}, HOME=w.box.home)
        self.variables.update(variables or {})
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            self.variables[name] = w.box.variables[name]
        self.lines = SHELL.start(w.exe, w.box.write("hook", w.cvenv("hook", SHELL.name).stdout), hooks)

    def do(self, *lines):
        self.lines += [SHELL.prompt if line is PROMPT else line for line in lines]

    def sh(self, command):
        self.do("%s/bin/sh -c '%s'" % (SHELL.call, command))

    def cd(self, path):
        self.do(SHELL.cd % os.fsdecode(path), PROMPT)

    def see(self):
        self.count += 1
        name = self.w.box.path("seen%d" % self.count)
        self.do(SHELL.see % name)
        return name

    def run(self, status=0):
        """What it said."""
        variables = dict(self.variables)
        script = self.w.box.write(SHELL.script, ("\n".join(self.lines) + "\n").encode())
        call = [program_of(SHELL)] + SHELL.arguments + [script]
        if self.trace:
            call = ["strace", "-f", "-qq", "-s", "4096", "-o", self.w.box.path("trace"), "-e", "signal=none", "-e", "trace=process,?open,openat,?creat"] + call
        done = subprocess.run(call, env=variables, cwd=self.w.box.home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=300, check=False)
        same(done.returncode, status, "the status; it said %s" % done.stdout.decode("utf-8", "replace"))
        return done.stdout


def read(name):
    with open(name, "rb") as f:
        env = dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item)
    with open(name + ".prompt", "rb") as f:
        env[b"the prompt"] = f.read()
    return {k: v for k, v in env.items() if k not in OWN and k not in NOISE}


def inside(now, before, root, **extra):
    wanted = dict(before)
    wanted.update({b"VIRTUAL_ENV": root + b"/.venv", b"VIRTUAL_ENV_PROMPT": os.path.basename(root), STATE: now.get(STATE),
                   b"PATH": root + b"/.venv/bin:" + before[b"PATH"], b"the prompt": b"(%s) user> " % os.path.basename(root)})
    del wanted[b"PYTHONHOME"]
    wanted.update({k.encode(): v for k, v in extra.items()})
    same(now, wanted, "inside")


def with_world(function):
    def one():
        program_of(SHELL)
        w = World("bash")
        try:
            function(w)
        finally:
            w.close()
    return one


def in_and_out(w):
    one = w.project("one", NEVER + b"env: {T_VALUE: 'a  b$$x', T_NEW: '1'}\n")
    two = w.project("two", NEVER + b"env: {T_VALUE: second}\n")
    s = Session(w)
    s.do(PROMPT)
    seen = [s.see()]
    for place in (one, two, one, w.box.home):
        s.cd(place)
        seen.append(s.see())
    same(s.run(), b"", "nothing is said")
    before = read(seen[0])
    inside(read(seen[1]), before, one, T_VALUE=b"a  b$x", T_NEW=b"1")
    inside(read(seen[2]), before, two, T_VALUE=b"second")
    inside(read(seen[3]), before, one, T_VALUE=b"a  b$x", T_NEW=b"1")
    same(read(seen[4]), before, "outside")


def hook_twice(w):
    one = w.project("one")
    s = Session(w, hooks=2)
    s.cd(one)
    seen = s.see()
    same(s.run(), b"", "nothing is said")
    same(read(seen)[b"the prompt"], b"(one) user> ", "the prompt")


def edits(w):
    one = w.project("one", NEVER + b"env: {T_VALUE: first}\n")
    w.write(w.path("home/edited"), NEVER + b"env: {T_VALUE: third}\n")  # of the same size, and in the same place
    s = Session(w)
    s.do(PROMPT)
    before = s.see()
    s.cd(one)
    s.sh("/bin/cp ../../edited .cvenv.yml")
    s.do(PROMPT)
    blocked = s.see()
    s.do(PROMPT)
    s.sh("%s allow > /dev/null 2>&1" % w.exe)
    s.do(PROMPT)
    seen = s.see()
    s.sh("/bin/rm .cvenv.yml")
    s.do(PROMPT)
    gone = s.see()
    said = s.run()
    same((said.count(b"\n"), b"cvenv allow" in said), (1, True), "one line is said: %r" % said)
    same(read(blocked)[b"T_VALUE"], b"old", "blocked, nothing is active")
    inside(read(seen), read(before), one, T_VALUE=b"third")
    same(read(gone), read(before), "without a config")


def what_the_user_changes(w):
    one = w.project("one", NEVER + b"env: {T_VALUE: inside, T_OTHER: x, T_KEPT: y}\n")
    s = Session(w)
    kept, show, shown = SHELL.no_text or ("", "", b"")
    s.do(kept, PROMPT)
    s.cd(one)
    s.do(*SHELL.change)
    s.cd(w.box.home)
    seen = s.see()
    s.do(show)
    same(s.run(), shown, "what is no text comes back")
    now = read(seen)
    same((now[b"T_VALUE"], now[b"PATH"], now[b"the prompt"], now.get(b"T_OTHER")), (b"mine", b"/new:/usr/bin:/bin:/last", b"other> ", None), "it stays")


def by_hand(w):
    one = w.project("one")
    s = Session(w)
    s.cd(one)
    s.do("deactivate", PROMPT)
    off = s.see()
    s.do("cvenv activate", PROMPT)
    on = s.see()
    s.cd(w.box.home)
    s.do("cvenv activate src/one/.venv", PROMPT)
    free = s.see()
    s.do("deactivate", PROMPT)
    last = s.see()
    same(s.run(), b"", "nothing is said")
    same((read(off).get(b"VIRTUAL_ENV"), read(off)[b"the prompt"]), (None, b"user> "), "after deactivate")
    for seen, name in ((on, b"one"), (free, b".venv")):  # the second is no project's, but a folder
        same((read(seen).get(b"VIRTUAL_ENV"), read(seen)[b"the prompt"]), (one + b"/.venv", b"(%s) user> " % name), "by hand")
    same(read(last).get(b"VIRTUAL_ENV"), None, "after deactivate")


def nested(w):
    one = w.project("one", NEVER + b"env: {T_VALUE: inside}\n")
    s = Session(w)
    s.cd(one)
    seen = s.see()
    s.run()
    outer = read(seen)
    t = Session(w, variables={os.fsdecode(k): os.fsdecode(v) for k, v in outer.items() if k != b"the prompt"})
    del t.variables["PYTHONHOME"]
    t.cd(one)
    seen = [t.see()]
    t.cd(w.box.home)
    seen.append(t.see())
    same(t.run(), b"", "nothing is said")
    same(read(seen[0]), outer, "in the shell inside")
    left = read(seen[1])
    same({k: left.get(k) for k in (*BEFORE, b"VIRTUAL_ENV", STATE, b"the prompt")},
         {**BEFORE, b"VIRTUAL_ENV": None, STATE: None, b"the prompt": b"user> "}, "left there")


def text_of_every_kind(w):
    text = "\x01\t\n\x1b\x7f\u00e9\u20ac\U0001f40d '$x' `y` \\ %n !z \" ($x) {a} # ~ *"
    said = "".join("\\x%02x" % ord(c) if c < " " or c in "\\\x7f\"" else c for c in text).replace("$", "$$")
    one = w.project("one", NEVER + ('env: {T_VALUE: "%s"}\nprompt: "a($x)\\\\"\n' % said).encode())
    s = Session(w, variables={"T_VALUE": text[::-1]})
    s.cd(one)
    seen = [s.see()]
    s.cd(w.box.home)
    seen.append(s.see())
    same(s.run(), b"", "nothing is said")
    same((read(seen[0])[b"T_VALUE"], read(seen[0])[b"the prompt"]), (text.encode(), b"(a($x)\\) user> "), "inside")
    same(read(seen[1])[b"T_VALUE"], text[::-1].encode(), "outside")


def what_is_not_utf8(w):
    one = w.project("one", NEVER + b"dotenv: [.env]\n", allow=False)
    w.write(one + b"/.env", b"T_VALUE=\xff\n")
    w.allow(one)
    s = Session(w)
    s.do(PROMPT)
    before = s.see()
    s.cd(one)
    s.do(PROMPT, PROMPT)
    seen = s.see()
    said = s.run()
    same((said.count(b"\n"), b"T_VALUE" in said), (1, True), "one line is said: %r" % said)
    same(read(seen), read(before), "nothing was changed")


def the_program_is_gone(w):
    one = w.project("one")
    s = Session(w)
    own = w.box.path("own-cvenv")
    shutil.copy(w.exe, own)
    with open(w.box.path("hook"), encoding="utf-8") as f:
        text = f.read().replace('"%s"' % w.exe, '"%s"' % own)
    w.box.write("hook", text)
    s.do(PROMPT)
    s.sh("/bin/mv %s %s~" % (own, own))
    s.cd(one)
    s.do(PROMPT)
    s.sh("/bin/mv %s~ %s" % (own, own))
    s.do(PROMPT)
    seen = s.see()
    said = s.run()
    same((said.count(b"\n"), b"is gone" in said), (1, True), "one line is said: %r" % said)
    same(read(seen).get(b"VIRTUAL_ENV"), one + b"/.venv", "back again")


def statuses_are_kept(w):
    one = w.project("one")
    if not SHELL.keep_status:
        raise Skip("%s has no variable of a status that a hook could change" % SHELL.name)
    s = Session(w)
    s.do(PROMPT, SHELL.cd % os.fsdecode(one), *SHELL.keep_status)
    same(s.run(), b"3\n", "the status of the user's command")


def idle_prompts(w):
    if not shutil.which("strace"):
        raise Skip("there is no strace")
    one = w.project("one", NEVER + b"watch: [w]\ndotenv: [.env]\n", allow=False)
    w.write(one + b"/.env", b"A=b\n")
    w.allow(one)
    s = Session(w, trace=True)
    places = (w.box.home, one, "/usr/bin")
    for i, place in enumerate(places):
        s.cd(place)
        s.do(SHELL.sleep, PROMPT, SHELL.mark % w.box.path("mark%d" % i), *[PROMPT] * 3)
        s.do(SHELL.mark % w.box.path("end%d" % i))
    s.run()
    with open(w.box.path("trace"), encoding="utf-8", errors="replace") as f:
        lines = f.read().splitlines()
    for i, place in enumerate(places):
        at = [next(n for n, line in enumerate(lines) if '"%s"' % w.box.path("%s%d" % (mark, i)) in line) for mark in ("mark", "end")]
        check(at[0] < at[1], "the marks are there")
        same([line for line in lines[at[0]:at[1]] if re.match(r"\d+ +(execve|v?fork|clone3?\((?!.*CLONE_THREAD))", line)], [], "what was started in %r" % place)


CASES = (in_and_out, hook_twice, edits, what_the_user_changes, by_hand, nested, text_of_every_kind, what_is_not_utf8,
         the_program_is_gone, statuses_are_kept, idle_prompts)

if sys.argv[1:] == ["--parts"]:
    print("\n".join(SHELLS))
elif not SHELL:
    sys.exit("which shell?")
else:
    del sys.argv[1]
    sys.exit(run([("%s: %s" % (SHELL.name, f.__name__.replace("_", " ")), with_world(f)) for f in CASES]))
