# SPDX-License-Identifier: MIT
"""The shells that are tested, and what each of them calls things: the one list of them."""

from .bash import Bash
from .csh import Csh, Tcsh
from .dialect import Dialect
from .elvish import Elvish
from .fish import Fish
from .nu import Nu
from .pwsh import Pwsh
from .xonsh import Xonsh
from .zsh import Zsh

SHELLS = {d.name: d for d in (Bash(), Zsh(), Fish(), Tcsh(), Csh(), Pwsh(), Elvish(), Nu(), Xonsh())}

# Those that hold every byte, as what knows of no other values needs.
WHOLE = [name for name, dialect in SHELLS.items() if dialect.fit(bytes(range(1, 256))) == bytes(range(1, 256))]

__all__ = ["SHELLS", "WHOLE", "Dialect"]
