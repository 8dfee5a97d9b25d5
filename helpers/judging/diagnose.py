"""In which order a mistake is looked for, wherever the known mistakes are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from helpers.judging.properties import Answered, noticed
from helpers.judging.summary import Named

CHANGES_ARGUMENTS = "changes-arguments"


class Known(Protocol):
    """The known mistakes of one question; `order` lists the cases, the most telling first."""

    def single(self, order: Sequence[int]) -> Named | None:
        """Return the mistake that shows what the answer shows on every case."""

    def pair(self, order: Sequence[int]) -> Named | None:
        """Return the two mistakes that do so together."""

    def by_sign(self, sign: str) -> Named | None:
        """Return the mistake that this property tells."""


def diagnose(
    cases: Sequence[Answered], changed: bool, known: Known
) -> tuple[Named | None, str | None]:
    """Name the mistake, or else return the key of what is noticed, or neither.

    Only a match on every case names a mistake by its outputs, and a case in which an exception is
    all that there is to see is no evidence of any one mistake.
    """
    if changed:
        return known.by_sign(CHANGES_ARGUMENTS), None
    wrong = [k for k, a in enumerate(cases) if not a.right and not isinstance(a.got, str)]
    wrong.sort(key=lambda k: cases[k].expected.size)
    order = [*wrong, *(k for k in range(len(cases)) if k not in wrong)]
    if wrong and (mistake := known.single(order)):
        return mistake, None
    key = noticed(cases)
    if key and (mistake := known.by_sign(key)):
        return mistake, None
    if wrong and (mistake := known.pair(order)):
        return mistake, None
    return None, key
