#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `cvenv export` says in formats for other programs, read back by readers of these formats: json by Python, gha
and systemd by what their documents say (and systemd's own generator, where it is), vim by vim."""

import json
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.tap import Skip, check, run, same
from switching.world import NEVER, STATE, World

GENERATOR = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"
PATH = b"/usr/local/bin:/usr/bin:/bin"

# Text that one of the readers could take for more than it is.
TEXTS = ["", "x", "a b", "it's", 'say "x"', "back\\slash", "\\", "\\n", "`x`", "$x", "${x}", "$(x)", "#c", "; c", "a=b", "a<<b", "%d", "\u00e9\u20ac\U0001f40d",
         "tab\there", " ends in blanks  ", "two\nlines", "\n", "ends\n", "\n\nx", "cvenv-end-0", "x\ncvenv-end-0\nA=b", "cvenv-end-0\ncvenv-end-1", "'", "\"", "<CR>", "|", "\\<Esc>"]
CONTROL = ["\x01", "a\rb", "\r\n", "\x1b[31m", "\x7f"]
OCTETS = [b"\xff", b"a\xc3", b"\x80\x81", bytes(range(1, 256))]


def config_of(values):
    rows = ["T_%02d: %s\n" % (i, json.dumps(v, ensure_ascii=False).replace("\x7f", "\\u007f").replace("$", "$$")) for i, v in enumerate(values)]
    return NEVER + b"env:\n  T_GONE: null\n" + b"".join(b"  " + row.encode() for row in rows)


def wanted(root, values):
    found = {b"T_%02d" % i: v.encode() for i, v in enumerate(values)}
    found.update({b"VIRTUAL_ENV": root + b"/.venv", b"VIRTUAL_ENV_PROMPT": b"shop", b"PATH": root + b"/.venv/bin:" + PATH})
    return found


class Case:
    """A project that asks for VALUES, and what is said of it."""

    def __init__(self, values=TEXTS):
        self.w = World("bash")
        self.root = self.w.project("shop", config_of(values))
        self.variables = {"PATH": PATH.decode(), "T_GONE": "here"}
        self.wanted = wanted(self.root, values)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.w.close()

    def export(self, *words, cwd=None, status=0, variables=None):
        return self.w.cvenv("export", *words, cwd=cwd or self.root, status=status, variables=dict(self.variables, **(variables or {})))

    def settled(self):
        """What json says once no file is too young to be told from a later one."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            text = self.export("json").stdout
            if json.loads(text)["settled"]:
                return text
        return check(False, "it settles")

    def same(self, found, gone=None):
        """FOUND, bytes by names, is what was wanted; with GONE, the names that are to be unset."""
        found = dict(found)
        check(found.pop(STATE, b"").startswith(b"1 "), "CVENV_STATE is set")
        same(found, self.wanted, "what is set")
        if gone is not None:
            same(gone, {b"T_GONE"}, "what is unset")


def read_json(text):
    said = json.loads(text)
    for change in said["changes"]:
        same(sorted(change), ["do", "name", "value"], "a change's members")
        check(change["do"] in ("set", "unset", "restore"), change)
    return said, {c["name"].encode(): c["value"].encode() for c in said["changes"] if c["value"] is not None}, \
        {c["name"].encode() for c in said["changes"] if c["value"] is None}


def json_in_and_out():
    with Case(TEXTS + CONTROL) as c:
        said, found, gone = read_json(c.settled())
        c.same(found, gone)
        same((said["local"], said["prompt"]), ("enter", "shop"), "the shell's own part")
        same(said["changes"][-1]["name"], "CVENV_STATE", "the last change")
        check(re.fullmatch(r"[\w.,-]+", said["token"]) and re.fullmatch(r"[\w.,-]+", said["failed_token"]), said)
        env = dict(c.variables, **{k.decode(): v.decode() for k, v in found.items()})
        del env["T_GONE"]
        c.variables = env
        same(c.export("json", "--token=" + said["token"]).stdout, b"", "asked again")
        said, found, gone = read_json(c.export("json", "--token=" + said["token"], cwd=c.w.box.home).stdout)
        same(found, {b"PATH": PATH, b"T_GONE": b"here"}, "what is put back")
        check(b"CVENV_STATE" in gone and b"T_00" in gone, gone)
        same((said["local"], said["prompt"]), ("leave", None), "the shell's own part")


def json_watch():
    with Case() as c:
        said = json.loads(c.settled())
        watch = {item["path"]: item for item in said["watch"]}
        config = os.fsdecode(c.root) + "/.cvenv.yml"
        found = os.stat(config)
        item = watch[config]
        same((item["exists"], item["size"], item["inode"]), (True, found.st_size, str(found.st_ino)), "the config")
        same(item["modified"], "%d.%09d" % divmod(found.st_mtime_ns, 10 ** 9), "its time")
        same(os.stat(item["stamp"]).st_mtime_ns, found.st_mtime_ns, "its stamp's time")
        same(watch[os.fsdecode(c.root) + "/.cvenv.local.yml"]["exists"], False, "what is not there")


def json_blocked():
    with Case() as c:
        c.w.config(c.root, config_of(["other"]), allow=False)
        done = c.export("json")
        said, found, gone = read_json(done.stdout)
        same((found, gone, said["local"]), ({}, set(), "keep"), "changes")
        check(b"cvenv allow" in done.stderr, done.stderr)
        same(c.export("json", "--token=" + said["token"]).stderr, b"", "told once")


def json_octets():
    with Case() as c:
        state = b"1 mode=auto root=/nonexistent put=T_X=ours was=%FF ."
        done = c.export("json", cwd=c.w.box.home, status=1, variables={"CVENV_STATE": state.decode(), "T_X": "ours"})
        same(done.stdout, b"", "nothing is said")
        same(done.stderr.count(b"\n"), 1, "one line")
        check(b"'T_X'" in done.stderr, done.stderr)


def runner_reads(text):
    """As a runner of workflows reads $GITHUB_ENV: NAME=VALUE, or NAME<<END, lines, END."""
    found, lines = {}, iter(text.decode("utf-8").split("\n"))
    for line in lines:
        if not line:
            continue
        name, equals, value = line.partition("=")
        if equals and "<<" not in name:
            found[name.encode()] = value.encode()
            continue
        name, _, mark = line.partition("<<")
        check(name and mark, "a line %r" % line)
        rows = []
        for row in lines:
            if row == mark:
                break
            rows.append(row)
        else:
            check(False, "no end %r" % mark)
        found[name.encode()] = "\n".join(rows).encode()
    return found


def gha(c, cwd=None, **variables):
    names = {"GITHUB_ENV": c.w.box.write("env", b"BEFORE=1\n"), "GITHUB_PATH": c.w.box.write("path", b"/before\n")}
    same(c.export("gha", cwd=cwd, variables=dict(names, **variables)).stdout, b"", "nothing is printed")
    texts = []
    for name in ("GITHUB_ENV", "GITHUB_PATH"):
        with open(names[name], "rb") as f:
            texts.append(f.read())
    found = runner_reads(texts[0])
    same(found.pop(b"BEFORE"), b"1", "what was there before")
    rows = texts[1].split(b"\n")
    same((rows[0], rows[-1]), (b"/before", b""), "what was there before")
    return found, rows[1:-1]


def gha_in_and_out():
    with Case(TEXTS + ["a\rb", "\r\n"]) as c:
        found, path = gha(c)
        same(found.pop(b"T_GONE"), b"", "what cannot be unset is empty")
        found[b"PATH"] = b":".join(path[::-1] + [PATH])
        c.same(found)
        found, path = gha(c, cwd=c.w.box.home, **{k.decode(): v.decode() for k, v in found.items()})
        same((found[b"VIRTUAL_ENV"], found[b"PATH"], path), (b"", PATH, []), "left")


def gha_path_entries():
    with Case([]) as c:
        os.makedirs(c.root + b"/tools")
        c.w.config(c.root, NEVER + b"path: [tools]\n")
        same(gha(c)[1], [c.root + b"/tools", c.root + b"/.venv/bin"], "each line goes before the last")


def gha_refused():
    with Case(["ends in\r"]) as c:
        for variables, word in (({}, b"GITHUB_ENV"), ({"GITHUB_ENV": c.w.box.write("env", b"")}, b"GITHUB_PATH"),
                                ({"GITHUB_ENV": "/nonexistent/env"}, b"GITHUB_ENV"),
                                ({"GITHUB_ENV": c.w.box.write("env", b""), "GITHUB_PATH": c.w.box.write("path", b"")}, b"T_00")):
            done = c.export("gha", status=1, variables=variables)
            same((done.stdout, done.stderr.count(b"\n")), (b"", 1), "one line")
            check(word in done.stderr, done.stderr)
            for name in ("env", "path"):
                if os.path.exists(c.w.box.path(name)):
                    same(os.path.getsize(c.w.box.path(name)), 0, "nothing is added")


def systemd_reads(text):
    """As systemd.exec(5) has EnvironmentFile=: comments, and NAME="…" with \\ before ", \\, ` and $."""
    found, rest = {}, text.decode("utf-8")
    while rest:
        comment = re.match(r"[#;][^\n]*\n", rest)
        if not comment:
            one = re.match(r'(\w+)="((?:[^"\\]|\\.)*)"\n', rest, re.S)
            check(one, "a line at %r" % rest[:40])
            found[one.group(1).encode()] = re.sub(r'\\(["\\`$])', r"\1", one.group(2)).encode()
            comment = one
        rest = rest[comment.end():]
    return found


def systemd_in():
    with Case() as c:
        text = c.export("systemd").stdout
        c.same(systemd_reads(text), set(re.findall(rb"^# .*UnsetEnvironment=(\w+)$", text, re.M)))
        inside = dict({k.decode(): v.decode() for k, v in systemd_reads(text).items()})
        c.variables = dict({k: v for k, v in c.variables.items() if k != "T_GONE"}, **inside)
        c.same(systemd_reads(c.export("systemd").stdout))  # what is active already is said too
        same(c.export("systemd", cwd=c.w.box.home).stdout, b"", "outside")


def systemd_itself():
    if not os.access(GENERATOR, os.X_OK):
        raise Skip("there is no generator of systemd's that reads such files")
    texts = [t for t in TEXTS if t.isprintable() and t and "$" not in t]  # it replaces variables, and says what it read in a way of its own
    with Case(texts) as c:
        c.w.write(c.w.path("home/made"), c.export("systemd").stdout)
        os.makedirs(c.w.path("home/.config/environment.d"))
        os.rename(c.w.path("home/made"), c.w.path("home/.config/environment.d/x.conf"))
        done = subprocess.run([GENERATOR], env={"HOME": c.w.box.home, "XDG_CONFIG_HOME": c.w.box.home + "/.config"},
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
        same(done.stderr, b"", "nothing is complained of")
        # it says them in the quoting of a shell
        shown = subprocess.run(["bash", "-c", "set -a; eval \"$1\"; exec /usr/bin/env -0", "-", done.stdout], env={},
                               stdout=subprocess.PIPE, check=True).stdout
        found = dict(item.split(b"=", 1) for item in shown.split(b"\0") if item)
        c.same({k: v for k, v in found.items() if k in c.wanted or k == STATE})


def systemd_refused():
    for text in CONTROL:
        with Case([text]) as c:
            done = c.export("systemd", status=1)
            same((done.stdout, done.stderr.count(b"\n")), (b"", 1), "one line, for %r" % text)


def vim_reads(c, text, **variables):
    vim = shutil.which("vim") or shutil.which("vi")
    if not vim or b"Vi IMproved" not in subprocess.run([vim, "--version"], stdout=subprocess.PIPE, check=False).stdout:
        raise Skip("there is no vim")
    if b"+eval" not in subprocess.run([vim, "--version"], stdout=subprocess.PIPE, check=False).stdout:
        raise Skip("this vim is one without expressions")
    script, shown = c.w.box.write("x.vim", text), c.w.box.path("shown")
    c.w.box.write("all.vim", "source %s\ncall system('/usr/bin/env -0 > %s')\nqall!\n" % (script, shown))
    env = dict(c.variables, HOME=c.w.box.home, LC_ALL="C.UTF-8", **variables)
    subprocess.run([vim, "-Nes", "-u", "NONE", "-i", "NONE", "-S", c.w.box.path("all.vim")], env=env, timeout=60,
                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    with open(shown, "rb") as f:
        return dict(item.split(b"=", 1) for item in f.read().split(b"\0") if b"=" in item)


def vim_in_and_out():
    with Case(TEXTS + CONTROL) as c:
        found = vim_reads(c, c.export("vim").stdout)
        c.same({k: v for k, v in found.items() if k in c.wanted or k == STATE})
        check(b"T_GONE" not in found, "T_GONE is unset")
        c.variables = {k.decode(): v.decode() for k, v in found.items()}
        found = vim_reads(c, c.export("vim", cwd=c.w.box.home).stdout)
        same({k: found.get(k) for k in (b"PATH", b"T_GONE", b"T_01", STATE)}, {b"PATH": PATH, b"T_GONE": b"here", b"T_01": None, STATE: None}, "left")


def vim_octets():
    with Case() as c:
        state = "1 mode=auto root=/nonexistent"
        variables = {}
        for i, value in enumerate(OCTETS):
            state += " put=T_O%d=ours was=%s" % (i, "".join("%%%02X" % byte for byte in value))
            variables["T_O%d" % i] = "ours"
        variables["CVENV_STATE"] = state + " ."
        found = vim_reads(c, c.export("vim", cwd=c.w.box.home, variables=variables).stdout, **variables)
        for i, value in enumerate(OCTETS):
            same(found.get(b"T_O%d" % i), value, "any bytes")


def no_hooks():
    with Case() as c:
        for name in ("json", "gha", "systemd", "vim"):
            done = c.w.cvenv("hook", name, status=2)
            check(name.encode() in done.stderr and not done.stdout, done)
            check(name.encode() in c.w.cvenv("help", "export").stdout, name)
            check(b"  " + name.encode() + b" " not in c.w.cvenv("help", "hook").stdout, name)


sys.exit(run([
    ("json: in and out", json_in_and_out),
    ("json: what is watched", json_watch),
    ("json: a project that is not allowed", json_blocked),
    ("json: bytes that are not UTF-8 are refused", json_octets),
    ("gha: in and out", gha_in_and_out),
    ("gha: several entries of PATH", gha_path_entries),
    ("gha: what is refused", gha_refused),
    ("systemd: in, and in again", systemd_in),
    ("systemd: read by systemd", systemd_itself),
    ("systemd: what is refused", systemd_refused),
    ("vim: in and out", vim_in_and_out),
    ("vim: any bytes", vim_octets),
    ("they have no hooks", no_hooks),
]))
