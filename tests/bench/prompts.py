# SPDX-License-Identifier: MIT
"""What a hook adds to a prompt, and to the start of a shell, in real shells."""
import os

from measure import Program, Sample

# Seconds (DESIGN section 5).
BUDGETS = {"bash": 60e-6, "zsh": 60e-6, "fish": 150e-6, "tcsh": 150e-6}
PROMPTS = {"cvenv": 1000, "direnv": 20, "mise": 20}
FEW = 3

START = {
    "bash": ["bash", "--norc"],
    "zsh": ["zsh", "-f"],
    "fish": ["fish", "--no-config"],
    "tcsh": ["tcsh", "-f"],
}
HOOKS = {
    "cvenv": {"bash": 'eval "$({exe} hook bash)"', "zsh": 'eval "$({exe} hook zsh)"', "fish": "{exe} hook fish | source",
              "tcsh": 'eval "`{exe} hook tcsh`"'},
    "direnv": {"bash": 'eval "$({exe} hook bash)"', "zsh": 'eval "$({exe} hook zsh)"', "fish": "{exe} hook fish | source",
               "tcsh": "eval `{exe} hook tcsh`"},
    "mise": {"bash": 'eval "$({exe} activate bash)"', "zsh": 'eval "$({exe} activate zsh)"',
             "fish": "{exe} activate fish | source"},
}
# What stands ahead of the hook. tcsh has a prompt to be hooked.
AHEAD = {"bash": "", "zsh": "", "fish": "", "tcsh": "set prompt = '> '\nalias precmd :\n"}
# What each shell itself runs before a prompt, COUNT times.
LOOPS = {
    "bash": 'for ((i = 0; i < {count}; i++)); do for c in "${{PROMPT_COMMAND[@]}}"; do eval "$c"; done; done\n',
    "zsh": "for ((i = 0; i < {count}; i++)); do for f in $precmd_functions; do $f; done; done\n",
    "fish": "for i in (seq {count}); emit fish_prompt; end\n",
    "tcsh": 'if ( "`alias periodic`" == "" ) alias periodic :\nset i = 0\nwhile ( $i < {count} )\nperiodic\nprecmd\n@ i++\nend\n',
}
# What each shell runs before a prompt without a hook: as much as there is of it in LOOPS.
NOTHING = {"bash": "PROMPT_COMMAND=:", "zsh": "nothing() {{ :; }}; precmd_functions=(nothing)", "fish": "", "tcsh": ""}


def less(sample, other):
    """The difference, which cannot be nothing: a picture has no place for that."""
    return Sample(max(sample.time - other.time, 1e-9), max(sample.cpu - other.cpu, 0), sample.memory)


class Case:
    """The prompts of SHELL in FOLDER, with TOOL's hook or with none."""

    def __init__(self, world, folder, shell, tool=None, exe=None):
        self.world, self.shell, self.folder = world, shell, folder
        self.prompts = PROMPTS.get(tool, 1000)
        self.hook = HOOKS[tool][shell].format(exe=exe) if tool else ""

    def program(self, hook, count):
        """A shell that runs COUNT prompts after those in which a hook settles."""
        name = os.path.join(self.world.folder("scripts"), self.shell)
        lines = AHEAD[self.shell] + (hook or NOTHING[self.shell].format()) + "\n"
        if self.shell == "tcsh":
            lines += LOOPS["tcsh"].format(count=FEW + count)
        else:
            lines += LOOPS[self.shell].format(count=FEW) + LOOPS[self.shell].format(count=count)
        with open(name, "w", encoding="utf-8") as file:
            file.write(lines)
        return Program(START[self.shell] + [name], self.folder)

    def each(self, hook, prompts):
        """What one prompt takes: many of them, less none."""
        many, none = (self.world.runner.sample(self.program(hook, count)) for count in (prompts, 0))
        return Sample((many.time - none.time) / prompts, (many.cpu - none.cpu) / prompts, many.memory)

    def sample(self):
        return self.each(self.hook, self.prompts)

    def traced(self):
        """System calls, and processes started, for one prompt."""
        counts = []
        for count in (20, 0):
            program = self.program(self.hook, count)
            counts.append(self.world.runner.traced(program.argv, program.folder))
        return None if None in counts else tuple((many - none) / 20 for many, none in zip(*counts))


def start(world, shell, tool=None, exe=None):
    """A shell that evaluates TOOL's hook, or nothing, and ends."""
    name = os.path.join(world.folder("scripts"), f"start-{shell}-{tool}")
    with open(name, "w", encoding="utf-8") as file:
        file.write((HOOKS[tool][shell].format(exe=exe) if tool else "") + "\n")
    return Program(START[shell] + [name], world.outside, count=5)
