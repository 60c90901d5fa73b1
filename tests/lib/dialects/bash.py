# SPDX-License-Identifier: MIT
"""bash."""

import os

from .dialect import Dialect

BASH_STRICT = [
    b"set -u", b"set -euo pipefail", b"set -o posix", b"shopt -s extdebug", b"set -f", b"set -C", b"IFS=x", b"IFS=",
    b"unset IFS", b"shopt -s nullglob", b"shopt -s failglob", b"shopt -s nocasematch", b"shopt -s extglob",
    b"set -o noclobber -o nounset -e", b"shopt -s xpg_echo", b"set -k", b"set +B", b"shopt -u sourcepath",
    b"set -E -T", b"set -p", b"shopt -s compat42 2>/dev/null",
    b"shopt -s localvar_inherit 2>/dev/null; shopt -s lastpipe", b"set +m", b"set -o vi", b"set +h"
]


class Bash(Dialect):
    name = "bash"
    rc = ".bashrc"
    login_rc = ".bash_profile"
    typed = b"bash"
    strict = BASH_STRICT
    aliases = (b"alias cd='echo no' echo='echo x' test='echo no' printf='echo no' local='echo no' export='echo no' "
               b"unset='echo no' set='echo no'\n")
    unalias = b"unalias cd echo"
    extend_prompt = b'PS1="[x] $PS1"'
    setup = b"PS1='=pty= '\nHISTFILE=\nbind 'set enable-bracketed-paste off' 2>/dev/null\n"

    def start(self, box):
        return ["--rcfile", os.path.join(box.home, self.rc), "-i"]

    def at_login(self, code, rc):
        return code + self.source(os.fsencode(rc))
