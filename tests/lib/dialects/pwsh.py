# SPDX-License-Identifier: MIT
"""PowerShell."""

import os
import shutil
import subprocess

from .dialect import Dialect

PWSH_STRICT = [
    b"Set-StrictMode -Version Latest", b"$ErrorActionPreference = 'Stop'",
    b"Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; $PSNativeCommandUseErrorActionPreference = $true",
    b"$WhatIfPreference = $true; $ConfirmPreference = 'Low'", b"$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'",
    b"[Console]::OutputEncoding = [Text.Encoding]::Latin1", b"$OutputEncoding = [Text.Encoding]::Unicode; $OFS = 'x'",
    # which loads the module of what is typed here first, where that is one's
    b"$null = Get-Command Set-Location; $PSNativeCommandArgumentPassing = 'Legacy'; $PSModuleAutoLoadingPreference = 'None'",
    b"$args = $input = 1; $name = 2"
]


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
