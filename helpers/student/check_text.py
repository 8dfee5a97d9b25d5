"""Say whether a formula can be read, without deciding whether it is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from helpers.judging.compare import place
from helpers.judging.messages import tell

_WORDS_OF_ALGEBRA = frozenset({"floor", "ceil", "ceiling", "int", "round", "math", "np"})


def text_problem(text: Any, letters: Sequence[str]) -> str:
    """Return what keeps a formula from being read, or ""."""
    if not isinstance(text, str):
        return tell("formula.no-text", type=type(text).__name__)
    if text.count("(") != text.count(")"):
        return tell("formula.brackets", text=repr(text))
    plain = re.sub(r"_\{?(\d)[ ,]*(\d)\}?", r"\1\2", text.partition("=")[2] or text)  # B_{12}
    words = set(re.findall(r"[A-Za-z]\w*", plain))
    if strange := sorted(words - set(letters) - _WORDS_OF_ALGEBRA):
        return tell("formula.letter", text=repr(strange[0]))
    if not words & set(letters):
        return tell("formula.no-letters", text=repr(text))
    return ""


def table_problem(rows: Any, letters: Sequence[str], height: int, width: int) -> str:
    """Return what keeps a table of formulas from being read, or ""."""
    if (
        not isinstance(rows, (list, tuple))
        or [len(row) if isinstance(row, (list, tuple)) else 0 for row in rows] != [width] * height
    ):
        return tell("formula.table", height=height, width=width)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if problem := text_problem(text, letters):
                return tell("formula.entry", place=place((i, j)), text=problem)
    return ""
