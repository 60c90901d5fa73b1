<#
.SYNOPSIS
Activates this virtual environment in PowerShell.

.DESCRIPTION
The environment's programs go first on PATH, and the prompt says its name. 'deactivate' leaves it again:
what was added is taken away, and what you changed meanwhile stays.

.PARAMETER VenvDir
The environment's folder, where it is not the one that this file was made for.

.PARAMETER Prompt
What the prompt shows in place of the environment's own name.

.EXAMPLE
. bin/Activate.ps1
#>
param(
    [string] $VenvDir,
    [string] $Prompt
)

function global:deactivate ([switch] $NonDestructive) {
    $kept = Get-Variable -Name _OLD_VIRTUAL -Scope Global -ValueOnly -ErrorAction Ignore
    if ($null -eq $kept -and $env:VIRTUAL_ENV -and -not $env:CVENV_STATE) {
        # a process that was started inside one inherits its entry of PATH, but not what was kept
        $kept = @{ Bin = [IO.Path]::Combine($env:VIRTUAL_ENV, $(if ($env:OS -eq 'Windows_NT') { 'Scripts' } else { 'bin' })) }
    }
    if ($null -ne $kept) {
        # only the environment's own entry goes, the first where there are several
        $entries = [Collections.Generic.List[string]] @("$env:PATH".Split([IO.Path]::PathSeparator))
        if ($entries.Remove($kept.Bin)) {
            $env:PATH = [string]::Join([IO.Path]::PathSeparator, $entries)
        }
        if ($kept.ContainsKey('PythonHome') -and $null -eq [Environment]::GetEnvironmentVariable('PYTHONHOME')) {
            $env:PYTHONHOME = $kept.PythonHome
        }
        if ($kept.ContainsKey('NewPrompt') -and [object]::ReferenceEquals($function:prompt, $kept.NewPrompt)) {
            $function:global:prompt = $kept.Prompt
        }
    }
    Remove-Variable -Name _OLD_VIRTUAL -Scope Global -Force -ErrorAction Ignore
    [Environment]::SetEnvironmentVariable('VIRTUAL_ENV', $null)
    [Environment]::SetEnvironmentVariable('VIRTUAL_ENV_PROMPT', $null)
    if (-not $NonDestructive) {
        Remove-Item -LiteralPath Function:deactivate -Force -ErrorAction Ignore
    }
}

deactivate -NonDestructive

$global:_OLD_VIRTUAL = @{ Bin = __VENV_BIN__ }
if ($VenvDir) {
    $VenvDir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($VenvDir)
    $global:_OLD_VIRTUAL.Bin = [IO.Path]::Combine($VenvDir, [IO.Path]::GetFileName(__VENV_BIN__))
} else {
    $VenvDir = __VENV_DIR__
}
if (-not $PSBoundParameters.ContainsKey('Prompt')) {
    $Prompt = __VENV_PROMPT__
}
$env:VIRTUAL_ENV = $VenvDir
$env:VIRTUAL_ENV_PROMPT = $Prompt

if ($null -ne [Environment]::GetEnvironmentVariable('PYTHONHOME')) {
    $global:_OLD_VIRTUAL.PythonHome = $env:PYTHONHOME
    [Environment]::SetEnvironmentVariable('PYTHONHOME', $null)
}
$env:PATH = if ($env:PATH) { $global:_OLD_VIRTUAL.Bin + [IO.Path]::PathSeparator + $env:PATH } else { $global:_OLD_VIRTUAL.Bin }

if (-not $env:VIRTUAL_ENV_DISABLE_PROMPT) {
    $global:_OLD_VIRTUAL.Prompt = $function:prompt
    $function:global:prompt = {
        $shown = & $global:_OLD_VIRTUAL.Prompt
        Write-Host -NoNewline -ForegroundColor Green "($env:VIRTUAL_ENV_PROMPT) "
        $shown
    }
    $global:_OLD_VIRTUAL.NewPrompt = $function:prompt
}
