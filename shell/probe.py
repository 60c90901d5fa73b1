# SPDX-License-Identifier: MIT
# What cvenv has to know of an interpreter, told by itself: PYTHON -I -S -c TEXT-OF-THIS-FILE.
# One "KEY VALUE" a line, values percent-encoded; src/venv/facts.c reads it.
import os
import sys
import sysconfig


def put(key, value):
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+,:@"
    octets = bytearray(os.fsencode(value))
    line = key + " " + "".join(chr(o) if chr(o) in plain else "%%%02X" % o for o in octets) + "\n"
    sys.stdout.buffer.write(line.encode("ascii"))  # as it is: Windows would end each line in two characters


def below_environment(name):
    top = os.path.join(os.path.sep, "cvenv-environment")
    names = {"base": top, "platbase": top, "installed_base": top, "installed_platbase": top}
    return os.path.relpath(sysconfig.get_path(name, scheme="venv", vars=names), top)


def main():
    version = sys.version_info
    implementation = sys.implementation
    executable = sys.executable or ""
    base = getattr(sys, "_base_executable", None) or executable
    above = [os.path.dirname(executable), os.path.dirname(os.path.dirname(executable))]
    configs = [os.path.join(folder, "pyvenv.cfg") for folder in above]
    library = os.path.dirname(os.__file__)
    ensurepip = os.path.join(library, "ensurepip", "__main__.py")

    purelib = "lib/%s%d.%d/site-packages" % (
        "pypy" if implementation.name == "pypy" else "python", version[0], version[1])
    platlib, include = purelib, "include"
    if os.name == "nt":
        purelib = platlib = os.path.join("Lib", "site-packages")
        include = "Include"
    elif version >= (3, 11):
        purelib = below_environment("purelib")
        platlib = below_environment("platlib")
        if version < (3, 14):
            include = below_environment("include")

    # The library of a shared build changes without its executable.
    wanted = ("LIBDIR", "INSTSONAME", "WHEEL_PKG_DIR", "Py_GIL_DISABLED")
    known = dict(zip(wanted, sysconfig.get_config_vars(*wanted)))
    depends = [executable, base, os.path.realpath(executable), os.path.realpath(base)]
    depends += configs + [os.__file__, sysconfig.__file__, ensurepip]
    depends += [module.__file__ for name, module in sorted(sys.modules.items())
                if name.startswith("_sysconfigdata") and getattr(module, "__file__", None)]
    if known["LIBDIR"] and known["INSTSONAME"]:
        depends.append(os.path.join(known["LIBDIR"], known["INSTSONAME"]))
    if known["WHEEL_PKG_DIR"]:
        depends.append(known["WHEEL_PKG_DIR"])

    put("cvenv-interpreter", "2")
    put("executable", executable)
    put("base-executable", base)
    put("real-executable", os.path.realpath(executable))
    put("base-prefix", sys.base_prefix)
    put("implementation", implementation.name)
    put("cache-tag", implementation.cache_tag or "")
    put("major", str(version[0]))
    put("minor", str(version[1]))
    put("micro", str(version[2]))
    put("version", sys.version.split()[0])
    put("free-threaded", "1" if known["Py_GIL_DISABLED"] else "0")
    put("debug", "1" if hasattr(sys, "gettotalrefcount") else "0")
    put("implementation-version", "%d.%d.%d" % tuple(implementation.version[:3]))
    put("64bit", "1" if sys.maxsize > 2 ** 32 else "0")
    put("in-environment", "1" if any(os.path.isfile(config) for config in configs) else "0")
    put("platlibdir", getattr(sys, "platlibdir", "lib"))
    put("purelib", purelib)
    put("platlib", platlib)
    put("include", include)
    put("utf8-names", "1" if sys.getfilesystemencoding().lower() in ("utf-8", "utf8") else "0")
    put("ensurepip", "1" if os.path.isfile(ensurepip) else "0")
    for path in sorted(set(depends)):
        put("depends", path)
    put("end", "")


main()
