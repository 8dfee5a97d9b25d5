"""The instructor's copy of a notebook, as grading needs it: cells by id, points, what is hidden."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

HIDDEN = (
    ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"),
    ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="),
)


@dataclass(frozen=True)
class SourceCell:
    """One cell of the assignment that nbgrader knows by id."""

    grade_id: str
    kind: str
    source: str
    points: float
    graded: bool
    solution: bool
    task: bool
    locked: bool
    checksum: str | None = None
    cell_id: str | None = None
    before: str = ""
    """The released text of the cell before this one, to find an answer that lost its id."""
    mark_scheme: str = ""
    """What a person marks by, shown to markers and never to students."""

    @property
    def is_test(self) -> bool:
        """Whether this cell holds tests: the examiner runs it, and nobody else."""
        return self.graded and not self.solution

    @property
    def is_manual(self) -> bool:
        """Whether a person marks this cell."""
        return (self.graded and self.solution) or self.task

    @functools.cached_property
    def released(self) -> str:
        """The cell's text as students get it, without hidden tests and mark schemes."""
        return without_hidden(self.source)


@dataclass(frozen=True)
class Assignment:
    """The cells of one notebook of an assignment, in order, and the imports that its tests need."""

    notebook: str
    cells: tuple[SourceCell, ...]
    imports: tuple[str, ...]

    @functools.cached_property
    def by_id(self) -> dict[str, SourceCell]:
        """The cells by grade id."""
        return {cell.grade_id: cell for cell in self.cells}

    def to_json(self) -> dict[str, Any]:
        """Return the assignment as a JSON object."""
        return {
            "notebook": self.notebook,
            "imports": list(self.imports),
            "cells": [cell.__dict__ | {"released": None} for cell in self.cells],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Assignment:
        """Read an assignment back."""
        cells = tuple(
            SourceCell(**{name: cell[name] for name in SourceCell.__dataclass_fields__})
            for cell in data["cells"]
        )
        return cls(data["notebook"], cells, tuple(data["imports"]))


def without_hidden(source: str) -> str:
    """Remove hidden tests and mark schemes from a cell's text, as a release does."""
    for begin, end in HIDDEN:
        pattern = rf"^[^\n]*{re.escape(begin)}.*?(?:{re.escape(end)}[^\n]*\n?|\Z)"
        source = re.sub(pattern, "", source, flags=re.DOTALL | re.MULTILINE)
    return source.rstrip("\n")


def mark_scheme(source: str) -> str:
    """Return the mark scheme in an instructor's cell, or nothing."""
    begin, end = (re.escape(mark) for mark in HIDDEN[1])
    found = re.search(rf"{begin}(.*?){end}", source, flags=re.DOTALL)
    return found[1].strip() if found else ""
