# SPDX-License-Identifier: MIT
# Puts what ensurepip would install, but for each -NAME, or WHEEL into FOLDER/files, just as pip would have put it into
# the site-packages of an environment, and what cvenv has to know of it into FOLDER/made (src/venv/manifest.h):
# PYTHON -I -S -c TEXT-OF-THIS-FILE FOLDER UMASK PURELIB [WHEEL | -NAME...].
# Status 3: it has to be installed by pip itself; 4: it must not be installed; the reason is what is said last.
# Prints "total N" and "more N" as it gets on, and "depends PATH" for what it was made of.
import ast
import csv
import io
import marshal
import os
import py_compile
import re
import site
import struct
import sys
import time
import zipfile
import zlib
from importlib.util import MAGIC_NUMBER, cache_from_source

INSTALLER = (b"pip\n", "sha256=zuuue4knoyJ-UwPPXg8fezS7VCrXJQrAP7zeNuwvFQg", "4")
REQUESTED = (b"", "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "0")
DEBIAN = "/usr/share/python-wheels"  # where its Pythons look that say it nowhere
OWN_PACKAGES = site.getsitepackages()
STEP = 16  # files, from one word about the progress to the next
SHARES = 2000  # at most: their numbers, of two bytes each, have to fit into a pipe of one page


class Unknown(Exception):
    """Something that is installed otherwise than this file knows."""


def say(*words):
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode("utf-8", "surrogateescape"))


class Refused(Exception):
    """A wheel that pip would not install, or should not."""


class Style:
    """How this pip writes its scripts: read from its own source, since versions differ."""

    def __init__(self, pip):
        self.template = None
        source = ""
        for name in ("pip/_internal/operations/install/wheel.py", "pip/_internal/wheel.py"):
            if name in pip.namelist():
                source = pip.read(name).decode("utf-8")
                self.template = self.template or constant(source, "script_template")
                break
        if not source:
            raise Unknown("a pip that keeps its installer elsewhere")
        scripts = pip.read("pip/_vendor/distlib/scripts.py").decode("utf-8")
        self.template = self.template or constant(scripts, "SCRIPT_TEMPLATE")
        if not self.template or "%(module)s" not in self.template or "'''exec'" not in scripts:
            raise Unknown("a pip that writes its scripts otherwise")
        # An older one puts a newline of its own behind the first line.
        self.blank = "shebang + linesep" in scripts
        self.requested = "REQUESTED" in source

    def script(self, entry):
        found = re.match(r"([\w.]+)\s*:\s*([\w.]+)\s*(\[[^]]*\]\s*)?$", entry)
        if not found:
            raise Unknown("the entry point '%s'" % entry)
        module, function = found.group(1, 2)
        words = {"module": module, "import_name": function.split(".")[0], "func": function}
        return (self.template % words).encode("utf-8")


def constant(source, name):
    """The string that SOURCE gives to NAME, as it stands or through textwrap.dedent."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not node.value:
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if name not in [getattr(target, "id", getattr(target, "attr", None)) for target in targets]:
            continue
        value = node.value
        dedent = isinstance(value, ast.Call) and "dedent" in ast.dump(value.func) and len(value.args) == 1
        try:
            text = ast.literal_eval(value.args[0] if dedent else value)
        except ValueError:
            return None
        if dedent:
            import textwrap
            text = textwrap.dedent(text)
        return text
    return None


class Wheel:
    def __init__(self, path, umask):
        self.path = path
        self.umask = umask
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise Refused("'%s' is broken: %s" % (os.path.basename(path), error))
        self.items = [item for item in self.zip.infolist() if not item.filename.endswith("/")]
        names = [item.filename for item in self.items]
        infos = sorted({name.split("/")[0] for name in names if re.match(r"[^/]+\.dist-info/", name)})
        if len(infos) != 1 or infos[0] + "/RECORD" not in names or "-" not in infos[0][:-len(".dist-info")]:
            raise Refused("'%s' is not a wheel: it has no folder .dist-info with a RECORD, or several" % os.path.basename(path))
        if len(set(names)) != len(names):
            raise Refused("'%s' has two files of the same name" % os.path.basename(path))
        self.info = infos[0]
        self.name, self.version = self.info[:-len(".dist-info")].split("-", 1)
        for name in names:
            parts = name.split("/")
            if name.startswith("/") or ".." in parts or "" in parts or any(ord(letter) < 32 for letter in name):
                raise Refused("'%s' has a file that would be put elsewhere: %r" % (os.path.basename(path), name))
            if parts[0].endswith(".data"):
                raise Unknown("'%s' has files for other folders than site-packages" % os.path.basename(path))
        said = re.search(r"^Wheel-Version:\s*(\d+)\.", self.text("WHEEL"), re.MULTILINE | re.IGNORECASE)
        if not said or said.group(1) != "1":
            raise Refused("'%s' is not a wheel of version 1" % os.path.basename(path))
        if self.info + "/INSTALLER" in names or self.info + "/REQUESTED" in names:
            raise Unknown("'%s' was installed before" % os.path.basename(path))
        self.items = [item for item in self.items if item.filename != self.info + "/RECORD"]

    def text(self, name):
        try:
            return self.zip.read(self.info + "/" + name).decode("utf-8")
        except KeyError:
            return ""

    def entries(self):
        """The programs that pip makes, by their names."""
        console, section = {}, ""
        for line in self.text("entry_points.txt").splitlines():
            line = line.strip()
            if line.startswith("["):
                section = line.strip("[]").strip()
            elif "=" in line and line[0] not in "#;" and section == "console_scripts":
                name, entry = line.split("=", 1)
                console[name.strip()] = entry.strip()
            elif "=" in line and section == "gui_scripts":
                raise Unknown("'%s' has programs with windows" % self.info)
        # These two have the version of their Python in their names, whatever the wheel says.
        minor = "%d.%d" % sys.version_info[:2]
        for name, pattern, also in (("pip", r"pip(\d+(\.\d+)?)?$", ["pip%d" % sys.version_info[0], "pip" + minor]),
                                    ("easy_install", r"easy_install(-\d+\.\d+)?$", ["easy_install-" + minor])):
            if name in console:
                entry = console[name]
                console = {key: value for key, value in console.items() if not re.match(pattern, key)}
                console.update((each, entry) for each in [name] + also)
        if any("/" in name or name != name.strip() or not name for name in console):
            raise Unknown("names of programs in '%s'" % self.info)
        return console

    def put(self, item, files, purelib, stamp):
        """One file, and what is compiled of it, as which it is put down in RECORD."""
        path = os.path.join(files, *item.filename.split("/"))
        try:
            content = self.zip.read(item)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused("'%s' is broken: %s" % (os.path.basename(self.path), error))
        with open(path, "wb") as file:
            file.write(content)
        if (item.external_attr >> 16) & 0o111 and (item.external_attr >> 28) in (0, 8):
            os.chmod(path, 0o777 & ~self.umask | 0o111)
        # Whole seconds, and even ones: what any file system can keep, so that what is compiled stays valid.
        os.utime(path, (stamp, stamp))
        if path.endswith(".py"):
            try:
                made = compiled_before(item.filename, content, path) or py_compile.compile(
                    path, dfile=os.path.join(purelib, item.filename), doraise=True)
                os.utime(made, (stamp, stamp))
            except (py_compile.PyCompileError, SyntaxError, UnicodeError, ValueError):
                pass  # code for another version of Python, as pip sees it too


def header(status):
    """What stands before the code of a source of this STATUS, where times tell that it is still that of the source."""
    flags = b"" if sys.version_info < (3, 7) else bytes(4)
    return MAGIC_NUMBER + flags + struct.pack("<II", int(status.st_mtime) & 0xFFFFFFFF, status.st_size & 0xFFFFFFFF)


def compiled_before(name, content, path):
    """Puts to PATH's side the code that this Python would run of NAME in its own packages, where that has the same CONTENT.

    What is compiled there is pip of this very version as a rule, since ensurepip came with this Python; to compile it
    again is most of the time that an image takes.
    """
    for folder in OWN_PACKAGES:
        theirs = os.path.join(folder, name)
        try:
            status = os.stat(theirs)
            if status.st_size != len(content):
                continue
            with open(theirs, "rb") as file:
                if file.read() != content:
                    continue
            with open(cache_from_source(theirs), "rb") as file:
                head, code = file.read(len(header(status))), file.read()
            if head != header(status):
                continue
            marshal.loads(code)
        except (OSError, EOFError, ValueError, TypeError):
            continue
        status = os.stat(path)
        made = cache_from_source(path)
        # As py_compile: never a program, and the owner may write it.
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, status.st_mode & 0o666 | 0o200), "wb") as file:
            file.write(header(status) + code)
        return made
    return None


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def fits(wheel, pip):
    """Refuses a WHEEL that is not for this Python, as the PIP in a wheel of its own would."""
    name = os.path.basename(wheel.path)
    parts = name[:-len(".whl")].split("-")
    if (canonical(parts[0]), parts[1]) != (canonical(wheel.name), wheel.version):
        raise Refused("'%s' is of %s %s by what is in it" % (name, wheel.name, wheel.version))
    sys.path.insert(0, pip)
    try:
        try:
            from pip._vendor.packaging.tags import sys_tags
            known = {(tag.interpreter, tag.abi, tag.platform) for tag in sys_tags()}
        except ImportError:
            from pip._internal.pep425tags import get_supported
            known = set(get_supported())
        from pip._vendor.packaging.specifiers import InvalidSpecifier, SpecifierSet
    except ImportError:
        raise Unknown("a pip that knows elsewhere which wheels are for this Python")
    finally:
        sys.path.remove(pip)
    asked = [part.split(".") for part in parts[-3:]]
    if not any((python, abi, place) in known for python in asked[0] for abi in asked[1] for place in asked[2]):
        raise Refused("'%s' is for another Python or another system than this Python %s" % (name, sys.version.split()[0]))
    said = re.search(r"^Requires-Python:[ \t]*(.+?)\s*$", wheel.text("METADATA").split("\n\n")[0], re.MULTILINE | re.IGNORECASE)
    try:
        if said and not SpecifierSet(said.group(1)).contains("%d.%d.%d" % sys.version_info[:3], prereleases=True):
            raise Refused("'%s' requires Python %s, and this is %s" % (name, said.group(1), sys.version.split()[0]))
    except InvalidSpecifier:
        pass  # pip passes over it too


def ensurepip_wheels(use):
    """Calls USE with the wheels that ensurepip would install, and names what they came from."""
    import ensurepip
    folder = os.path.dirname(ensurepip.__file__)

    def instead(args, additional_paths=None):
        if not args or args[0] != "install" or not additional_paths:
            raise Unknown("ensurepip asks for something else: %s" % args)
        import sysconfig
        places = [folder, os.path.join(folder, "_bundled"), sysconfig.get_config_var("WHEEL_PKG_DIR"), DEBIAN]
        say("depends", ensurepip.__file__)
        for path in additional_paths:
            for place in places:
                if place and os.path.isfile(os.path.join(place, os.path.basename(path))):
                    say("depends", os.path.join(place, os.path.basename(path)))
        for place in places[1:3]:
            if place and os.path.isdir(place):
                say("depends", place)
        use([str(path) for path in additional_paths])
        return 0

    if not hasattr(ensurepip, "_run_pip"):
        raise Unknown("ensurepip goes another way")
    ensurepip._run_pip = instead
    # Debian's refuses to install into its own Python, which is not what is done here.
    ensurepip._ensurepip_is_disabled_in_debian_for_system = lambda: None
    ensurepip.bootstrap(upgrade=True, default_pip=True)


def taken(items, queue):
    """ITEMS one by one, as long as no other process that reads QUEUE has taken them."""
    while True:
        number = os.read(queue, 2)
        if not number:
            return
        yield from items[struct.unpack("<H", number)[0]::SHARES]


def in_shares(work, items):
    """Calls WORK with some of ITEMS in each of several processes, of which this is one; who is done with one takes the next."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:
        count = os.cpu_count() or 1
    count = max(1, min(count, 8)) if hasattr(os, "fork") else 1
    queue, end = os.pipe()
    os.write(end, b"".join(struct.pack("<H", number) for number in range(min(SHARES, len(items)))))
    os.close(end)
    children = []
    for _ in range(1, count):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work(taken(items, queue))
                status = 0
            except BaseException as error:
                status = 4 if isinstance(error, Refused) else 1
                sys.stderr.write(str(error) + "\n" if status == 4 else "%s: %s\n" % (type(error).__name__, error))
                sys.stderr.flush()
            finally:
                os._exit(status)
        children.append(child)
    try:
        work(taken(items, queue))
    finally:
        statuses = [os.waitpid(child, 0)[1] for child in children]
    if any(statuses):
        sys.exit(4 if 4 << 8 in statuses else 1)


def files_below(top):
    for folder, folders, names in os.walk(top):
        folders.sort()
        yield folder, sorted(names)


def record_text(wheel, style, files, rows):
    """RECORD as pip writes it, but for the hashes of programs, which each environment has its own."""
    known = {row[0]: row for row in csv.reader(io.StringIO(wheel.text("RECORD"))) if row}
    lines = []
    for path in rows:
        row = known.get(path, (path, "", ""))
        lines.append((path, row[1] if len(row) > 1 else "", row[2] if len(row) > 2 else ""))
    lines.append((wheel.info + "/RECORD", "", ""))
    lines.append((wheel.info + "/INSTALLER",) + INSTALLER[1:])
    if style.requested:
        lines.append((wheel.info + "/REQUESTED",) + REQUESTED[1:])
    for name in wheel.entries():
        lines.append(("../../../bin/" + name, "\x01" + name + "\x02", ""))
    out = io.StringIO()
    csv.writer(out).writerows(sorted(set(lines)))
    # The mark of a program stands for both fields.
    return re.sub("(\x01[^\x02]*\x02),", r"\1", out.getvalue()).encode("utf-8")


def compiled(files, name):
    """What was compiled of NAME, relative to FILES; None where nothing was."""
    made = os.path.relpath(cache_from_source(os.path.join(files, name)), files) if name.endswith(".py") else None
    return made if made and os.path.exists(os.path.join(files, made)) else None


def image(folder, umask, purelib, bundled, without, path):
    """Of PATH, or else of the wheels BUNDLED with this Python but for those of the projects WITHOUT."""
    files = os.path.join(folder, "files")
    stamp = int(time.time()) & ~1
    wheels = [Wheel(each, umask) for each in bundled]
    pips = [wheel for wheel in wheels if wheel.name == "pip"]
    if not pips:
        raise Unknown("no pip among them")
    style = Style(pips[0].zip)
    if path:
        wheels = [Wheel(path, umask)]
        fits(wheels[0], pips[0].path)
    else:
        wheels = [wheel for wheel in wheels if wheel.name not in without]
    wheels_made(folder, files, umask, purelib, wheels, style, stamp)


def wheels_made(folder, files, umask, purelib, wheels, style, stamp):
    items = [(wheel, item) for wheel in wheels for item in wheel.items]
    if len({item.filename for _, item in items}) != len(items):
        raise Unknown("wheels that have a file of the same name")
    say("total", len(items))
    for path in sorted({os.path.dirname(item.filename) for _, item in items} | {""}):
        os.makedirs(os.path.join(files, path), exist_ok=True)
        if any(os.path.dirname(item.filename) == path and item.filename.endswith(".py") for _, item in items):
            os.makedirs(os.path.dirname(cache_from_source(os.path.join(files, path, "x.py"))), exist_ok=True)
    items.sort(key=lambda each: each[1].file_size, reverse=True)

    def work(share):
        opened, count = {}, 0
        for count, (wheel, item) in enumerate(share, 1):
            # Each process reads by a handle of its own: the place in a file is shared by those that inherit it.
            if wheel.path not in opened:
                opened[wheel.path] = Wheel(wheel.path, umask)
            opened[wheel.path].put(item, files, purelib, stamp)
            if count % STEP == 0:
                say("more", STEP)
        if count % STEP:
            say("more", count % STEP)

    in_shares(work, items)
    out = io.BytesIO()
    for wheel in wheels:
        out.write(("package %s %s\n" % (wheel.name, wheel.version)).encode("utf-8"))
        names = [item.filename for item in wheel.items]
        rows = names + [made for made in (compiled(files, name) for name in names) if made]
        for name, content in [("INSTALLER", INSTALLER)] + ([("REQUESTED", REQUESTED)] if style.requested else []):
            path = os.path.join(files, wheel.info, name)
            with open(path, "wb") as file:
                file.write(content[0])
            os.utime(path, (stamp, stamp))
        for name, entry in sorted(wheel.entries().items()):
            text = style.script(entry)
            mode = (0o666 & ~umask | 0o555) & 0o7777
            out.write(("script %o %d %d %s\n" % (mode, style.blank, len(text), name)).encode("utf-8") + text + b"\n")
        text = record_text(wheel, style, files, rows)
        out.write(("record %d %s/RECORD\n" % (len(text), wheel.info)).encode("utf-8") + text + b"\n")
    for path, names in files_below(files):
        relative = os.path.relpath(path, files)
        if relative != ".":
            if not names and not os.listdir(path):
                os.rmdir(path)  # nothing in it could be compiled
                continue
        out.write(("folder %s\n" % relative).encode("utf-8"))
        for name in names:
            status = os.lstat(os.path.join(path, name))
            out.write(("file %o %d %d %s\n" % (status.st_mode & 0o7777, status.st_size, stamp, name)).encode("utf-8"))
    out.write(b"end\n")
    with open(os.path.join(folder, "made"), "wb") as file:
        file.write(out.getvalue())


def main():
    folder, umask, purelib = sys.argv[1], int(sys.argv[2], 8), sys.argv[3]
    os.umask(umask)
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    path = None if not sys.argv[4:] or sys.argv[4].startswith("-") else sys.argv[4]
    without = {name[1:] for name in sys.argv[4:]}
    try:
        if path:
            say("depends", path)
        ensurepip_wheels(lambda bundled: image(folder, umask, purelib, bundled, without, path))
    except Unknown as error:
        sys.stderr.write("%s\n" % error)
        sys.exit(3)
    except (Refused, zipfile.BadZipFile) as error:
        sys.stderr.write("%s\n" % error)
        sys.exit(4 if path else 3)


main()
