# SPDX-License-Identifier: MIT
"""What only tcsh has: aliases that run at events, history characters, shell variables beside the environment's."""

import os

from lib.pty_shell import SHELLS
from switching import case
from switching.world import NEVER, check, same

TCSH = SHELLS["tcsh"]

# What the user's start-up file may say before and after the hook; t_N are what the aliases count.
LINES = b"alias precmd 'if ( 1 ) then\\\nset t_pre=\"a  b\"\\\nelse\\\nset t_pre=no\\\nendif'\nalias cwdcmd 'set t_cwd=\"$cwd\"\\\nset t_x=1'\n"
PLAIN = b"alias precmd 'set t_pre=\"a  b\"'\nalias cwdcmd 'set t_cwd=\"$cwd\"'\n"
ALIASES = [
    (b"", b""),
    (PLAIN, b""),
    (LINES, b""),
    (b"alias periodic 'set t_i'\n" + PLAIN, b""),
    (b"set tperiod=0\n" + PLAIN + b"alias postcmd 'set t_j'\nalias jobcmd 'set t_k'\n", b""),
]


def each(w, setups, function):
    for before, after in setups:
        w.box.write_rc(TCSH, before=before, after=after)
        sh = w.box.shell("tcsh")
        try:
            function(sh, before + b"..." + after)
        finally:
            sh.close()


@case("tcsh")
def aliases_of_every_kind_are_kept(w):
    shop = w.project("shop")

    def one(sh, what):
        environment = sh.env()
        for _ in range(2):
            r = sh.run(sh.cd(shop))
            same((r.output, sh.env().get(b"VIRTUAL_ENV")), ([], shop + b"/.venv"), "inside with %r" % what)
            r = sh.run(sh.cd(os.fsencode(w.box.home)))
            same((r.output, sh.env().get(b"VIRTUAL_ENV"), sh.env()[b"PATH"]), ([], None, environment[b"PATH"]), "outside with %r" % what)
            if b"t_pre" in what:
                same(sh.get(b"t_pre"), b"a  b", "what the user's own did, with %r" % what)
                same(sh.get(b"t_cwd"), os.fsencode(w.box.home), "what the user's own did, with %r" % what)

    each(w, ALIASES, one)


@case("tcsh")
def aliases_that_are_made_later(w):
    one, two = w.project("one"), w.project("two")
    for make in (b"alias precmd 'set t_seen'", b"alias cwdcmd 'set t_seen'", b"unalias precmd", b"unalias cwdcmd", b"alias periodic 'set t_seen'"):
        sh = w.box.shell("tcsh")
        sh.run(make)
        for root in (one, two, one):
            sh.run(sh.cd(root))
            same(sh.env().get(b"VIRTUAL_ENV"), root + b"/.venv", "inside, after %r" % make)
        if b"t_seen" in make:
            same(sh.get(b"t_seen"), b"", "the user's own ran, after %r" % make)
        sh.run(sh.cd(os.fsencode(w.box.home)))
        same(sh.env().get(b"VIRTUAL_ENV"), None, "outside, after %r" % make)
        sh.close()


@case("tcsh")
def an_alias_that_fails_takes_nothing_with_it(w):
    shop = w.project("shop")
    w.box.write_rc(TCSH, before=b"alias precmd 'echo $t_nosuch'\n")
    w.start()
    w.cd(shop)
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    w.config(shop, NEVER + b"env: {T_VALUE: edited}\n")
    w.settle()
    same(w.sh.env().get(b"T_VALUE"), b"edited", "an edit is seen")


@case("tcsh")
def history_characters(w):
    shop = w.project("shop", NEVER + b"prompt: 'a!b%c@d,e^f'\nenv: {T_VALUE: 'x!y@z,%^=x#'}\n")
    for setup in (b"set histchars=''", b"set histchars='@^'", b"set histchars='%='", b"set histchars=',;'"):
        for before, after in ((setup, b""), (b"", setup)):
            w.box.write_rc(TCSH, before=before + b"\n", after=after + b"\n")
            sh = w.box.shell("tcsh")
            r = sh.run(sh.cd(shop))
            same((sh.greeting.output, r.output, r.prompt), ([], [], b"(a!b%c@d,e^f) "), "inside with %r, %r" % (before, after))
            same(sh.env().get(b"T_VALUE"), b"x!y@z,%^=x#", "T_VALUE with %r, %r" % (before, after))
            same(sh.type(b"deactivate").output, [], "deactivate with %r, %r" % (before, after))
            same(sh.env().get(b"VIRTUAL_ENV"), None, "after deactivate with %r, %r" % (before, after))
            r = sh.run(sh.cd(os.fsencode(w.box.home)))
            same((r.output, r.prompt, sh.env().get(b"T_VALUE")), ([], b"", None), "outside with %r, %r" % (before, after))
            sh.close()


@case("tcsh")
def a_read_only_path(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    before = w.env()
    w.sh.run(b"set -r path = ( $path:q )")
    w.one_line(w.cd(shop), "path")
    w.silent(w.enter())
    same(w.env(), before, "the environment")
    w.deactivates(False)
    w.silent(w.home())
    same(w.env(), before, "the environment")


@case("tcsh")
def long_values(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: '%s'}\n" % (b"a b\xc3\xa9'' $$(x)!" * 500))
    w.start()
    w.export("PATH", b"/usr/bin:/bin:" + b":".join(b"/some\xc3\xa9 folder/%d" % i for i in range(1100)))
    w.export("T_VALUE", b"\xff\xc3\xa9 " * 600)
    before = w.env()
    for _ in range(2):
        w.silent(w.cd(shop))
        w.inside(shop, before, extra={b"T_VALUE": b"a b\xc3\xa9' $(x)!" * 500})
        w.silent(w.home())
        w.outside(before)


@case("tcsh")
def a_release_that_has_no_line_breaks(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: \"a\\nb\", T_OTHER: x}\n")
    w.box.write_rc(TCSH, before=b"set tcsh=6.20.00\n")
    before = w.env()
    w.one_line(w.cd(shop), "line break")
    w.silent(w.enter())
    w.outside(before)
    w.config(shop, NEVER + b"env: {T_VALUE: ab}\n")
    w.settle()
    w.inside(shop, before, extra={b"T_VALUE": b"ab"})


@case("tcsh")
def words_of_every_kind_go_through(w):
    shop = w.project("shop")
    w.cd(shop)
    out = w.path("home/out")
    same(w.sh.type(b"cvenv which | cat").output, [shop + b"/.venv"], "a pipe")
    w.sh.run(b"set noclobber")
    w.silent(w.sh.type(b"cvenv which > " + out))
    with open(out, "rb") as f:
        same(f.read(), shop + b"/.venv\n", "a redirection")
    r = w.sh.type(b"cvenv 'no such' \"a b\" >& /dev/null; echo $status")
    same(r.output, [b"2"], "the status of what was refused")
    r = w.sh.type(b"cvenv help >& /dev/null && echo $status")
    same(r.output, [b"0"], "the status of what was done")
    r = w.sh.type(b"cvenv >& /dev/null; cvenv >& /dev/null; echo done")
    same(r.output, [b"done"], "no words at all")
    r = w.sh.type(b"cvenv deactivate --help | wc -l")
    check(int(r.output[0]) > 2, "help is shown and not evaluated: %r" % r.output)
    same(w.venv_of(), shop + b"/.venv", "help deactivates nothing")


@case("tcsh")
def names_with_blanks_go_through(w):
    w.start()
    other = w.venv(w.path("home/else/an env"))
    w.silent(w.sh.type(b"cvenv activate ~/else/an\\ env"))
    same(w.venv_of(), other, "VIRTUAL_ENV")
    w.silent(w.sh.type(b"deactivate"))
    same(w.venv_of(), None, "VIRTUAL_ENV after deactivate")
    w.silent(w.sh.type(b"cvenv activate 'else/an env'"))
    same(w.venv_of(), other, "VIRTUAL_ENV")


FOLDERS = [b"plain", b"a b", b"x[y]z", b"s*r", b"q?", b"b{r,c}e", b"d$x", b"q'q", b"d\"d", b"t`t", b"b\\s", b"e!e", b"h#h", b"n\nl", b"\xff\xc3\xa9", b"-e", b"(p)"]


@case("tcsh")
def a_config_that_appears_above_any_folder(w):
    """What the shell looks for by itself where there was no project, whatever the folders are called."""
    w.start()
    w.home()
    for name in FOLDERS:
        top = w.path("home/else", name)
        inner = os.path.join(top, name, b"deep")
        os.makedirs(inner)
        w.silent(w.cd(top))
        w.silent(w.cd(inner))
        w.silent(w.enter())
        w.venv(top + b"/.venv")
        w.config(top, NEVER)
        w.enter()
        same(w.venv_of(), top + b"/.venv", "seen at the next prompt below %r" % name)
        w.silent(w.home())
        same(w.venv_of(), None, "outside of %r" % name)
        w.cd(inner)
        same(w.venv_of(), top + b"/.venv", "seen at cd below %r" % name)
        w.home()


@case("tcsh")
def ceilings(w):
    outer = w.project("outer")
    inner = w.path("home/src/outer/in ner/deep")
    os.makedirs(inner)
    os.symlink(inner, w.path("home/link"))
    w.start()
    for ceiling, seen in ((outer, False), (os.path.dirname(outer), True), (b"/nosuch:" + outer + b":/other", False), (b"", True)):
        w.export("CVENV_CEILING_DIRECTORIES", ceiling)
        for place in (inner, w.path("home/link"), os.path.dirname(inner)):
            w.home()
            w.cd(place)
            same(w.venv_of(), outer + b"/.venv" if seen else None, "VIRTUAL_ENV in %r with the ceiling %r" % (place, ceiling))
        w.home()


@case("tcsh")
def scripts_are_left_alone(w):
    shop = w.project("shop")
    w.start()
    script = w.write(w.path("home/script"), b"cd %s\necho \"<$?VIRTUAL_ENV>\"\n" % shop)
    same(w.sh.type(b"tcsh " + script).output, [b"<0>"], "in a script that reads the start-up file")
