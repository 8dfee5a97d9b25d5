"""Questions whose answer is a value: a number, a matrix, a dict, or a choice among names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.questions.model import Finding, Outcome, Question
from helpers.questions.values import Array, NotNumbers, agree, as_numbers, compare, position

NOT_ATTEMPTED = Finding(Outcome.NOT_ATTEMPTED, "not attempted yet.")


@dataclass(frozen=True, kw_only=True)
class ValueQuestion(Question):
    """A number or an array worked out by hand, right or wrong as a whole."""

    expected: Any

    def findings(self, answer: Any) -> list[Finding]:
        """Judge the value."""
        if answer is None or answer is ...:
            return [NOT_ATTEMPTED]
        return [compare(answer, self.expected)]


@dataclass(frozen=True, kw_only=True)
class EntriesQuestion(Question):
    """A matrix worked out by hand, each entry worth the same."""

    expected: Array

    def findings(self, answer: Any) -> list[Finding]:
        """Judge every entry."""
        if answer is None or answer is ...:
            return [NOT_ATTEMPTED]
        try:
            got = as_numbers(answer)
        except NotNumbers as problem:
            return [Finding(Outcome.WRONG_VALUES, f"{problem}.")]
        if got.shape != self.expected.shape:
            return [compare(got, self.expected)]
        right = agree(got, self.expected)
        return [
            Finding(Outcome.CORRECT)
            if right[index]
            else Finding(Outcome.WRONG_VALUES, f"the entry at {position(index)} is wrong.")
            for index in np.ndindex(*right.shape)
        ]


@dataclass(frozen=True, kw_only=True)
class DictQuestion(Question):
    """A dict of values worked out by hand, each key worth the same."""

    expected: Mapping[str, Any]

    def findings(self, answer: Any) -> list[Finding]:
        """Judge every key."""
        if answer is None or answer is ...:
            return [NOT_ATTEMPTED]
        if not isinstance(answer, dict):
            names = ", ".join(self.expected)
            kind = type(answer).__name__
            return [
                Finding(Outcome.WRONG_VALUES, f"a dict with {names} is expected, not a {kind}.")
            ]
        return [self._judge(key, answer) for key in self.expected]

    def _judge(self, key: str, answer: dict[Any, Any]) -> Finding:
        value = answer.get(key)
        if value is None or value is ...:
            return Finding(Outcome.NOT_ATTEMPTED, f"{key}: not attempted yet.")
        return compare(value, self.expected[key], key)


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """A dict of names; under each key any of the accepted spellings is right."""

    accepted: Mapping[str, frozenset[str]]
    hint: str

    def findings(self, answer: Any) -> list[Finding]:
        """Judge every key."""
        if answer is None or answer is ...:
            return [NOT_ATTEMPTED]
        if not isinstance(answer, dict):
            kind = type(answer).__name__
            return [Finding(Outcome.WRONG_VALUES, f"a dict is expected, not a {kind}.")]
        return [self._judge(key, answer.get(key)) for key in self.accepted]

    def _judge(self, key: str, value: Any) -> Finding:
        if value is None or value is ...:
            return Finding(Outcome.NOT_ATTEMPTED, f"{key}: not attempted yet.")
        if not isinstance(value, str):
            return Finding(Outcome.WRONG_VALUES, f"{key}: write the name as text. {self.hint}")
        if not value.strip():
            return Finding(Outcome.NOT_ATTEMPTED, f"{key}: not attempted yet.")
        if "".join(value.split()).removesuffix("()") in self.accepted[key]:
            return Finding(Outcome.CORRECT)
        return Finding(Outcome.WRONG_VALUES, f"{key}: that is not the module. {self.hint}")
