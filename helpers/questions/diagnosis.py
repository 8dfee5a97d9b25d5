"""Name the mistake of a function: whose outputs, on every case, are the student's?

Known wrong implementations are called when the first wrong answer needs them, case by case, and
what they show is kept for the life of the process.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.judging.calls import call
from helpers.judging.diagnose import diagnose
from helpers.judging.model import Case
from helpers.judging.properties import Answered
from helpers.judging.shown import Shown, alike, shown
from helpers.questions.model import Diagnosis, Misconception, Named, Pair, named


@dataclass
class Candidate:
    """A wrong implementation of one mistake or two, and what it shows on each case so far."""

    mistakes: tuple[Misconception, ...]
    wrong: Any
    _shown: dict[int, Shown] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether all results must match."""
        return any(m.whole for m in self.mistakes)

    def shows(self, index: int, case: Case, parts: int) -> Shown:
        """Return what it shows on a case."""
        if index not in self._shown:
            self._shown[index] = shown(call(self.wrong, case), parts)
        return self._shown[index]


class Differential:
    """All that is known to go wrong with one question, in the order in which it is considered.

    Mistakes that show in every result come before those that show in one, single mistakes before
    pairs, the question's own before those of a function that it calls.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        parts: int,
        which: int,
        mistakes: Sequence[Misconception],
        follow_ons: Sequence[Misconception],
    ) -> None:
        self.cases, self.parts, self.which = cases, parts, which
        self.signs = {m.sign: m for m in reversed(mistakes) if m.sign}
        known = [m for m in (*mistakes, *follow_ons) if not m.same_as]
        self.singles = [Candidate((m,), m.wrong) for m in sorted(known, key=lambda m: not m.whole)]
        self.pairs = [Candidate(pair.of, pair.wrong) for pair in pairs(mistakes, follow_ons)]

    def diagnose(self, got: Sequence[Shown], expected: Sequence[Any], changed: bool) -> Diagnosis:
        """Name the mistake that shows `got` on every case, or else the property that is noticed."""
        answered = [
            Answered(case.arguments, pieces[self.which], wanted)
            for case, pieces, wanted in zip(self.cases, got, expected, strict=True)
        ]
        return diagnose(answered, changed, _Shows(self, got))

    def match(
        self, candidates: Iterable[Candidate], got: Sequence[Shown], order: Sequence[int]
    ) -> Named | None:
        """Return the name of the first candidate that shows `got` on every case."""
        for candidate in candidates:
            if all(self._agree(candidate, got[k], k) for k in order):
                return named(*candidate.mistakes)
        return None

    def _agree(self, candidate: Candidate, got: Shown, k: int) -> bool:
        wrong = candidate.shows(k, self.cases[k], self.parts)
        if candidate.whole:
            return all(map(alike, got, wrong))
        return alike(got[self.which], wrong[self.which])


@dataclass(frozen=True)
class _Shows:
    """The known mistakes, asked about one answer."""

    known: Differential
    got: Sequence[Shown]

    def single(self, order: Sequence[int]) -> Named | None:
        return self.known.match(self.known.singles, self.got, order)

    def pair(self, order: Sequence[int]) -> Named | None:
        return self.known.match(self.known.pairs, self.got, order)

    def by_sign(self, sign: str) -> Named | None:
        mistake = self.known.signs.get(sign)
        return named(mistake) if mistake else None


def pairs(mistakes: Sequence[Misconception], follow_ons: Sequence[Misconception]) -> list[Pair]:
    """Return every two mistakes that can be made at once, and their wrong implementation."""
    known = [m for m in mistakes if not m.same_as]
    two = [*itertools.combinations(known, 2), *itertools.product(known, follow_ons)]
    return [
        Pair((a, b), both)
        for a, b in two
        if a.id != b.id
        and hasattr(a.wrong, "together")
        and (both := a.wrong.together(b.wrong)) is not None
    ]


def numbers(results: Sequence[Any], which: int, parts: int) -> list[Any]:
    """Return one part of each of a reference's results, as arrays."""
    return [np.asarray(r[which] if parts else r, dtype=float) for r in results]
