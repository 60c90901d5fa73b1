# SPDX-License-Identifier: MIT
"""What the user does by hand wins, until the project is left."""

import os

from switching import case
from switching.world import NEVER, STATE, check, same

CONFIG = NEVER + b"env: {T_VALUE: inside}\npath: [tools]\n"


def prepare(w, config=CONFIG):
    shop = w.project("shop", config)
    os.mkdir(shop + b"/tools")
    os.mkdir(shop + b"/sub")
    return shop


def left(w, shop, before):
    """The environment is gone by hand; the project's variables and path stay."""
    now = w.env()
    expected = dict(before, T=b"")
    expected.pop("T")
    expected.update({b"T_VALUE": b"inside", b"PATH": shop + b"/tools:" + before[b"PATH"], STATE: now.get(STATE)})
    same(now, expected, "the environment after deactivate")
    same(w.enter().prompt, b"", "the prompt after deactivate")
    w.deactivates(False)


@case()
def deactivate_holds_until_leaving(w):
    shop = prepare(w)
    before = w.env()
    w.cd(shop)
    r = w.sh.type(b"deactivate")
    w.silent(r)
    same(r.prompt, b"", "the first prompt")
    left(w, shop, before)
    w.silent(w.enter())
    w.silent(w.cd(shop + b"/sub"))
    left(w, shop, before)
    w.home()
    w.outside(before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])


@case()
def deactivate_and_an_edit(w):
    shop = prepare(w)
    before = w.env()
    w.cd(shop)
    w.sh.type(b"deactivate")
    w.config(shop, CONFIG + b"prompt: new\n")
    w.silent(w.enter())
    left(w, shop, before)


@case()
def activate_takes_deactivate_back(w):
    shop = prepare(w)
    before = w.env()
    w.cd(shop)
    w.sh.type(b"deactivate")
    w.silent(w.sh.type(b"cvenv activate"))
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])
    w.home()
    w.outside(before)


@case()
def deactivate_by_the_program(w):
    shop = prepare(w)
    before = w.env()
    w.cd(shop)
    w.silent(w.sh.type(b"cvenv deactivate"))
    left(w, shop, before)
    r = w.sh.type(b"cvenv deactivate")
    check(len(r.output) <= 1, "a second time is no more than a line: %r" % r.output)
    left(w, shop, before)


@case()
def from_a_project_left_by_hand_to_the_next(w):
    shop, two = prepare(w), w.project("two")
    before = w.env()
    w.cd(shop)
    w.sh.type(b"deactivate")
    w.cd(two)
    w.inside(two, before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])


@case()
def another_environment_of_the_project(w):
    shop = prepare(w, CONFIG + b"environments: {docs: {create: never, env: {T_DOCS: d}}}\n")
    w.venv(shop + b"/.venv-docs")
    before = w.env()
    w.cd(shop)
    w.silent(w.sh.type(b"cvenv activate docs"))

    def there():
        now = w.env()
        same((now[b"VIRTUAL_ENV"], now.get(b"T_DOCS"), now.get(b"T_VALUE")), (shop + b"/.venv-docs", b"d", b"inside"), "inside docs")
        same(now[b"PATH"], shop + b"/.venv-docs" + w.bin + b":" + shop + b"/tools:" + before[b"PATH"], "PATH inside docs")
        check(w.enter().prompt.startswith(b"("), "there is a prompt")
    there()
    w.cd(shop + b"/sub")
    there()
    w.silent(w.enter())
    w.home()
    w.outside(before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])


@case()
def another_environment_and_back_by_hand(w):
    shop = prepare(w, CONFIG + b"environments: {docs: {create: never}}\n")
    w.venv(shop + b"/.venv-docs")
    before = w.env()
    w.cd(shop)
    w.sh.type(b"cvenv activate docs")
    w.silent(w.sh.type(b"cvenv activate"))
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])


@case()
def a_folder_inside_a_project(w):
    shop = prepare(w)
    other = w.venv(w.path("home/else/env"))
    before = w.env()
    w.cd(shop)
    w.silent(w.sh.type(b"cvenv activate " + other))
    now = w.env()
    same((now[b"VIRTUAL_ENV"], now.get(b"T_VALUE")), (other, b"inside"), "the other, with the project's variables")
    same(now[b"PATH"], other + w.bin + b":" + shop + b"/tools:" + before[b"PATH"], "PATH")
    w.silent(w.cd(shop + b"/sub"))
    same(w.venv_of(), other, "in a subfolder")
    w.home()
    w.outside(before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])


@case()
def a_folder_outside_of_projects(w):
    other = w.venv(w.path("home/else/env"))
    before = w.env()
    w.silent(w.sh.type(b"cvenv activate " + other))
    w.inside(w.path("home/else"), before, venv=b"env", prompt=w.env()[b"VIRTUAL_ENV_PROMPT"])
    w.silent(w.cd(w.path("home/else/where")))
    same(w.venv_of(), other, "in another folder")
    w.cd("/")
    same(w.venv_of(), other, "in the root folder")
    w.home()
    w.silent(w.sh.type(b"deactivate"))
    w.outside(before)


@case()
def a_folder_outside_then_into_a_project(w):
    shop = prepare(w)
    other = w.venv(w.path("home/else/env"))
    before = w.env()
    w.sh.type(b"cvenv activate " + other)
    w.cd(shop)
    same(w.venv_of(), other, "by hand wins in a project too")
    w.home()
    same(w.venv_of(), other, "and after it")
    w.sh.type(b"deactivate")
    w.outside(before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"}, path=[shop + b"/tools"])


@case()
def deactivated_in_a_project_that_was_entered_by_hand(w):
    shop = prepare(w)
    other = w.venv(w.path("home/else/env"))
    before = w.env()
    w.sh.type(b"cvenv activate " + other)
    w.cd(shop)
    w.sh.type(b"deactivate")
    same(w.venv_of(), None, "VIRTUAL_ENV")
    w.home()
    w.outside(before)


@case()
def a_relative_folder_and_the_default(w):
    other = w.venv(w.path("home/else/.venv"))
    w.start()
    w.cd(w.path("home/else"))
    before = w.env()
    w.silent(w.sh.type(b"cvenv activate ./.venv"))
    same(w.venv_of(), other, "by a relative name")
    w.sh.type(b"deactivate")
    w.outside(before)
    w.silent(w.sh.type(b"cvenv activate"))
    same(w.venv_of(), other, "by default")
    w.sh.type(b"deactivate")
    w.outside(before)


@case()
def a_name_in_the_central_folder(w):
    place = w.venv(w.path("home/.local/share/virtualenvs/tools"))
    before = w.env()
    w.silent(w.sh.type(b"cvenv activate tools"))
    same(w.venv_of(), place, "VIRTUAL_ENV")
    w.silent(w.sh.type(b"deactivate"))
    w.outside(before)


@case()
def what_cannot_be_activated(w):
    shop = prepare(w)
    os.mkdir(w.path("home/else/empty"))
    before = w.env()
    for word in (b"nosuch", b"~/else/empty", b"~/nosuch/env", b"--nosuch", b"a b"):
        r = w.sh.type(b"cvenv activate " + word)
        r.output = w.sh.beside_report(r.output)
        w.one_line_or_two(r)
        w.outside(before)
    w.cd(shop)
    inside = w.env()
    for word in (b"nosuch", b"~/else/empty"):
        r = w.sh.run(b"cvenv activate " + word)
        same(r.status, 1, "the status")
        w.one_line_or_two(r)
        same(w.env(), inside, "the environment inside")
    w.inside(shop)


@case()
def the_status_of_the_commands(w):
    shop = prepare(w)
    w.cd(shop)
    for line in (b"deactivate", b"cvenv activate", b"cvenv deactivate", b"cvenv reload", b"cvenv version" + w.sh.away):
        same(w.sh.run(line).status, 0, "the status of %r" % line)
    same(w.sh.run(b"cvenv nosuch").status, 2, "the status of a command that does not exist")


@case()
def the_program_is_passed_through(w):
    shop = prepare(w)
    w.cd(shop)
    same(w.sh.type(b"cvenv which").output, [shop + b"/.venv"], "cvenv which")
    check(w.sh.type(b"cvenv version").output[0].startswith(b"cvenv "), "cvenv version")
    check(len(w.sh.type(b"cvenv activate --help").output) > 2, "the help of activate")


@case(needs="an activation by eval")
def without_the_hook(w):
    w.box.exe = None
    w.box.write_rc(w.sh_dialect())
    other = w.venv(w.path("home/else/env"))
    before = w.env()
    exe = w.sh.quote(os.fsencode(w.exe))
    r = w.sh.type(w.sh.evaluate % (b"%s activate --shell=%s %s" % (exe, w.name.encode(), other)))
    w.silent(r)
    same(w.venv_of(), other, "VIRTUAL_ENV")
    same(w.env()[b"PATH"], other + w.bin + b":" + before[b"PATH"], "PATH")
    check(w.enter().prompt.startswith(b"("), "there is a prompt")
    w.deactivates(True)
    w.silent(w.sh.type(b"deactivate"))
    w.outside(before)
