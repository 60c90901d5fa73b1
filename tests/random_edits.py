#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random walks through projects, with random edits on the way, in real shells; each step is held against a model.

The model knows the rules of restoration and nothing of the program. RANDOM_SEED chooses the walks (lib/chance.py),
RANDOM_STEPS says how many steps each shell makes.
"""

import os
import random
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib import tap
from lib.chance import SEED
from lib.dialects import WHOLE
from lib.pty_shell import SHELLS, missing
from switching.world import NEVER, World


# BSD csh walks alone, since it may not hold what another shell does, and a part of the way: each of its steps starts programs.
WALKERS = dict.fromkeys(WHOLE, 1)
WALKERS["csh"] = 0.25
NAMES = [b"T_A", b"T_B", b"T_C", b"PYTHONHOME"]
OURS = [b"VIRTUAL_ENV", b"VIRTUAL_ENV_PROMPT"]


class Model:
    """One shell: its exported variables, its folder, and what was done to it."""

    def __init__(self, env, path, folder):
        self.env = dict(env)  # None: not set
        self.path = list(path)
        self.folder = folder
        self.done = None      # what is in force: root, off, put (name: value put and value before), paths
        self.fresh = True

    def child(self):
        other = Model(self.env, self.path, self.folder)
        other.done = self.done
        return other

    def wanted(self, projects):
        root = nearest(projects, self.folder)
        if root is None:
            return None
        config = projects[root]
        off = bool(self.done and self.done["off"] and self.done["root"] == root)
        variables = dict(config["env"])
        if not off:
            variables.update({b"VIRTUAL_ENV": root + b"/.venv", b"VIRTUAL_ENV_PROMPT": os.path.basename(root), b"PYTHONHOME": None})
        return {"root": root, "off": off, "variables": variables,
                "paths": ([] if off else [root + b"/.venv/bin"]) + config["path"]}

    def prompt(self, projects):
        """What the hook does when the shell is about to show its prompt."""
        self.switch(self.wanted(projects))
        self.fresh = False

    def switch(self, wanted):
        done = self.done or {"root": None, "put": {}, "paths": []}
        same_project = bool(self.done and wanted and done["root"] == wanted["root"])
        variables = wanted["variables"] if wanted else {}
        put = {}
        for name in set(done["put"]) | set(variables):
            now = self.env[name]
            if name in done["put"]:
                value, was = done["put"][name]
                if name in variables and same_project and value == variables[name] and (not self.fresh or now == value):
                    put[name] = (value, was)  # both ask for the same: what the user did to it meanwhile stays
                    continue
                if now == value:
                    now = was
            if name in variables:
                put[name] = (variables[name], now)
                now = variables[name]
            self.env[name] = now
        paths = wanted["paths"] if wanted else []
        if not (same_project and paths == done["paths"] and (not self.fresh or all(p in self.path for p in paths))):
            for entry in done["paths"]:
                if entry in self.path:
                    self.path.remove(entry)
            self.path = paths + self.path
        self.done = {"root": wanted["root"], "off": wanted["off"], "put": put, "paths": paths} if wanted else None

    def shown(self):
        return b"(%s) " % os.path.basename(self.done["root"]) if self.done and not self.done["off"] else b""


def nearest(projects, folder):
    while folder and folder not in projects:
        folder = folder.rpartition(b"/")[0]
    return folder or None


class Walk:
    def __init__(self, name, seed):
        self.random = random.Random("%s %s" % (seed, name))
        self.world = World(name)
        self.fit = SHELLS[name].fit
        self.log = []
        self.projects = {}
        for place in ("one", "two", "one/in", "two/x/three"):
            self.projects[self.world.project(place)] = {"env": {}, "path": []}
        self.folders = [os.fsencode(self.world.box.home), b"/", self.world.path("home/else/where"), self.world.path("home/src")]
        for root in list(self.projects):
            os.makedirs(root + b"/sub/deep")
            self.folders += [root, root + b"/sub", root + b"/sub/deep"]
        self.tools = [self.world.path("home/else", "tool %d" % i) for i in range(3)]
        for tool in self.tools:
            os.mkdir(tool)
        for root in self.projects:
            self.configure(root)
        env = {name: None for name in NAMES + OURS}
        self.sh = self.world.sh
        self.model = Model(env, self.sh.env()[b"PATH"].split(b":"), os.fsencode(self.world.box.home))
        self.model.fresh = False
        self.stack = []

    # what is thrown

    def octets(self, without=b""):
        length = self.random.choice((0, 1, 1, 2, 3, 8, 40))
        pool = self.random.choice((bytes(range(1, 256)), b"'\"\\$`!\n -~*%", b"abc/"))
        return self.fit(bytes(c for c in (self.random.choice(pool) for _ in range(length)) if c not in without))

    def text(self):
        pool = "'\"\\$`!\n\t -*%#:{}[]&@abc\u00e9\u20ac\U0001f40d\x01\x7f\x1b"
        return self.fit("".join(self.random.choice(pool) for _ in range(self.random.choice((0, 1, 2, 5, 20)))).encode()).decode()

    def configure(self, root):
        """A new config for ROOT, allowed."""
        env, path, lines = {}, [], [NEVER]
        for name in NAMES:
            if self.random.random() < 0.4:
                text = self.text() if self.random.random() < 0.8 else None
                env[name] = text.encode() if text is not None else None
                # PYTHONHOME goes inside an environment whatever a project says
                quoted = "null" if text is None else '"' + "".join(
                    "$$" if c == "$" else "\\" + c if c in "\\\"" else "\\x%02x" % ord(c) if c < " " or c == "\x7f" else c
                    for c in text) + '"'
                lines.append(b"  %s: %s\n" % (name, quoted.encode()))
        env.pop(b"PYTHONHOME", None)
        lines = [line for line in lines if b"PYTHONHOME" not in line]
        if len(lines) > 1:
            lines.insert(1, b"env:\n")
        for tool in self.tools:
            if self.random.random() < 0.3:
                path.append(tool)
        if path:
            lines.append(b"path:\n" + b"".join(b"  - '%s'\n" % tool for tool in path))
        self.world.config(root, b"".join(lines))
        self.projects[root] = {"env": env, "path": path}

    # steps: each changes the model and answers the code for the shell

    def go(self):
        choices = self.folders
        if self.model.done and self.model.done["off"]:
            choices = [f for f in choices if nearest(self.projects, f) in (None, self.model.done["root"])] or choices
        folder = self.random.choice(choices)
        self.model.folder = folder
        return "cd %r" % folder, self.sh.cd(folder)

    def set_variable(self):
        name, value = self.random.choice(NAMES + OURS[1:]), self.octets()
        self.model.env[name] = value
        return "set %r to %r" % (name, value), self.sh.set_env(name, value)

    def unset_variable(self):
        name = self.random.choice(NAMES + OURS[1:])
        self.model.env[name] = None
        return "unset %r" % name, self.sh.unset(name)

    def put_back(self):
        """The user gives a variable just the value that cvenv had put there."""
        put = (self.model.done or {"put": {}})["put"]
        names = [n for n in NAMES if n in put]
        if not names:
            return self.set_variable()
        name = self.random.choice(names)
        value = put[name][0]
        self.model.env[name] = value
        return "put back %r" % name, self.sh.unset(name) if value is None else self.sh.set_env(name, value)

    def edit_path(self):
        path = self.model.path
        how = self.random.choice(("add", "add", "add", "double", "remove", "remove", "swap", "shuffle"))
        at = self.random.randrange(len(path) + 1)
        if how == "add":
            path.insert(at, b"/" + self.octets(without=b":"))
        elif how == "double" and path:
            path.insert(at, self.random.choice(path + self.tools))
        elif how == "remove" and len(path) > 1:
            path.pop(at % len(path))
        elif how == "swap" and len(path) > 1:
            i, j = self.random.sample(range(len(path)), 2)
            path[i], path[j] = path[j], path[i]
        elif how == "shuffle":
            self.random.shuffle(path)
        while len(path) > 12:
            path.pop(self.random.randrange(len(path)))
        return "%s in PATH, now %r" % (how, path), self.sh.set_env(b"PATH", b":".join(path))

    def edit_config(self):
        root = self.random.choice(list(self.projects))
        self.configure(root)
        return "new config of %r: %r" % (root, self.projects[root]), b""

    def deactivate(self):
        if not self.model.shown():
            return self.go()
        self.model.done = dict(self.model.done, off=True)
        wanted = self.model.wanted(self.projects)
        self.model.done["off"] = False
        self.model.switch(wanted)
        return "deactivate", b"deactivate"

    def activate(self):
        if not (self.model.done and self.model.done["off"]):
            return self.go()
        self.model.done = dict(self.model.done, off=False)
        self.model.switch(self.model.wanted(self.projects))
        return "cvenv activate", b"cvenv activate"

    # running

    def check(self, prompt):
        """Holds what the shell was before the step against the model."""
        expected = dict(self.model.env)
        expected[b"PATH"] = b":".join(self.model.path)
        actual = {k: self.dumped.get(k) for k in expected}
        tap.same(actual, expected, "the environment")
        tap.same(b"CVENV_STATE" in self.dumped, self.model.done is not None, "CVENV_STATE is there")
        if prompt is not None:
            tap.same(prompt, self.model.shown(), "the prompt")

    def step(self, choose, prompt):
        """Dumps what is, makes the step, and answers the prompt after it."""
        dump = self.world.box.scratch()
        before = self.model.child()
        before.fresh = False
        after = self.model
        text, code = choose()
        self.model, after = before, self.model
        # the last line is what makes a shell look that does not look by itself
        result = self.sh.run(b"/usr/bin/env -0 > %s\n%s\n%s" % (self.sh.quote(dump), code.rstrip(b"\n"), self.sh.look))
        with open(dump, "rb") as f:
            self.dumped = dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item)
        self.check(prompt)
        self.model = after
        self.log.append(text)
        self.model.prompt(self.projects)
        tap.same(result.output, [], "what is said")
        return result.prompt

    def nest(self):
        """Into another shell, or back out of it."""
        names = [n for n in WHOLE if not missing(n)]
        if self.stack and (len(self.stack) > 2 or self.random.random() < 0.6):
            self.model, dialect = self.stack.pop()
            self.log.append("exit to %s" % dialect.name)
            result = self.sh.become(dialect.name, b"exit")
        else:
            name = self.random.choice(names)
            words = SHELLS[name].typed.split(b" ", 1)
            line = b" ".join([os.fsencode(shutil.which(words[0].decode()))] + words[1:])
            self.stack.append((self.model, self.sh.dialect))
            self.model = self.model.child()
            self.log.append("start %s" % name)
            result = self.sh.become(name, line)
        self.model.prompt(self.projects)
        return result.prompt

    def run(self, steps):
        kinds = ([self.go] * 30 + [self.set_variable] * 12 + [self.unset_variable] * 6 + [self.put_back] * 4 + [self.edit_path] * 15
                 + [self.edit_config] * 8 + [self.deactivate] * 3 + [self.activate] * 4)
        prompt = None
        for number in range(steps):
            try:
                if self.sh.dialect.name in WHOLE and self.random.random() < 0.03:
                    prompt = self.nest()
                else:
                    prompt = self.step(self.random.choice(kinds), prompt)
            except tap.Failure as failure:
                raise tap.Failure("step %d: %s\nthe last steps:\n%s" % (number, failure, "\n".join(self.log[-25:])))

    def close(self):
        self.world.close()


def main():
    steps = int(os.environ.get("RANDOM_STEPS", "600"))
    print("# RANDOM_SEED=%s RANDOM_STEPS=%d" % (SEED, steps))

    def bound(name):
        def case():
            if missing(name):
                raise tap.Skip(missing(name))
            walk = Walk(name, SEED)
            try:
                walk.run(int(steps * WALKERS[name]))
            finally:
                walk.close()
        return case
    return tap.run([("%s: %d random steps (seed %s)" % (name, steps * WALKERS[name], SEED), bound(name)) for name in WALKERS])


sys.exit(main())
