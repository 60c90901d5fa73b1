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

# where the environment was made, which is not kept for one that may be moved, and where it is now
$made = __VENV_DIR__
if ($VenvDir) {
    $VenvDir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($VenvDir)
} elseif ($PSScriptRoot -and [IO.File]::Exists([IO.Path]::Combine($PSScriptRoot, '..', 'pyvenv.cfg'))) {
    $VenvDir = [IO.Path]::GetDirectoryName($PSScriptRoot)
    if ($made -and -not [IO.File]::Exists([IO.Path]::Combine($made, 'pyvenv.cfg'))) {
        [Console]::Error.WriteLine('Activate.ps1: this environment was moved: what is installed in its bin still names the place where it was made')
    }
} elseif ($made -and [IO.File]::Exists([IO.Path]::Combine($made, 'pyvenv.cfg'))) {
    $VenvDir = $made
} else {
    throw 'this environment was found neither where it was made nor where this file is'
}

function global:deactivate ([switch] $NonDestructive) {
    $kept = $ExecutionContext.SessionState.PSVariable.GetValue('global:_OLD_VIRTUAL')
    if ($null -ne $kept) {
        # only the environment's own entry goes, the first where there are several
        $entries = [Collections.Generic.List[string]] @("$env:PATH".Split([IO.Path]::PathSeparator))
        if ($entries.Remove($kept.Bin)) {
            $env:PATH = [string]::Join([IO.Path]::PathSeparator, $entries)
        }
        if ($kept.ContainsKey('NoPath') -and -not $env:PATH) {
            [Environment]::SetEnvironmentVariable('PATH', [NullString]::Value)
        }
        if ($kept.ContainsKey('PythonHome') -and $null -eq [Environment]::GetEnvironmentVariable('PYTHONHOME')) {
            $env:PYTHONHOME = $kept.PythonHome
        }
        if ($kept.ContainsKey('NewPrompt') -and [object]::ReferenceEquals($function:prompt, $kept.NewPrompt)) {
            $function:global:prompt = $kept.Prompt
        }
    }
    $ExecutionContext.SessionState.PSVariable.Remove('global:_OLD_VIRTUAL')
    [Environment]::SetEnvironmentVariable('VIRTUAL_ENV', [NullString]::Value)
    [Environment]::SetEnvironmentVariable('VIRTUAL_ENV_PROMPT', [NullString]::Value)
    if (-not $NonDestructive) {
        $ExecutionContext.InvokeProvider.Item.Remove('Function:deactivate', $false)
    }
}

# another environment is left first; a process that was started inside one inherits its entry of PATH, but
# not what was kept, and what cvenv's hook did is the hook's to undo
$programs = if ($env:OS -eq 'Windows_NT') { 'Scripts' } else { 'bin' }
$kept = $ExecutionContext.SessionState.PSVariable.GetValue('global:_OLD_VIRTUAL')
if ($null -eq $kept -and $env:VIRTUAL_ENV -and -not $env:CVENV_STATE) {
    $global:_OLD_VIRTUAL = @{ Bin = [IO.Path]::Combine($env:VIRTUAL_ENV, $programs) }
}
deactivate -NonDestructive

$shown = $Prompt
if (-not $PSBoundParameters.ContainsKey('Prompt')) {
    $Prompt = __VENV_PROMPT__
    $shown = __VENV_SHOWN__
}
$global:_OLD_VIRTUAL = @{ Bin = [IO.Path]::Combine($VenvDir, $programs); Shown = $shown }
$env:VIRTUAL_ENV = $VenvDir
$env:VIRTUAL_ENV_PROMPT = $Prompt

if ($null -ne [Environment]::GetEnvironmentVariable('PYTHONHOME')) {
    $global:_OLD_VIRTUAL.PythonHome = $env:PYTHONHOME
    [Environment]::SetEnvironmentVariable('PYTHONHOME', [NullString]::Value)
}
if ($null -eq [Environment]::GetEnvironmentVariable('PATH')) {
    $global:_OLD_VIRTUAL.NoPath = $true
}
$env:PATH = if ($env:PATH) { $global:_OLD_VIRTUAL.Bin + [IO.Path]::PathSeparator + $env:PATH } else { $global:_OLD_VIRTUAL.Bin }

if (-not $env:VIRTUAL_ENV_DISABLE_PROMPT) {
    $global:_OLD_VIRTUAL.Prompt = $function:prompt
    $function:global:prompt = {
        $before = & $global:_OLD_VIRTUAL.Prompt
        $Host.UI.Write('Green', $Host.UI.RawUI.BackgroundColor, "($($global:_OLD_VIRTUAL.Shown)) ")
        $before
    }
    $global:_OLD_VIRTUAL.NewPrompt = $function:prompt
}
