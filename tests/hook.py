#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is the hook's own in bash and zsh, and in part in elvish and xonsh (shell/hook.*): every option of the shell, functions in the place
of builtins, the walk along the folders above, and how it stands among other prompt hooks."""

import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.pty_shell import SHELLS, missing
from lib.tap import Skip, check, run, same
from switching.world import NEVER, World, traced

START = {"bash": ["bash", "--norc", "--noprofile"], "zsh": ["zsh", "-f"]}
HOOK = {"bash": "__cvenv_hook", "zsh": "__cvenv_precmd"}


class Place:
    """A project that is allowed, with an environment and a name that needs quoting; made once."""

    world = None

    @classmethod
    def get(cls):
        if not cls.world:
            cls.world = World("bash")
            cls.shop = cls.world.project("a 'shop'", NEVER + b"env: {T_VALUE: 'a  *'}\n")
        return cls


def script(name, prelude, code, filtered=None):
    """What CODE prints, on both streams; the hook is evaluated after PRELUDE. FILTERED changes its text."""
    if missing(name):
        raise Skip(missing(name))
    world = Place.get().world
    text = subprocess.run([world.exe, "hook", name], env=world.box.variables, stdout=subprocess.PIPE, check=True).stdout.decode()
    hook = world.box.write("hook", filtered(text) if filtered else text)
    program = world.box.write("script", "%s\n. '%s'\n%s\n" % (prelude, hook, code))
    done = subprocess.run(START[name] + [program], env=world.box.variables, cwd=world.box.home, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode("utf-8", "surrogateescape")


def journey(name, prelude, after=""):
    """In and out again by hand: what went wrong, or None."""
    place = Place.get()
    show = "/usr/bin/printenv VIRTUAL_ENV T_VALUE || echo none"
    shop = place.shop.decode().replace("'", "'\\''")
    code = "PS1=user\nbuiltin cd '%s'\n%s\n%s\n/usr/bin/printf '%%s\\n' \"$PS1\"\nbuiltin cd /\n%s\n%s\n/usr/bin/printf '%%s\\n' \"$PS1\"\n" % (
        shop, HOOK[name], show, HOOK[name], show)
    text = script(name, prelude, after + code).splitlines()
    if len(text) == 5 and text[:2] == [os.fsdecode(place.shop) + "/.venv", "a  *"] and "user" in text[2][1:] and text[3:] == ["none", "user"]:
        return None
    return "%s: %r" % (prelude or after, text)


def plain_journey(name):
    same(journey(name, ""), None, "in and out")


NOT = {"noexec", "exec", "xtrace", "verbose", "privileged", "restricted", "restricted_shell", "onecmd", "singlecommand", "keyword",
       "interactive", "shinstdin", "login", "login_shell", "zle", "monitor", "rcs", "norcs", "globalrcs", "noglobalrcs",
       "continueonerror", "printexitvalue", "sourcetrace", "autocontinue"}


def options_of(name):
    """Code that turns each option to what it is not by itself."""
    listed = {"bash": ["set -o", "shopt"], "zsh": ["emulate -R zsh; set -o"]}[name]
    for command in listed:
        out = subprocess.run(START[name] + ["-c", command], stdout=subprocess.PIPE, check=True).stdout.decode()
        for line in out.splitlines():
            option, state = line.split()
            if option in NOT:
                continue
            if name == "zsh":
                yield ("un" if state == "on" else "") + "setopt " + option
            elif command == "shopt":
                yield "shopt -%s %s" % ("u" if state == "on" else "s", option)
            else:
                yield "set %so %s" % ("+" if state == "on" else "-", option)


def every_option(name):
    if missing(name):
        raise Skip(missing(name))
    # printenv's status, where a variable is not set, is not the hook's
    wrong = [journey(name, code if "errexit" not in code and "errreturn" not in code else "") for code in options_of(name)]
    check(len(wrong) > 60, "there are options")
    same("\n".join(w for w in wrong if w), "", "options that matter")


def changed_after(name):
    """Options that are changed when the hook is there already."""
    codes = {"bash": ["set -u", "set -f", "set -o posix", "shopt -s nocasematch", "IFS=/_", "set -a", "shopt -s extdebug", "set -E -T"],
             "zsh": ["setopt ksh_arrays no_unset sh_word_split", "emulate sh", "emulate ksh", "emulate csh", "setopt err_return",
                     "setopt csh_junkie_quotes all_export glob_subst", "IFS=/_", "unsetopt equals", "setopt no_prompt_percent"]}[name]
    same("\n".join(filter(None, (journey(name, "", code + "\n") for code in codes))), "", "options that matter")


def strict(name):
    for options in ("set -eu; set -o pipefail",) + (("set -o posix; set -eu",) if name == "bash" else ("emulate sh; set -eu",)):
        text = script(name, options, "builtin cd '%s'\n%s\necho \"$T_VALUE\"\nbuiltin cd /\n%s\necho \"${T_VALUE-none}\"" % (
            os.fsdecode(Place.get().shop).replace("'", "'\\''"), HOOK[name], HOOK[name]))
        same(text, "a  *\nnone\n", "with %s" % options)


def functions_in_the_place_of_builtins(name):
    names = "cd test printf export unset eval local return hash shopt set alias unalias emulate setopt functions break".split()
    if name == "bash":
        names.remove("return"), names.remove("break")  # special ones, which posix mode alone prefers
    define = "".join("function %s { /usr/bin/printf 'no '; }\n" % word for word in names)
    same(journey(name, "", define), None, "functions defined after the hook")
    same(journey(name, define), None, "functions defined before the hook")


def status_of(name, status, code="", filtered=None):
    return script(name, "", "%s\nst() { return $1; }\nst %d\n%s\necho $?" % (code, status, HOOK[name]), filtered).strip()


def statuses(name):
    for status in (0, 1, 7, 130, 255):
        same(status_of(name, status), str(status), "the status behind the first prompt")
        same(status_of(name, status, HOOK[name]), str(status), "the status behind an idle prompt")


def errexit_at_a_prompt(name):
    """A status that the user's line was allowed to have does not end the shell behind the hook."""
    world = World(name)
    try:
        shop = world.project("shop")
        world.start()
        world.sh.type(b"set -e")
        for line in (b"false && true", b"cd " + shop + b"; false && true", b"cd /; false && true"):
            world.sh.type(line)
            same(world.sh.type(b"echo alive").output, [b"alive"], "after %r" % line)
    finally:
        world.close()


# What a user's PROMPT_COMMAND may be, and what an older bash runs then, as one text.
STRINGS = [
    ("", "__cvenv_hook"),
    ("PROMPT_COMMAND=", "__cvenv_hook"),
    ("PROMPT_COMMAND='echo a; echo b;'", "__cvenv_hook;echo a; echo b;"),
    ("PROMPT_COMMAND=$'echo a\\n'", "__cvenv_hook;echo a\n"),
    ("PROMPT_COMMAND=(one two)", "__cvenv_hook;one"),
    ("PROMPT_COMMAND='a;_direnv_hook;b'", "a;_direnv_hook;__cvenv_hook;b"),
    ("PROMPT_COMMAND=_direnv_hook", "_direnv_hook;__cvenv_hook"),
    ("export PROMPT_COMMAND=x", "__cvenv_hook;x"),
]
ARRAYS = [
    ("", "__cvenv_hook"),
    ("PROMPT_COMMAND=", "__cvenv_hook|"),
    ("PROMPT_COMMAND='echo a; echo b;'", "__cvenv_hook|echo a; echo b;"),
    ("PROMPT_COMMAND=(one 'two words')", "__cvenv_hook|one|two words"),
    ("PROMPT_COMMAND=([3]=one [9]=_direnv_hook [12]=two)", "one|_direnv_hook;__cvenv_hook|two"),
    ("PROMPT_COMMAND='a;_direnv_hook;b'", "a;_direnv_hook;__cvenv_hook;b"),
    ("readonly PROMPT_COMMAND=x", "x"),
]


def older(version):
    def change(text):
        check("\n__cvenv_bash=" in text, "the version is kept")
        return text.replace("\n__cvenv_bash=", "\n__cvenv_bash=%d; : " % version)
    return change


def prompt_commands(table, version):
    for make, expected in table:
        again = ". \"${BASH_SOURCE%/*}/hook\"\n" if "readonly" not in make else ""
        code = again + "IFS='|'; builtin printf '%s' \"${PROMPT_COMMAND" + ("" if version < 501 else "[*]") + "}\""
        text = script("bash", make, code, older(version))
        if "readonly" in make:
            check(text.startswith("cvenv: 'PROMPT_COMMAND' is read-only"), "it is said: %r" % text)
            text = text.splitlines()[-1]
        same(text, expected, "PROMPT_COMMAND after %r" % make)


def older_bash(version):
    """The ways that a bash of that version is given, in this one."""
    same(status_of("bash", 7, filtered=older(version)), "7", "the status")
    code = ("declare -i V=7; declare -x W=1; Z=z\n__cvenv_set V a; __cvenv_set W b; __cvenv_set Z c\n"
            "__cvenv_back V; __cvenv_back W 1; __cvenv_back Z\ndeclare -p V W Z")
    same(script("bash", "", code, older(version)), "declare -i V=\"7\"\ndeclare -x W=\"1\"\ndeclare -- Z=\"z\"\n", "variables")


# The walk along the folders above.

def tracing(name, **options):
    for why in (missing(name), None if shutil.which("strace") else "there is no strace"):
        if why:
            raise Skip(why)
    return World(name, trace=True, **options)


def folder(world, *names):
    path = world.path("home", *names)
    os.makedirs(path, exist_ok=True)
    return path


def odd_folders(name):
    """Folders without a config whose names are code to somebody: nothing runs, and a config there is seen."""
    world = tracing(name)
    try:
        names = ["a 'b", "$(touch x)", "`touch x`", "\"", "\\", "*", "[a]", "~", "!x", "-n", "a\nb", "\t", "#", "%s", "\u00e9", b"\xff\xfe", "]]", "a:b"]
        paths = [folder(world, "odd", n) for n in names]
        world.start()

        def through():
            for path in paths:
                world.silent(world.cd(path))
        made = traced(world, through)
        for path in paths[:5] + paths[10:11]:
            world.cd(path)
            world.write(path + b"/.cvenv.yml", NEVER)
            check(b"not allowed" in b"\n".join(world.enter().output), "a config in %r is seen" % path)
            os.unlink(path + b"/.cvenv.yml")
            world.enter()
        check(not os.path.exists(paths[0] + b"/x") and not os.path.exists(world.path("home", "x")), "no name was run")
        world.sh.finish()
        same([line for line in made()], [], "processes that were started")
    finally:
        world.close()


# Where the ceilings are, where a config stands, where one goes to, and whether it is found.
CEILINGS = [
    ("top", "top/a", "top/a/b", True),
    ("top", "top", "top/a/b", False),
    ("top", "top", "top", True),
    ("top", "", "top", False),
    ("top", "", "top/a", False),
    ("top/", "top", "top/a", False),
    ("x:top/a:y", "top/a", "top/a/b", False),
    ("top/a", "top", "top/a", False),
    ("to", "top", "top/a", True),
    ("", "top", "top/a/b", True),
]


def ceilings(name):
    for stops, config, where, found in CEILINGS:
        world = tracing(name)
        try:
            home = os.fsencode(world.box.home)
            world.box.variables["CVENV_CEILING_DIRECTORIES"] = ":".join(os.path.join(world.box.home, s) for s in stops.split(":")) if stops else ""
            go = folder(world, where)
            world.start()
            world.enter()
            world.write(os.path.join(home, os.fsencode(config), b".cvenv.yml"), NEVER)
            if config == "":
                world.cd("/")
            made = traced(world, lambda: world.cd(go))
            world.sh.finish()
            same((len(made()) > 0), found, "a program is run, with ceilings %r, a config in %r, at %r" % (stops, config, where))
        finally:
            world.close()


def links(name):
    """A link in PWD: the physical folders above it count, and where nothing stands there nothing runs."""
    world = tracing(name)
    try:
        deep, plain = folder(world, "real/p/q"), folder(world, "real2/r")
        os.symlink(deep, world.path("home", "link"))
        os.symlink(plain, world.path("home", "plain"))
        world.start()

        def without():
            world.silent(world.cd(world.path("home", "plain")))
            world.silent(world.cd(world.path("home", "link")))
            world.silent(world.enter())
        made = traced(world, without)
        world.write(world.path("home", "real", ".cvenv.yml"), NEVER)
        check(b"not allowed" in b"\n".join(world.enter().output), "a config above the link's target that appears is seen")
        world.home()
        world.sh.finish()
        same(list(made()), [], "processes that were started")
    finally:
        world.close()


def ceilings_are_asked_anew(name):
    """The variable counts at the next change of folder, though nothing else changed."""
    world = tracing(name)
    try:
        top = folder(world, "top/a/b")
        world.box.variables["CVENV_CEILING_DIRECTORIES"] = os.path.join(world.box.home, "top")
        world.start()
        world.write(world.path("home", "top", ".cvenv.yml"), NEVER)
        world.silent(world.cd(top))
        world.export("CVENV_CEILING_DIRECTORIES", world.box.home)
        check(b"not allowed" in b"\n".join(world.cd(os.path.dirname(top)).output), "the config is found now")
    finally:
        world.close()


# Neighbours.

def psvar_is_emptied(name):
    world = World(name, after=b"precmd() { psvar=(); psvar[1]=main; }\n")
    try:
        shop = world.project("shop")
        world.start()
        world.sh.run(b"PS1='%1v =pty= '")
        for _ in range(2):
            same(world.cd(shop).prompt, b"(shop) main ", "the prompt inside")
            same(world.enter().prompt, b"(shop) main ", "the prompt at the second time")
            same(world.home().prompt, b"main ", "the prompt outside")
    finally:
        world.close()


def pipe_statuses(name):
    """What the prompt hooks around ours see, at a change and when idle."""
    if name == "bash":
        before = b"PROMPT_COMMAND='seen=\"$? ${PIPESTATUS[*]}\"'\n"
        after = b"PROMPT_COMMAND+=('seen+=\"; $? ${PIPESTATUS[*]}\"')\nPROMPT_COMMAND=('first=\"$? ${PIPESTATUS[*]}\"' \"${PROMPT_COMMAND[@]}\")\n"
        if subprocess.run(["bash", "-c", "((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501))"]).returncode:
            raise Skip("this bash runs one PROMPT_COMMAND alone")
    else:
        before = b"a() { seen=\"$? $pipestatus\"; }\nprecmd_functions=(a)\n"
        after = (b"b() { seen+=\"; $? $pipestatus\"; }\nc() { first=\"$? $pipestatus\"; }\n"
                 b"precmd_functions=(c $precmd_functions b)\n")
    world = World(name, before=before, after=after)
    try:
        shop = world.project("shop")
        world.start()
        for line in (b"cd " + shop, b":", b"cd"):
            # the last line is the one that counts, and it changes folder
            world.sh.type(line + b"; (exit 3) | (exit 4) | (exit 5)")
            said = world.sh.type(b"echo \"$first; $seen\"").output
            same(said, [b"5 3 4 5; 5 3 4 5; 5 3 4 5"], "what the other hooks saw after %r" % line)
    finally:
        world.close()


def by_hand_after_sourcing(name):
    """The environment's own activate, sourced over ours, leaves nothing behind, whichever way one goes."""
    for line in (b"cvenv deactivate", b"cd", b"cvenv reload; cd"):
        world = World(name)
        try:
            shop = world.project("shop")
            world.start()
            before = world.env()
            world.cd(shop)
            world.sh.type(b". .venv/bin/activate")
            world.silent(world.sh.type(line))
            world.silent(world.home())
            world.outside(before)
            same([world.sh.get(b"_OLD_VIRTUAL_" + n) for n in (b"PATH", b"PS1")], [None, None], "what the script kept, after %r" % line)
        finally:
            world.close()


def words_are_passed_on(name):
    """What `cvenv` is not the hook's goes to the program word by word, with its status."""
    text = script(name, "", "__cvenv_exe=/usr/bin/printf\ncvenv '<%s>' '' 'a  b' '*' --help '--' -x 'é'\necho\n__cvenv_exe=/bin/false\n"
                            "cvenv x || echo $?\ncvenv activate --help || echo $?\ncvenv activate -- --help || echo $?\n__cvenv_exe=/bin/true\ncvenv")
    same(text, "<><a  b><*><--help><--><-x><é>\n1\n1\n1\n", "what is printed")


def cases():
    table = [plain_journey, every_option, changed_after, strict, errexit_at_a_prompt, functions_in_the_place_of_builtins, statuses, by_hand_after_sourcing, words_are_passed_on,
             odd_folders, ceilings, ceilings_are_asked_anew, links, pipe_statuses]
    for name in START:
        for function in table:
            yield ("%s: %s" % (name, function.__name__.replace("_", " ")), lambda f=function, n=name: f(n))
    for name in ("elvish", "xonsh"):
        for function in (odd_folders, ceilings, ceilings_are_asked_anew, links):
            yield ("%s: %s" % (name, function.__name__.replace("_", " ")), lambda f=function, n=name: f(n))
    yield ("zsh: psvar is emptied at every prompt", lambda: psvar_is_emptied("zsh"))
    yield ("bash: every kind of PROMPT_COMMAND", lambda: prompt_commands(ARRAYS, 501))
    for version in (403, 500):
        yield ("bash %d: every kind of PROMPT_COMMAND" % version, lambda v=version: prompt_commands(STRINGS, v))
        yield ("bash %d: what it does otherwise" % version, lambda v=version: older_bash(v))


try:
    sys.exit(run(list(cases())))
finally:
    if Place.world:
        Place.world.close()
