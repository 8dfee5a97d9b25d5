"""Questions whose answer is a formula written as text, or a table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.judging.compare import place
from helpers.judging.messages import tell
from helpers.questions.formula import Refused, equal, parse
from helpers.questions.model import (
    Diagnosis,
    Finding,
    Misconception,
    Outcome,
    Pair,
    Question,
    named,
    nothing,
)

Points = tuple[Mapping[str, int], ...]
Examined = tuple[list[Finding], Callable[[], Diagnosis]]


@dataclass(frozen=True, kw_only=True)
class FormulaQuestion(Question):
    """A formula in `letters`; any form that equals `expected` at every one of `points` is right."""

    expected: str
    letters: tuple[str, ...]
    points_to_try: Points
    pairs: tuple[Pair, ...] = ()

    def examine(self, answer: Any) -> Examined:
        """Judge the formula."""
        finding = _judge(answer, self.expected, self.letters, self.points_to_try, None)
        return [finding], lambda: self._diagnose(answer)

    def _diagnose(self, answer: Any) -> Diagnosis:
        for wrong, mistakes in (
            *((m.wrong, (m,)) for m in self.misconceptions),
            *((pair.wrong, pair.of) for pair in self.pairs),
        ):
            if _equal([answer], [wrong], self.letters, self.points_to_try):
                return named(*mistakes), None
        return None, None


@dataclass(frozen=True, kw_only=True)
class FormulaTableQuestion(Question):
    """A matrix of formulas as a list of rows of text, each entry worth the same."""

    expected: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]
    points_to_try: Points

    def examine(self, answer: Any) -> Examined:
        """Judge every entry."""
        if answer is None or answer is ...:
            return [Finding(Outcome.NOT_ATTEMPTED, tell("not-attempted"))], nothing
        height, width = len(self.expected), len(self.expected[0])
        rows = list(answer) if isinstance(answer, (list, tuple)) else []
        if len(rows) != height or any(
            not isinstance(row, (list, tuple)) or len(row) != width for row in rows
        ):
            told = tell("formula.table", height=height, width=width)
            return [Finding(Outcome.WRONG_SHAPE, told)], nothing
        return [
            _judge(rows[i][j], self.expected[i][j], self.letters, self.points_to_try, (i, j))
            for i in range(height)
            for j in range(width)
        ], lambda: _diagnose_table(rows, self.misconceptions, self.letters, self.points_to_try)


def _diagnose_table(
    rows: Sequence[Sequence[Any]],
    mistakes: Sequence[Misconception],
    letters: tuple[str, ...],
    points: Points,
) -> Diagnosis:
    given = [entry for row in rows for entry in row]
    for m in mistakes:
        wrong = [entry for row in m.wrong for entry in row]
        if m.covers(rows) if m.covers else _equal(given, wrong, letters, points):
            return named(m), None
    return None, None


def _equal(
    given: Sequence[Any], wrong: Sequence[str], letters: tuple[str, ...], points: Points
) -> bool:
    """Say whether formulas are the wrong ones, all of them."""
    for text, other in zip(given, wrong, strict=True):
        try:
            mine = parse(text, letters)
        except Refused:
            return False
        if not equal(mine, parse(other, letters), points):
            return False
    return True


def _judge(
    answer: Any,
    expected: str,
    letters: tuple[str, ...],
    points: Points,
    entry: tuple[int, int] | None,
) -> Finding:
    where = place(entry) if entry else ""
    if answer is None or answer is ... or (isinstance(answer, str) and not answer.strip()):
        told = tell("not-attempted.entry" if entry else "not-attempted.formula", place=where)
        return Finding(Outcome.NOT_ATTEMPTED, told)
    try:
        given = parse(answer, letters)
    except Refused as problem:
        text = str(problem)
        told = tell("formula.entry", place=where, text=text) if entry else text
        return Finding(Outcome.WRONG_VALUES, told)
    if equal(given, parse(expected, letters), points):
        return Finding(Outcome.CORRECT)
    told = tell("entry" if entry else "formula.wrong", place=where)
    return Finding(Outcome.WRONG_VALUES, told)
