# SPDX-License-Identifier: MIT
"""What only xonsh has: variables that are no text, prompts with fields, an alias that runs in a thread."""

import os

from switching import case
from switching.world import NEVER, check, same


@case("xonsh")
def what_is_no_text_comes_back(w):
    shop = w.project("shop", NEVER + b"env: {T_VALUE: inside}\n")
    w.start()
    w.sh.run(b"$T_VALUE = 12\n$PATH.append('/last')")
    before = w.env()
    for _ in range(2):
        w.cd(shop)
        w.inside(shop, before, extra={b"T_VALUE": b"inside"})
        w.home()
        w.outside(before)
    same(w.sh.type(b"print(repr($T_VALUE), type($PATH).__name__)").output, [b"12 EnvPath"], "what they are")


@case("xonsh")
def a_list_that_is_changed_inside(w):
    shop = w.project("shop")
    before = w.env()
    w.cd(shop)
    w.sh.run(b"$PATH.insert(0, '/new')\n$PATH.append('/last')")
    w.home()
    same(w.sh.env()[b"PATH"], b"/new:" + before[b"PATH"] + b":/last", "PATH outside")


@case("xonsh")
def names_with_braces(w):
    w.start()
    for i, name in enumerate((b"a{x}", b"{user}", b"{", b"}")):
        shop = w.project("p%d" % i, NEVER + b"prompt: '" + name + b"'\n")
        same(w.cd(shop).prompt, b"(" + name + b") ", "the prompt")
    w.home()
    same(w.enter().prompt, b"", "the prompt outside")


@case("xonsh")
def a_prompt_with_a_field_of_the_environment(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"$PROMPT = '{env_name}=pty= '")
    w.cd(shop)
    same(w.enter().prompt.count(b"shop"), 1, "how often the name is shown")
    w.home()
    same(w.enter().prompt, b"", "the prompt outside")


@case("xonsh")
def a_prompt_that_is_a_function(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"t_count = []\ndef t_prompt():\n    t_count.append(1)\n    return 'x =pty= '\n$PROMPT = t_prompt")
    same(w.enter().prompt, b"x ", "the prompt before")
    same(w.cd(shop).prompt, b"(shop) x ", "the prompt inside")
    w.home()
    same(w.enter().prompt, b"x ", "the prompt outside")
    same(w.sh.run(b"print($PROMPT.__name__)").output, [b"t_prompt"], "it is the user's own")


@case("xonsh")
def what_the_program_says_goes_where_it_is_sent(w):
    shop = w.project("shop")
    w.cd(shop)
    out = w.path("home/out")
    same(w.sh.type(b"cvenv which | cat").output, [shop + b"/.venv"], "a pipe")
    w.silent(w.sh.type(b"cvenv which > " + out))
    with open(out, "rb") as f:
        same(f.read(), shop + b"/.venv\n", "a redirection")


@case("xonsh")
def a_folder_that_was_deleted(w):
    """xonsh says a line of its own at each prompt; nothing is added."""
    shop = w.project("shop")
    before = w.env()
    for folder in (w.path("home/else/gone"), shop + b"/gone"):
        os.mkdir(folder)
        w.cd(folder)
        os.rmdir(folder)
        for _ in range(2):
            check(all(b"working directory" in line for line in w.enter().output), "nothing but xonsh's own words")
        w.home()
        w.outside(before)


@case("xonsh")
def ceilings(w):
    outer = w.project("outer")
    inner = w.path("home/src/outer/in ner/deep")
    os.makedirs(inner)
    w.start()
    for ceiling, seen in ((outer, False), (os.path.dirname(outer), True), (b"/nosuch:" + outer + b"/:/other", False), (b"", True)):
        w.export("CVENV_CEILING_DIRECTORIES", ceiling)
        w.home()
        w.cd(inner)
        same(w.venv_of(), outer + b"/.venv" if seen else None, "VIRTUAL_ENV with the ceiling %r" % ceiling)
