# SPDX-License-Identifier: MIT
# What a pyproject.toml says of requires-python: PYTHON -I -S -c TEXT-OF-THIS-FILE FILE. The file is read as
# data by tomllib or, where a Python has none, by what pip has instead. One line; src/venv/requires.c reads it.
import os
import sys

LIMIT = 1024 * 1024


def put(key, value):
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+,:@"
    octets = bytearray(value.encode("utf-8", "replace"))
    line = key + " " + "".join(chr(o) if chr(o) in plain else "%%%02X" % o for o in octets) + "\n"
    sys.stdout.buffer.write(line.encode("ascii"))


def bundled():
    """pip's own reader, out of the wheel that ensurepip would install."""
    import ensurepip
    import sysconfig
    folders = [os.path.join(os.path.dirname(ensurepip.__file__), "_bundled"), sysconfig.get_config_var("WHEEL_PKG_DIR")]
    for folder in [folder for folder in folders if folder and os.path.isdir(folder)]:
        for name in sorted(os.listdir(folder), reverse=True):
            if name.startswith("pip-") and name.endswith(".whl"):
                sys.path.insert(0, os.path.join(folder, name))
                from pip._vendor import tomli
                return tomli.loads
    raise ImportError("pip's wheel")


def reader():
    try:
        import tomllib
        return tomllib.loads
    except ImportError:
        return bundled()


def main():
    try:
        loads = reader()
    except Exception:
        put("unable", "")
        return
    try:
        with open(sys.argv[1], "rb") as file:
            octets = file.read(LIMIT + 1)
        if len(octets) > LIMIT:
            raise ValueError("it is too large")
        table = loads(octets.decode("utf-8").replace("\r\n", "\n"))
        project = table.get("project", {})
        value = project.get("requires-python") if isinstance(project, dict) else None
        if value is not None and not isinstance(value, str):
            raise ValueError("requires-python is not a string")
    except Exception as error:
        put("wrong", str(error) or type(error).__name__)
        return
    put("none" if value is None else "value", value or "")


main()
