"""The cells of an instructor's notebook, and why a release cannot be handed out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from helpers.grading.errors import GradingError


class NotReleased(GradingError):
    """There is nothing that could be handed out; the reason says what to run or to change."""


@dataclass(frozen=True)
class Cell:
    """One cell: code or Markdown, its text, and what nbgrader has noted of it."""

    kind: str
    source: str
    marks: dict[str, Any]


def cells_of(name: str, content: bytes) -> list[Cell]:
    """Read a notebook.  Raises NotReleased when it is none; `name` says which."""
    try:
        return [
            Cell(
                str(cell["cell_type"]),
                "".join(cell["source"]),
                dict(cell["metadata"].get("nbgrader", {})),
            )
            for cell in json.loads(content)["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotReleased(f"{name} is no notebook that can be read; open it in Jupyter") from error
