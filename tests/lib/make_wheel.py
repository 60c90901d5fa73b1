#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""make_wheel.py KIND NAME VERSION [FOLDER]: puts a wheel into FOLDER and prints its path. The kinds are below."""
import os
import sys

from wheel import write

MAIN = "def main():\n    print('this is %s %s')\n"
METADATA = "Metadata-Version: 2.1\nName: %s\nVersion: %s\n%s\nRequires-Python: 9 is not a header here\n"


def usual(name, version):
    module = name.replace("-", "_").replace(".", "_").lower()
    return {
        "files": {module + "/__init__.py": MAIN % (name, version), module + "/inner/__init__.py": "", module + "/data.txt": "x" * 5000,
                  module + "/other_python.py": "def def\n", "one_file_%s.py" % module: "x = 1\n", "shared/%s.py" % module: "x = 2\n"},
        "entries": "[console_scripts]\n%s = %s:main\n" % (name.lower(), module), "tag": "py3-none-any", "pure": "true", "headers": "",
    }


def tagged(made, tag):
    made["tag"] = tag


def more(made, files):
    made["files"].update(files)


KINDS = {
    "usual": lambda made: None,
    "elsewhere": lambda made: tagged(made, "cp27-cp27m-win32"),
    "native": lambda made: (tagged(made, "cp%d%d-%s-%s" % (
        sys.version_info[0], sys.version_info[1], "cp%d%d" % sys.version_info[:2], "linux_" + os.uname().machine)), made.update(pure="false")),
    "newer": lambda made: made.update(headers="Requires-Python: >=3.99\n"),
    "climbing": lambda made: more(made, {"../../../../climbed.py": "x\n"}),
    "absolute": lambda made: more(made, {"/tmp/climbed.py": "x\n"}),
    "control": lambda made: more(made, {"new\nline.py": "x\n"}),
    "other": lambda made: made.update(own="another"),
    "script": lambda made: more(made, {"{name}-{version}.data/scripts/plain-{name}": "#!python\nprint('plain')\n"}),
    "taken": lambda made: more(made, {"pip/__init__.py": "mine\n"}),
    "broken": lambda made: None,
    "cut": lambda made: None,
    "text": lambda made: None,
    "no_record": lambda made: None,
}


def spoil(kind, path):
    with open(path, "rb") as file:
        text = file.read()
    if kind == "broken":
        at = text.index(b"this is ")
        text = text[:at] + b"THIS" + text[at + 4:]
    elif kind == "cut":
        text = text[:-40]
    elif kind == "text":
        text = b"not a zip\n"
    with open(path, "wb") as file:
        file.write(text)


def main():
    kind, name, version = sys.argv[1:4]
    made = usual(name, version)
    KINDS[kind](made)
    info = "%s-%s.dist-info" % (made.get("own", name), version)
    files = {path.format(name=name, version=version) if "{" in path else path: text for path, text in made["files"].items()}
    files[info + "/METADATA"] = METADATA % (name, version, made["headers"])
    files[info + "/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: %s\nTag: %s\n" % (made["pure"], made["tag"])
    files[info + "/entry_points.txt"] = made["entries"]
    path = os.path.join(*sys.argv[4:], "%s-%s-%s.whl" % (name, version, made["tag"]))
    write(path, files, info, record=kind != "no_record")
    spoil(kind, path)
    print(path)


main()
