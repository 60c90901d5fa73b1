# SPDX-License-Identifier: MIT
"""What a shell is to the tests."""

import os


class Dialect:
    """How one shell is started, and how it says things. What is not said here is POSIX."""

    name = None
    program = None   # what it is started by, where that is not its name
    typed = None     # what a user types to start it, so that it reads its start-up file
    login_arguments = ["-l", "-i"]
    login_word = b" -l"  # the same, typed behind it
    rc = None        # its start-up file, below HOME
    login_rc = None  # what a login shell reads (too)
    setup = None     # what stands in the start-up file of every test: the prompt, and nothing that redraws it
    evaluate = b'eval "$(%s)"'
    enter = b"\n"            # the key that ends a line
    status = b"$?"
    fail = b"(exit 3)"         # ends with status 3
    look = b"echo -n ''"       # what makes the hook look: just the key
    away = b" > /dev/null"     # behind a command: what it prints goes nowhere
    quiet = b" > /dev/null"    # behind pushd and popd, where they say where they are
    activate = b"activate"     # the environment's script for it
    noise = ()                 # variables that it changes by itself, beside those that every shell does
    unheld = []                # values that it cannot hold
    runs_hook = False          # whether its start-up file holds what `cvenv hook` prints: it is written when the shell is wanted
    renew = None               # what, typed before a path, starts it anew (pwsh-host)
    numbers = False            # whether its prompt is numbered behind "=pty= ", where it may show one of before until the new one is made
    keeps_commands = False     # whether `deactivate` is there, and does nothing, where nothing is active
    loses_prompt = False       # whether a prompt that is interrupted while it is made is not shown
    loses_lines = False        # whether what is typed between Ctrl-C and the next prompt may be thrown away
    cannot = {}                # what cases may need and it cannot do: why
    variables = {}             # what is set for it in every test
    strict = []                # what a user may set, and the hook has to live with
    aliases = b""              # of builtins and programs, before the hook
    unalias = b"true"          # those that would be in a test's way
    extend_prompt = b""        # puts "[x] " before the prompt

    def fit_name(self, text):
        """TEXT without what the name of a folder that is entered cannot have."""
        return self.fit(text)

    def fit_entry(self, text):
        """TEXT without what an entry of PATH cannot have."""
        return self.fit(text)

    def ahead(self, command):
        """What the shell, started by COMMAND, puts ahead of the PATH that it is given, by itself: a list."""
        return []

    def hook(self, exe, variables=None):
        """Code that does what a start-up file does with the hook of EXE; VARIABLES: what the shell is started with."""
        return self.evaluate % (b"%s hook %s" % (self.quote(os.fsencode(exe)), self.name.encode())) + b"\n"

    def at_login(self, code, rc):
        """What stands in login_rc so that a login shell runs CODE, and after it what is in RC."""
        return code

    @staticmethod
    def shown(text):
        """TEXT, a project's name, as a prompt shows it."""
        return text

    @staticmethod
    def fit(text):
        """As much of TEXT as a variable of its can hold."""
        return text

    @staticmethod
    def keys(line):
        """What is sent for LINE: where each key is drawn, all of it in one."""
        return line

    @staticmethod
    def beside_report(lines):
        """LINES without what the shell itself says of a command that failed."""
        return lines

    def define(self, name, text):
        """Code for a function that prints TEXT."""
        return b"%s() { echo %s; }\n" % (name, text)

    @staticmethod
    def quote(text):
        return b"$'" + b"".join(b"\\%03o" % c if c < 32 or c > 126 or c in b"'\\" else b"%c" % c for c in text) + b"'"

    def set_env(self, name, value):
        return b"export %s=%s\n" % (name, self.quote(value))

    def set_var(self, name, value):
        return b"%s=%s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"unset %s\n" % name

    def cd(self, path):
        return b"cd %s\n" % self.quote(path)

    def source(self, path):
        return b"source %s\n" % self.quote(path)

    def say(self, text):
        """Code that prints TEXT, which is a word of the shell's."""
        return b"echo " + text

    def announce(self, number):
        """Code that prints "@<NUMBER@" and does not hold it."""
        return b"echo @\\<" + number + b"@"

    def set_prompt(self, text):
        return b"PS1=%s\n" % self.quote(text)

    def write_var(self, name, path):
        """Code that writes "=" and the value of NAME, exported or not, to PATH; nothing where it is unset."""
        return b"printf %%s \"${%s+=$%s}\" > %s\n" % (name, name, self.quote(path))

    def write_env(self, path):
        """Code that writes what a program is given as its environment to PATH, a zero byte behind each."""
        return b"/usr/bin/env -0 > %s\n" % self.quote(path)

    def has_command(self, name, path):
        """Code that writes a word to PATH where NAME is a function or an alias."""
        return b"(typeset -f %s || alias %s) > %s 2>/dev/null\n" % (name, name, self.quote(path))

    def wrap(self, mark, code, status):
        """CODE in a file to be sourced: MARK before it, its status into the file STATUS after it."""
        return b"echo '%s'\n%s\necho %s > %s\n" % (mark, code.rstrip(b"\n"), self.status, self.quote(status))

    def mark(self, path):
        """Code that opens PATH and starts nothing."""
        return b": > %s\n" % self.quote(path)
