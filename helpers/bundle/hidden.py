"""What a source folder hides: solutions, hidden tests and mark schemes, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from helpers.bundle.notebook import Cell, cells_of

SHORTEST = 12
"""Characters.  A shorter line, such as `return Y`, may well be written by chance."""

OPENERS = ("[", "(", "{")
"""A line that only opens a list or a dict says nothing of an answer."""

Delimiters = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Secrets:
    """The lines that students must not see, and those of the same notebooks that they do see."""

    hidden: tuple[str, ...]
    open: frozenset[str]
    marks: tuple[str, ...]
    """What begins and ends a hidden region; none is left in a release."""

    @classmethod
    def of(cls, source: Path, config: Config) -> Secrets:
        """Read the notebooks of an assignment's source folder."""
        solutions = ClearSolutions(config=config)
        tests, schemes = ClearHiddenTests(config=config), ClearMarkScheme(config=config)
        delimiters = (
            (solutions.begin_solution_delimeter, solutions.end_solution_delimeter),
            (tests.begin_test_delimeter, tests.end_test_delimeter),
            (schemes.begin_mark_scheme_delimeter, schemes.end_mark_scheme_delimeter),
        )
        hidden: set[str] = set()
        shown = {line for stub in solutions.code_stub.values() for line in _lines(stub)}
        shown |= set(_lines(solutions.text_stub))
        for path in sorted(source.glob("*.ipynb")):
            for cell in cells_of(str(path), path.read_bytes()):
                _sort(cell, delimiters, hidden, shown)
        long = {x for x in hidden if len(x) >= SHORTEST and not x.endswith(OPENERS)}
        marks = tuple(mark for pair in delimiters for mark in pair)
        return cls(tuple(sorted(long - shown)), frozenset(shown), marks)

    def shown_in(self, name: str, content: bytes) -> str:
        """Return the first hidden line that a file shows, or ""."""
        if name.endswith(".ipynb"):
            cells_of(name, content)
            text = "\n".join(_strings(json.loads(content)))
        else:
            text = content.decode("utf-8", errors="replace")
        for line in _lines(text):
            if line not in self.open:
                for secret in (*self.marks, *self.hidden):
                    if secret in line:
                        return secret
        return ""


def _sort(cell: Cell, delimiters: Delimiters, hidden: set[str], shown: set[str]) -> None:
    """Add the lines of a source cell to those that are hidden or to those that are shown."""
    lines = list(_lines(cell.source))
    begun, _ = delimiters[0]
    # nbgrader clears all of a solution cell in which no region is marked.
    whole = cell.marks.get("solution", False) and not any(begun in line for line in lines)
    inside: set[str] = set()
    for line in lines:
        mark = False
        for begin, end in delimiters:
            if begin in line:
                inside.add(begin)
                mark = True
            elif end in line:
                inside.discard(begin)
                mark = True
        if not mark:
            (hidden if inside or whole else shown).add(line)


def _lines(text: str) -> Iterator[str]:
    return filter(None, map(str.strip, text.splitlines()))


def _strings(data: Any) -> Iterator[str]:
    """Yield every text in a notebook, a cell's lines as one text."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        if all(isinstance(piece, str) for piece in data):
            yield "".join(data)
        else:
            for value in data:
                yield from _strings(value)
