# SPDX-License-Identifier: MIT
"""The prompt's prefix: there while inside, gone after, never interpreted, and never in the user's way."""

import os

from switching import case
from switching.world import NEVER, check, same


@case()
def a_name_of_ones_own(w):
    shop = w.project("shop", NEVER + b"prompt: 'my shop'\n")
    before = w.env()
    same(w.cd(shop).prompt, b"(my shop) ", "the prompt inside")
    w.inside(shop, before, prompt=b"my shop")
    w.home()
    w.outside(before)


@case()
def switched_off_by_the_user(w):
    shop = w.project("shop")
    w.start()
    w.export("VIRTUAL_ENV_DISABLE_PROMPT", b"1")
    before = w.env()
    same(w.cd(shop).prompt, b"", "the prompt inside")
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    w.deactivates(True)
    w.home()
    w.outside(before)


@case()
def replaced_inside(w):
    shop = w.project("shop")
    w.cd(shop)
    w.sh.run(w.sh.set_prompt(b"new =pty= "))
    w.home()
    same(w.enter().prompt, b"new ", "the user's new prompt outside")
    w.cd(shop)
    same(w.enter().prompt, b"(shop) new ", "the prefix before the new prompt")
    w.home()
    same(w.enter().prompt, b"new ", "the new prompt outside again")


@case(needs="a part of the prompt")
def extended_inside(w):
    shop = w.project("shop")
    w.cd(shop)
    w.sh.run(w.sh.extend_prompt)
    prompt = w.enter().prompt
    check(b"[x] " in prompt, "the user's addition is in %r" % prompt)
    w.home()
    prompt = w.enter().prompt
    check(b"shop" not in prompt and b"[x] " in prompt, "outside the prefix is gone and the addition there: %r" % prompt)
    w.cd(shop)
    prompt = w.enter().prompt
    check(prompt.count(b"shop") == 1, "the prefix is there once: %r" % prompt)


@case()
def from_one_to_the_next(w):
    one, two = w.project("one"), w.project("two")
    w.start()
    for root, prompt in ((one, b"(one) "), (two, b"(two) "), (one, b"(one) "), (w.box.home, b"")):
        same(w.cd(root).prompt, prompt, "the prompt")


HOSTILE = [b"$(touch $HOME/canary)", b"`touch $HOME/canary`", b"$HOME", b"${HOME}", b"%m %~ %# %n %% %F{red}x%f", b"\\u \\w \\$ \\\\",
           b"!!", b"!", b"'", b'"', b"%(?.a.b)", b"a\\", b"%", b"\xc3\xa9\xe2\x82\xac", b"#", b"a~", b"*", b"%{x%}", b"\\[x\\]", b"%1v",
           b"$prompt", b"a  b"]


def hostile(w, setup):
    w.start()
    w.sh.run(setup)
    for i, text in enumerate(HOSTILE):
        root = w.project("p%d" % i, NEVER + b"prompt: '" + text.replace(b"'", b"''").replace(b"$", b"$$") + b"'\n")
        shown = b"(" + w.sh.shown(text) + b") "
        same(w.cd(root).prompt, shown, "the prompt as it is shown")
        same(w.enter().prompt, shown, "the prompt as it is shown again")
        check(not os.path.exists(w.path("home/canary")), "nothing of %r was run" % text)
    w.home()
    same(w.enter().prompt, b"", "the prompt outside")


@case(needs="signs in a prompt")
def hostile_names(w):
    hostile(w, b"")


@case("bash")
def hostile_names_without_promptvars(w):
    hostile(w, b"shopt -u promptvars")


@case("bash")
def hostile_names_in_posix_mode(w):
    hostile(w, b"set -o posix")


@case("zsh")
def hostile_names_with_prompt_subst(w):
    hostile(w, b"setopt prompt_subst prompt_bang")


@case("zsh")
def psvar_of_the_users(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"psvar=(one two); PS1='%1v %2v =pty= '")
    same(w.enter().prompt, b"one two ", "the prompt before")
    same(w.cd(shop).prompt, b"(shop) one two ", "the prompt inside")
    w.home()
    same(w.enter().prompt, b"one two ", "the prompt outside")


@case(needs="line breaks")
def control_characters_do_not_reach_the_terminal(w):
    shop = w.project("shop", NEVER + b'prompt: "a\\e]0;title\\ab\\nc\\td"\n')
    w.start()
    start = len(w.sh.terminal.raw)
    w.cd(shop)
    w.enter()
    raw = bytes(w.sh.terminal.raw[start:])
    check(b"]0;title\x07" not in raw and b"\x1b]0;title" not in raw, "the escape is not in %r" % raw)
    check(b"title" in w.enter().prompt, "the text is in the prompt")
    w.home()
    same(w.enter().prompt, b"", "the prompt outside")


@case("bash", "zsh")
def without_a_prompt(w):
    shop = w.project("shop")
    w.start()

    def blind(code):
        w.sh.run(code, wait=False)
        w.sh.terminal.wait(lambda raw: os.path.exists(w.sh.status_file), "the line's end")
    blind(b"unset PS1")
    blind(w.sh.cd(shop))
    blind(b":")
    w.sh.run(b"PS1='=pty= '")
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    w.home()
    same(w.enter().prompt, b"", "the prompt outside")
    w.cd(shop)
    same(w.enter().prompt, b"(shop) ", "the prompt inside")
