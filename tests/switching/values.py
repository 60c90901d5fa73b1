# SPDX-License-Identifier: MIT
"""Variables: back to what they were, unless the user changed them meanwhile."""

from switching import case
from switching.world import NEVER, same

CONFIG = NEVER + b"env: {T_VALUE: inside}\n"
CUT = NEVER + b"env: {T_VALUE: null}\n"


def prepare(w, was, config=CONFIG):
    shop = w.project("shop", config)
    w.start()
    if was is not None:
        w.export("T_VALUE", was)
    return shop


def value(w):
    return w.sh.env().get(b"T_VALUE")


@case(needs="empty variables")
def unset_empty_and_set_are_three_things(w):
    shop = prepare(w, None)
    for was in (None, b"", b"old", b"inside"):
        if was is None:
            w.unset("T_VALUE")
        else:
            w.export("T_VALUE", was)
        before = w.env()
        w.cd(shop)
        w.inside(shop, before, extra={b"T_VALUE": b"inside"})
        w.home()
        w.outside(before)


@case(needs="empty variables")
def a_variable_that_is_taken_away(w):
    shop = prepare(w, None, CUT)
    for was in (None, b"", b"old"):
        if was is None:
            w.unset("T_VALUE")
        else:
            w.export("T_VALUE", was)
        before = w.env()
        w.cd(shop)
        w.inside(shop, before, extra={b"T_VALUE": None})
        w.home()
        w.outside(before)


@case()
def what_the_user_changes_inside_stays(w):
    for was in (None, b"old"):
        shop = w.path("home/src/shop") if was else w.project("shop", CONFIG)
        if was:
            w.export("T_VALUE", was)
        w.cd(shop)
        w.export("T_VALUE", b"mine")
        w.silent(w.enter())
        same(value(w), b"mine", "inside")
        w.home()
        same(value(w), b"mine", "outside")
        w.unset("T_VALUE")


@case()
def what_the_user_unsets_inside_stays_unset(w):
    shop = prepare(w, b"old")
    w.cd(shop)
    w.unset("T_VALUE")
    w.silent(w.enter())
    same(value(w), None, "inside")
    w.home()
    same(value(w), None, "outside")


@case(needs="empty variables")
def what_the_user_empties_inside_stays_empty(w):
    shop = prepare(w, b"old")
    w.cd(shop)
    w.export("T_VALUE", b"")
    w.silent(w.enter())
    same(value(w), b"", "inside")
    w.home()
    same(value(w), b"", "outside")


@case()
def what_the_user_sets_where_it_was_taken_away_stays(w):
    shop = prepare(w, b"old", CUT)
    w.cd(shop)
    w.export("T_VALUE", b"mine")
    w.home()
    same(value(w), b"mine", "outside")


@case()
def changed_and_changed_back_is_restored(w):
    shop = prepare(w, b"old")
    before = w.env()
    w.cd(shop)
    w.export("T_VALUE", b"mine")
    w.enter()
    w.export("T_VALUE", b"inside")
    w.home()
    w.outside(before)


@case()
def what_was_changed_in_one_is_what_the_next_finds(w):
    one = prepare(w, b"old")
    two = w.project("two", NEVER + b"env: {T_VALUE: second}\n")
    w.cd(one)
    w.export("T_VALUE", b"mine")
    w.cd(two)
    same(value(w), b"second", "in the second")
    w.home()
    same(value(w), b"mine", "outside")


@case()
def the_second_does_not_take_the_firsts_for_the_users(w):
    one = prepare(w, b"old")
    two = w.project("two", NEVER + b"env: {T_VALUE: second}\n")
    before = w.env()
    w.cd(one)
    w.cd(two)
    same(value(w), b"second", "in the second")
    w.home()
    w.outside(before)


@case()
def a_config_that_stops_setting_it_gives_it_back(w):
    shop = prepare(w, b"old")
    before = w.env()
    w.cd(shop)
    w.config(shop, NEVER)
    w.enter()
    w.inside(shop, before)
    w.config(shop, CUT)
    w.enter()
    w.inside(shop, before, extra={b"T_VALUE": None})
    w.config(shop, CONFIG)
    w.enter()
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    w.home()
    w.outside(before)


@case(needs="empty variables")
def pythonhome_is_taken_away_and_comes_back(w):
    shop = w.project("shop")
    w.start()
    for was in (b"", b"/opt/python"):
        w.export("PYTHONHOME", was)
        before = w.env()
        w.cd(shop)
        w.inside(shop, before, extra={b"PYTHONHOME": None})
        w.home()
        w.outside(before)


@case(needs="POSIX paths")
def names_are_expanded_from_outside(w):
    config = (b"env: {T_VALUE: 'new:${T_VALUE}', T_ROOT: '${CVENV_ROOT}/x', T_HOME: '~/y', T_DOLLAR: 'a$$b $c', "
              b"T_PATH: '${PATH}'}\n")
    shop = prepare(w, b"old", NEVER + config)
    before = w.env()
    w.cd(shop)
    extra = {b"T_VALUE": b"new:old", b"T_ROOT": shop + b"/x", b"T_HOME": w.path("home/y"), b"T_DOLLAR": b"a$b $c",
             b"T_PATH": before[b"PATH"]}
    w.inside(shop, before, extra=extra)
    w.enter()
    w.config(shop, NEVER + config + b"prompt: shop\n")
    w.silent(w.enter())
    w.inside(shop, before, extra=extra)
    w.home()
    w.outside(before)


@case(needs="long values")
def many_variables(w):
    names = [b"T_MANY_%d" % i for i in range(200)]
    shop = w.project("shop", NEVER + b"env:\n" + b"".join(b"  %s: 'v %s'\n" % (n, n) for n in names))
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, extra={n: b"v " + n for n in names})
    w.home()
    w.outside(before)


@case(needs="long values")
def more_than_the_state_may_hold(w):
    shop = prepare(w, b"x" * 40000)
    before = w.env()
    w.one_line(w.cd(shop), shop, "32 KiB")
    w.silent(w.enter())
    w.outside(before)
