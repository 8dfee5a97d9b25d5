"""Do the points that students read add up to those that nbgrader gives?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from helpers.authoring.findings import Finding, Kind
from helpers.authoring.source import Cell, Notebook, question_of

_NUMBER = r"(\d+(?:\.\d+)?)"
_HEADING = re.compile(rf"^#+ .*?`(\w+)` \({_NUMBER} points?\b", re.M)
_COMMENT = re.compile(rf"^# .*\({_NUMBER} points?\)", re.M)
_TOTAL = re.compile(
    rf"(?:\bgraded\b|\btotal\b|\baltogether\b)[^\n|]*?\b{_NUMBER} points|"
    rf"\b{_NUMBER} points (?:in total|in all|altogether)",
    re.I,
)


def points(notebooks: Sequence[Notebook]) -> Iterator[Finding]:
    """Compare headings, tables, totals and the first lines of test cells with the points."""
    worth: dict[str, float] = defaultdict(float)
    for cells in notebooks:
        for cell in cells:
            if cell.is_manual:
                worth[cell.grade_id] += cell.points or 0
            elif cell.is_test:
                worth[question_of(cell, cells) or cell.grade_id] += cell.points or 0
    whole = sum(worth.values())
    for cells in notebooks:
        own = sum(cell.points or 0 for cell in cells if cell.is_test or cell.is_manual)
        for cell in cells:
            if cell.kind == "markdown" and not cell.is_manual:
                yield from _prose(cell, worth, {own, whole})
            elif cell.is_test:
                yield from _comment(cell)


def _prose(cell: Cell, worth: Mapping[str, float], totals: set[float]) -> Iterator[Finding]:
    for name, told in _HEADING.findall(cell.shown):
        if name in worth:
            yield from _unequal(cell, name, float(told), worth[name])
    for names, numbers in _table(cell.shown):
        known = [name for name in names if name in worth]
        if len(known) == len(numbers):
            for name, told in zip(known, numbers, strict=True):
                yield from _unequal(cell, name, told, worth[name])
        elif known:
            total = sum(worth[name] for name in known)
            yield from _unequal(cell, " and ".join(known), sum(numbers), total)
    for either in _TOTAL.findall(cell.shown):
        told = float("".join(either))
        if told not in totals:
            yield cell.finding(
                Kind.POINTS,
                f"it says {told:g} points in all, and the graded cells have {max(totals):g}",
                "change the text, or the points of a cell",
            )


def _comment(cell: Cell) -> Iterator[Finding]:
    for told in _COMMENT.findall(cell.shown.partition("\n")[0]):
        if cell.points is not None:
            yield from _unequal(cell, "this cell", float(told), cell.points)


def _unequal(cell: Cell, what: str, told: float, points: float) -> Iterator[Finding]:
    if told != points:
        yield cell.finding(
            Kind.POINTS,
            f"it says {told:g} points for {what}, and nbgrader gives {points:g}",
            "change the text, or the points in nbgrader's sidebar",
        )


def _table(text: str) -> Iterator[tuple[list[str], list[float]]]:
    """Yield the names and the points of each row of a table with a column `points`."""
    column: int | None = None
    for line in text.splitlines():
        if not line.lstrip().startswith("|"):
            column = None
            continue
        row = [piece.strip() for piece in line.strip().strip("|").split("|")]
        heads = [piece.lower().strip("* ") for piece in row]
        if column is None:
            column = heads.index("points") if "points" in heads else None
        elif column < len(row) and (numbers := re.findall(_NUMBER, row[column])):
            yield re.findall(r"`(\w+)`", line), [float(number) for number in numbers]
