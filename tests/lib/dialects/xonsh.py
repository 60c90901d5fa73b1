# SPDX-License-Identifier: MIT
"""xonsh, by the simpler of its two line editors."""

import os

from .dialect import Dialect

STRICT = [
    b"$RAISE_SUBPROC_ERROR = True; $XONSH_SHOW_TRACEBACK = True", b"$AUTO_PUSHD = True; $AUTO_CD = True; $CDPATH = ['/usr']",
    b"$UPDATE_OS_ENVIRON = True", b"$THREAD_SUBPROCS = False", b"$EXPAND_ENV_VARS = False; $DOTGLOB = True", b"$XONSH_ENCODING = 'latin-1'",
    b"os = sys = json = subprocess = shell = env = name = args = cvenv = item = None",
]


class Xonsh(Dialect):
    name = "xonsh"
    typed = b"xonsh"
    rc = ".xonshrc"
    login_rc = ".xonsh_login.xsh"
    # It has no start-up file of a login shell's own, and in tmux a script does not know that it is one. A name alone is a
    # command only where it has the line to itself, so the announcement before it is taken away.
    setup = (b"if ${...}.get('TMUX') or '-l' in __import__('sys').argv:\n    execx(open(__import__('os').path.expanduser('~/.xonsh_login.xsh')).read())\n"
             b"$TITLE = ''\n$PROMPT = '=pty= '\n"
             b"@events.on_transform_command\ndef t_announced(cmd):\n    if cmd.startswith('print(\\'@<') and '; ' in cmd:\n"
             b"        say, cmd = cmd.split('; ', 1)\n        execx(say)\n    return cmd\n")
    status = b"$LAST_RETURN_CODE"
    fail = b"/bin/sh -c 'exit 3'"
    look = b"pass"
    unheld = [b"\xff"]
    noise = (b"PROMPT", b"LAST_RETURN_CODE", b"XONSH_APPEND_NEWLINE")
    loses_lines = True
    strict = STRICT
    aliases = b"".join(b"aliases[%r] = 'no'\n" % name for name in ("echo", "env", "git"))
    unalias = b"pass"
    extend_prompt = b"$PROMPT = '[x] ' + $PROMPT"
    # The other editor draws all anew at each key; what comes from elsewhere is not looked for at every start.
    variables = {"SHELL_TYPE": "readline", "XONSH_HISTORY_BACKEND": "dummy"}
    cannot = {
        "unexported variables": "xonsh has none: what is not in its environment is Python's",
        "an activation script": "an environment has none for xonsh",
        "exec": "xonsh's exec leaves its mark in the environment, by which an exec in what it started is refused",
        "folders that go": "xonsh says by itself at each prompt that its folder is gone",
        "an activation by eval": "xonsh is told what to do by data, which its hook reads",
    }

    def start(self, box):
        return ["-i"]

    def hook(self, exe, variables=None):
        return b"execx(__import__('subprocess').check_output([%s, 'hook', 'xonsh'], env=${...}.detype()).decode())\n" % self.quote(os.fsencode(exe))

    @staticmethod
    def fit(text):
        return text.decode("utf-8", "ignore").encode()

    def fit_entry(self, text):
        # which it expands
        return self.fit(text).replace(b"~", b"").replace(b"$", b"")

    def fit_name(self, text):
        # of which PATH gets an entry
        return self.fit(text).replace(b"$", b"")

    def define(self, name, text):
        return b"aliases['%s'] = 'echo %s'\n" % (name, text)

    @staticmethod
    def quote(text):
        return ascii(text.decode("utf-8", "surrogateescape")).encode()

    def set_env(self, name, value):
        return b"$%s = %s\n" % (name, self.quote(value))

    def set_var(self, name, value):
        return b"%s = %s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"if %r in ${...}:\n    del $%s\n" % (name.decode(), name)

    def cd(self, path):
        return b"cd @(%s)\n" % self.quote(path)

    def source(self, path):
        return b"execx(open(%s, errors='surrogateescape').read())\n" % self.quote(path)

    def announce(self, number):
        return b"print('@<' + '" + number + b"@')"

    def set_prompt(self, text):
        return self.set_env(b"PROMPT", text)

    def write_env(self, path):
        return b"/usr/bin/env -0 > @(%s)\n" % self.quote(path)

    def write_var(self, name, path):
        return b"with open(%s, 'wb') as t_file:\n    t_file.write(('=' + ${...}.detype()['%s']).encode('utf-8', 'surrogateescape') if '%s' in ${...} else b'')\n" % (
            self.quote(path), name, name)

    def has_command(self, name, path):
        return b"with open(%s, 'w') as t_file:\n    t_file.write('yes' if '%s' in aliases else '')\n" % (self.quote(path), name)

    def wrap(self, mark, code, status):
        return b"print('%s')\n%s\nwith open(%s, 'w') as t_file:\n    t_file.write(str(__xonsh__.history.last_cmd_rtn or 0))\n" % (
            mark, code.rstrip(b"\n"), self.quote(status))

    def mark(self, path):
        return b"open(%s, 'w').close()\n" % self.quote(path)
