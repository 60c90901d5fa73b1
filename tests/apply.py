#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What emitted code calls (shell/apply.*), called by hand in real bash and zsh that evaluated the hook:
whatever the user had comes back exactly, and whatever changed meanwhile stays. --parts: the shells' names."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.pty_shell import missing
from lib.tap import Skip, run, same

EXE = os.path.join(os.path.realpath(os.environ.get("CVENV_BUILD", "?")), "cvenv")
START = {"bash": ["bash", "--norc", "--noprofile"], "zsh": ["zsh", "-f"]}
OPTIONS = {
    "bash": ["", "set -eu; set -o pipefail", "set -o posix", "shopt -s nocasematch extglob; IFS=ox_a; set -f",
             "set -a", "set +h", "shopt -s extdebug; set -E"],
    "zsh": ["", "set -eu -o pipefail", "emulate sh", "emulate ksh", "emulate csh", "emulate -R zsh; set -A x; IFS=ox_a",
            "setopt ksh_arrays sh_word_split no_unset csh_junkie_quotes csh_junkie_history rc_quotes",
            "setopt all_export warn_create_global glob_subst null_glob no_function_argzero ksh_typeset",
            "setopt no_short_loops ignore_braces interactive_comments magic_equal_subst typeset_silent no_global_export"],
}


def shell(name, options, code, variables=None):
    """What CODE prints after "@mark@", all of it on both streams; the hook is evaluated under OPTIONS."""
    if missing(name):
        raise Skip(missing(name))
    env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", "TERM": "dumb"}
    env.update(variables or {})
    script = "%s\neval \"$('%s' hook %s)\"\n%s\n" % (options, EXE, name, code)
    done = subprocess.run(START[name] + ["-c", script], env=env, cwd="/", stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode("utf-8", "surrogateescape").strip("\n")


# How a shell shows everything about a variable, and about what `deactivate` is.
SHOW = {
    "bash": "show() { builtin declare -p \"$1\" 2>/dev/null || echo none; }\n",
    "zsh": "show() { builtin typeset -p \"$1\" 2>/dev/null || echo none; }\n",
}
SHOW_DEACTIVATE = "shown() { typeset -f deactivate || :; alias deactivate 2>/dev/null || :; }\n"

# What the user has, made by CODE in the shells named; V is the variable.
ORIGINALS = [
    ("unset", "bash zsh", ":", None),
    ("plain", "bash zsh", "V='a  b\n'", None),
    ("empty", "bash zsh", "V=", None),
    ("exported", "bash zsh", "export V=\"it's\"", "it's"),
    ("exported and empty", "bash zsh", "export V=", ""),
    ("array", "bash zsh", "V=(one '' 'th ree')", None),
    ("sparse array", "bash", "V=([3]=x [7]='y z')", None),
    ("associative array", "bash", "declare -A V; V=([k]=v)", None),
    ("associative array", "zsh", "typeset -A V; V=(k v)", None),
    ("integer", "bash zsh", "typeset -i V; V=7", None),
    ("exported integer", "bash zsh", "typeset -ix V; V=7", "7"),
    ("upper case", "bash zsh", "typeset -u V; V=abc", None),
    ("reference", "bash", "T=target; declare -n V=T", None),
    ("declared", "bash", "declare V", None),
    ("declared integer", "bash", "declare -i V", None),
    ("exported without a value", "bash", "export V", None),
    ("unique array", "zsh", "typeset -U V; V=(a b a)", None),
    ("tied to an array", "zsh", "typeset -T V v; V=a:b", None),
    ("number of another base", "zsh", "typeset -i 16 V; V=255", None),
]

# How cvenv comes and goes; BACK stands for __cvenv_back with the value that was exported.
JOURNEYS = [
    ("set", "__cvenv_set V ours; BACK"),
    ("unset", "__cvenv_unset V; BACK"),
    ("set twice", "__cvenv_set V ours; __cvenv_set V other; BACK"),
    ("set, then unset", "__cvenv_set V ours; __cvenv_unset V; BACK"),
    ("unset, then set", "__cvenv_unset V; __cvenv_set V ours; BACK"),
    ("set and back twice", "__cvenv_set V ours; BACK; __cvenv_set V ours; BACK"),
    ("with the hook evaluated again", "__cvenv_set V ours; AGAIN; BACK"),
]


def comes_back(name, options, make, value, journey):
    back = "__cvenv_back V" if value is None else "__cvenv_back V '%s'" % value.replace("'", "'\\''")
    journey = journey.replace("BACK", back).replace("AGAIN", "eval \"$('%s' hook %s)\"" % (EXE, name))
    # what is made under allexport is exported, and so not what the table says
    make = "case $- in *a*) set +a; %s; set -a ;; *) %s ;; esac" % (make, make)
    code = "%s%s\nshow V\n%s\necho @mark@\nshow V\n" % (SHOW[name], make, journey)
    before, _, after = shell(name, options, code).partition("\n@mark@\n")
    same(after, before, "V after %r" % journey)


def all_come_back(name, options):
    for what, shells, make, value in ORIGINALS:
        for how, journey in JOURNEYS:
            if name in shells.split():
                try:
                    comes_back(name, options, make, value, journey)
                except Exception as error:
                    error.args = ("%s, %s: %s" % (what, how, error),)
                    raise


# Variables that the user changed meanwhile: what a later coming and going must not do.
STALE = [
    ("exported inside, then outside", "V=orig\n__cvenv_set V ours\nexport V=mine\n__cvenv_set V ours\n__cvenv_back V mine",
     "export V=mine"),
    ("unset inside", "V=orig\n__cvenv_set V ours\nunset V\n__cvenv_set V ours\n__cvenv_back V", "unset V"),
    ("exported inside, and back nevertheless", "V=orig\n__cvenv_set V ours\nexport V=mine\n__cvenv_back V", "unset V"),
    ("another plain one inside", "V=orig\n__cvenv_set V ours\nunset V\nV=new\n__cvenv_set V ours\n__cvenv_back V", "V=new"),
]


def stale(name, options, code, expected):
    show = SHOW[name] + "set +a\n%s\necho @mark@\nshow V"
    _, _, actual = shell(name, options, show % code).partition("@mark@\n")
    _, _, wanted = shell(name, options, show % expected).partition("@mark@\n")
    same(actual, wanted, "V")


# Names in the way: which one is said, and nothing happens.
REFUSED = [
    ("bash", "readonly V=1", "A V B", "'V' is read-only"),
    ("bash", "readonly V", "V", "'V' is read-only"),
    ("bash", "declare -r -a V=(1)", "V", "'V' is read-only"),
    ("bash", "", "UID", "'UID' is read-only"),
    ("bash", "", "RANDOM", "'RANDOM' has a meaning of its own"),
    ("zsh", "readonly V=1", "A V B", "'V' is read-only"),
    ("zsh", "typeset -r -a V", "V", "'V' is read-only"),
    ("zsh", "typeset -F 3 V; V=1.5", "V", "'V' is of a kind that zsh cannot make again"),
    ("zsh", "typeset -H V; V=x", "V", "'V' is of a kind that zsh cannot make again"),
    ("zsh", "typeset -R 5 V; V=ab", "V", "'V' is of a kind that zsh cannot make again"),
    ("zsh", "", "UID", "'UID' has a meaning of its own"),
    ("zsh", "", "USERNAME", "'USERNAME' has a meaning of its own"),
    ("zsh", "", "path", "'path' has a meaning of its own"),
    ("zsh", "", "status", "'status' is read-only"),
]


def refused(name, options, make, names, message):
    text = shell(name, options, "%s\nif __cvenv_may %s; then echo may; else echo may not; fi" % (make, names))
    same(text.splitlines()[-1], "may not", "the answer")
    same(text.startswith("cvenv: " + message) and len(text.splitlines()) == 2, True, "one line says why: %r" % text)


def allowed(name, options):
    code = "export E=1 LANG=C; P=2; typeset -i I; I=3; show() { echo $? \"$P$I${E-}\"; }\n__cvenv_may E P I N PATH LANG TERM; show"
    same(shell(name, options, code), "0 231", "__cvenv_may")


# What stands at the name `deactivate`.
FUNCTIONS = [
    ("none", ":"),
    ("function", "deactivate() { echo \"$1\"; }"),
    ("function with words that are aliases now", 
     "deactivate() { ls -l; }\n[ -z \"${BASH_VERSION-}\" ] || shopt -s expand_aliases\nalias ls='ls --color'"),
    ("alias", "alias deactivate='echo \"a  b\"'"),
    ("function and alias", "deactivate() { echo f; }\nalias deactivate='echo a'"),
]


def deactivate_comes_back(name, options, make):
    code = SHOW_DEACTIVATE + make + """
shown
__cvenv_enter shop
typeset -f deactivate | grep -c __cvenv_deactivate
__cvenv_enter again
__cvenv_leave
echo @mark@
shown
"""
    before, _, after = shell(name, options, code).partition("@mark@")
    before = before.strip("\n").splitlines()
    same(before[-1:], ["1"], "deactivate inside is ours")
    same(after.strip("\n").splitlines(), before[:-1], "deactivate outside")


def foreign_deactivate_stays(name, options):
    code = SHOW_DEACTIVATE + """
deactivate() { echo mine; }
__cvenv_enter shop
unset -f deactivate
deactivate() { echo foreign; }
__cvenv_leave
deactivate
unset -f deactivate
__cvenv_enter shop
__cvenv_leave
shown
"""
    same(shell(name, options, code), "foreign", "what deactivate says, and what it is after all")


def deactivate_returns(name, options):
    """One that a foreign script replaced and then removed."""
    code = """
deactivate() { echo mine; }
__cvenv_enter shop
unset -f deactivate
__cvenv_leave
deactivate
"""
    same(shell(name, options, code), "mine", "what deactivate says")


# How a prompt that shows TEXT is made by the user, and options that matter to it.
PROMPTS = [
    ("bash", "", "PS1='\\$ '"),
    ("bash", "shopt -u promptvars", "PS1='\\$ '"),
    ("bash", "shopt -u promptvars; set -o posix", "PS1='\\$ '"),
    ("bash", "set -u", "unset PS1"),
    ("bash", "", "export PS1=''"),
    ("bash", "set -a", "declare +x PS1; PS1=x; declare +x PS1"),
    ("bash", "", "readonly PS1='fixed '"),
    ("zsh", "", "PS1='%# '"),
    ("zsh", "setopt prompt_subst prompt_bang", "PS1='%# '"),
    ("zsh", "unsetopt prompt_percent", "PS1='> '"),
    ("zsh", "emulate ksh", "PS1='> '"),
    ("zsh", "", "unset PS1"),
    ("zsh", "", "export PS1='x'"),
    ("zsh", "setopt all_export", "PS1='x'"),
    ("zsh", "", "psvar=(a '' b); PS1='%1v%3v '"),
]
SHOW_PROMPT = {
    "bash": "shown() { declare -p PS1 2>/dev/null || echo none; }\n",
    "zsh": "shown() { typeset -p PS1 2>/dev/null; echo \"${#psvar} $psvar[*]\"; }\n",
}
# What bash and zsh show; bash from 4.4, zsh since long.
EXPAND = {"bash": "printf '%s\\n' \"${PS1@P}\"", "zsh": "builtin print -rP -- \"$PS1\""}


def prompt_comes_back(name, options, make):
    code = SHOW_PROMPT[name] + make + "\nshown\necho @mark@\n__cvenv_enter shop\n__cvenv_enter shop\n__cvenv_leave\nshown\n"
    before, _, after = shell(name, options, code).partition("@mark@\n")
    same(after, before.rstrip("\n"), "PS1")


NAMES = ["shop", "%(?.a.b)%F{red}%n", "$(echo x)`echo y`${HOME}", "a\\$b\\u\\w", "!h !! !1", "it's \"q\"", "\u00e9\u20ac\U0001f40d",
         "%1v%91v", "-n", "*", "~", "\\"]


def prompt_shows(name, options):
    for text in NAMES:
        quoted = "'" + text.replace("'", "'\\''") + "'"
        if re.search("ksh|posix|promptvars", options) and name == "bash" and "!" in text:
            continue  # ${…@P} does not read ! as a prompt does
        code = "%s\nPS1='end'\n__cvenv_enter %s\n%s\n" % ("", quoted, EXPAND[name])
        if "percent" in options and "subst" not in options:
            code = "PS1='end'\n__cvenv_enter %s\nbuiltin print -r -- \"$PS1\"\n" % quoted
        same(shell(name, options, code), "(%s) end" % text, "the prompt")


def prompt_edits_stay(name, options):
    code = """
PS1='user '
__cvenv_enter shop
PS1="[x] ${PS1}y "
__cvenv_leave
echo "<$PS1>"
__cvenv_enter shop
PS1='new '
__cvenv_leave
echo "<$PS1>"
__cvenv_enter shop
kept=$PS1
PS1=theme
__cvenv_leave
PS1=$kept
"""
    same(shell(name, options, code + EXPAND[name]), "<[x] user y >\n<new >\nnew ", "PS1")


def prompt_is_unwanted(name, options):
    code = "PS1='user'\nexport VIRTUAL_ENV_DISABLE_PROMPT=%s\n__cvenv_enter shop\ntypeset -f deactivate >/dev/null\n"
    same(shell(name, options, code % "1" + EXPAND[name]), "user", "with VIRTUAL_ENV_DISABLE_PROMPT")
    same(shell(name, options, code % "" + EXPAND[name]), "(shop) user", "where it is empty")
    same(shell(name, options, "PS1='user'\n__cvenv_enter\n" + EXPAND[name]), "user", "without a prompt's text")


# venv's own and virtualenv's, as far as they matter: sourced over ours.
ACTIVATE = """
deactivate() { PATH=$_OLD_VIRTUAL_PATH; unset -f deactivate; pydoc_is_mine=1; }
pydoc() { python -m pydoc; }
_OLD_VIRTUAL_PATH=$PATH; _OLD_VIRTUAL_PYTHONHOME=x; export VIRTUAL_ENV=/v
_OLD_VIRTUAL_PS1="${PS1-}"; PS1="(v) ${PS1-}"
"""


def sourced_is_cleaned(name, options):
    code = """
deactivate() { echo mine; }
PS1='user '
__cvenv_enter shop
%s
__cvenv_sourced=--sourced
__cvenv_leave
unset __cvenv_sourced
echo "<$PS1>" ${_OLD_VIRTUAL_PATH+path} ${_OLD_VIRTUAL_PYTHONHOME+home} ${_OLD_VIRTUAL_PS1+prompt}
typeset -f pydoc
deactivate
""" % ACTIVATE
    same(shell(name, options, "set +u\nset +e\n" + code), "<user >\nmine", "what is left")


def rehashes(name, options):
    code = """
d=$(mktemp -d); mkdir $d/a $d/b; for i in a b; do printf '#!/bin/sh\\necho %s' $i >$d/$i/prog; chmod +x $d/$i/prog; done
export PATH=$d/b:$PATH
prog
__cvenv_set PATH $d/a:$PATH
prog
rm -r $d
""".replace("%s' $i", "'$i")
    same(shell(name, options, "IFS=$' \\t\\n'\nset +f\n" + code), "b\na", "which program runs")


def quiet(name, options):
    """Evaluated once or twice, nothing is printed, nothing but names of ours is new, and it is installed once."""
    hooks = {"bash": "\"${PROMPT_COMMAND[@]}\"", "zsh": "$precmd_functions $chpwd_functions"}[name]
    code = "eval \"$('%s' hook %s)\"\nset +f\nunset IFS\nprintf '%%s\\n' %s\nenv | grep -c __cvenv_ || :" % (EXE, name, hooks)
    if name == "zsh":
        code = "emulate zsh\n" + code
    expected = {"bash": "__cvenv_hook\n0", "zsh": "__cvenv_precmd\n__cvenv_chpwd\n0"}[name]
    if "set -a" in options or "all_export" in options:
        code, expected = code.rpartition("\n")[0], expected.rpartition("\n")[0]
    same(shell(name, options, code), expected, "hooks, and exported variables")


def every_option(_name, _options):
    """Each of zsh's options, in the state that it is not in by itself."""
    names = shell("zsh", "", "emulate -R zsh; set -o").split("\n")
    broken = []
    for line in names:
        option, state = line.split()
        if option in ("exec", "noexec", "interactive", "privileged", "restricted", "shinstdin", "singlecommand", "xtrace",
                      "verbose", "login", "zle", "monitor", "notify", "sunkeyboardhack", "allexport"):
            continue
        flip = ("un" if state == "on" else "") + "setopt " + option
        code = ("PS1='x '\nV=(a b)\n__cvenv_set V 1\n__cvenv_enter shop\n__cvenv_leave\n__cvenv_back V\n"
                "emulate zsh\nprint -r -- $V[2]$PS1$+functions[deactivate]")
        text = shell("zsh", flip, code)
        if text != "bx 0":
            broken.append("%s: %r" % (flip, text))
    same("\n".join(broken), "", "options under which something is different")


def cases(name):
    for options in OPTIONS[name]:
        def add(title, function, *arguments, options=options):
            return ("%s [%s]: %s" % (name, options, title), lambda: function(name, options, *arguments))
        yield add("installs quietly and once", quiet)
        yield add("every variable comes back", all_come_back)
        for what, code, expected in STALE:
            yield add("stale: " + what, stale, code, expected)
        yield add("names that may be set", allowed)
        for shell_name, make, names, message in REFUSED:
            if shell_name == name:
                yield add("refused: %s %s" % (make, names), refused, make, names, message)
        for what, make in FUNCTIONS:
            yield add("deactivate comes back: " + what, deactivate_comes_back, make)
        yield add("a foreign deactivate stays", foreign_deactivate_stays)
        yield add("a removed deactivate comes back", deactivate_returns)
        yield add("the user's edits of the prompt stay", prompt_edits_stay)
        yield add("no prompt is asked for", prompt_is_unwanted)
        yield add("any name is shown as it is", prompt_shows)
        yield add("what activate left is cleaned", sourced_is_cleaned)
        yield add("PATH is looked along anew", rehashes)
    for shell_name, options, make in PROMPTS:
        if shell_name == name:
            yield ("%s [%s]: prompt comes back: %s" % (name, options, make),
                   lambda o=options, m=make: prompt_comes_back(name, o, m))
            yield "%s [%s]: any name in a prompt" % (name, options), lambda o=options: prompt_shows(name, o)
    if name == "zsh":
        yield "zsh: every option", lambda: every_option("zsh", "")


if sys.argv[1:] == ["--parts"]:
    print("\n".join(START))
else:
    sys.exit(run(list(cases(sys.argv.pop(1)))))
