# SPDX-License-Identifier: MIT
"""Other tools that hang on the same prompt."""

import shutil
import subprocess

from lib.pty_shell import SHELLS
from switching import case
from switching.world import NEVER, Skip, check, same

# As starship does: the prompt is made anew each time by a program of its own, from what is in the environment.
STARSHIP = {
    "bash": b"""t_star() { T_LAST=$?; PS1="star:${VIRTUAL_ENV##*/src/} $T_LAST =pty= "; return $T_LAST; }
if [[ $(declare -p PROMPT_COMMAND 2>/dev/null) == "declare -a"* ]]; then PROMPT_COMMAND+=(t_star)
else PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND;}t_star"; fi
""",
    "zsh": b"""t_star() { T_LAST=$?; PROMPT="star:${VIRTUAL_ENV##*/src/} $T_LAST =pty= "; }
autoload -Uz add-zsh-hook; add-zsh-hook precmd t_star
""",
    "fish": b"""function fish_prompt; set -l last $status; echo -n "star:"(string replace -r '.*/src/' '' -- "$VIRTUAL_ENV")" $last =pty= "; end
""",
}


def stars(w, before, after):
    shop, two = w.project("shop"), w.project("two")
    w.box.write_rc(SHELLS[w.name], before=before, after=after)
    w.start()
    start = w.env()
    same(w.enter().prompt.count(b"star"), 1, "the prompt at the start")
    for root, word in ((shop, b"shop"), (two, b"two"), (shop, b"shop")):
        w.cd(root)
        same(w.venv_of(), root + b"/.venv", "VIRTUAL_ENV")
        for _ in range(3):
            prompt = w.enter().prompt
            check(prompt.count(b"star") == 1 and prompt.count(b"(" + word) <= 1, "nothing piles up in %r" % prompt)
            check(w.name == "tcsh" or b"star:" + word in prompt, "the other tool sees the environment: %r" % prompt)
    w.home()
    for _ in range(2):
        prompt = w.enter().prompt
        check(b"(" not in prompt and b"star" in prompt, "the prompt outside is %r" % prompt)
    same(w.env(), start, "the environment outside")


@case("bash", "zsh", "fish")  # in tcsh a precmd that is set replaces the one before
def a_prompt_that_is_made_anew_before_the_hook(w):
    stars(w, STARSHIP[w.name], b"")


@case("bash", "zsh", "fish")
def a_prompt_that_is_made_anew_after_the_hook(w):
    stars(w, b"", STARSHIP[w.name])


@case("tcsh")
def aliases_that_were_there_are_kept(w):
    shop = w.project("shop")
    w.box.write_rc(SHELLS["tcsh"], before=b"alias precmd 'set t_pre=\"a b\"; set t_status=$status'\nalias cwdcmd 'set t_cwd=\"$cwd\"'\n")
    w.start()
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    same((w.sh.get(b"t_pre"), w.sh.get(b"t_cwd")), (b"a b", shop), "what the user's own aliases did")
    w.home()
    w.outside(before)


def direnv(w, order):
    if not shutil.which("direnv"):
        raise Skip("there is no direnv")
    if subprocess.run(["direnv", "hook", w.name], env=w.box.variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        raise Skip("this direnv has no hook for %s" % w.name)
    hook = w.sh_dialect().evaluate % (b"direnv hook " + w.name.encode()) + b"\n"
    w.box.write_rc(SHELLS[w.name], **{order: hook})
    w.box.variables["DIRENV_LOG_FORMAT"] = ""
    shop = w.project("shop", NEVER + b"env: {T_VALUE: ours}\n")
    w.write(shop + b"/.envrc", b"export T_DIRENV=1\nPATH_add theirs\n")
    subprocess.run(["direnv", "allow", shop], env=w.box.variables, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    w.start()
    before = w.env()
    for _ in range(2):
        w.cd(shop)
        w.enter()
        now = w.env()
        same((now.get(b"T_VALUE"), now.get(b"T_DIRENV"), now.get(b"VIRTUAL_ENV")), (b"ours", b"1", shop + b"/.venv"), "inside")
        path = now[b"PATH"].split(b":")
        check(shop + b"/theirs" in path and shop + b"/.venv/bin" in path, "both stand in PATH: %r" % path)
        w.home()
        w.enter()
        now = w.env()
        same((now.get(b"T_VALUE"), now.get(b"T_DIRENV"), now.get(b"VIRTUAL_ENV")), (None, None, None), "outside")
        same(now[b"PATH"], before[b"PATH"], "PATH outside")


@case(needs="direnv")
def direnv_before(w):
    direnv(w, "before")


@case("bash", "zsh", "fish", "pwsh")
def direnv_after(w):
    direnv(w, "after")


@case("bash")
def bash_preexec_like_debug_trap(w):
    shop = w.project("shop")
    w.box.write_rc(SHELLS["bash"], after=b"t_pre() { T_SEEN+=x; }; trap 't_pre' DEBUG\n")
    w.start()
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case("bash")
def a_prompt_command_that_changes_folder(w):
    shop = w.project("shop")
    w.start()
    w.sh.run(b"T_GO=%s" % shop)
    w.sh.run(b"PROMPT_COMMAND='[[ -z $T_GO ]] || { cd \"$T_GO\"; T_GO=; }'\"${PROMPT_COMMAND:+;$PROMPT_COMMAND}\"")
    w.enter()
    w.enter()
    same(w.venv_of(), shop + b"/.venv", "VIRTUAL_ENV at the next prompt")


@case("zsh")
def other_precmds(w):
    shop = w.project("shop")
    w.box.write_rc(SHELLS["zsh"], before=b"precmd() { T_PRE=$?; }\nprecmd_functions=(t_one)\nt_one() { T_ONE=$?; }\n",
                   after=b"chpwd() { T_CD=$PWD; }\nchpwd_functions+=(t_two)\nt_two() { T_TWO=$PWD; }\n")
    w.start()
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    w.sh.type(b"(exit 5)")
    same((w.sh.get(b"T_CD"), w.sh.get(b"T_TWO")), (shop, shop), "the user's chpwd ran")
    w.home()
    w.outside(before)
