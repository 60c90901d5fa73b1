# SPDX-License-Identifier: MIT
"""Entering, moving about and leaving."""

import os

from switching import case
from switching.world import NEVER, World, check, same  # noqa: F401


@case()
def nothing_is_said_at_the_start(w):
    same(w.sh.greeting.output, [], "what stands before the first prompt")
    w.silent(w.enter())
    w.deactivates(False)
    check(b"CVENV_STATE" not in w.sh.env(), "there is no state")


@case()
def enter_and_leave(w):
    shop = w.project("shop")
    before = w.env()
    r = w.cd(shop)
    w.silent(r)
    same(r.prompt, b"(shop) ", "the first prompt inside")
    w.inside(shop, before)
    r = w.home()
    w.silent(r)
    same(r.prompt, b"", "the first prompt outside")
    w.outside(before)


@case(needs="a Python")
def the_python_inside_is_the_projects(w):
    shop = w.project("shop")
    w.cd(shop)
    r = w.sh.type(b"python -c 'import sys; print(sys.prefix)'")
    same(r.output, [shop + b"/.venv"], "sys.prefix")


@case()
def subfolders_stay_inside(w):
    shop = w.project("shop")
    os.makedirs(os.path.join(shop, b"a/b/c"))
    before = w.env()
    for folder in (b"", b"a", b"a/b/c", b"a/b", b""):
        w.silent(w.cd(os.path.join(shop, folder)))
        w.inside(shop, before)
    w.cd(os.path.join(shop, b"a/b/c"))
    w.home()
    w.outside(before)


@case()
def enter_by_a_subfolder(w):
    shop = w.project("shop")
    os.makedirs(os.path.join(shop, b"a/b"))
    before = w.env()
    w.silent(w.cd(os.path.join(shop, b"a/b")))
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case()
def from_one_to_the_next_directly(w):
    one, two = w.project("one", NEVER + b"env: {T_ONE: a, T_BOTH: one}\n"), w.project("two", NEVER + b"env: {T_BOTH: two}\n")
    before = w.env()
    w.cd(one)
    w.inside(one, before, extra={b"T_ONE": b"a", b"T_BOTH": b"one"})
    w.silent(w.cd(two))
    w.inside(two, before, extra={b"T_BOTH": b"two"})
    w.silent(w.cd(one))
    w.inside(one, before, extra={b"T_ONE": b"a", b"T_BOTH": b"one"})
    w.home()
    w.outside(before)


@case()
def the_nearest_wins_and_the_outer_comes_back(w):
    outer = w.project("outer", NEVER + b"env: {T_OUTER: o}\n")
    inner = w.project("outer/in/inner", NEVER + b"env: {T_INNER: i}\n")
    before = w.env()
    w.cd(outer)
    w.inside(outer, before, extra={b"T_OUTER": b"o"})
    w.silent(w.cd(inner))
    w.inside(inner, before, extra={b"T_INNER": b"i"})
    w.cd(os.path.dirname(inner))
    w.inside(outer, before, extra={b"T_OUTER": b"o"})
    w.cd(inner)
    w.home()
    w.outside(before)


@case()
def inherit_adds_the_outer(w):
    outer = w.project("outer", NEVER + b"env: {T_OUTER: o, T_BOTH: o}\npath: [bin]\n")
    os.mkdir(os.path.join(outer, b"bin"))
    inner = w.project("outer/inner", NEVER + b"inherit: true\nvenv: .venv\nenv: {T_BOTH: i}\n")
    before = w.env()
    w.cd(inner)
    w.inside(inner, before, extra={b"T_OUTER": b"o", b"T_BOTH": b"i"}, path=[outer + b"/bin"])
    w.home()
    w.outside(before)


@case()
def inherit_takes_the_outer_environment(w):
    outer = w.project("outer", NEVER + b"env: {T_OUTER: o}\n")
    inner = w.project("outer/inner", NEVER + b"inherit: true\nenv: {T_INNER: i}\n")
    before = w.env()
    w.cd(inner)
    same(w.venv_of(), outer + b"/.venv", "VIRTUAL_ENV")
    same([w.env().get(name) for name in (b"T_OUTER", b"T_INNER")], [b"o", b"i"], "both projects' variables")
    w.home()
    w.outside(before)


@case()
def a_shell_that_starts_inside(w):
    shop = w.project("shop")
    w.start(cwd=shop)
    same(w.sh.greeting.prompt, b"(shop) ", "the very first prompt")
    same(w.sh.greeting.output, [], "nothing is said")
    w.inside(shop)
    w.home()
    same(w.sh.env().get(b"VIRTUAL_ENV"), None, "VIRTUAL_ENV")
    w.deactivates(False)


@case(needs="popd")
def other_ways_to_go(w):
    shop = w.project("shop")
    before = w.env()
    w.sh.type(b"cd " + w.sh.quote(shop))
    w.inside(shop, before)
    w.home()
    w.sh.run(b"pushd " + w.sh.quote(shop) + w.sh.quiet)
    w.inside(shop, before)
    w.sh.run(b"popd" + w.sh.quiet)
    w.outside(before)
    w.sh.type(b"cd src/shop")
    w.inside(shop, before)


@case(needs="cd -")
def back_to_the_folder_before(w):
    shop = w.project("shop")
    before = w.env()
    w.sh.type(b"cd " + w.sh.quote(shop))
    w.inside(shop, before)
    w.sh.type(b"cd -")
    w.outside(before)


@case()
def links_are_followed(w):
    shop = w.project("shop")
    os.mkdir(os.path.join(shop, b"sub"))
    os.symlink(os.path.join(shop, b"sub"), w.path("home/to-sub"))
    os.symlink(shop, w.path("home/to-shop"))
    before = w.env()
    w.cd(w.path("home/to-sub"))
    same(w.venv_of(), shop + b"/.venv", "by a link into the project")
    w.home()
    w.outside(before)
    w.cd(w.path("home/to-shop"))
    check(os.path.samefile(w.venv_of(), shop + b"/.venv"), "by a link to the project")
    w.home()
    w.outside(before)


@case(needs="folders by their links")
def a_link_out_of_the_project_is_inside(w):
    shop = w.project("shop")
    os.symlink(w.path("home/else"), os.path.join(shop, b"to-else"))
    before = w.env()
    w.cd(os.path.join(shop, b"to-else"))
    same(w.venv_of(), shop + b"/.venv", "by a link out of the project, as the shell says it is inside")
    w.home()
    w.outside(before)


@case()
def a_project_that_is_disabled_is_quiet(w):
    outer = w.project("outer")
    inner = w.project("outer/inner", b"disable: true\n", venv=None)
    before = w.env()
    w.silent(w.cd(inner))
    w.cd(outer)
    w.inside(outer, before)


@case()
def an_environment_in_the_central_folder(w):
    shop = w.project("shop", NEVER + b"venv: {name: tools}\n", venv=None)
    place = w.venv(w.path("home/.local/share/virtualenvs/tools"))
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, venv=place, extra={b"UV_PROJECT_ENVIRONMENT": place})
    w.home()
    w.outside(before)


@case()
def an_environment_in_another_folder(w):
    shop = w.project("shop", NEVER + b"venv: build/env 3\n", venv="build/env 3")
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, venv=b"build/env 3", extra={b"UV_PROJECT_ENVIRONMENT": shop + b"/build/env 3"})
    w.home()
    w.outside(before)


@case()
def a_file_that_points_to_the_environment(w):
    shop = w.project("shop", venv=None)
    w.venv(shop + b"/real")
    w.write(shop + b"/.venv", b"real\n")
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, venv=b"real", extra={b"UV_PROJECT_ENVIRONMENT": shop + b"/real"})
    w.home()
    w.outside(before)


@case()
def several_changes_of_folder_in_one_line(w):
    one, two = w.project("one"), w.project("two")
    before = w.env()
    quoted = [w.sh.quote(p) for p in (one, two, os.fsencode(w.box.home))]
    w.sh.run(b"cd %s\ncd %s" % (quoted[0], quoted[1]))
    w.inside(two, before)
    w.sh.run(b"cd %s\ncd %s\ncd %s" % (quoted[0], quoted[2], quoted[0]))
    w.inside(one, before)
    w.sh.run(b"cd %s\ncd %s" % (quoted[1], quoted[2]))
    w.outside(before)


@case()
def forty_levels_deep(w):
    shop = w.project("shop")
    deep = os.path.join(shop, b"/".join(b"d%d" % i for i in range(40)))
    os.makedirs(deep)
    before = w.env()
    w.silent(w.cd(deep))
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case("zsh", "fish", "tcsh", "pwsh")
def the_rest_of_the_line_is_inside_already(w):
    shop = w.project("shop")
    r = w.sh.type(b"cd " + shop + b"; /usr/bin/printenv VIRTUAL_ENV")
    same(r.output, [shop + b"/.venv"], "VIRTUAL_ENV behind the cd")
