"""What a student is told of each known mistake, in every language that the judging speaks.

`use("zh")` chooses the language of everything a student reads from there on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from helpers.judging.messages import LANGUAGES, language, tell, use
from helpers.questions.messages import en, zh

__all__ = ["CASES", "HINTS", "LANGUAGES", "Hint", "case_name", "hint", "language", "tell", "use"]


class Hint(NamedTuple):
    """What a mistake is, and a question back."""

    says: str
    ask: str


HINTS: Mapping[str, Mapping[str, tuple[str, str]]] = {"en": en.HINTS, "zh": zh.HINTS}
CASES: Mapping[str, Mapping[str, str]] = {"en": {}, "zh": zh.CASES}
"""A case's name is written in English where the case is; here are its translations."""


def hint(key: str) -> Hint:
    """Return the hint of a mistake, `id` or `id/variant`, in the language in use."""
    return Hint(*HINTS[language()][key])


def case_name(name: str) -> str:
    """Return what a case is called in the language in use."""
    return CASES[language()].get(name, name)
