# SPDX-License-Identifier: MIT
"""elvish."""

from .dialect import Dialect

# What tells the prompts of one line from those of the line before, which it shows until the new one is made.
NUMBER = b"""var t_prompts = 0
var t_shell = (randint 1000000000)
fn t_number { put '#'$t_shell'.'$t_prompts'#' }
set edit:before-readline = [$@edit:before-readline { set t_prompts = (+ $t_prompts 1) }]
set edit:rprompt = { }
"""


class Elvish(Dialect):
    name = "elvish"
    rc = ".config/elvish/rc.elv"
    login_rc = ".config/elvish/login.elv"
    typed = b"elvish"
    evaluate = b"eval (%s | slurp)"
    fail = b"/bin/sh -c 'exit 3'"
    look = b"nop"
    quiet = b""
    numbers = True
    login_arguments = []
    login_word = b""  # none of its shells is a login shell, and each reads the same
    aliases = b"".join(b"fn %s {|@words| fail no }\n" % name for name in (b"ls", b"cat", b"env", b"sed"))
    unalias = b"nop"
    extend_prompt = b"var t_old = $edit:prompt; set edit:prompt = { put '[x] '; $t_old }"
    cannot = {
        "a kept status": "elvish has no variable of a status",
        "popd": "elvish has no pushd and popd",
        "cd -": "elvish goes to a folder of that name",
        "an activation script": "environments have no script for elvish",
        "folders by their links": "elvish knows a folder by its own name, whatever link led there",
        "functions that come back": "elvish has no way to read a function that stands among the user's names",
        "direnv": "direnv's code for elvish is evaluated by a hook of elvish's own",
    }

    def __init__(self):
        self.setup = NUMBER + self.set_prompt(b"=pty= ") + b"eval (slurp < ~/%s)\n" % self.login_rc.encode()

    def start(self, box):
        # what its daemon keeps, which ends with it: not in the folder of states, which a case makes unwritable
        return ["-db", box.path("home", ".run", "elvish.db")]

    @staticmethod
    def keys(line):
        return b"\x1b[200~" + line + b"\x1b[201~"

    @staticmethod
    def beside_report(lines):
        # its exception, with where it came from
        at = [i for i, line in enumerate(lines) if line.startswith(b"Exception: ")]
        return lines[:at[0]] if at else lines

    def define(self, name, text):
        return b"edit:add-var %s~ { echo %s }\n" % (name, text)

    @staticmethod
    def quote(text):
        return b'"' + b"".join(b"\\x%02x" % c if c < 32 or c > 126 or c in b'"\\' else b"%c" % c for c in text) + b'"'

    def announce(self, number):
        return b"echo '@<'" + number + b"@"

    def set_env(self, name, value):
        return b"set-env %s %s\n" % (name, self.quote(value))

    def set_var(self, name, value):
        return b"edit:add-var %s %s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"unset-env %s\n" % name

    def source(self, path):
        return b"eval (slurp < %s)\n" % self.quote(path)

    def set_prompt(self, text):
        return b"set edit:prompt = { put %s; t_number }\n" % self.quote(text)

    def write_var(self, name, path):
        # what stands between braces would not see the variable
        return (b"print '' > %s\nvar t_value = ''\nvar t_found = ?(set t_value = (eval 'put $%s'))\n"
                b"if (eq $t_found $ok) { print '='$t_value > %s } elif (has-env %s) { print '='(get-env %s) > %s }\n" % (
                    self.quote(path), name, self.quote(path), name, name, self.quote(path)))

    def has_command(self, name, path):
        return b"print (if (eq ?(nop (eval 'put $%s~')) $ok) { put yes } else { put '' }) > %s\n" % (name, self.quote(path))

    def wrap(self, mark, code, status):
        place = self.quote(status)
        return (b"echo '%s'\nvar t_status = ?(\n%s\n)\nif (eq $t_status $ok) { print 0 > %s } else {\n"
                b"try { print $t_status[reason][exit-status] > %s } catch { print 1 > %s; show $t_status }\n}\n" % (
                    mark, code.rstrip(b"\n"), place, place, place))

    def mark(self, path):
        return b"print '' > %s\n" % self.quote(path)
