"""What a notebook's check knows, read from the files in `data/`; `make release` writes them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from helpers.judging.messages import tell
from helpers.judging.model import Case
from helpers.judging.shown import Shown, digest
from helpers.judging.summary import Named


@dataclass(frozen=True)
class Book:
    """One assignment: its questions, and the mistakes they may show."""

    language: str
    questions: Mapping[str, Any]
    mistakes: Sequence[Mapping[str, str]]
    hints: Mapping[str, Mapping[str, Sequence[str]]]

    def named(self, rows: Sequence[int]) -> Named:
        """Tell one mistake, or two at once."""
        mistakes = [self.mistakes[row] for row in rows]
        hints = [self.hints[self.language][m["hint"]] for m in mistakes]
        told = [
            tell("inside", inner=m["inner"], says=says) if "inner" in m else says
            for m, (says, _) in zip(mistakes, hints, strict=True)
        ]
        says = told[0] if len(told) == 1 else tell("two-mistakes", first=told[0], second=told[1])
        return Named(tuple(m["id"] for m in mistakes), says, hints[0][1])


@functools.cache
def book_of(name: str) -> Book | None:
    """Return the assignment that asks the question of this name, or None."""
    for file in sorted((files(__package__) / "data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            book = _read(file.name.removesuffix(".json"))
            if name in book.questions:
                return book
    return None


@functools.cache
def _read(assignment: str) -> Book:
    text = (files(__package__) / "data" / f"{assignment}.json").read_text(encoding="utf-8")
    return Book(**json.loads(text))


def cases_of(question: Mapping[str, Any]) -> list[Case]:
    """Return a question's visible cases."""
    return [Case(case["name"], tuple(map(_value, case["arguments"]))) for case in question["cases"]]


def expected_of(mark: Mapping[str, Any]) -> list[Any]:
    """Return what is expected on each visible case."""
    return [_value(value) for value in mark["expected"]]


def _value(data: Any) -> Any:
    if isinstance(data, dict) and "array" in data:
        return np.array(data["array"], dtype=float)
    return float(data["number"]) if isinstance(data, dict) else data


@dataclass(frozen=True)
class Digests:
    """The known mistakes of one part of a function's results, asked about one answer."""

    book: Book
    mark: Mapping[str, Any]
    got: Sequence[Shown]
    which: int

    def single(self, order: Sequence[int]) -> Named | None:
        """Return the mistake that shows what the answer shows on every case."""
        return self._look_up("singles")

    def pair(self, order: Sequence[int]) -> Named | None:
        """Return the two mistakes that do so together."""
        return self._look_up("pairs")

    def by_sign(self, sign: str) -> Named | None:
        """Return the mistake that this property tells."""
        row = self.mark["signs"].get(sign)
        return None if row is None else self.book.named([row])

    def _look_up(self, kind: str) -> Named | None:
        known = self.mark[kind]
        whole = digest([piece for pieces in self.got for piece in pieces])
        part = digest([pieces[self.which] for pieces in self.got])
        rows = known["whole"].get(whole) or known["part"].get(part)
        return self.book.named(rows) if rows else None
