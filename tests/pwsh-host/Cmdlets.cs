// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text;

namespace Cvenv.Tests;

/// <summary>The few cmdlets that people type and that are not the engine's but its modules': as much of them as tests use.</summary>
internal static class Cmdlets
{
    public static void AddTo(InitialSessionState state, Func<string?> readLine)
    {
        foreach (Type type in new[] { typeof(SetLocation), typeof(PushLocation), typeof(PopLocation), typeof(GetLocation),
            typeof(RemoveItem), typeof(WriteOutput), typeof(InvokeExpression), typeof(OutString) })
        {
            CmdletAttribute name = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), false)[0];
            state.Commands.Add(new SessionStateCmdletEntry(name.VerbName + "-" + name.NounName, type, null));
        }
        foreach ((string alias, string cmdlet) in new[] { ("cd", "Set-Location"), ("sl", "Set-Location"), ("chdir", "Set-Location"),
            ("pushd", "Push-Location"), ("popd", "Pop-Location"), ("pwd", "Get-Location"), ("echo", "Write-Output"),
            ("iex", "Invoke-Expression") })
        {
            state.Commands.Add(new SessionStateAliasEntry(alias, cmdlet, string.Empty, ScopedItemOptions.AllScope));
        }
        // what PSReadLine defines, and the console calls for a line
        state.Variables.Add(new SessionStateVariableEntry("__host_read", readLine, string.Empty));
        state.Commands.Add(new SessionStateFunctionEntry("PSConsoleHostReadLine", "$__host_read.Invoke()"));
    }

    /// <summary>As a literal path, or a pattern that stands for one folder.</summary>
    public abstract class LocationCmdlet : PSCmdlet
    {
        [Parameter(Position = 0)]
        public string? Path { get; set; }

        [Parameter]
        [Alias("PSPath", "LP")]
        public string? LiteralPath { get; set; }

        [Parameter]
        public SwitchParameter PassThru { get; set; }

        /// <summary>Of a literal path the engine's own cmdlet asks by a method that is not public.</summary>
        protected void Go()
        {
            if (this.LiteralPath is null)
            {
                this.SessionState.Path.SetLocation(this.Path ?? "~");
                return;
            }
            const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            Type context = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.CmdletProviderContext", true)!;
            object own = context.GetConstructor(Any, new[] { typeof(Cmdlet) })!.Invoke(new object[] { this });
            context.GetProperty("SuppressWildcardExpansion", Any)!.SetValue(own, true);
            MethodInfo set = typeof(PathIntrinsics).GetMethod("SetLocation", Any, new[] { typeof(string), context, typeof(bool) })!;
            set.Invoke(this.SessionState.Path, BindingFlags.DoNotWrapExceptions, null, new[] { this.LiteralPath, own, true }, null);
        }

        protected void Try(Action go)
        {
            try
            {
                go();
            }
            catch (Exception error) when (error is SessionStateException or ProviderNotFoundException or ProviderInvocationException or PSArgumentException)
            {
                this.WriteError(new ErrorRecord(error, "location", ErrorCategory.ObjectNotFound, this.LiteralPath ?? this.Path));
            }
        }
    }

    [Cmdlet("Set", "Location")]
    public sealed class SetLocation : LocationCmdlet
    {
        protected override void ProcessRecord() => this.Try(this.Go);
    }

    [Cmdlet("Push", "Location")]
    public sealed class PushLocation : LocationCmdlet
    {
        protected override void ProcessRecord() => this.Try(() =>
        {
            this.SessionState.Path.PushCurrentLocation(null);
            this.Go();
        });
    }

    [Cmdlet("Pop", "Location")]
    public sealed class PopLocation : LocationCmdlet
    {
        protected override void ProcessRecord() => this.Try(() => this.SessionState.Path.PopLocation(null));
    }

    [Cmdlet("Get", "Location")]
    public sealed class GetLocation : PSCmdlet
    {
        protected override void ProcessRecord() => this.WriteObject(this.SessionState.Path.CurrentLocation);
    }

    [Cmdlet("Remove", "Item")]
    public sealed class RemoveItem : PSCmdlet
    {
        [Parameter(Position = 0, Mandatory = true)]
        [Alias("LiteralPath", "PSPath", "LP")]
        public string Path { get; set; } = string.Empty;

        protected override void ProcessRecord() => this.InvokeProvider.Item.Remove(new[] { this.Path }, false, false, true);
    }

    [Cmdlet("Write", "Output")]
    public sealed class WriteOutput : PSCmdlet
    {
        [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
        public PSObject? InputObject { get; set; }

        protected override void ProcessRecord() => this.WriteObject(this.InputObject, true);
    }

    [Cmdlet("Invoke", "Expression")]
    public sealed class InvokeExpression : PSCmdlet
    {
        [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
        public string Command { get; set; } = string.Empty;

        protected override void ProcessRecord()
        {
            ScriptBlock block = this.InvokeCommand.NewScriptBlock(this.Command);
            foreach (PSObject item in this.InvokeCommand.InvokeScript(this.SessionState, block))
            {
                this.WriteObject(item);
            }
        }
    }

    [Cmdlet("Out", "String")]
    public sealed class OutString : PSCmdlet
    {
        private readonly StringBuilder text = new();

        [Parameter(ValueFromPipeline = true)]
        public PSObject? InputObject { get; set; }

        [Parameter]
        public SwitchParameter Stream { get; set; }

        protected override void ProcessRecord()
        {
            if (this.Stream)
            {
                this.WriteObject(this.InputObject?.ToString());
            }
            else
            {
                this.text.Append(this.InputObject).Append('\n');
            }
        }

        protected override void EndProcessing()
        {
            if (!this.Stream)
            {
                this.WriteObject(this.text.ToString());
            }
        }
    }
}
