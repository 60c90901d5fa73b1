// SPDX-License-Identifier: MIT
using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cvenv.Tests;

/// <summary>
/// Lines from standard input and text to standard output, by the terminal's own editing: .NET's console would
/// draw the line itself and send escape sequences of its own.
/// </summary>
internal sealed class Terminal
{
    private const int PollIn = 1, Milliseconds = 20;

    private readonly Stream output = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : Descriptor(1);
    private readonly Stream errors = OperatingSystem.IsWindows() ? Console.OpenStandardError() : Descriptor(2);
    private readonly Stream? input = OperatingSystem.IsWindows() ? Console.OpenStandardInput() : null;
    private readonly Queue<byte> pending = new();
    private bool ended;

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events, Returned;
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll(ref PollDescriptor descriptor, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(int descriptor, byte[] buffer, nuint size);

    public void Write(string text) => this.output.Write(Encoding.UTF8.GetBytes(text));

    public void WriteError(string text) => this.errors.Write(Encoding.UTF8.GetBytes(text));

    /// <summary>The next line without its end; null at the end of input, or once INTERRUPTED says so.</summary>
    public string? ReadLine(Func<bool> interrupted)
    {
        while (!this.pending.Contains((byte)'\n') && !this.ended)
        {
            if (interrupted())
            {
                this.pending.Clear();
                return null;
            }
            this.Fill();
        }
        if (this.pending.Count == 0)
        {
            return null;
        }
        List<byte> line = new();
        while (this.pending.TryDequeue(out byte next) && next != '\n')
        {
            line.Add(next);
        }
        return Encoding.UTF8.GetString(line.ToArray());
    }

    public bool Ended => this.ended && this.pending.Count == 0;

    private static FileStream Descriptor(int number) => new(new SafeFileHandle(number, false), FileAccess.Write, 0);

    private void Fill()
    {
        if (this.input is not null)
        {
            int next = this.input.ReadByte();
            this.ended = next < 0;
            if (next >= 0 && next != '\r')
            {
                this.pending.Enqueue((byte)next);
            }
            return;
        }
        // never read ahead of what a program that is started next is to read: the terminal hands out one line
        PollDescriptor descriptor = new() { Descriptor = 0, Events = PollIn };
        if (Poll(ref descriptor, 1, Milliseconds) <= 0)
        {
            return;
        }
        byte[] buffer = new byte[4096];
        nint count = Read(0, buffer, (nuint)buffer.Length);
        this.ended = count <= 0;
        for (int i = 0; i < count; i++)
        {
            this.pending.Enqueue(buffer[i]);
        }
    }
}
