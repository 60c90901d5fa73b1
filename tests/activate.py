#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The activation scripts of real environments, sourced in real shells: what they set, and that leaving
puts everything back."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from lib.activation import (EVERY_BYTE, LEAVE, LOOK, OUTSIDE, SHELLS, TOP, environment, every_byte, inside, play,  # noqa: E402
                            source_line)
from lib.pty_shell import READY, Sandbox, missing  # noqa: E402
from lib.tap import Skip, run, same  # noqa: E402
from lib.terminal import Terminal, plain  # noqa: E402


def in_and_out(name, path, change, options, prompt=None):
    outside, within, after = play(name, change + [LOOK, ("source", path), LOOK, LEAVE, LOOK], options)
    same(within, inside(outside, path, prompt), "inside (%r)" % options)
    same(after, outside, "outside again (%r)" % options)


def plain_and_back(name):
    for options in SHELLS[name].options:
        in_and_out(name, environment(), [], options)


def any_byte(name):
    for names in every_byte(name):
        for options in SHELLS[name].options:
            in_and_out(name, environment(names), [], options)


def any_byte_in_path(name):
    """In PATH as it was before."""
    for names in every_byte(name):
        in_and_out(name, environment(), [("set", b"PATH", b"/" + names + b":/bin")], b"")


def unset_and_empty(name):
    path = environment()
    for variable in (b"PATH", b"PYTHONHOME"):
        for change in [("unset", variable)], [("set", variable, b"")], [("set", variable, b"/one:/t w o")]:
            if change[0][0] == "unset" and variable == b"PYTHONHOME":
                change = []
            in_and_out(name, path, change, b"")


def empty_entries(name):
    """An empty entry of PATH means the working directory: none is made, none is lost."""
    for value in b":", b"::", b":/bin", b"/bin:", b"/bin::/usr/bin":
        if name == "fish":
            continue  # it writes them as "."
        in_and_out(name, environment(), [("set", b"PATH", value)], b"")


def path_edited_inside(name):
    """What the user did to PATH stays; of the environment's own entries the first goes."""
    path = environment()
    own = path + b"/bin"
    rows = [
        (b"/new:%s:/usr/bin:/bin", b"/new:/usr/bin:/bin"),
        (b"%s:/usr/bin:/bin:/new", b"/usr/bin:/bin:/new"),
        (b"%s:/bin:/usr/bin", b"/bin:/usr/bin"),
        (b"/bin:%s", b"/bin"),
        (b"/usr/bin:/bin", b"/usr/bin:/bin"),
        (b"/a:%s:/b:%s:/c", b"/a:/b:" + own + b":/c"),
        (b"%s:%s", own),
        (b"%s", b""),
        (b"%sx:%s:/x%s", own + b"x:/x" + own),
    ]
    for edited, expected in rows:
        (after,) = play(name, [("source", path), ("set", b"PATH", edited.replace(b"%s", own)), LEAVE, LOOK])
        same(after.get(b"PATH"), expected, "PATH after %r" % edited)


def variables_changed_inside(name):
    path = environment()
    (after,) = play(name, [("set", b"PYTHONHOME", b"/old"), ("source", path), ("set", b"PYTHONHOME", b"/new"), LEAVE, LOOK])
    same(after.get(b"PYTHONHOME"), b"/new", "PYTHONHOME that was set inside")


def twice(name):
    path = environment()
    for options in SHELLS[name].options:
        outside, within, after = play(name, [("set", b"PYTHONHOME", b"/h"), LOOK, ("source", path), ("source", path), LOOK,
                                             LEAVE, LOOK], options)
        same(within, inside(outside, path), "inside")
        same(after, outside, "outside again")


def one_after_another(name):
    first, second = environment(), environment(b"second")
    outside, within, after = play(name, [LOOK, ("source", first), ("source", second), LOOK, LEAVE, LOOK])
    same(within, inside(outside, second), "inside the second")
    same(after, outside, "outside again")


def in_a_child(name):
    """A shell inside inherits VIRTUAL_ENV and PATH, but no deactivate."""
    first, second = environment(), environment(b"second")
    for path in first, second:
        start = inside({b"PATH": OUTSIDE}, first)
        within, after = play(name, [("source", path), LOOK, LEAVE, LOOK], start=start)
        same(within[b"PATH"], path + b"/bin:" + OUTSIDE, "PATH inside")
        same((after[b"PATH"], after.get(b"VIRTUAL_ENV")), (OUTSIDE, None), "outside")


def over_a_hook(name):
    """What cvenv's hook put there is the hook's to take away: only what the script added goes."""
    path = environment()
    start = dict(inside({b"PATH": OUTSIDE}, path), CVENV_STATE="1 mode=auto .")
    start = {os.fsencode(k): os.fsencode(v) for k, v in start.items()}
    within, after = play(name, [("source", path), LOOK, LEAVE, LOOK], start=start)
    own = path + b"/bin:"
    same(within[b"PATH"], own + own + OUTSIDE, "PATH inside")
    same((after[b"PATH"], after[b"CVENV_STATE"]), (own + OUTSIDE, b"1 mode=auto ."), "outside")


def words_are_not_looked_at_again(name):
    path = environment(b"__VENV_PROMPT__ x", "--prompt", "; touch pwned #__VENV_DIR__")
    in_and_out(name, path, [], b"", b"; touch pwned #__VENV_DIR__")


def folder_is_gone(name):
    """The environment was removed while it was active."""
    path = environment(b"gone")
    gone = os.path.join(os.fsencode(TOP), b"moved-" + name.replace(" ", "-").encode())
    steps = [LOOK, ("source", path), ("raw", b"/bin/mv %s %s\n" % (path, gone)), LEAVE, LOOK]
    outside, after = play(name, steps)
    same(after, outside, "outside again")


HOSTILE = [b"x$(touch pwned)`touch pwned`", b"%n%(?.a.b)%F{red}%%", b"\\h\\u\\$(touch pwned)\\\\", b"!h!!^a^b",
           b"${HOME}$HOME", b"'\"quotes", "ünï".encode(), b"%1v%81v ) x"]


def prompt_shows_names_as_they_are(name, before=b""):
    if missing(name):
        raise Skip(missing(name))
    for hostile in HOSTILE:
        path = environment(hostile)
        with Sandbox() as box:
            shell = box.shell(name)
            shell.run(before)
            start = shell.run(b"")
            result = shell.run(source_line(shell, path))
            same((result.output, result.prompt), ([], b"(" + hostile + b") " + start.prompt), "prompt inside")
            shell.type(b"")
            same(shell.run(b"").prompt, b"(" + hostile + b") " + start.prompt, "the second prompt inside")
            same(shell.run(b"deactivate\n").prompt, start.prompt, "prompt outside")
            same(os.path.exists(os.path.join(box.home, "pwned")), False, "something was run")


def prompt_disabled(name):
    if missing(name):
        raise Skip(missing(name))
    for value, shown in (b"1", b""), (b"", b"(venv) "):
        with Sandbox() as box:
            shell = box.shell(name)
            start = shell.run(shell.set_env(b"VIRTUAL_ENV_DISABLE_PROMPT", value))
            same(shell.run(source_line(shell, environment())).prompt, shown + start.prompt, "prompt inside")
            same(shell.run(b"deactivate\n").prompt, start.prompt, "prompt outside")


def prompt_changed_inside(name):
    if missing(name):
        raise Skip(missing(name))
    with Sandbox() as box:
        shell = box.shell(name)
        shell.run(source_line(shell, environment()))
        changed = shell.run(shell.set_prompt(b"mine " + READY)).prompt
        same(shell.run(b"deactivate\n").prompt, changed, "prompt outside")


def deactivate_goes(name):
    if missing(name):
        raise Skip(missing(name))
    with Sandbox() as box:
        shell = box.shell(name)
        same(shell.has(b"deactivate"), False, "deactivate before")
        shell.run(source_line(shell, environment()))
        same(shell.has(b"deactivate"), True, "deactivate inside")
        shell.run(b"deactivate\n")
        same(shell.has(b"deactivate"), False, "deactivate after")


def status_is_kept(name):
    """The prompt of before still sees how the last command ended."""
    if missing(name):
        raise Skip(missing(name))
    prompts = {
        "bash": b"PS1='[$?] '\"$PS1\"\n",
        "zsh": b"PS1='[%?] '\"$PS1\"\n",
        "fish": b"functions -c fish_prompt plain_prompt\nfunction fish_prompt; echo -n \"[$status $pipestatus] \"; plain_prompt; end\n",
        "tcsh": b"set prompt = '[%?] '\"$prompt\"\n",
        "pwsh": b"$t_old = $function:prompt; function global:prompt { \"[$? $LASTEXITCODE] \" + (& $t_old) }\n",
    }
    with Sandbox() as box:
        shell = box.shell(name)
        shell.run(prompts[name])
        before = shell.type(b"sh -c 'exit 3'").prompt
        shell.run(source_line(shell, environment()))
        same(shell.type(b"sh -c 'exit 3'").prompt, b"(venv) " + before, "prompt inside")


def other_prompts(name):
    """Shells that the harness does not speak: what they show is only looked for."""
    shell = SHELLS[name]
    if not shutil.which(shell.argv[0]):
        raise Skip("there is no %s" % name)
    for hostile in b"x$(touch pwned)`touch pwned`", b"${HOME}", b"!h!!", b"%n\\\\a" if name != "busybox" else b"%n":
        path = environment(hostile)
        home = tempfile.mkdtemp(dir=TOP)
        env = {"PATH": "/usr/bin:/bin", "HOME": home, "TERM": "dumb", "PS1": "=pty= ", "ENV": "/dev/null", "LANG": "C.UTF-8"}
        terminal = Terminal([shutil.which(shell.argv[0])] + shell.argv[1:] + ["-i"], env, home)
        shown = b"(" + hostile + b") "
        try:
            script = os.path.join(os.fsencode(home), b"s")
            with open(script, "wb") as f:
                f.write((b"set prompt = '=pty= '\n" if name == "bsd-csh" else b"PS1='=pty= '\n") +
                        shell.source(os.path.join(path, b"bin", shell.script.encode())))
            terminal.send((b"source " if name == "bsd-csh" else b". ") + script + b"\n")
            terminal.wait(lambda raw: shown + b"=pty= " in plain(bytes(raw)), "the prompt %r" % shown)
            terminal.send(b"echo on''e; deactivate\n")
            terminal.wait(lambda raw: plain(bytes(raw)).rstrip().endswith(b"one\r\n=pty="), "the prompt outside")
            same(os.path.exists(os.path.join(home, "pwned")), False, "something was run")
        finally:
            terminal.close()


def nu_prompt():
    """What nushell calls for its prompt; one that was set inside stays."""
    show, old = b"print (do $env.PROMPT_COMMAND)\n", b"$env.PROMPT_COMMAND = {|| 'old> ' }\n"
    hostile = environment(b"p$(x)\"\x1b[31m\\")
    rows = [
        ([old, show, hostile, show, LEAVE, show], b"old> \n(p$(x)\"\\x1b[31m\\) old> \nold> \n"),
        ([b"$env.PROMPT_COMMAND = 'text> '\n", hostile, show, LEAVE, b"print $env.PROMPT_COMMAND\n"],
         b"(p$(x)\"\\x1b[31m\\) text> \ntext> \n"),
        ([hostile, show, LEAVE, b"print ($env.PROMPT_COMMAND? | describe)\n"], b"(p$(x)\"\\x1b[31m\\) \nnothing\n"),
        ([old, hostile, hostile, show, LEAVE, show], b"(p$(x)\"\\x1b[31m\\) old> \nold> \n"),
        ([old, environment(), b"$env.PROMPT_COMMAND = {|| 'new> ' }\n", LEAVE, show], b"new> \n"),
        ([old, b"$env.VIRTUAL_ENV_DISABLE_PROMPT = '1'\n", environment(), show, LEAVE, show], b"old> \nold> \n"),
        ([old, b"$env.VIRTUAL_ENV_DISABLE_PROMPT = ''\n", environment(), show, LEAVE, show], b"(venv) old> \nold> \n"),
    ]
    for steps, shown in rows:
        play("nu", [s if s is LEAVE else ("raw" if s.endswith(b"\n") else "source", s) for s in steps], ends=(shown, 0))


def lint(name, *command):
    """Filled in, with every byte in it."""
    if not shutil.which(command[0]):
        raise Skip("there is no %s" % command[0])
    script = os.path.join(environment(EVERY_BYTE), b"bin", name.encode())
    done = subprocess.run([*command, script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    same((done.returncode, done.stdout), (0, b""), " ".join(command))


def modes():
    """As venv leaves them: readable by all, whatever the umask."""
    before = os.umask(0o077)
    try:
        path = environment(b"private")
    finally:
        os.umask(before)
    for name in "activate", "activate.csh", "activate.fish", "activate.nu", "Activate.ps1", "activate_this.py":
        same(oct(os.stat(os.path.join(path, b"bin", name.encode())).st_mode & 0o7777), "0o644", name)


def cases():
    here = [plain_and_back, any_byte, any_byte_in_path, unset_and_empty, empty_entries, path_edited_inside,
            variables_changed_inside, twice, one_after_another, in_a_child, over_a_hook, words_are_not_looked_at_again,
            folder_is_gone]
    for name in SHELLS:
        for case in here:
            yield "%s: %s" % (name, case.__name__.replace("_", " ")), lambda c=case, n=name: c(n)
    for name in "bash", "zsh", "fish", "tcsh", "pwsh":
        for case in prompt_shows_names_as_they_are, prompt_disabled, prompt_changed_inside, deactivate_goes, status_is_kept:
            yield "%s: %s" % (name, case.__name__.replace("_", " ")), lambda c=case, n=name: c(n)
    for name, options in (("bash", b"shopt -u promptvars\n"), ("zsh", b"setopt prompt_subst\n"),
                          ("zsh", b"setopt prompt_subst no_prompt_percent prompt_bang\n")):
        yield ("%s: prompt with %s" % (name, options.decode().strip()),
               lambda n=name, o=options: prompt_shows_names_as_they_are(n, o))
    for name in "dash", "mksh", "ksh93", "busybox", "yash", "bsd-csh":
        yield "%s: prompt" % name, lambda n=name: other_prompts(n)
    yield "nu: prompt", nu_prompt
    for name, *command in (("activate", "bash", "-n"), ("activate", "zsh", "-n"), ("activate", "dash", "-n"),
                           ("activate", "mksh", "-n"), ("activate.fish", "fish", "-n"),
                           ("activate.csh", "tcsh", "-f", "-n")):
        yield "%s passes %s" % (name, " ".join(command)), lambda n=name, c=command: lint(n, *c)
    yield "modes", modes


if __name__ == "__main__":
    try:
        status = run(list(cases()))
    finally:
        shutil.rmtree(os.fsencode(TOP), ignore_errors=True)
    sys.exit(status)
