# SPDX-License-Identifier: MIT
"""zsh."""

from .dialect import Dialect

ZSH_STRICT = [
    b"setopt ksh_arrays", b"setopt sh_word_split", b"setopt no_unset", b"setopt err_exit pipe_fail",
    b"setopt ksh_arrays sh_word_split no_unset", b"setopt warn_create_global", b"setopt warn_nested_var",
    b"setopt null_glob", b"setopt no_match", b"setopt csh_null_glob", b"setopt glob_subst", b"setopt ksh_glob",
    b"setopt extended_glob", b"setopt no_clobber", b"setopt rc_quotes", b"setopt csh_junkie_quotes",
    b"setopt all_export", b"setopt glob_assign", b"setopt no_glob", b"setopt ignore_braces", b"setopt posix_builtins",
    b"setopt posix_aliases", b"setopt auto_cd auto_pushd cdable_vars", b"setopt chase_links",
    b"setopt no_bare_glob_qual", b"setopt sh_file_expansion", b"setopt ksh_typeset 2>/dev/null",
    b"setopt no_short_loops", b"setopt bsd_echo", b"setopt no_multios", b"IFS=x", b"IFS=",
    b"setopt local_options local_traps", b"setopt typeset_silent", b"setopt no_function_argzero",
    b"setopt no_aliases", b"setopt no_hash_cmds", b"setopt c_bases octal_zeroes", b"setopt csh_junkie_loops",
    b"setopt err_return"
]


class Zsh(Dialect):
    name = "zsh"
    rc = ".zshrc"
    login_rc = ".zprofile"
    typed = b"zsh -d"
    strict = ZSH_STRICT
    aliases = (b"alias test='echo no' printf='echo no' local='echo no' export='echo no' unset='echo no' "
               b"typeset='echo no'\n")
    extend_prompt = b'PS1="[x] $PS1"'
    setup = b"PS1='=pty= '\nunset zle_bracketed_paste\nunsetopt prompt_sp prompt_cr\n"

    def start(self, box):
        return ["-d", "-i"]
