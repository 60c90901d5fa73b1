# SPDX-License-Identifier: MIT
"""tcsh, and BSD csh, of which it has come."""

from .dialect import Dialect

TCSH_STRICT = [
    b"set noclobber", b"set noglob", b"set nonomatch", b"set echo_style=none", b"set echo_style=sysv",
    b"set backslash_quote", b"unset histchars; set histchars=''", b"set symlinks=chase", b"set symlinks=expand",
    b"set implicitcd", b"set cdpath=(/usr)", b"set pushdsilent", b"set printexitvalue", b"set listjobs",
    b"set time=100"
]
CSH_STRICT = [
    b"set noclobber", b"set noglob", b"set nonomatch", b"set cdpath=(/usr)", b"set listjobs", b"set time=100", b"set ignoreeof", b"set filec"
]


class Tcsh(Dialect):
    name = "tcsh"
    rc = ".tcshrc"
    login_rc = ".login"
    typed = b"tcsh"
    evaluate = b'eval "`%s`"'
    status = b"$status"
    fail = b"/bin/sh -c 'exit 3'"
    activate = b"activate.csh"
    strict = TCSH_STRICT
    aliases = b"alias echo 'echo x'; alias printf 'echo no'; alias test 'echo no'; alias sed 'echo no'\n"
    unalias = b"unalias echo"
    extend_prompt = b'set prompt="[x] $prompt:q"'
    setup = b"set prompt='=pty= '\nunset autologout\n"

    def start(self, box):
        return ["-i"]

    def define(self, name, text):
        return b"alias %s 'echo %s'\n" % (name, text)

    @staticmethod
    def quote(text):
        plain_ = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-"
        if not text:
            return b"''"
        return b"".join(b"'\\\n'" if c == 10 else b"%c" % c if c >= 128 or c in plain_ else b"\\%c" % c for c in text)

    def set_env(self, name, value):
        return b"setenv %s %s\n" % (name, self.quote(value))

    def set_var(self, name, value):
        return b"set %s=%s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"unsetenv %s\nunset %s\n" % (name, name)

    def source(self, path):
        return b"source %s\n" % self.quote(path)

    def set_prompt(self, text):
        return b"set prompt=%s\n" % self.quote(text)

    def write_var(self, name, path):
        return b"if ( $?%s ) then\n/usr/bin/printf %%s =\"$%s:q\" > %s\nelse\necho -n '' > %s\nendif\n" % (
            name, name, self.quote(path), self.quote(path))

    def has_command(self, name, path):
        return b"alias %s > %s\n" % (name, self.quote(path))


class Csh(Tcsh):
    name = "csh"
    program = "bsd-csh"
    rc = ".cshrc"
    typed = b"bsd-csh"
    look = b"cd ."
    strict = CSH_STRICT
    aliases = b"alias echo 'echo x'; alias printf 'echo no'; alias test 'echo no'; alias sed 'echo no'\n"
    extend_prompt = b'set prompt="[x] $prompt:q"'
    setup = b"set prompt='=pty= '\n"
    unheld = [b"a\nb", b"x" * 4100]

    @staticmethod
    def quote(text):
        # unquoted, in a word with anything quoted in it, a hard space keeps this shell busy for ever
        return Tcsh.quote(text).replace(b"\xa0", b"\\\xa0")

    cannot = {
        "long values": "a word that BSD csh reads holds 4096 bytes at most",
        "line breaks": "BSD csh cannot say a line break in what it evaluates",
        "direnv": "direnv has no hook for BSD csh",
        "typing behind an interrupt": "BSD csh throws away what is typed between Ctrl-C and its next prompt",
        "a prompt event": "BSD csh has no event but a change of directory, at each of which the program is started",
    }

    @staticmethod
    def shown(text):
        return text.replace(b"%m", b"%\\m")

    @staticmethod
    def fit(text):
        return text.replace(b"\n", b"")
