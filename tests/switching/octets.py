# SPDX-License-Identifier: MIT
"""Every byte that the system allows, in names, values and PATH, there and back."""

import os

from switching import case
from switching.world import NEVER, check, same

EVERY = bytes(range(1, 256))
PIECES = [b"\n", b"x\n", b"\n\nx\n\n", b" ", b" x ", b"\t", b"-n", b"-e x", b"'", b"''", b'"', b"\\", b"\\\\", b"a\\", b"\\n", b"\\'",
          b"$HOME", b"$(touch $HOME/canary)", b"`touch $HOME/canary`", b"${x", b"!!", b"!x", b"*", b"?", b"[a]", b"{a,b}", b"~", b"~root",
          b";touch $HOME/canary;", b"&", b"|", b"<", b">", b"#", b"%", b"%d%s", b"=", b"a=b", b"\r", b"\r\n", b"\x01\x7f", b"\x1b[31m",
          b"\x80", b"\xff\xfe", b"\xc3", b"\xc3\xa9", b"\xe2\x80\x98\xe2\x80\x99", b"\xf0\x9f\x90\x8d", b"\xef\xbf\xbd", b"\xed\xa0\x80",
          b"\xee\x80\x80", b"\xef\x98\x80", b"^", b"^a^b", b",", b"()", b"(", b")", b"@", b"_", b"1"]
# The same, several to a word: what ends a word matters, so each of the first stands at an end once.
ENDS = [b"\n", b" ", b"'", b'"', b"\\", b"$", b"`", b"!", b"\t", b"\xff", b"\xc3", b"\r"]
WORDS = [b"".join(PIECES[i::len(ENDS)]) + end for i, end in enumerate(ENDS)] + [b"-n", b"\n", b"~", b"*"]


def unlike(words):
    """Each of WORDS once."""
    return list(dict.fromkeys(words))


def unharmed(w):
    check(not os.path.exists(w.path("home/canary")), "nothing was run")


def through(w, value):
    """VALUE stands before, is replaced, copied, and restored."""
    w.sh.run(w.sh.set_env(b"T_OLD", value) + w.sh.set_env(b"T_FROM", value) + w.sh.set_env(b"T_GONE", value))
    before = w.env()
    same(before.get(b"T_OLD"), value, "the value before")
    w.cd(w.path("home/src/shop"))
    now = w.env()
    same((now.get(b"T_OLD"), now.get(b"T_COPY"), now.get(b"T_GONE")), (b"new", value, None), "inside, for %r" % value)
    w.home()
    same(w.env(), before, "restored, for %r" % value)


@case(needs="bytes")
def values(w):
    w.project("shop", NEVER + b"env: {T_OLD: new, T_COPY: '${T_FROM}', T_GONE: null}\n")
    for value in map(w.sh.fit, WORDS + [EVERY, EVERY[::-1]]):
        through(w, value)
    unharmed(w)


@case(needs="bytes")
def values_from_a_dotenv_file(w):
    shop = w.project("shop", NEVER + b"dotenv: [.env]\n", allow=False)
    value = w.sh.fit(b"\xff\xe9 \x01\x7f \\ $x `y` !z %n \xf0\x9f\x90\x8d")
    w.write(shop + b"/.env", b"T_VALUE='" + value + b"'\n")
    w.allow(shop)
    before = w.env()
    w.cd(shop)
    same(w.sh.env().get(b"T_VALUE"), value, "T_VALUE")
    w.home()
    w.outside(before)


def visit(w, name):
    root = w.project(name, NEVER + b"path: [x]\nprompt: p\n")
    os.mkdir(root + b"/x")
    before = w.env()
    r = w.cd(root)
    now = w.env()
    same(now.get(b"VIRTUAL_ENV"), root + b"/.venv", "VIRTUAL_ENV; said was %r" % r.output)
    same(now[b"PATH"], root + b"/.venv" + w.bin + b":" + root + b"/x:" + before[b"PATH"], "PATH")
    same(w.enter().prompt, b"(p) ", "the prompt")
    w.silent(w.enter())
    w.silent(w.home())
    same(w.env(), before, "restored from %r" % name)


@case(needs="bytes")
def names_of_folders(w):
    w.start()
    for word in unlike(w.sh.fit_name(word) for word in WORDS):
        visit(w, b"d" + word.replace(b"/", b"_"))
    unharmed(w)


@case(needs="bytes")
def a_name_of_all_bytes(w):
    w.start()
    visit(w, w.sh.fit_name(bytes(c for c in EVERY if c not in b"/:")))
    unharmed(w)


@case(needs="bytes")
def names_that_are_shown(w):
    """What names a folder is the prompt's default, and stands in messages: no control character gets out."""
    w.start()
    for name in unlike(w.sh.fit_name(name) for name in WORDS):
        root = w.path("home/src", b"s" + name.replace(b"/", b"_"))
        os.mkdir(root)
        w.write(root + b"/.cvenv.yml", b"env: {}\n")
        start = len(w.sh.terminal.raw)
        r = w.cd(root)
        check(len(r.output) == 1, "one line is said for %r, not %r" % (name, r.output))
        check(b"\x1b[31m" not in bytes(w.sh.terminal.raw[start:]).split(b"cvenv:")[-1].split(b"\n")[0], "no escape gets out")
        w.venv(root + b"/.venv")
        w.config(root, NEVER)
        w.silent(w.enter())
        same(w.venv_of(), root + b"/.venv", "VIRTUAL_ENV")
        check(w.enter().prompt.startswith(b"("), "there is a prompt")
        w.home()
    unharmed(w)


@case(needs="POSIX paths")
def a_name_that_holds_the_separator(w):
    root = w.project("a:b")
    before = w.env()
    r = w.cd(root)
    check(len(r.output) == 1, "one line is said, not %r" % r.output)
    w.silent(w.enter())
    w.outside(before)


@case(needs="bytes")
def path_before(w):
    """PATH of the user's, with everything in it, stays as it is."""
    shop = w.project("shop")
    w.start()
    hostile = b":".join(b"/e" + p.replace(b":", b"").replace(b"/", b"_") for p in PIECES)
    w.export("PATH", w.sh.fit_entry(b"/usr/bin:/bin:" + hostile + b":/e" + EVERY.replace(b":", b"").replace(b"/", b"")))
    before = w.env()
    w.cd(shop)
    w.inside(shop, before)
    w.home()
    w.outside(before)


@case(needs="bytes")
def text_of_the_config(w):
    value = w.sh.fit("\x01\t\n\x1b\x7f\u00e9\u20ac\U0001f40d '$x' `y` \\ %n !z".encode())
    said = "".join("\\x%02x" % ord(c) if c < " " or c in "\\\x7f" else c for c in value.decode()).replace("$", "$$")
    shop = w.project("shop", NEVER + ('env: {T_VALUE: "%s"}\n' % said).encode())
    before = w.env()
    w.silent(w.cd(shop))
    w.inside(shop, before, extra={b"T_VALUE": value})
    w.home()
    w.outside(before)


@case()
def what_the_shell_cannot_hold(w):
    """Refused with one line, and nothing is done."""
    for i, value in enumerate(w.sh.unheld):
        shop = w.project("shop%d" % i, NEVER + b"dotenv: [.env]\n", allow=False)
        w.write(shop + b"/.env", b"T_VALUE='" + value + b"'\n")
        w.allow(shop)
        before = w.env()
        w.one_line(w.cd(shop), "T_VALUE", w.name)
        w.silent(w.enter())
        w.outside(before)
        w.silent(w.home())


@case(needs="bytes", variables={"LANG": "C", "LC_ALL": "C"})
def values_in_the_c_locale(w):
    w.project("shop", NEVER + b"env: {T_OLD: new, T_COPY: '${T_FROM}', T_GONE: null}\n")
    for value in map(w.sh.fit, (EVERY, b"\xc3\xa9", b"x\n", b"\xff")):
        through(w, value)
