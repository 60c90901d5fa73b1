# SPDX-License-Identifier: MIT
"""Drives a real interactive shell through cvenv's main job: demo.py SHELL BUILD.

The shell runs on a terminal of its own, with a home of its own; what it shows is passed on. The prompt
carries an unseen mark with the number of the command, by which the end of each is known. At the end
the environment before and after is compared, byte by byte.
"""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time

LIMIT = 120  # seconds for one command: pip may have to be unpacked on a slow disk

# `snapshot FILE` writes the environment and the prompt; `hook` stands where a start-up file has it.
START = {
    "bash": (".bashrc", r"""
PS1='\[\e]7771;\#\a\]$ '
snapshot() { env -0 >"$1" && printf %s "$PS1" >"$1.prompt"; }
eval "$(cvenv hook bash)"
"""),
    "zsh": (".zshrc", r"""
unsetopt prompt_sp
PS1=$'%{\e]7771;%h\a%}%# '
snapshot() { env -0 >"$1" && printf %s "$PS1" >"$1.prompt" }
eval "$(cvenv hook zsh)"
"""),
    "fish": (".config/fish/config.fish", r"""
set -g fish_greeting
set -g demo_count 0
function demo_count --on-event fish_postexec; set -g demo_count (math $demo_count + 1); end
function fish_prompt; printf '\e]7771;%s\a> ' $demo_count; end
function snapshot; env -0 >$argv[1]; and functions fish_prompt | string match -v '# *' >$argv[1].prompt; end
cvenv hook fish | source
"""),
    "tcsh": (".tcshrc", r"""
set prompt = "%{\033]7771;%h\007%}> "
alias snapshot 'env -0 >\!:1; echo $prompt:q >\!:1.prompt'
eval "`cvenv hook tcsh`"
"""),
    # This shell's prompt shows a number where there is a "!".
    "csh": (".cshrc", r"""
set demo_esc = "`printf '\033'`"
set demo_bel = "`printf '\007'`"
set prompt = "${demo_esc}]7771;\!${demo_bel}> "
alias snapshot 'env -0 >\!:1; echo $prompt:q >\!:1.prompt'
eval "`cvenv hook csh`"
"""),
}
COMMAND = {
    "bash": ["bash", "-i"],
    "zsh": ["zsh", "-i"],
    "fish": ["fish", "-i"],
    "tcsh": ["tcsh"],
    "csh": ["bsd-csh"],
}
MARK = re.compile(rb"\x1b\]7771;(\d+)\x07")
# What fish asks a terminal; the first of them wants an answer.
QUESTION = re.compile(rb"\x1b\[0?c|\x1b\[\?u|\x1b\[>0?q|\x1bP\+q[^\x1b]*\x1b\\")
TOLD_BY_CD = {"OLDPWD", "_"}


class Shell:
    def __init__(self, name, environment, home):
        self.seen = b""
        self.marks = []
        self.count = -1
        size = shutil.get_terminal_size()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("4H", size.lines, size.columns, 0, 0))
            os.chdir(home)
            os.execvpe(COMMAND[name][0], COMMAND[name], environment)
        self.wait()

    def wait(self):
        """Passes on what is shown until there is the prompt of another command; answers what was shown."""
        shown = b""
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            if not select.select([self.terminal], [], [], 0.1)[0]:
                continue
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:
                piece = b""
            if not piece:
                sys.exit("\nscript/demo: the shell ended too early")
            shown += self.show(piece)
            if shown and self.new_prompt():
                # The rest of the prompt stands behind its mark.
                while select.select([self.terminal], [], [], 0.2)[0]:
                    shown += self.show(os.read(self.terminal, 65536))
                return shown.decode("utf-8", "replace")
        sys.exit(f"\nscript/demo: no prompt within {LIMIT} s")

    def show(self, piece):
        self.seen += piece
        if re.search(rb"\x1b\[0?c", piece):
            os.write(self.terminal, b"\x1b[?62c")
        self.marks += [int(mark) for mark in MARK.findall(self.seen)]
        whole, self.seen = self.split(MARK.sub(b"", self.seen))
        whole = QUESTION.sub(b"", whole)
        sys.stdout.buffer.write(whole)
        sys.stdout.flush()
        return whole

    @staticmethod
    def split(text):
        """A mark or a question that is not there to its end waits for its rest."""
        at = text.rfind(b"\x1b")
        if at >= 0 and len(text) - at < 20 and re.fullmatch(rb"\x1b(\][0-9;]*|\[[?>0-9;]*|P[^\x1b]*)?", text[at:]):
            return text[:at], text[at:]
        return text, b""

    def new_prompt(self):
        newest = max(self.marks, default=-1)
        if newest <= self.count:
            return False
        self.count = newest
        return True

    def type(self, line):
        for byte in line.encode():
            os.write(self.terminal, bytes([byte]))
            if sys.stdout.isatty():
                time.sleep(0.02)
        os.write(self.terminal, b"\r")
        return self.wait()

    def leave(self):
        os.write(self.terminal, b"exit\r")
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                print()
                return
            if select.select([self.terminal], [], [], 0.1)[0]:
                try:
                    os.read(self.terminal, 65536)
                except OSError:
                    pass
        os.kill(self.pid, signal.SIGKILL)


def environment_for(home, build, shell):
    keep = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TERM", "USER") if name in os.environ}
    keep["PATH"] = build + os.pathsep + keep.get("PATH", os.defpath)
    if not sys.stdout.isatty():
        keep["TERM"] = "dumb"
    return dict(keep, HOME=home, ZDOTDIR=home, TMPDIR=home, SHELL=shutil.which(shell) or shell,
                XDG_CONFIG_HOME=f"{home}/.config", XDG_DATA_HOME=f"{home}/.local/share",
                XDG_STATE_HOME=f"{home}/.local/state", XDG_CACHE_HOME=f"{home}/.cache")


def read_snapshot(path):
    with open(path, "rb") as file:
        pairs = [entry.split(b"=", 1) for entry in file.read().split(b"\0") if entry]
    values = {os.fsdecode(pair[0]): pair[-1] for pair in pairs}
    with open(path + ".prompt", "rb") as file:
        values["the prompt"] = file.read()
    return {name: value for name, value in values.items() if name not in TOLD_BY_CD}


def compare(before, after):
    """The names whose values differ, each shown."""
    different = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    for name in different:
        print(f"{name}\n  before: {before.get(name)}\n  after:  {after.get(name)}")
    return different


def demonstrate(shell, home):
    """Types what a user would; answers what went wrong."""
    wrong = []

    def see(line, *expected):
        shown = shell.type(line)
        wrong.extend(f"'{line}' did not show '{text}'" for text in expected if text not in shown)
        if "not found" in shown or "error" in shown:
            wrong.append(f"'{line}' showed a message")
        return shown.splitlines()[-1]  # the next prompt

    see("snapshot before")
    see("mkdir shop shop/src")
    see("echo 'python: auto' >shop/.cvenv.yml")
    see("cd shop", "cvenv allow")
    see("cvenv allow", "(shop) ")
    see("python -V", "Python 3", "(shop) ")
    see("pip --version", f"{home}/shop/.venv/")
    see("python -c 'import sys; print(sys.prefix)'", f"{home}/shop/.venv\r\n")
    see("cd src", "(shop) ")
    if "(shop) " in see("cd ../.."):
        wrong.append("the prompt still says that an environment is active")
    see("snapshot after")
    return wrong


def main():
    name, build = sys.argv[1:]
    home = os.path.realpath(tempfile.mkdtemp(prefix="cvenv-demo-"))
    try:
        path, text = START[name]
        os.makedirs(os.path.dirname(os.path.join(home, path)), exist_ok=True)
        with open(os.path.join(home, path), "w", encoding="utf-8") as file:
            file.write(text)
        print(f"\nA real {name}, with a home of its own. Its {path} says, besides a plain prompt:\n"
              f"    {text.strip().splitlines()[-1]}\n", flush=True)
        shell = Shell(name, environment_for(home, build, name), home)
        wrong = demonstrate(shell, home)
        shell.leave()
        before = read_snapshot(f"{home}/before")
        different = compare(before, read_snapshot(f"{home}/after"))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    for text in wrong:
        print(f"script/demo: {text}", file=sys.stderr)
    if different:
        print(f"script/demo: not as before: {', '.join(different)}", file=sys.stderr)
    if wrong or different:
        return 1
    print(f"\nBefore and after: {len(before) - 1} variables and the prompt, the same, byte by byte.\n"
          f"Your own shell: make install, then this line in its start-up file:\n"
          f"    {text_of_hook(name)}")
    return 0


def text_of_hook(name):
    return START[name][1].strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
