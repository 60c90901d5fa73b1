#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Completion in real shells on a terminal: keys go in, and what the shell then reads back from its line is compared.

A program called cvenv stands before the real one: it answers completion, and else writes its words to a file, so
that what is on the line is known as the shell understands it. --parts: the shells, and "tables" for what needs none.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.pty_shell import SHELLS as DIALECTS
from lib.pty_shell import Sandbox, missing
from lib.tap import Skip, check, run, same

EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")

# Every one begins with letters that no other begins with, so that those and the key are enough to have all of it.
NAMES = [b"aa plain words", b"ab'single", b'ac"double', b"ad$HOME", b"ae`back`", b"af\\slash", b"ag*star?", b"ah[br]{a,b}",
         b"ai;semi&|<>()", b"aj#hash", b"ak!bang", b"al~tilde", b"am:colon=equals", "an\u00e9\u20ac\U0001f40d".encode(),
         b"ao\nline", b"ap\ttab", b"aq  two  blanks ", b"ar'", b'as"', b"at!", b"au\\", b"av%percent^caret,", b"aw$'x'",
         b"ax\x01control", b"ay\xff\xfe", b"az- -dash", b"ba--", b"bb@at+plus", b"bc'\"both'\""]
FIRST = [(b"-dash", b"-d"), (b"~tilde", b"\\~"), (b"#hash", b"\\#"), (b"$dollar", b"\\$"), (b" blank", b"\\ "), (b"*star", b"\\*")]


class Shell:
    """One shell, and what it needs besides its dialect's words."""

    setup = b""         # ahead of the completion's script
    installed = None    # ahead of that, where completion is found in a folder that is put in; None: it is not
    # Names that it does not complete, and why: of environments, also of those in quotes, of folders, and of what is in those.
    names = {}
    quoted = {}
    folders = {}
    inner = {}
    first = {}          # of FIRST
    open_ends = b""     # behind a name that ends in one of these it closes no quote
    choices = b"\t\t"   # what lists the choices
    blank = b""         # what "--name" is completed to ends in
    described = False   # choices are shown with what is known of them


class Bash(Shell):
    installed = b": %s\n. /usr/share/bash-completion/bash_completion\n"
    blank = b"="


class Zsh(Shell):
    installed = b"fpath=(%s/zsh/site-functions $fpath)\n"
    setup = b"autoload -Uz compinit\ncompinit -u -D\nunsetopt auto_menu\n"
    blank = b"="
    described = True
    quoted = {b"ay\xff\xfe": "it says in quotes what is no character as if it were outside of them"}
    inner = {name: "its own completion of paths loses such a byte ahead of a slash" for name in NAMES if re.search(rb"[\\\n\t\x01\xff]", name)}


class Fish(Shell):
    installed = b": %s\n"
    names = folders = inner = {b"ap\ttab": "a tabulator parts a value from its description"}
    first = {b"*star": "it takes an escaped * for a pattern"}
    open_ends = b"/=@:.,-_"
    blank = b"="
    described = True


class Tcsh(Shell):
    setup = b"set autolist\n"
    names = {name: "it parts at blanks what a program offers, expands braces, and encodes again what is not UTF-8"
             for name in NAMES if re.search(rb"[ \t\n{\xff]", name)}
    folders = inner = {b"ao\nline": "it reads a line break that it has put on the line as a blank"}
    first = {b" blank": "it parts at blanks what a program offers", b"~tilde": "it expands what a program offers"}
    choices = b"\x04"


SHELLS = {"bash": Bash(), "zsh": Zsh(), "fish": Fish(), "tcsh": Tcsh()}
ELSEWHERE = {"pwsh", "cmd"}  # tests/complete_cmd.py; tests/pwsh_complete.py: its lines are read by a module, and its engine can be asked


def environment(path):
    os.makedirs(os.path.join(path, b"bin"))
    with open(os.path.join(path, b"pyvenv.cfg"), "wb") as file:
        file.write(b"home = /usr/bin\nversion = 3.12.1\n")
    with open(os.path.join(path, b"bin/python"), "wb") as file:
        file.write(b"#!/bin/sh\n")
    os.chmod(os.path.join(path, b"bin/python"), 0o755)


def dialect_quote(name, path):
    return DIALECTS[name].quote(os.fsencode(path))


class World:
    """A shell that completes, in a folder of its own, with a central folder of environments.

    It evaluates what `cvenv completions` prints, with HOOK the hook, or else, where INSTALLED is a folder, nothing:
    it finds by itself what was installed there.
    """

    def __init__(self, name, hook=False, installed=None):
        self.name, self.shell = name, SHELLS[name]
        first = self.shell.installed % dialect_quote(name, installed) if installed else b""
        setup = lambda dialect: first + self.shell.setup if dialect.name == name else b""  # noqa: E731
        exe = os.fsencode(EXE)
        script = lambda dialect: (  # noqa: E731
            dialect.evaluate % (dialect.quote(exe) + b" completions " + name.encode()) + b"\n" if dialect.name == name and not hook and not installed else b"")
        self.box = Sandbox(exe=EXE if hook else None, before=setup, after=script)
        self.words_file = self.box.path("words")
        self.bin = os.path.dirname(self.box.write("bin/cvenv", "#!/bin/sh\ncase $1 in\n__complete) exec '%s' \"$@\" ;;\n"
                                                  "esac\nprintf '%%s\\0' \"$@\" >'%s'\necho @ran@\n" % (EXE, self.words_file)))
        os.chmod(os.path.join(self.bin, "cvenv"), 0o755)
        if installed:
            self.box.variables["XDG_DATA_DIRS"] = installed + ":/usr/local/share:/usr/share"
        self.box.variables["PATH"] = self.bin + ":" + self.box.variables["PATH"]
        self.work = os.fsencode(self.box.path("home", "work"))
        self.central = os.fsencode(self.box.path("home", ".local/share/virtualenvs"))
        os.makedirs(self.work)
        self.running = None

    def start(self):
        if not self.running:
            self.running = self.box.shell(self.name, cwd=os.fsdecode(self.work))
        return self.running

    def words(self, keys):
        """What the program is given once KEYS, which end a line but for the return key, are typed."""
        shell = self.start()
        start = len(shell.terminal.raw)
        shell.terminal.send(b" " + keys + b"\n")
        shell.terminal.wait(lambda raw: (at := raw.find(b"@ran@", start)) >= 0 and raw.find(b"=pty= ", at) >= 0,
                            "the program to be run by %r" % keys)
        with open(self.words_file, "rb") as file:
            return file.read().split(b"\0")[:-1]

    def shown(self, keys, until):
        """What the terminal shows after KEYS, once it shows all of UNTIL. The line is left as it is: the last thing to be done."""
        shell = self.start()
        start = len(shell.terminal.raw)
        shell.terminal.send(keys)
        shell.terminal.wait(lambda raw: all(text in raw[start:] for text in until), "%r after %r" % (until, keys))
        return bytes(shell.terminal.raw[start:])

    def close(self):
        self.box.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def environments(world):
    """Names of environments, at the start of a word and in both quotes."""
    for name in NAMES:
        environment(os.path.join(world.central, name))
    wrong = []
    for name in NAMES:
        if name in world.shell.names:
            continue
        for before in (b"", b'"', b"'") if name not in world.shell.quoted else (b"",):
            after = before if name[-1:] in world.shell.open_ends else b""
            words = world.words(b"cvenv activate " + before + name[:2] + b"\t" + after)
            if words != [b"activate", name]:
                wrong.append("%r after %r is completed to %r" % (name, before, words))
    check(not wrong, "\n".join(wrong))


def first_bytes(world):
    """Names that begin with what means something to the shell or the program."""
    for name, _ in FIRST:
        environment(os.path.join(world.central, name))
    for name, typed in FIRST:
        if name not in world.shell.first:
            same(world.words(b"cvenv activate -- " + typed + b"\t"), [b"activate", b"--", name], "after %r" % typed)


def folders(world):
    """Paths, which every shell completes with any name."""
    for name in NAMES:
        os.makedirs(os.path.join(world.work, name, b"inner"))
    wrong = []
    for name in NAMES:
        words = world.words(b"cvenv create " + name[:2] + b"\t") if name not in world.shell.folders else [b"create", name]
        if [word.rstrip(b"/") for word in words] != [b"create", name]:
            wrong.append("%r is completed to %r" % (name, words))
        if name in world.shell.inner:
            continue
        words = world.words(b"cvenv create ./" + name[:2] + b"\tin\t")
        if [word.rstrip(b"/") for word in words] != [b"create", b"./" + name + b"/inner"]:
            wrong.append("./%r, and the folder in it, is completed to %r" % (name, words))
    check(not wrong, "\n".join(wrong))


def dash_folder(world):
    os.makedirs(os.path.join(world.work, b"-leading"))
    os.makedirs(os.path.join(world.work, b"other"))
    same(world.words(b"cvenv create ./-l\t")[-1].rstrip(b"/"), b"./-leading", "as a path")
    same(world.words(b"cvenv create -- -l\t")[-1].rstrip(b"/"), b"-leading", "behind --")


def home_folder(world):
    os.makedirs(os.path.join(os.path.dirname(world.work), b"in the home"))
    words = world.words(b"cvenv create ~/in\\ t\t")
    same(words[-1].rstrip(b"/"), os.path.join(os.path.dirname(world.work), b"in the home"), "below ~")


def configs(world):
    os.makedirs(os.path.join(world.work, b"below"))
    for name in (b".cvenv.yml", b"below/.cvenv.yml"):
        with open(os.path.join(world.work, name), "wb"):
            pass
    same(world.words(b"cvenv allow below/.cv\t"), [b"allow", b"below/.cvenv.yml"], "a config")


# Keys, and the words that the program is then given.
LINES = [
    (b"cvenv stat\t", [b"status"]),
    (b"cvenv -q stat\t", [b"-q", b"status"]),
    (b"cvenv --ver\tx", None),
    (b"cvenv hook bas\t", [b"hook", b"bash"]),
    (b"cvenv completions ba\t", [b"completions", b"bash"]),
    (b"cvenv export sys\t", [b"export", b"systemd"]),
    (b"cvenv help crea\t", [b"help", b"create"]),
    (b"cvenv status --js\t", [b"status", b"--json"]),
    (b"cvenv create --without-p\t", [b"create", b"--without-pip"]),
    (b"cvenv create --python au\t", [b"create", b"--python", b"auto"]),
    (b"cvenv create -p au\t", [b"create", b"-p", b"auto"]),
    (b"cvenv create --python=au\t", [b"create", b"--python=auto"]),
    (b"cvenv activate --shell=fi\t", [b"activate", b"--shell=fish"]),
    (b"cvenv activate --shell fi\t", [b"activate", b"--shell", b"fish"]),
    (b"cvenv hook bas\t stay", [b"hook", b"bash", b"stay"]),
    (b"cvenv create -- --without-p\t", [b"create", b"--", b"--without-p"]),
    (b"cvenv --nonsense stat\t", [b"--nonsense", b"status"]),
    (b"cvenv nonsense stat\t", [b"nonsense", b"stat"]),
]


def lines(world):
    for keys, expected in LINES:
        if expected:
            same([word for word in world.words(keys) if word], expected, "after %r" % keys)


def names_of_options(world):
    words = world.words(b"cvenv create --pyth\tx")
    same(words, [b"create", b"--python" + world.shell.blank + b"x"] if world.shell.blank else [b"create", b"--python", b"x"],
         "the name of an option that takes a value")


def choices(world):
    until = [b"allow", b"create", b"deactivate", b"which"]
    if world.shell.described:
        until.append(b"make virtual environments")
    check(b"__complete" not in world.shown(b"cvenv " + world.shell.choices, until), "the hidden command is shown")


def project(world):
    """What a project calls its environments, once it is allowed."""
    config = os.path.join(os.fsdecode(world.work), ".cvenv.yml")
    with open(config, "w", encoding="utf-8") as file:
        file.write("environments:\n  documents: {}\n  docks: {}\n")
    same(world.words(b"cvenv activate docu\t"), [b"activate", b"docu"], "of a project that is not allowed")
    subprocess.run([EXE, "-q", "allow", os.fsdecode(world.work)], env=world.box.variables, check=True, stderr=subprocess.DEVNULL)
    same(world.words(b"cvenv activate docu\t"), [b"activate", b"documents"], "of one that is")


def other_names(world):
    """What bash, zsh and fish know to be the program under another name."""
    aliases = {"bash": b"alias cv=cvenv; complete -F _cvenv cv", "zsh": b"alias cv=cvenv", "fish": b"alias cv cvenv",
               "tcsh": b"alias cv cvenv; complete cv 'p@*@`cvenv __complete tcsh \"$COMMAND_LINE:q\"`@'"}
    world.start().run(aliases[world.name])
    same([word for word in world.words(b"cv stat\t") if word], [b"status"], "by an alias")


def with_hook(name):
    with World(name, hook=True) as world:
        world.shown(b"cvenv deac\t", [b"deactivate"])


def late(name):
    """The start-up file may set up the shell's own completion behind the hook."""
    with World(name, hook=True) as world:
        world.box.write_rc(DIALECTS[name], after=world.shell.setup)
        world.shown(b"cvenv deac\t", [b"deactivate"])


def installed(name):
    """What `make install` put where the shell looks."""
    build = os.path.dirname(EXE)
    if not os.path.exists(os.path.join(build, "Makefile")) or not shutil.which("make"):
        raise Skip("this is no folder of a build, or there is no make")
    if name == "bash" and not os.path.exists("/usr/share/bash-completion/bash_completion"):
        raise Skip("bash-completion is not installed")
    with tempfile.TemporaryDirectory() as top:
        places = {"bash": "bash-completion/completions", "fish": "fish/vendor_completions.d", "zsh": "zsh/site-functions"}
        make = ["make", "-s", "-C", build, "DESTDIR=" + top] + ["%s_completions_dir=/%s" % place for place in places.items()]
        subprocess.run(make + ["install-data-local"], check=True, stdout=subprocess.DEVNULL)
        with World(name, installed=top) as world:
            same([word for word in world.words(b"cvenv stat\t") if word], [b"status"], "the first word")
            same([word for word in world.words(b"cvenv help stat\t") if word], [b"help", b"status"], "the second time")
        subprocess.run(make + ["uninstall-local"], check=True, stdout=subprocess.DEVNULL)
        left = [name for _, _, names in os.walk(top) for name in names]
        same(left, [], "what is left by `make uninstall`")


CASES = [environments, first_bytes, folders, dash_folder, home_folder, configs, lines, names_of_options, choices, project, other_names]


def of_shell(name):
    def case(function):
        def one():
            with World(name) as world:
                function(world)
        return one

    if missing(name):
        raise Skip(missing(name))
    rows = [("%s: %s" % (name, function.__name__.replace("_", " ")), case(function)) for function in CASES]
    rows.append(("%s: with the hook alone" % name, lambda: with_hook(name)))
    if SHELLS[name].installed:
        rows.append(("%s: installed" % name, lambda: installed(name)))
    if SHELLS[name].setup:
        rows.append(("%s: set up behind the hook" % name, lambda: late(name)))
    return rows


# What needs no shell.

def ask(*words, env=None, cwd="/"):
    done = subprocess.run([EXE, *words], cwd=cwd, env=env or {"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout, done.stderr


def offered(*words, **options):
    """What fish is offered: value -> description."""
    status, out, err = ask("__complete", "fish", *words, **options)
    same((status, err), (0, b""), "completion of %r" % (words,))
    return dict((row.decode("utf-8", "surrogateescape").split("\t") + [""])[:2] for row in out.split(b"\0")[:-1])


def help_of(*words):
    status, out, _ = ask("help", *words)
    same(status, 0, "help of %r" % (words,))
    return out.decode()


def rows_of(text):
    """The rows of a list of help, left and right, whichever of two lines the right side is on."""
    return [(left.strip(), right.strip()) for left, right in re.findall(r"^  (\S.*?)(?:  +|\n {20,})(\S.*)$", text, re.MULTILINE)]


def commands():
    return rows_of(help_of().split("commands:\n")[1].split("\noptions:")[0])


def all_commands():
    listed = dict(commands())
    check(len(listed) > 5, listed)
    same({name: about for name, about in offered("").items() if not name.startswith("-")}, listed, "commands")
    same({name: about for name, about in offered("help", "").items()}, listed, "what can be helped with")


def all_options():
    for name in [None] + [name for name, _ in commands()]:
        words = [name] if name else []
        listed = {}
        for left, about in rows_of(help_of(*words).split("\noptions:\n")[1].split("\n\n")[0]):
            for part in left.split(", "):
                option, _, value = part.partition(" ")
                listed[option + ("=" if value else "")] = about
                if value:
                    offered(*words, option + "=")
                    offered(*words, option, "")
        same(offered(*words, "-"), listed, "options of %r" % name)


def all_operands():
    """A name of help that completion knows nothing of would be an error, and is not let pass by offered()."""
    for name, _ in commands():
        usage = help_of(name).split("\n")[0]
        for count in range(len(usage.split()) - 3):
            offered(name, *["x"] * count, "")
            offered(name, "--", *["x"] * count, "")


def all_shells():
    named = re.findall(r"^  (\w+) +\S+ +.*cvenv hook", help_of("hook"), re.MULTILINE)
    check(set(SHELLS) <= set(named), named)
    have = set(offered("hook", ""))
    check(set(named) <= have, "shells: %r, offered: %r" % (named, have))
    for name in named:
        status, out, err = ask("completions", name)
        check(status == 0 and out if name in ELSEWHERE.union(SHELLS) else status == 0 or b"no completion" in err, "completions %s: %r" % (name, err))


def unknown_words():
    for words in (["nonsense", ""], ["tcsh"], ["bash", "x"], []):
        status, out, err = ask("__complete", *words)
        check(status in (0, 2) and not err, "%r: %r %r" % (words, status, err))
        check(status == 2 or not out.strip(), "%r: offers %r" % (words, out))


def interpreters():
    """Those that were met before, by what asks for them."""
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        python = shutil.which("python3", path=env["PATH"])
        if not python:
            raise Skip("there is no python3 in /usr/bin")
        same(list(offered("create", "--python", "", env=env, cwd=home)), ["auto"], "before any was met")
        same(ask("create", "--without-pip", "--python", python, "env", env=env, cwd=home)[0], 0, "cvenv create")
        version = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], stdout=subprocess.PIPE,
                                 universal_newlines=True, check=True).stdout.strip()
        known = offered("create", "--python=", env=env, cwd=home)
        check(python in known.get("--python=" + version, ""), known)


def no_process():
    """It is one program, whatever it is asked, reads and changes nothing that would cost time."""
    if not shutil.which("strace"):
        raise Skip("there is no strace")
    with tempfile.TemporaryDirectory() as top:
        home = os.path.join(top, "home")
        for number in range(20):
            environment(os.fsencode(os.path.join(home, ".local/share/virtualenvs/e%d" % number)))
        env = {"HOME": home, "PATH": "/usr/bin:/bin"}
        before = sorted(os.listdir(home))
        for words in (["cre"], ["activate", "e"], ["create", "--python="], ["create", "--python", ""], ["hook", ""], ["create", "--"]):
            trace = os.path.join(top, "trace")
            subprocess.run(["strace", "-f", "-qq", "-o", trace, EXE, "__complete", "fish"] + words, env=env, cwd=home, check=True,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            with open(trace, encoding="utf-8", errors="replace") as file:
                calls = file.read().splitlines()
            started = [call for call in calls if re.search(r" (execve|v?fork|clone3?)\(", call)]
            same(len(started), 1, "programs and processes for %r: %r" % (words, started))
            # a sanitizer looks for the folder of what it finds by trying to make it
            made = [call for call in calls if re.search(r" (mkdir|rename|unlink|symlink|link)(at2?)?\(|O_CREAT|O_WRONLY|O_RDWR", call)
                    and not call.endswith("EEXIST (File exists)")]
            same(made, [], "what is changed for %r" % words)
        same(sorted(os.listdir(home)), before, "the home folder")


TABLES = [all_commands, all_options, all_operands, all_shells, unknown_words, interpreters, no_process]


def main(part):
    if part == "--parts":
        print("\n".join(["tables"] + list(SHELLS)))
        return 0
    if part == "tables":
        return run([(function.__name__.replace("_", " "), function) for function in TABLES])
    try:
        return run(of_shell(part))
    except Skip as skipped:
        print("1..0 # SKIP %s" % skipped)
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv.pop(1) if len(sys.argv) > 1 else "tables"))
