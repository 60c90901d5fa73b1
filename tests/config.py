#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The parser's table of keys against everything that repeats it: the schema, the man page, the fixtures and the
shells' own lists of names."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "lib"))
import tap  # noqa: E402

SOURCE = os.path.dirname(HERE)
BUILD = os.environ.get("CVENV_BUILD", ".")
TOOL = os.path.join(BUILD, "tests", "lib", "config_tool")
FIXTURES = os.path.join(HERE, "fixtures", "config")
SCHEMA = os.path.join(SOURCE, "schema", "cvenv.schema.json")
PAGE = os.path.join(SOURCE, "man", "cvenv.yml.5")
COLUMNS = ("table", "name", "kind", "top", "filled", "variable", "about", "words")
CLEAN = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}


def ask(*arguments):
    done = subprocess.run([TOOL, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


KEYS = [dict(zip(COLUMNS, line.split("\t"))) for line in ask("keys").splitlines()]
CONFIG = {key["name"]: key for key in KEYS if key["table"] == "config"}
SETTINGS = {key["name"]: key for key in KEYS if key["table"] == "settings"}
NAMES = sorted(set(ask("names").split()))


# A validator of JSON Schema 2020-12, for what the schema uses of it and no more.

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "number": (int, float)}
SILENT = {"$schema", "$comment", "$defs", "title", "description"}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and not (name == "number" and isinstance(value, bool))


def each(words):
    return words if isinstance(words, list) else [words]


CHECKS = {
    "type": lambda s, root, value: any(is_type(value, name) for name in each(s["type"])),
    "enum": lambda s, root, value: any(type(value) is type(word) and value == word for word in s["enum"]),
    "anyOf": lambda s, root, value: any(valid(one, root, value) for one in s["anyOf"]),
    "$ref": lambda s, root, value: valid(root["$defs"][s["$ref"].rpartition("/")[2]], root, value),
    "minLength": lambda s, root, value: not isinstance(value, str) or len(value) >= s["minLength"],
    "pattern": lambda s, root, value: not isinstance(value, str) or re.search(s["pattern"], value) is not None,
    "items": lambda s, root, value: not isinstance(value, list) or all(valid(s["items"], root, v) for v in value),
    "required": lambda s, root, value: not isinstance(value, dict) or all(name in value for name in s["required"]),
    "maxProperties": lambda s, root, value: not isinstance(value, dict) or len(value) <= s["maxProperties"],
    "propertyNames": lambda s, root, value: not isinstance(value, dict) or all(
        valid(s["propertyNames"], root, name) for name in value),
    "properties": lambda s, root, value: not isinstance(value, dict) or all(
        valid(s["properties"][name], root, v) for name, v in value.items() if name in s["properties"]),
    "additionalProperties": lambda s, root, value: not isinstance(value, dict) or all(
        valid(s["additionalProperties"], root, v) for name, v in value.items() if name not in s.get("properties", {})),
}


def valid(schema, root, value):
    if isinstance(schema, bool):
        return schema
    unknown = set(schema) - SILENT - set(CHECKS)
    tap.check(not unknown, f"the test does not know the schema's {sorted(unknown)}")
    return all(check(schema, root, value) for word, check in CHECKS.items() if word in schema)


def load_schema():
    return json.loads(read(SCHEMA))


def definition(schema, name):
    return schema["$defs"][schema["properties"][name]["$ref"].rpartition("/")[2]]


def schema_keys():
    schema = load_schema()
    tap.same(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "the schema's dialect")
    tap.same(list(schema["properties"]), list(CONFIG), "the keys, in the table's order")
    inner = schema["$defs"]["environment"]["properties"]
    tap.same(list(inner), [name for name, key in CONFIG.items() if not key["top"]], "an environment's keys")
    for name in inner:
        tap.same(inner[name], schema["properties"][name], f"'{name}' in an environment")


def schema_types():
    schema = load_schema()
    for name, key in CONFIG.items():
        found = definition(schema, name)
        tap.same(found["description"], key["about"], f"the description of '{name}'")
        if key["kind"] == "text":
            tap.same(found["$ref"], "#/$defs/filled" if key["filled"] else "#/$defs/text", f"the type of '{name}'")
        elif key["kind"] == "list":
            tap.same((found["type"], found["items"]), ("array", {"$ref": "#/$defs/filled"}), f"the type of '{name}'")
        elif key["kind"] == "flag":
            tap.same(found["type"], "boolean", f"the type of '{name}'")
        elif key["kind"] == "word":
            tap.same(found["enum"], key["words"].split(), f"the words of '{name}'")


def schema_names():
    """A name that is refused may not be missing in the schema, nor one that is not refused stand in it."""
    alternatives = "|".join(name[:-1] + ".*" if name.endswith("*") else name for name in NAMES)
    tap.same(definition(load_schema(), "env")["propertyNames"]["pattern"],
             f"^(?!(?:{alternatives})$)[A-Za-z_][A-Za-z0-9_]*$", "the names that 'env' may hold")


# JSON is YAML, so the same text can be given to both; numbers and words that YAML reads otherwise are left out.
VALUES = ["x", "", "a b", "auto", "never", "hint", "true", "null", "~", ".", "..", "-x", "a/b", "é", 1, 0, 3.5, True, False, None,
          [], ["a"], ["a", "b/c"], [""], [1], [True], [None], [[]], [{}], ["a", ["b"]],
          {}, {"name": "a"}, {"name": ""}, {"name": "a/b"}, {"name": ".."}, {"name": "~"}, {"name": "-a"}, {"name": 3},
          {"name": None}, {"name": ["a"]}, {"name": "a", "x": "b"}, {"x": "y"}, {"A": "1", "B_2": None}, {"A": 1},
          {"A": True}, {"A": []}, {"A": {}}, {"1A": "x"}, {"A-B": "x"}, {"PATH": "x"}, {"PATHS": "x"}, {"XDG_X": None},
          {"CVENV_X": "y"}, {"path": "x"}, {"_": "x"}, {"_x": "x"}, {"a/b": {}}, {"..": None}, {"-a": {}},
          {"a": {"pip": True}}, {"a": {"pip": 1}}, {"a": {"disable": True}}, {"a": {"environments": {}}}]


def verdicts(documents):
    """What the parser says of each, by one run of it."""
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, f"{number}.yml") for number in range(len(documents))]
        for file, document in zip(files, documents):
            with open(file, "w", encoding="utf-8") as out:
                json.dump(document, out, ensure_ascii=False)
        said = ask("config", *files)
    return [f"{file} good\n" in said for file in files]


def same_verdict(key):
    def test():
        schema = load_schema()
        documents = [{key: value} for value in VALUES]
        documents += [{"environments": {"docs": document}} for document in documents]
        for document, verdict in zip(documents, verdicts(documents)):
            tap.same(valid(schema, schema, document), verdict, f"the schema's verdict on {json.dumps(document)}")
    return test


def whole_documents():
    schema = load_schema()
    documents = [{}, None, [], "venv", 1, {"vnev": "x"}, {"x": {}}, {"venv": "a", "python": 3.12},
                 {"env": {f"A{n}": "" for n in range(1000)}}, {"env": {f"A{n}": "" for n in range(1001)}}]
    for document, verdict in zip(documents, verdicts(documents)):
        # Nothing but a comment is an empty config; a null that is written is not.
        expected = document is not None and valid(schema, schema, document)
        tap.same(expected, verdict, f"the schema's verdict on {json.dumps(document)[:80]}")


def fixture(path):
    """NAME.yml is right, or NAME.txt holds what is wrong with it; settings-*.yml are the user's."""
    def test():
        name = os.path.basename(path)
        answers = path[:-len(".yml")] + ".txt"
        said = ask("settings" if name.startswith("settings") else "config", path).replace(path, name)
        expected = f"{name} good\n"
        if os.path.exists(answers):
            expected = read(answers) + f"{name} bad\n"
        tap.same(said, expected, "what the parser says")
    return test


def every_key():
    """The whole of the language stands in one fixture each."""
    for table, name in ((CONFIG, "all.yml"), (SETTINGS, "settings-all.yml")):
        written = set(re.findall(r"^([a-z-]+):", read(os.path.join(FIXTURES, name)), re.MULTILINE))
        tap.same(sorted(set(table) - written), [], f"the keys that {name} lacks")


def page_keys():
    page = read(PAGE)
    for key in KEYS:
        tap.check(re.search(rf"^\.It Ic {re.escape(key['name'])}\b", page, re.MULTILINE), f"the page has no '{key['name']}'")
        for word in key["words"].split():
            tap.check(re.search(rf"\b{word}\b", page), f"the page has no '{word}' (of '{key['name']}')")
        if key["variable"]:
            tap.check(re.search(rf"^\.It Ev {key['variable']}$", page, re.MULTILINE),
                      f"the page has no '{key['variable']}'")


def page_names():
    page = read(PAGE)
    found = re.search(r"^\.Sh REFUSED NAMES\n(.*?)^\.Sh ", page, re.MULTILINE | re.DOTALL)
    tap.check(found, "the page has no section of refused names")
    lines = re.findall(r"^\.(?:It )?Ev (.*)$", found[1], re.MULTILINE)
    words = {word for line in lines for word in line.split()} - {",", "."}
    tap.same(sorted(words ^ set(NAMES)), [], "the names that only the page or only the table has")


def page_examples():
    """What the page shows is right; the user's settings come last."""
    section = re.search(r"^\.Sh EXAMPLES\n(.*?)^\.Sh ", read(PAGE), re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^\.Bd .*?\n(.*?)^\.Ed$", section[1], re.MULTILINE | re.DOTALL)
    tap.check(len(blocks) > 2, "the page has few examples")
    with tempfile.TemporaryDirectory() as folder:
        for number, block in enumerate(blocks):
            file = os.path.join(folder, f"{number}.yml")
            with open(file, "w", encoding="utf-8") as out:
                out.write(block.replace("\\(dq", '"'))
            said = ask("settings" if number == len(blocks) - 1 else "config", file)
            tap.same(said, f"{file} good\n", f"what the parser says of\n{block}")


def run_shell(command, **more):
    if not shutil.which(command[0]):
        raise tap.Skip(f"{command[0]} is not installed")
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env=dict(CLEAN, HOME=home), cwd=home, check=False, **more)
    return done.stdout.decode("utf-8", "replace")


def all_refused(names):
    names = sorted(name for name in set(names) if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name))
    tap.check(len(names) > 5, f"the shell named but {names}")
    refused = set(ask("refused", *names).split())
    tap.same([name for name in names if name not in refused], [], "the shell's own names that a project may set")


def bash_names():
    """Those that are read-only, and those that do not hold what they are set to."""
    names = re.findall(r"^declare -\S*r\S* (\w+)", run_shell(["bash", "--norc", "-c", "readonly -p"]), re.MULTILINE)
    for name in run_shell(["bash", "--norc", "-c", "compgen -v"]).split():
        said = run_shell(["bash", "--norc", "-c", f"export {name}=qz; /usr/bin/env"])
        if f"{name}=qz" not in said.splitlines():
            names.append(name)
    all_refused(names)


ZSH = r"""
for m in parameter system zutil terminfo termcap mapfile langinfo complete zle watch; do zmodload zsh/$m; done
for k v in ${(kv)parameters}; do [[ $v != *(readonly|special)* ]] || print -r -- $k; done
"""
ZSH_FREE = {"MANPATH", "LC_ALL"}  # zsh looks at them when they are set, and else they are like any other


def zsh_names():
    all_refused(set(run_shell(["zsh", "-f", "-c", ZSH]).split()) - ZSH_FREE)


def fish_names():
    code = "for n in (set --names); set -gx $n qz 2>/dev/null; or echo $n; end"
    all_refused(run_shell(["fish", "--no-config", "-c", code]).split())


def tcsh_names():
    """Those that its environment and its own variables share, and the read-only ones."""
    names = re.findall(r"^(\w+)", run_shell(["tcsh", "-f", "-c", "set -r"]), re.MULTILINE)
    all_refused(names + ["path", "PATH", "home", "HOME", "SHLVL", "cwd", "PWD", "status", "argv"])


CASES = [("the schema has the table's keys", schema_keys), ("the schema has the table's types", schema_types),
         ("the schema has the table's names", schema_names), ("whole documents", whole_documents),
         *((f"schema and parser agree on '{key}'", same_verdict(key)) for key in CONFIG),
         ("every key is in a fixture", every_key),
         *((f"fixture {os.path.basename(path)}", fixture(path)) for path in sorted(glob.glob(FIXTURES + "/*.yml"))),
         ("the man page has every key", page_keys), ("the man page has every refused name", page_names),
         ("the man page's examples", page_examples),
         ("bash's names", bash_names), ("zsh's names", zsh_names), ("fish's names", fish_names),
         ("tcsh's names", tcsh_names)]

if __name__ == "__main__":
    sys.exit(tap.run(CASES))
