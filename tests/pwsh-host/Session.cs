// SPDX-License-Identifier: MIT
using System;
using System.Collections;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace Cvenv.Tests;

/// <summary>
/// One session: what pwsh's console does around the engine. Lines go to the output as they are; a prompt and what
/// reads a line are no lines of the user's, so $? outlives them.
/// </summary>
internal sealed class Session : IDisposable
{
    private readonly Terminal terminal;
    private readonly TestHost host;
    private readonly Runspace runspace;
    private readonly object running = new();
    private Pipeline? current;
    private volatile bool interrupted;

    public Session(Terminal terminal, bool login = false)
    {
        this.terminal = terminal;
        this.host = new TestHost(terminal);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        Cmdlets.AddTo(state, () => terminal.ReadLine(() => this.interrupted));
        state.Variables.Add(new SessionStateVariableEntry("__host_login", login, string.Empty));
        this.runspace = RunspaceFactory.CreateRunspace(this.host, state);
        this.runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        this.runspace.Open();
    }

    public int? ExitCode => this.host.ExitCode;

    public void Dispose() => this.runspace.Dispose();

    /// <summary>Ctrl-C: ends what runs.</summary>
    public void Interrupt()
    {
        // both at once: it is not to reach what runs next
        lock (this.running)
        {
            this.interrupted = true;
            this.current?.StopAsync();
        }
    }

    /// <summary>Runs code as a line that was typed; whether it went well.</summary>
    public bool Run(string code)
    {
        Pipeline pipeline = this.runspace.CreatePipeline(code, true);
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add("Out-Default");
        return this.Invoke(pipeline) is not null;
    }

    /// <summary>The profile of this user's, where there is one.</summary>
    public void RunProfile()
    {
        string? folder = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        folder ??= Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".config");
        string profile = Path.Combine(folder, "powershell", "Microsoft.PowerShell_profile.ps1");
        if (File.Exists(profile))
        {
            this.Run(". '" + profile.Replace("'", "''") + "'");
        }
    }

    /// <summary>Prompts and runs lines until the session ends; a line that starts with MARK is handed back instead.</summary>
    public string? Converse(char mark)
    {
        while (this.ExitCode is null)
        {
            this.interrupted = false;
            object? prompt = this.Ask("prompt");
            string shown = prompt?.ToString() ?? string.Empty;
            // from here on it is the line that is interrupted
            this.interrupted = false;
            this.terminal.Write(shown.Length > 0 ? shown : "PS>");
            string? line = this.Ask("PSConsoleHostReadLine")?.ToString();
            if (line is null)
            {
                if (this.terminal.Ended)
                {
                    return null;
                }
                this.terminal.Write("\n");
            }
            else if (line.StartsWith(mark))
            {
                return line[1..];
            }
            else if (line.Trim().Length > 0)
            {
                this.interrupted = false;
                this.Run(line);
            }
        }
        return null;
    }

    /// <summary>The last thing that a function of the session says.</summary>
    private object? Ask(string function)
    {
        Collection<PSObject>? said = this.Invoke(this.runspace.CreatePipeline(function, false));
        return said is null || said.Count == 0 ? null : said[^1];
    }

    private Collection<PSObject>? Invoke(Pipeline pipeline)
    {
        lock (this.running)
        {
            this.current = pipeline;
        }
        try
        {
            return pipeline.Invoke();
        }
        catch (PipelineStoppedException)
        {
            return null;
        }
        catch (RuntimeException error)
        {
            this.terminal.WriteError(error.ErrorRecord + "\n");
            return null;
        }
        finally
        {
            lock (this.running)
            {
                this.current = null;
            }
            pipeline.Dispose();
        }
    }
}
