// SPDX-License-Identifier: MIT
using System;
using System.Collections;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Cvenv.Tests;

/// <summary>
/// PowerShell's engine as a shell, for tests, called as pwsh is: pwsh-host [-NoLogo] [-NoProfile] [-Login | -l] [-i]
/// [-Command CODE | -File SCRIPT]; or --lint FILE…, which tells what Windows PowerShell 5.1 would not read.
///
/// A line that starts with U+001E names a file: the variables, a zero byte behind each, then "\0", the folder, and a
/// word. The session ends, and a new one starts with those, in this process; the word is printed before its profile
/// runs. A start of the runtime costs a second, a session some milliseconds.
/// </summary>
internal static class Program
{
    private const char Renew = '\x1e';

    private static Session? session;

    public static int Main(string[] arguments)
    {
        if (arguments.Length > 0 && arguments[0] == "--lint")
        {
            return Lint.Run(arguments[1..]);
        }
        Terminal terminal = new();
        using PosixSignalRegistration signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            session?.Interrupt();
        });
        bool profile = true, login = !OperatingSystem.IsWindows() && File.ReadAllText("/proc/self/cmdline").StartsWith('-');
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i].ToLowerInvariant())
            {
                case "-nologo" or "-i" or "-interactive":
                    break;
                case "-login" or "-l":
                    login = true;
                    break;
                case "-noprofile":
                    profile = false;
                    break;
                case "-command" or "-c":
                    return Once(terminal, profile, string.Join(' ', arguments[(i + 1)..]));
                case "-file" or "-f":
                    return Once(terminal, profile, ". '" + Path.GetFullPath(arguments[i + 1]).Replace("'", "''") + "'");
                default:
                    terminal.WriteError("pwsh-host: unknown option '" + arguments[i] + "'\n");
                    return 64;
            }
        }
        return Interactive(terminal, profile, login);
    }

    private static int Once(Terminal terminal, bool profile, string code)
    {
        using Session once = session = new Session(terminal);
        if (profile)
        {
            once.RunProfile();
        }
        bool good = once.Run(code);
        return once.ExitCode ?? (good ? 0 : 1);
    }

    private static int Interactive(Terminal terminal, bool profile, bool login)
    {
        while (true)
        {
            string? renew;
            int? status;
            using (Session next = session = new Session(terminal, login))
            {
                if (profile)
                {
                    next.RunProfile();
                }
                renew = next.Converse(Renew);
                status = next.ExitCode;
            }
            if (renew is null)
            {
                return status ?? 0;
            }
            BecomeNew(terminal, renew);
        }
    }

    private static void BecomeNew(Terminal terminal, string file)
    {
        string[] parts = File.ReadAllText(file, Encoding.UTF8).Split('\0');
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            Environment.SetEnvironmentVariable((string)variable.Key, null);
        }
        int i = 0;
        for (; parts[i].Length > 0; i++)
        {
            string[] variable = parts[i].Split('=', 2);
            Environment.SetEnvironmentVariable(variable[0], variable[1]);
        }
        Environment.CurrentDirectory = parts[i + 1];
        terminal.Write(parts[i + 2] + "\n");
    }
}
