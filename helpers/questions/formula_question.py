"""Questions whose answer is a formula written as text, or a table of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.questions.formula import Refused, equal, parse
from helpers.questions.model import Finding, Outcome, Question
from helpers.questions.values import position

Points = tuple[Mapping[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class FormulaQuestion(Question):
    """A formula in `letters`; any form that equals `expected` at every one of `points` is right."""

    expected: str
    letters: tuple[str, ...]
    points_to_try: Points

    def findings(self, answer: Any) -> list[Finding]:
        """Judge the formula."""
        return [_judge(answer, self.expected, self.letters, self.points_to_try, "")]


@dataclass(frozen=True, kw_only=True)
class FormulaTableQuestion(Question):
    """A matrix of formulas as a list of rows of text, each entry worth the same."""

    expected: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]
    points_to_try: Points

    def findings(self, answer: Any) -> list[Finding]:
        """Judge every entry."""
        if answer is None or answer is ...:
            return [Finding(Outcome.NOT_ATTEMPTED, "not attempted yet.")]
        height, width = len(self.expected), len(self.expected[0])
        rows = list(answer) if isinstance(answer, (list, tuple)) else []
        if len(rows) != height or any(
            not isinstance(row, (list, tuple)) or len(row) != width for row in rows
        ):
            return [
                Finding(
                    Outcome.WRONG_SHAPE,
                    f"a list of {height} rows of {width} formulas, each as text, is expected.",
                )
            ]
        return [
            _judge(
                rows[i][j],
                self.expected[i][j],
                self.letters,
                self.points_to_try,
                f"the entry at {position((i, j))}",
            )
            for i in range(height)
            for j in range(width)
        ]


def _judge(
    answer: Any, expected: str, letters: tuple[str, ...], points: Points, where: str
) -> Finding:
    if answer is None or answer is ... or (isinstance(answer, str) and not answer.strip()):
        return Finding(Outcome.NOT_ATTEMPTED, f"{where or 'the formula'} is not attempted yet.")
    try:
        given = parse(answer, letters)
    except Refused as problem:
        prefix = f"{where}: " if where else ""
        return Finding(Outcome.WRONG_VALUES, f"{prefix}{problem}.")
    if equal(given, parse(expected, letters), points):
        return Finding(Outcome.CORRECT)
    return Finding(Outcome.WRONG_VALUES, f"{where or 'the formula'} is wrong.")
