"""Compare an answer with what is expected, shape first, and say what is wrong and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from helpers.judging.messages import tell
from helpers.judging.model import Finding, Outcome
from helpers.judging.values import Array, NotNumbers, agree, as_numbers


def compare(value: Any, expected: Any, where: str = "") -> Finding:
    """Judge one answer as a whole against what is expected.  `where` names the case."""
    wanted = as_numbers(expected)
    try:
        got = as_numbers(value)
    except NotNumbers as problem:
        return found(Outcome.WRONG_VALUES, str(problem), where)
    if got.shape != wanted.shape:
        told = tell("shape", got=got.shape, expected=wanted.shape)
        return found(Outcome.WRONG_SHAPE, told, where)
    wrong = ~agree(got, wanted)
    if not wrong.any():
        return Finding(Outcome.CORRECT)
    return found(Outcome.WRONG_VALUES, _describe(got, wrong), where)


def found(outcome: Outcome, text: str, where: str = "") -> Finding:
    """Return a finding whose message names the case, the key or the entry it is about."""
    return Finding(outcome, tell("part", part=where, text=text) if where else text)


def _describe(got: Array, wrong: npt.NDArray[np.bool_]) -> str:
    """Say how many entries are wrong and where the first one is, never what it should be."""
    if wrong.ndim == 0:
        return tell("value", got=f"{got:g}")
    count = int(wrong.sum())
    text = tell(
        "one-entry" if count == 1 else "entries",
        count=count,
        size=wrong.size,
        place=place(np.argwhere(wrong)[0]),
    )
    return text if np.isfinite(got).all() else tell("not-finite", text=text)


def place(index: Any) -> str:
    """Name an entry as people count, from 1, and as NumPy does, from 0."""
    where = [int(i) for i in index]
    if len(where) == 2:
        return tell("place", row=where[0] + 1, column=where[1] + 1, index=where)
    return tell("place.index", index=where)
