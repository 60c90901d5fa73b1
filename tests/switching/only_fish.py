# SPDX-License-Identifier: MIT
"""What only fish has: scopes and lists of variables, events, a prompt that is a function."""

import os

from lib.tap import Skip
from switching import case
from switching.world import NEVER, check, same

CONFIG = NEVER + b"env: {T_VALUE: inside, T_GONE: null}\n"


def shown(w, name):
    """Everything about a variable, in every scope."""
    return [line for line in w.sh.run(b"set -S " + name).output if not line.startswith(b"$" + name + b": originally")]


VARIABLES = [
    b"set -g T_VALUE one two ''",
    b"set -gx T_VALUE one 'two  three' ''",
    b"set -g --path T_VALUE /a /b",
    b"set -gx --path T_VALUE /a '' /b",
    b"set -gx T_VALUE a:b",
    b"set -g T_VALUE",
    b"set -gx T_VALUE",
    b"set -gx T_VALUE ''",
    b"set -g T_VALUE \\n \\xff\\n",
    b"set -Ux T_VALUE universal",
    b"set -Ux T_VALUE a b c",
    b"set -U T_VALUE hidden",
    b"set -U T_VALUE hidden; set -gx T_VALUE shown",
    b"set -Ux T_VALUE below; set -g T_VALUE above; set -g --unexport T_VALUE",
]


@case("fish")
def variables_of_every_scope_come_back(w):
    one, two = w.project("one", CONFIG), w.project("two", NEVER + b"env: {T_VALUE: second}\n")
    w.start()
    for name in (b"T_VALUE", b"T_GONE"):
        for make in VARIABLES:
            if name == b"T_GONE" and b"-Ux" in make:
                continue  # fish exports it whatever stands above it
            make = make.replace(b"T_VALUE", name)
            w.silent(w.sh.run(make))
            before, exported = shown(w, name), w.sh.env().get(name)
            for places in ((one,), (two, one), (one, two, one)):
                for place in places:
                    w.silent(w.cd(place))
                    if name == b"T_VALUE":
                        same(w.sh.env().get(name), b"second" if place == two else b"inside", "inside, after %r" % make)
                if name == b"T_GONE":
                    same(w.sh.env().get(name), None, "taken away, after %r" % make)
                w.silent(w.home())
                same((shown(w, name), w.sh.env().get(name)), (before, exported), "outside, after %r" % make)
            w.sh.run(b"set -eg %s; set -eU %s" % (name, name))


@case("fish")
def a_universal_variable_is_not_hidden_afterwards(w):
    shop = w.project("shop", CONFIG)
    w.start()
    w.sh.run(b"set -Ux T_VALUE first")
    w.cd(shop)
    w.home()
    w.sh.run(b"set -U T_VALUE second")
    same(w.sh.env().get(b"T_VALUE"), b"second", "a universal variable that was changed outside")
    w.cd(shop)
    w.sh.run(b"set -U T_VALUE third")
    w.home()
    same(w.sh.env().get(b"T_VALUE"), b"third", "one that was changed inside")


@case("fish")
def nothing_is_kept_of_what_the_user_changed(w):
    shop = w.project("shop", CONFIG)
    w.start()
    w.sh.run(b"set -g T_VALUE a b")
    w.cd(shop)
    w.sh.run(b"set -gx T_VALUE mine")
    w.home()
    same(w.sh.env().get(b"T_VALUE"), b"mine", "what was changed inside")
    w.cd(shop)
    w.home()
    same(w.sh.env().get(b"T_VALUE"), b"mine", "the same, the next time")
    same(w.sh.type(b"set -n | string match '__cvenv_kept_*'").output, [], "what is kept aside outside")


@case("fish")
def the_function_of_the_prompt_comes_back_as_it_was(w):
    one, two = w.project("one"), w.project("two")
    w.start()
    before = w.sh.type(b"functions fish_prompt | string match -v '# *'").output
    for place in (one, two, one):
        w.cd(place)
    w.home()
    same(w.sh.type(b"functions fish_prompt | string match -v '# *'").output, before, "fish_prompt outside")
    same(w.sh.type(b"functions --all --names | string match '__cvenv_user_*'").output, [], "what is kept aside outside")


@case("fish")
def the_prompt_sees_the_status(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"function fish_prompt; echo -n \"$status|$pipestatus|$argv =pty= \"; end")
    for place in (shop, os.fsencode(w.box.home)):
        w.cd(place)
        r = w.sh.type(b"sh -c 'exit 3' | true | sh -c 'exit 5'")
        check(b"5|3 0 5|" in r.prompt, "the prompt shows the status: %r" % r.prompt)
        r = w.sh.type(b"true")
        check(b"0|0|" in r.prompt, "the prompt shows the status: %r" % r.prompt)


@case("fish")
def prompts_of_several_lines(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"function fish_prompt; echo; echo 'two  words'; echo; echo -n '=pty= '; end")
    r = w.cd(shop)
    same([line.rstrip() for line in r.output[-3:]], [b"(shop)", b"two  words", b""], "the lines above the prompt")
    w.sh.run(b"function fish_prompt; printf '=pty= \\n'; end")
    w.home()
    same(w.enter().prompt, b"", "the prompt outside")


@case("fish")
def a_prompt_that_calls_the_one_before(w):
    """What a foreign activation does: it keeps a copy of ours, and puts it back at any later time."""
    one, two = w.project("one"), w.project("two")
    w.start()
    w.cd(one)
    w.sh.run(b"functions -c fish_prompt t_old; function fish_prompt; echo -n 'x '; t_old; end")
    w.cd(two)
    same(w.enter().prompt, b"(two) x ", "the prompt in the second")
    w.home()
    same(w.enter().prompt, b"x ", "the prompt outside")
    w.sh.run(b"functions -e fish_prompt; functions -c t_old fish_prompt; functions -e t_old")
    same(w.enter().prompt, b"", "the copy of ours outside")
    w.cd(one)
    same(w.enter().prompt, b"(one) ", "the copy of ours inside")
    w.home()
    same(w.enter().prompt, b"", "and outside again")


@case("fish")
def command_substitutions_and_scripts_are_left_alone(w):
    shop = w.project("shop")
    w.start()
    r = w.sh.type(b"echo \"<\"(cd %s; echo \"$VIRTUAL_ENV\"; cd ~)\">\"" % shop)
    same(r.output, [b"<>"], "in a command substitution")
    r = w.sh.type(b"fish -c 'cd %s; echo \"<$VIRTUAL_ENV>\"'" % shop)
    same(r.output, [b"<>"], "in a script that reads the start-up file")
    w.silent(w.sh.type(b"true"))


@case("fish")
def other_words_go_through(w):
    shop = w.project("shop")
    w.cd(shop)
    check(w.sh.type(b"cvenv which | string match -e shop").output == [shop + b"/.venv"], "a pipe")
    r = w.sh.type(b"cvenv nosuchcommand 2>/dev/null; echo $status")
    same(r.output, [b"2"], "the status")
    r = w.sh.type(b"cvenv deactivate --help | count")
    check(int(r.output[0]) > 2, "help is shown and not evaluated: %r" % r.output)
    same(w.venv_of(), shop + b"/.venv", "help deactivates nothing")
    w.silent(w.sh.type(b"cvenv"  b" reload"))


@case("fish")
def a_release_that_compares_no_times(w):
    """As before 3.6: that a file comes or goes is seen."""
    w.box.write_rc(w.sh_dialect(), after=b"set -e __cvenv_times\n")
    shop, deep = w.project("shop", NEVER), w.path("home/else/where")
    before = w.env()
    w.cd(shop)
    w.settle()
    w.inside(shop, before)
    os.unlink(shop + b"/.cvenv.yml")
    w.enter()
    w.outside(before)
    w.cd(deep)
    w.settle()
    w.venv(deep + b"/.venv")
    w.config(deep, NEVER)
    w.enter()
    w.inside(deep, before)


@case("fish")
def a_transient_prompt(w):
    if int(w.sh.type(b"echo $version").output[0].split(b".")[0]) < 4:
        raise Skip("fish before 4 has no transient prompt")
    shop = w.project("shop")
    w.sh.run(b"function fish_prompt; contains -- --final-rendering $argv; and echo -n 'final '; or echo -n '=pty= '; end")
    w.sh.run(b"set -g fish_transient_prompt 1")
    w.cd(shop)
    w.sh.type(b"true")
    check(b"(shop) final " in bytes(w.sh.terminal.raw), "the final rendering is asked for, and has the prefix")
