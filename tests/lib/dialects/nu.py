# SPDX-License-Identifier: MIT
"""nushell."""

import glob
import os
import shutil
import subprocess

from .dialect import Dialect

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))

NU_STRICT = [
    b"$env.config.display_errors.exit_code = true; $env.config.display_errors.termination_signal = true",
    b"$env.config.error_style = 'plain'; $env.config.float_precision = 0; $env.config.filesize.unit = 'kB'; $env.config.table.mode = 'none'",
    b"$env.config.ls.use_ls_colors = false; $env.config.rm.always_trash = true; $env.config.datetime_format.normal = '%y'",
    b"$env.config.hooks.env_change.PWD = [{|before, after| $env.T_WENT = 'x' }]",
]


def program():
    """The program itself, of which what npm puts on PATH is a script that starts it."""
    found = shutil.which("nu", path="%s:%s/build/nushell/node_modules/.bin" % (os.environ.get("PATH", ""), SOURCE))
    real = os.path.realpath(found or "nu")
    own = glob.glob(os.path.join(os.path.dirname(real), "../../@nushell/*/bin/nu")) if real.endswith(".js") else []
    return os.path.realpath(own[0]) if own else found or "nu"


class Nu(Dialect):
    """nushell: it evaluates no code, so its start-up file is what `cvenv hook nu` prints, in the folder that it reads such files from."""

    name = "nu"
    rc = ".local/share/nushell/vendor/autoload/cvenv.nu"
    login_rc = ".config/nushell/login.nu"
    runs_hook = True
    enter = b"\r"    # behind another key it waits whether more come
    status = b"$env.LAST_EXIT_CODE"
    fail = b"^/bin/sh -c 'exit 3'"
    look = b"null"
    activate = b"activate.nu"
    strict = NU_STRICT
    keeps_commands = True
    loses_lines = True
    unalias = b"null"
    extend_prompt = b"let t_old = $env.PROMPT_COMMAND; $env.PROMPT_COMMAND = {|| $'[x] (do $t_old)' }"
    noise = (b"CMD_DURATION_MS", b"LAST_EXIT_CODE", b"CURRENT_FILE", b"FILE_PWD")
    away = b" o> /dev/null"
    unheld = [b"\xff"]
    cannot = {
        "direnv": "direnv has no hook for nushell",
        "functions that come back": "nushell makes no command at run time, and takes none away",
        "a cd without the program": "nushell's hook starts the program at each change of directory",
        "folders that go": "nushell itself does nothing but cd where its folder is gone, and says so at each prompt",
        "popd": "nushell has no pushd and popd",
        "an activation by eval": "nushell evaluates no code",
    }

    def __init__(self):
        self.program = program()
        self.typed = os.fsencode(self.program)
        # What is not text no other program is given, so that is where the next status goes.
        self.setup = (b"$env.config.show_banner = false\n$env.config.use_ansi_coloring = false\n$env.config.bracketed_paste = false\n"
                      b"$env.config.shell_integration = {osc2: false, osc7: false, osc8: false, osc9_9: false, osc133: false, osc633: false, reset_application_mode: false}\n"
                      b"$env.PROMPT_COMMAND_RIGHT = ''\n$env.PROMPT_INDICATOR = ''\n$env.config.hooks.pre_prompt = [{||\n"
                      b"    if $env.t_status? != null { $env.LAST_EXIT_CODE | save --force $env.t_status.0 }\n    $env.t_status = null\n}]\n") + self.set_prompt(b"=pty= ")

    def start(self, box):
        return ["--no-std-lib", "--no-history"]

    def hook(self, exe, variables=None):
        if not os.access(exe, os.X_OK):
            return b""
        return subprocess.run([exe, "hook", "nu"], env=variables, check=True, stdout=subprocess.PIPE).stdout

    @staticmethod
    def fit(text):
        return text.decode("utf-8", "ignore").encode()

    def fit_name(self, text):
        # its cd takes these away from what it is told
        return bytes(c for c in self.fit(text) if c > 31 or c in b"\t\n").rstrip()

    def fit_entry(self, text):
        # to programs it gives the home in its stead
        return b"_" if text == b"~" else self.fit(text)

    def define(self, name, text):
        return b"def %s [] { '%s' }\n" % (name, text)

    @staticmethod
    def quote(text):
        return b'"' + b"".join(b"\\u{%x}" % c if c < 32 or c == 127 or c in b'"\\' else b"%c" % c for c in text) + b'"'

    def say(self, text):
        return b"print " + text

    def announce(self, number):
        return b"print ('@<' + '" + number + b"@')"

    def set_env(self, name, value):
        return b"$env.%s = %s%s\n" % (name, self.quote(value), b" | split row (char esep)" if name == b"PATH" else b"")

    def set_var(self, name, value):
        """What is not text is the shell's alone."""
        return b"$env.%s = [%s]\n" % (name, self.quote(value))

    def unset(self, name):
        return b"hide-env --ignore-errors %s\n" % name

    def source(self, path):
        return b"%s %s\n" % (b"overlay use" if path.endswith(b".nu") else b"source", self.quote(path))

    def set_prompt(self, text):
        return b"$env.PROMPT_COMMAND = {|| %s }\n" % self.quote(text)

    def write_env(self, path):
        return b"^/usr/bin/env -0 o> %s\n" % self.quote(path)

    def write_var(self, name, path):
        return b"[...(if $env.%s? == null { [] } else { ['=' ...[$env.%s]] })] | flatten | str join | save --force --raw %s\n" % (name, name, self.quote(path))

    def has_command(self, name, path):
        return b"which %s | where type in [custom alias] | get command | str join | save --force --raw %s\n" % (name, self.quote(path))

    def wrap(self, mark, code, status):
        return b"$env.t_status = [%s]\nprint '%s'\n%s\n" % (self.quote(status), mark, code.rstrip(b"\n"))

    def mark(self, path):
        return b"'' | save --force --raw %s\n" % self.quote(path)
