# SPDX-License-Identifier: MIT
"""Variables and functions of the user's that stand where cvenv wants to put something."""

from switching import case
from switching.world import NEVER, check, same

CONFIG = NEVER + b"env: {T_VALUE: inside}\n"
READ_ONLY = {"bash": b"readonly %s", "zsh": b"typeset -r %s"}


@case(needs="unexported variables")
def an_unexported_variable_comes_back(w):
    shop = w.project("shop", CONFIG)
    value = w.sh.fit(b"local $(x)\n")
    w.sh.run(w.sh.set_var(b"T_VALUE", value))
    for _ in range(2):
        w.cd(shop)
        same(w.sh.env().get(b"T_VALUE"), b"inside", "exported inside")
        w.home()
        same(w.sh.env().get(b"T_VALUE"), None, "exported outside")
        same(w.sh.get(b"T_VALUE"), value, "the user's own outside")


@case(needs="unexported variables")
def an_unexported_variable_that_was_to_be_taken_away_comes_back(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: null}\n")
    w.start()
    w.sh.run(w.sh.set_var(b"T_VALUE", b"local"))
    w.cd(shop)
    same(w.sh.env().get(b"T_VALUE"), None, "exported inside")
    w.home()
    same(w.sh.env().get(b"T_VALUE"), None, "exported outside")
    same(w.sh.get(b"T_VALUE"), b"local", "the user's own outside")


@case(needs="unexported variables")
def an_unexported_variable_through_two_projects(w):
    one, two = w.project("one", CONFIG), w.project("two", NEVER + b"env: {T_VALUE: second}\n")
    w.start()
    w.sh.run(w.sh.set_var(b"T_VALUE", b"local"))
    w.cd(one)
    w.cd(two)
    same(w.sh.env().get(b"T_VALUE"), b"second", "in the second")
    w.home()
    same((w.sh.env().get(b"T_VALUE"), w.sh.get(b"T_VALUE")), (None, b"local"), "outside")


@case("bash", "zsh")
def an_array_comes_back(w):
    shop = w.project("shop", CONFIG)
    w.start()
    w.sh.run(b"T_VALUE=('a b' '' $'c\\n')")
    w.cd(shop)
    same(w.sh.env().get(b"T_VALUE"), b"inside", "exported inside")
    w.home()
    r = w.sh.type(b"printf '<%s>' \"${#T_VALUE[@]}\" \"${T_VALUE[@]}\"; echo")
    same(b"|".join(r.output), b"<3><a b><><c|>", "the array outside")


@case("bash", "zsh")  # a variable of tcsh's is not in the way of one in the environment; fish has none
def a_read_only_variable_stops_everything(w):
    shop = w.project("shop", NEVER + b"env: {A_FIRST: a, T_VALUE: inside, Z_LAST: z}\n")
    before = w.env()
    w.sh.run(READ_ONLY[w.name] % b"T_VALUE=mine")
    w.one_line(w.cd(shop), "T_VALUE")
    w.silent(w.enter())
    w.silent(w.enter())
    w.outside(before)
    same(w.sh.get(b"T_VALUE"), b"mine", "the user's own")
    w.silent(w.home())
    w.outside(before)
    w.config(shop, NEVER)
    w.cd(shop)
    w.inside(shop, before)


@case("bash", "zsh")
def a_read_only_variable_of_ours(w):
    one, two = w.project("one"), w.project("two")
    for name in (b"VIRTUAL_ENV_PROMPT", b"VIRTUAL_ENV"):
        sh = w.box.shell(w.name)
        before = sh.env()
        sh.run(READ_ONLY[w.name] % name)
        for root in (one, two):
            r = sh.run(sh.cd(root))
            check(r.prompt == b"" and len(r.output) == 1 and name in r.output[0], "%r: one line, not %r" % (name, r))
            now = sh.env()
            same((now.get(b"PATH"), now.get(b"CVENV_STATE")), (before[b"PATH"], None), "PATH and state")


@case("bash", "zsh")
def made_read_only_inside(w):
    shop = w.project("shop", CONFIG)
    w.cd(shop)
    inside = w.env()
    w.sh.run(READ_ONLY[w.name] % b"T_VALUE")
    w.one_line(w.home(), "T_VALUE")
    w.silent(w.enter())
    same(w.env(), inside, "nothing was changed by half")


@case(needs="functions that come back")
def a_deactivate_of_the_users_comes_back(w):
    one, two = w.project("one"), w.project("two")
    w.start()
    w.sh.run(w.sh.define(b"deactivate", b"mine"))
    for _ in range(2):
        w.cd(one)
        w.cd(two)
        same(w.venv_of(), two + b"/.venv", "inside")
        w.home()
        same(w.sh.type(b"deactivate").output, [b"mine"], "the user's own outside")
    w.cd(one)
    w.silent(w.sh.type(b"deactivate"))
    same(w.venv_of(), None, "ours was called")
    same(w.sh.type(b"deactivate").output, [b"mine"], "the user's own after ours")


@case(needs="functions that come back")
def a_deactivate_that_the_user_defines_inside_stays(w):
    shop = w.project("shop")
    w.cd(shop)
    w.sh.run(w.sh.define(b"deactivate", b"mine"))
    w.home()
    same(w.sh.type(b"deactivate").output, [b"mine"], "the user's own outside")


@case("bash", "zsh", "fish")
def special_names_that_reach_the_shell(w):
    """A name that only this shell refuses is refused whole, whoever let it through."""
    special = {"bash": "BASHPID", "zsh": "ZSH_SUBSHELL", "fish": "fish_pid"}[w.name]
    shop = w.project("shop", NEVER + b"env: {%s: '1'}\n" % special.encode(), allow=False)
    before = w.env()
    r = w.cd(shop)
    check(len(r.output) == 1, "one line is said, not %r" % r.output)
    w.outside(before)
