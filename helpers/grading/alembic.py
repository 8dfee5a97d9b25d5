"""Where nbgrader finds `alembic`, which it starts by name for a new gradebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def put_on_path() -> None:
    """Have this Python's own commands found first: its folder need not be on the PATH."""
    beside = str(Path(sys.executable).parent)
    known = os.environ.get("PATH", "").split(os.pathsep)
    if known[0] != beside:
        os.environ["PATH"] = os.pathsep.join((beside, *known))
