# SPDX-License-Identifier: MIT
"""The shells that are tested, and what each of them calls things: the one list of them (SHELLS, at the end)."""

import os
import shutil
import subprocess

BASH_STRICT = [
    b"set -u", b"set -euo pipefail", b"set -o posix", b"shopt -s extdebug", b"set -f", b"set -C", b"IFS=x", b"IFS=",
    b"unset IFS", b"shopt -s nullglob", b"shopt -s failglob", b"shopt -s nocasematch", b"shopt -s extglob",
    b"set -o noclobber -o nounset -e", b"shopt -s xpg_echo", b"set -k", b"set +B", b"shopt -u sourcepath",
    b"set -E -T", b"set -p", b"shopt -s compat42 2>/dev/null",
    b"shopt -s localvar_inherit 2>/dev/null; shopt -s lastpipe", b"set +m", b"set -o vi", b"set +h"
]
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
FISH_STRICT = [
    b"set -g IFS x", b"set -g fish_features all"
]
TCSH_STRICT = [
    b"set noclobber", b"set noglob", b"set nonomatch", b"set echo_style=none", b"set echo_style=sysv",
    b"set backslash_quote", b"unset histchars; set histchars=''", b"set symlinks=chase", b"set symlinks=expand",
    b"set implicitcd", b"set cdpath=(/usr)", b"set pushdsilent", b"set printexitvalue", b"set listjobs",
    b"set time=100"
]
CSH_STRICT = [
    b"set noclobber", b"set noglob", b"set nonomatch", b"set cdpath=(/usr)", b"set listjobs", b"set time=100", b"set ignoreeof", b"set filec"
]
PWSH_STRICT = [
    b"Set-StrictMode -Version Latest", b"$ErrorActionPreference = 'Stop'",
    b"Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true",
    b"$WhatIfPreference = $true; $ConfirmPreference = 'Low'", b"$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'",
    b"[Console]::OutputEncoding = [Text.Encoding]::Latin1", b"$OutputEncoding = [Text.Encoding]::Unicode; $OFS = 'x'",
    # which loads the module of what is typed here first, where that is one's
    b"$null = Get-Command Set-Location; $PSNativeCommandArgumentPassing = 'Legacy'; $PSModuleAutoLoadingPreference = 'None'",
    b"$args = $input = 1; $name = 2"
]


class Dialect:
    """How one shell is started, and how it says things. What is not said here is POSIX."""

    name = None
    program = None   # what it is started by, where that is not its name
    typed = None     # what a user types to start it, so that it reads its start-up file
    login_arguments = ["-l", "-i"]
    rc = None        # its start-up file, below HOME
    login_rc = None  # what a login shell reads (too)
    setup = None     # what stands in the start-up file of every test: the prompt, and nothing that redraws it
    evaluate = b'eval "$(%s)"'
    status = b"$?"
    fail = b"(exit 3)"         # ends with status 3
    look = b"echo -n ''"       # what makes the hook look: just the key
    quiet = b" > /dev/null"    # behind pushd and popd, where they say where they are
    activate = b"activate"     # the environment's script for it
    unheld = []                # values that it cannot hold
    renew = None               # what, typed before a path, starts it anew (pwsh-host)
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

    def ahead(self, command):
        """What the shell, started by COMMAND, puts ahead of the PATH that it is given, by itself: a list."""
        return []

    def hook(self, exe):
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


class Pwsh(Dialect):
    """PowerShell: its engine in tests/pwsh-host, where CVENV_PWSH_HOST names that as it was built, else the pwsh that there is."""

    name = "pwsh"
    login_arguments = ["-Login"]
    rc = ".config/powershell/Microsoft.PowerShell_profile.ps1"
    login_rc = ".config/powershell/login.ps1"
    evaluate = b"Invoke-Expression (& %s | Out-String)"
    status = b"$(if ($?) { 0 } else { $LASTEXITCODE })"
    fail = b"/bin/sh -c 'exit 3'"
    look = b"$null"
    quiet = b""
    activate = b"Activate.ps1"
    strict = PWSH_STRICT
    aliases = b"".join(b"function global:%s { 'no' }\n" % name for name in (
        b"ForEach-Object", b"Where-Object", b"Out-Null", b"Write-Error", b"Get-Command", b"New-Object", b"Test-Path"))
    unalias = b"$null"
    extend_prompt = b"$t_old = $function:prompt; function global:prompt { '[x] ' + (& $t_old) }"
    renew = b"\x1e"        # makes the host start a new session in the same process
    loses_prompt = True    # one that is interrupted while it is made
    loses_lines = True
    variables = {"POWERSHELL_TELEMETRY_OPTOUT": "1", "POWERSHELL_UPDATECHECK": "Off"}
    cannot = {"exec": "PowerShell goes on behind what it starts"}

    def __init__(self):
        self.program = os.environ.get("CVENV_PWSH_HOST") or "pwsh"
        self.hosted = self.program != "pwsh"
        self.own_folder = None
        if not self.hosted:
            self.renew = None
            self.cannot = dict(self.cannot, **{
                "typing behind an interrupt": "without PSReadLine, which tests/pwsh.py has, PowerShell reads on to the end of a line that Ctrl-C ended"})
        self.typed = os.fsencode(shutil.which(self.program) or self.program) + b" -NoLogo"
        # One that `dotnet` runs, as its tools are, does not know that it is a login shell: what tmux starts is, and what a test calls so.
        # PSReadLine draws each key as it comes, and so does the console where no function reads lines
        self.setup = (b"if ($env:TMUX -or [Environment]::GetCommandLineArgs() -ccontains '-l') { . $HOME/.config/powershell/login.ps1 }\n"
                      b"function global:PSConsoleHostReadLine { [Console]::In.ReadLine() }\n" if not self.hosted else
                      b"if ($__host_login) { . $HOME/.config/powershell/login.ps1 }\n") + self.set_prompt(b"=pty= ")

    def start(self, box):
        return ["-NoLogo"]

    def ahead(self, command):
        """PowerShell's own folder, unless PATH begins with it; the host has none."""
        if self.own_folder is None:
            said = subprocess.run(command + ["-NoProfile", "-Command", "$env:PATH"], env=dict(os.environ, PATH="/usr/bin:/bin", **self.variables),
                                  check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout
            self.own_folder = said.split(b":")[:-2]
        return self.own_folder

    @staticmethod
    def fit(text):
        return text.decode("utf-8", "ignore").encode()

    def fit_name(self, text):
        # the one parts folders here, as "/" does; the other stands for any folder, in a literal path too
        return self.fit(text).replace(b"\\", b"").replace(b"*", b"")

    def define(self, name, text):
        return b"function global:%s { '%s' }\n" % (name, text)

    @staticmethod
    def quote(text):
        for mark in (b"'", b"\xe2\x80\x98", b"\xe2\x80\x99", b"\xe2\x80\x9a", b"\xe2\x80\x9b"):
            text = text.replace(mark, mark * 2)
        return b"'" + text + b"'"

    def announce(self, number):
        return b"echo ('@<' + '" + number + b"@')"

    def set_env(self, name, value):
        return b"[Environment]::SetEnvironmentVariable('%s', %s)\n" % (name, self.quote(value))

    def set_var(self, name, value):
        return b"$global:%s = %s\n" % (name, self.quote(value))

    def unset(self, name):
        return b"[Environment]::SetEnvironmentVariable('%s', [NullString]::Value)\n" % name

    def cd(self, path):
        return b"Set-Location -LiteralPath %s\n" % self.quote(path)

    def source(self, path):
        if path.endswith(b".ps1"):
            return b". %s\n" % self.quote(path)
        return b". ([scriptblock]::Create([IO.File]::ReadAllText(%s)))\n" % self.quote(path)

    def set_prompt(self, text):
        return b"function global:prompt { %s }\n" % self.quote(text)

    def write_env(self, path):
        return b"/bin/sh -c %s\n" % self.quote(b"exec /usr/bin/env -0 > '%s'" % path)

    def write_var(self, name, path):
        return (b"$t_value = $ExecutionContext.SessionState.PSVariable.GetValue('global:%s', [Environment]::GetEnvironmentVariable('%s'))\n"
                b"[IO.File]::WriteAllText(%s, $(if ($null -ne $t_value) { '=' + $t_value }))\n" % (name, name, self.quote(path)))

    def has_command(self, name, path):
        return b"[IO.File]::WriteAllText(%s, [string] $ExecutionContext.SessionState.InvokeCommand.GetCommand('%s', 'Function,Alias'))\n" % (
            self.quote(path), name)

    def wrap(self, mark, code, status):
        return b"'%s'\n$global:LASTEXITCODE = 0\n%s\n[IO.File]::WriteAllText(%s, \"$LASTEXITCODE\")\n" % (
            mark, code.rstrip(b"\n"), self.quote(status))

    def mark(self, path):
        return b"[IO.File]::WriteAllText(%s, '')\n" % self.quote(path)


SHELLS = {d.name: d for d in (Bash(), Zsh(), Fish(), Tcsh(), Csh(), Pwsh())}

# Those that hold every byte, as what knows of no other values needs.
WHOLE = [name for name, dialect in SHELLS.items() if dialect.fit(bytes(range(1, 256))) == bytes(range(1, 256))]
