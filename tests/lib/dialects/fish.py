# SPDX-License-Identifier: MIT
"""fish."""

from .dialect import Dialect

FISH_STRICT = [
    b"set -g IFS x", b"set -g fish_features all"
]


class Fish(Dialect):
    name = "fish"
    rc = ".config/fish/config.fish"
    login_rc = ".config/fish/conf.d/login.fish"
    typed = b"fish"
    evaluate = b"%s | source"
    status = b"$status"
    fail = b"/bin/sh -c 'exit 3'"
    quiet = b""
    activate = b"activate.fish"
    strict = FISH_STRICT
    aliases = b"alias ls='echo no'; alias grep='echo no'; alias env='echo no'; alias cat='echo no'\n"
    extend_prompt = b"functions -c fish_prompt t_old; function fish_prompt; echo -n '[x] '; t_old; end"
    setup = (b"function fish_prompt; echo -n '=pty= '; end\nset -g fish_greeting\n"
             b"set -g fish_autosuggestion_enabled 0\nfunction fish_title; end\n")

    def start(self, box):
        return ["-i"]

    def at_login(self, code, rc):
        return b"if status is-login\n%send\n" % code if code else b""

    def define(self, name, text):
        return b"function %s; echo %s; end\n" % (name, text)

    @staticmethod
    def quote(text):
        return b"'" + text.replace(b"\\", b"\\\\").replace(b"'", b"\\'") + b"'"

    def set_env(self, name, value):
        value = b" ".join(self.quote(v) for v in value.split(b":")) if name.endswith(b"PATH") else self.quote(value)
        return b"set -gx %s %s\n" % (name, value)

    def set_var(self, name, value):
        return b"set -g %s %s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"set -e %s\n" % name

    def source(self, path):
        return b"source %s\n" % self.quote(path)

    def set_prompt(self, text):
        return b"function fish_prompt; echo -n %s; end\n" % self.quote(text)

    def write_var(self, name, path):
        return b"if set -q %s; echo -n =\"$%s\" > %s; else; echo -n > %s; end\n" % (
            name, name, self.quote(path), self.quote(path))

    def has_command(self, name, path):
        return b"if functions -q %s; echo yes > %s; else; echo -n > %s; end\n" % (
            name, self.quote(path), self.quote(path))

    def mark(self, path):
        return b"echo -n > %s\n" % self.quote(path)
