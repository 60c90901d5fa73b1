# SPDX-License-Identifier: MIT
"""What something else activated is left alone, and nothing of ours is lost by it."""

from switching import case
from switching.world import NEVER, STATE, check, same

CONFIG = NEVER + b"env: {T_VALUE: inside}\n"


def source(w, venv):
    return w.sh.type(w.sh.source(b"%s/bin/%s" % (venv, w.sh.activate)).rstrip(b"\n"))


def prepare(w):
    shop = w.project("shop", CONFIG)
    other = w.venv(w.path("home/else/env"))
    return shop, other


def clean(w, before):
    """As before, but for what the other's own scripts leave behind."""
    now = w.env()
    same({k: v for k, v in now.items() if not k.startswith(b"_OLD_")}, before, "the environment")
    same(w.enter().prompt, b"", "the prompt")


@case(needs="an activation script")
def another_inside_deactivated_inside(w):
    shop, other = prepare(w)
    before = w.env()
    w.cd(shop)
    w.silent(source(w, other))
    same(w.venv_of(), other, "the other is active")
    w.silent(w.enter())
    same(w.venv_of(), other, "and stays so")
    w.silent(w.sh.type(b"deactivate"))
    w.enter()
    w.home()
    clean(w, before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    w.home()
    w.outside(before)


@case(needs="an activation script")
def another_inside_deactivated_outside(w):
    shop, other = prepare(w)
    before = w.env()
    w.cd(shop)
    source(w, other)
    w.silent(w.home())
    same(w.venv_of(), other, "the other is active outside")
    same(w.sh.env()[b"PATH"].split(b":")[0], other + w.bin, "the other is first on PATH")
    w.silent(w.sh.type(b"deactivate"))
    w.enter()
    clean(w, before)
    check(STATE not in w.env(), "there is no state")


@case(needs="an activation script")
def another_inside_and_into_another_project(w):
    shop, other = prepare(w)
    two = w.project("two")
    before = w.env()
    w.cd(shop)
    source(w, other)
    w.silent(w.cd(two))
    same(w.venv_of(), other, "the other stays")
    w.sh.type(b"deactivate")
    w.enter()
    same(w.venv_of(), two + b"/.venv", "the project's own after it")
    w.home()
    clean(w, before)


@case(needs="an activation script")
def another_before_the_project(w):
    shop, other = prepare(w)
    before = w.env()
    source(w, other)
    with_other = w.env()
    prompt = w.enter().prompt
    w.silent(w.cd(shop))
    same(w.env(), with_other, "nothing was done")
    same(w.enter().prompt, prompt, "the prompt")
    w.silent(w.sh.type(b"deactivate"))
    w.enter()
    same(w.venv_of(), shop + b"/.venv", "the project's own after it")
    w.home()
    clean(w, before)


@case(needs="an activation script")
def the_same_sourced_over_ours(w):
    shop, _ = prepare(w)
    before = w.env()
    w.cd(shop)
    w.silent(source(w, shop + b"/.venv"))
    w.enter()
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    check(w.enter().prompt.count(b"shop") <= 2, "the prompt is %r" % w.enter().prompt)
    w.silent(w.home())
    clean(w, before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    w.home()
    clean(w, before)


@case(needs="an activation script")
def the_same_sourced_over_ours_and_deactivated(w):
    shop, _ = prepare(w)
    before = w.env()
    w.cd(shop)
    source(w, shop + b"/.venv")
    w.sh.type(b"deactivate")
    w.enter()
    now = w.env()
    same((now.get(b"VIRTUAL_ENV"), now.get(b"T_VALUE"), now[b"PATH"]), (None, b"inside", before[b"PATH"]), "left by hand")
    w.home()
    clean(w, before)


@case()
def set_before_the_shell_starts(w):
    """As editors do it: VIRTUAL_ENV and PATH stand in the environment of a new shell."""
    shop, other = prepare(w)
    w.box.variables.update(VIRTUAL_ENV=other.decode(), PATH=other.decode() + "/bin:" + w.box.variables["PATH"])
    w.start()
    before = w.env()
    w.silent(w.cd(shop))
    same(w.env(), before, "nothing was done")
    w.silent(w.home())
    same(w.env(), before, "nothing was done outside")
    w.unset("VIRTUAL_ENV")
    w.cd(shop)
    same(w.venv_of(), shop + b"/.venv", "the project's own once it is gone")


@case()
def the_projects_own_set_before_the_shell_starts(w):
    shop, _ = prepare(w)
    w.box.variables.update(VIRTUAL_ENV=shop.decode() + "/.venv", PATH=shop.decode() + "/.venv" + w.bin.decode() + ":" + w.box.variables["PATH"])
    w.start(cwd=shop)
    same(w.sh.greeting.output, [], "nothing is said")
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV")
    w.silent(w.enter())
    w.silent(w.home())


def conda(w, name):
    prefix = w.path("home/conda" if name == "base" else "home/conda/envs/" + name).decode()
    w.box.variables.update(CONDA_DEFAULT_ENV=name, CONDA_PREFIX=prefix, CONDA_SHLVL="1", CONDA_PROMPT_MODIFIER="(%s) " % name,
                           PATH="%s/bin:%s" % (prefix, w.box.variables["PATH"]))


@case()
def condas_base_is_layered_over(w):
    conda(w, "base")
    shop, _ = prepare(w)
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
    w.silent(w.home())
    w.outside(before)


@case()
def another_environment_of_condas_is_left_alone(w):
    conda(w, "data")
    shop, _ = prepare(w)
    before = w.env()
    w.silent(w.cd(shop))
    w.outside(before)
    for name in ("CONDA_DEFAULT_ENV", "CONDA_PREFIX"):
        w.unset(name)
    w.enter()
    same(w.venv_of(), shop + b"/.venv", "the project's own once it is gone")


@case()
def conda_activated_inside(w):
    shop, _ = prepare(w)
    before = w.env()
    w.cd(shop)
    w.export("CONDA_PREFIX", w.path("home/conda/envs/data"))
    w.export("CONDA_DEFAULT_ENV", b"data")
    w.export("PATH", w.path("home/conda/envs/data/bin") + b":" + w.sh.env()[b"PATH"])
    inside = w.env()
    w.silent(w.home())
    same(w.env(), inside, "nothing is undone while it lasts")
    w.unset("CONDA_PREFIX")
    w.unset("CONDA_DEFAULT_ENV")
    w.export("PATH", w.sh.env()[b"PATH"].split(b":", 1)[1])
    w.enter()
    w.outside(before)


@case()
def virtual_env_taken_away_by_the_user(w):
    shop, _ = prepare(w)
    before = w.env()
    w.cd(shop)
    w.unset("VIRTUAL_ENV")
    w.silent(w.enter())
    same(w.venv_of(), None, "it stays away")
    w.home()
    w.outside(before)
    w.cd(shop)
    w.inside(shop, before, extra={b"T_VALUE": b"inside"})
