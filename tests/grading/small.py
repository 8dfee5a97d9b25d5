"""Small assignments and submissions, written cell by cell, for the tests of this folder."""

from __future__ import annotations

import json
from typing import Any

from helpers.grading.assignment import Assignment, SourceCell

Json = dict[str, Any]


def known(grade_id: str, source: str = "", kind: str = "code", **more: Any) -> SourceCell:
    """Make a cell that the assignment knows by id."""
    plain = {"points": 0.0, "graded": False, "solution": False, "task": False, "locked": False}
    return SourceCell(grade_id, kind, source, **(plain | more))


def answer(name: str, stub: str | None = None, **more: Any) -> SourceCell:
    """Make an answer cell that tests mark."""
    source = stub or f"def {name}(x):\n    raise NotImplementedError()"
    return known(name, source, solution=True, **more)


def test_of(name: str, source: str, points: float = 4.0) -> SourceCell:  # noqa: PT028
    """Make a test cell."""
    return known(f"test_{name}", source, points=points, graded=True, locked=True)


test_of.__test__ = False  # type: ignore[attr-defined]  # no test, whatever pytest makes of its name


def free(name: str, points: float = 3.0) -> SourceCell:
    """Make a free answer, which a person marks."""
    source = "*Your answer here.*"
    return known(name, source, "markdown", points=points, graded=True, solution=True)


def made_of(*cells: SourceCell, imports: tuple[str, ...] = ("import numpy as np",)) -> Assignment:
    """Make an assignment."""
    return Assignment("quiz", cells, imports)


def cell(source: str, grade_id: str | None = None, kind: str = "code", **more: Any) -> Json:
    """Make a cell of a submission."""
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": kind, "source": source, "metadata": metadata, **more}


def notebook(*cells: Json, **more: Any) -> bytes:
    """Make a submission's file."""
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **more}
    return json.dumps(content).encode()
