"""Questions whose answer is a value: a number, a matrix, a dict, or a choice among names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judging.compare import compare, found, place
from helpers.judging.messages import tell
from helpers.judging.properties import Answered, noticed
from helpers.judging.shown import alike
from helpers.judging.values import Array, NotNumbers, agree, as_numbers
from helpers.questions.model import (
    Diagnosis,
    Finding,
    Misconception,
    Outcome,
    Question,
    named,
    nothing,
)

Examined = tuple[list[Finding], Callable[[], Diagnosis]]


def _not_attempted(part: str = "") -> Finding:
    return found(Outcome.NOT_ATTEMPTED, tell("not-attempted"), part)


def _is_blank(answer: Any) -> bool:
    return answer is None or answer is ...


def _diagnose(answer: Any, expected: Any, mistakes: tuple[Misconception, ...]) -> Diagnosis:
    """Name the mistake that gives this very answer, or else what is noticed in it."""
    try:
        got = as_numbers(answer)
    except NotNumbers:
        return None, None
    for m in mistakes:
        if (m.covers and m.covers(answer)) or _exactly(got, as_numbers(m.wrong)):
            return named(m), None
    wanted = as_numbers(expected)
    return None, noticed([Answered((), got, wanted)]) if wanted.ndim == 2 else None


def _exactly(got: Array, wrong: Array) -> bool:
    if np.isfinite(wrong).all():
        return alike(got, wrong)
    return got.shape == wrong.shape and np.array_equal(got, wrong)


@dataclass(frozen=True, kw_only=True)
class ValueQuestion(Question):
    """A number or an array worked out by hand, right or wrong as a whole."""

    expected: Any

    def examine(self, answer: Any) -> Examined:
        """Judge the value."""
        if _is_blank(answer):
            return [_not_attempted()], nothing
        return [compare(answer, self.expected)], lambda: _diagnose(
            answer, self.expected, self.misconceptions
        )


@dataclass(frozen=True, kw_only=True)
class EntriesQuestion(Question):
    """A matrix worked out by hand, each entry worth the same.

    `total`, where it is given, is what all entries add up to, and the student may know it.
    """

    expected: Array
    total: float | None = None

    def examine(self, answer: Any) -> Examined:
        """Judge every entry."""
        if _is_blank(answer):
            return [_not_attempted()], nothing

        def diagnose() -> Diagnosis:
            return _diagnose(answer, self.expected, self.misconceptions)

        try:
            got = as_numbers(answer)
        except NotNumbers as problem:
            return [Finding(Outcome.WRONG_VALUES, str(problem))], nothing
        if got.shape != self.expected.shape:
            return [compare(got, self.expected)], diagnose
        right = agree(got, self.expected)
        return [
            Finding(Outcome.CORRECT)
            if right[index]
            else Finding(Outcome.WRONG_VALUES, tell("entry", place=place(index)))
            for index in np.ndindex(*right.shape)
        ], diagnose


@dataclass(frozen=True, kw_only=True)
class DictQuestion(Question):
    """A dict of values worked out by hand, each key worth the same."""

    expected: Mapping[str, Any]

    def examine(self, answer: Any) -> Examined:
        """Judge every key."""
        if _is_blank(answer):
            return [_not_attempted()], nothing
        if not isinstance(answer, dict):
            names, kind = ", ".join(self.expected), type(answer).__name__
            told = tell("dict-expected", names=names, type=kind)
            return [Finding(Outcome.WRONG_VALUES, told)], nothing
        return [self._judge(key, answer) for key in self.expected], lambda: self._diagnose(answer)

    def _judge(self, key: str, answer: dict[Any, Any]) -> Finding:
        value = answer.get(key)
        return _not_attempted(key) if _is_blank(value) else compare(value, self.expected[key], key)

    def _diagnose(self, answer: dict[Any, Any]) -> Diagnosis:
        try:
            got = {key: as_numbers(answer.get(key)) for key in self.expected}
        except NotNumbers:
            return None, None
        for m in self.misconceptions:
            if all(alike(got[key], as_numbers(m.wrong[key])) for key in got):
                return named(m), None
        return None, None


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """A dict of names; under each key any of the accepted spellings is right.

    The last misconception is what any other class name has.
    """

    accepted: Mapping[str, frozenset[str]]

    def examine(self, answer: Any) -> Examined:
        """Judge every key."""
        if _is_blank(answer):
            return [_not_attempted()], nothing
        if not isinstance(answer, dict):
            told = tell("choice.dict-expected", type=type(answer).__name__)
            return [Finding(Outcome.WRONG_VALUES, told)], nothing
        return [self._judge(key, answer.get(key)) for key in self.accepted], lambda: self._diagnose(
            answer
        )

    def _judge(self, key: str, value: Any) -> Finding:
        if _is_blank(value) or (isinstance(value, str) and not value.strip()):
            return _not_attempted(key)
        hint = tell("choice.hint")
        if not isinstance(value, str):
            return found(Outcome.WRONG_VALUES, tell("choice.text", hint=hint), key)
        if spelled(value) in self.accepted[key]:
            return Finding(Outcome.CORRECT)
        return found(Outcome.WRONG_VALUES, tell("choice.wrong", hint=hint), key)

    def _diagnose(self, answer: dict[Any, Any]) -> Diagnosis:
        given = {key: answer.get(key) for key in self.accepted}
        names = {key: spelled(value) for key, value in given.items() if isinstance(value, str)}
        if len(names) < len(given):
            return None, None
        wrong = {key for key, name in names.items() if name not in self.accepted[key]}
        for m in self.misconceptions:
            if all(names[key] == m.wrong[key] for key in names):
                return named(m), None
        classes = (names[key].rpartition(".")[2] for key in wrong)
        if all(name.isidentifier() and name[0].isupper() for name in classes):
            return named(self.misconceptions[-1]), None
        return None, None


def spelled(name: str) -> str:
    """Return a class's name without spaces and what it would be called with."""
    name = "".join(name.split())
    return name.partition("(")[0] if name.endswith(")") else name
