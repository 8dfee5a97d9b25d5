"""The instant reply of a notebook's visible check: one line when right, a short reason when not.

It says what grading would say, of the visible examples, and knows no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from helpers.judging import personal
from helpers.judging.calls import Response, call, judge
from helpers.judging.compare import found
from helpers.judging.diagnose import diagnose
from helpers.judging.messages import language, tell, use
from helpers.judging.model import Case, Finding, Outcome
from helpers.judging.properties import Answered
from helpers.judging.shown import digest, shown
from helpers.judging.summary import summary
from helpers.judging.values import Array, NotNumbers, agree, as_numbers
from helpers.student.check_text import table_problem, text_problem
from helpers.student.known import Book, Digests, book_of, cases_of, expected_of

Shape = tuple[int, ...]

_RED, _BOLD, _RESET = "\x1b[31m", "\x1b[1m", "\x1b[0m"


class CheckFailed(Exception):
    """A visible check that did not pass; its text is all that a notebook shows of it."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython what to print in place of a traceback."""
        first, *rest = str(self).splitlines()
        return [f"{_RED}{_BOLD}✗{_RESET}{_RED} {first}{_RESET}", *rest]


def check(name: str, answer: Any, shape: Shape | Mapping[str, Shape] = ()) -> None:
    """Reply at once to the answer of this name.

    A function is called with the visible examples.  A value's form is looked at, and whether it is
    a known mistake; whether it is right is judged when it is graded.  `shape` is a value's shape,
    `()` for one number, or a dict of shapes for a dict of values.
    Raises CheckFailed where something is wrong.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        return  # grading has its own cases, and an endless loop is to be met once only
    book = book_of(name)
    if book is None:
        raise CheckFailed(tell("answer", label=name, text=tell("check.unknown")))
    before = language()
    use(book.language)
    try:
        question = book.questions[name]
        if answer is None or answer is ...:
            raise _failed(name, tell("not-attempted"))
        passed = _KINDS[question["kind"]](book, name, question, answer, shape)
        print(f"✓ {tell('answer', label=name, text=passed)}")
    finally:
        use(before)


def _failed(name: str, text: str) -> CheckFailed:
    return CheckFailed(tell("answer", label=name, text=text))


def _check_function(
    book: Book, name: str, question: Mapping[str, Any], answer: Any, shape: Any
) -> str:
    if not callable(answer):
        raise _failed(name, tell("function-expected", type=type(answer).__name__))
    cases = cases_of(question)
    responses = [call(answer, case) for case in cases]
    for mark in question["marks"]:
        _check_part(book, question, mark, cases, responses)
    return tell("check.right" if len(cases) == 1 else "check.right-several")


def _check_part(
    book: Book,
    question: Mapping[str, Any],
    mark: Mapping[str, Any],
    cases: list[Case],
    responses: list[Response],
) -> None:
    parts, part = tuple(question["parts"]), mark["part"]
    which = parts.index(part) if parts else 0
    expected = expected_of(mark)
    findings: list[Finding] = []
    for case, response, wanted in zip(cases, responses, expected, strict=True):
        results = [None] * len(parts)
        results[which : which + 1] = [wanted]
        findings.append(judge(response, case, case.name, results if parts else wanted, parts, part))
    if all(finding.outcome is Outcome.CORRECT for finding in findings):
        return
    got = [shown(response, len(parts)) for response in responses]
    answered = [
        Answered(case.arguments, pieces[which], np.asarray(wanted, dtype=float))
        for case, pieces, wanted in zip(cases, got, expected, strict=True)
    ]
    changed = any(response.changed_arguments for response in responses)
    named, noticed = diagnose(answered, changed, Digests(book, mark, got, which))
    detail = _first_difference(answered)
    raise CheckFailed(summary(mark["label"], findings, named, noticed, detail))


def _first_difference(cases: list[Answered]) -> str:
    """Tell the first wrong entry and its right value: an example's answer is no secret."""
    for case in cases:
        got = case.numbers
        if case.right:
            continue
        if got is None:
            return ""
        index = tuple(np.argwhere(~agree(got, case.expected))[0])
        return tell("check.first", got=f"{got[index]:.6g}", expected=f"{case.expected[index]:.6g}")
    return ""


def _check_value(
    book: Book, name: str, question: Mapping[str, Any], answer: Any, shape: Any
) -> str:
    got = _numbers(name, answer, tuple(shape))
    if personal.given() is not None:  # what is known here is known of the sheet's numbers
        return tell("check.shape", size=_size(tuple(shape)))
    row = question["known"].get(digest([got]))
    if row is not None:
        named = book.named([row])
        raise CheckFailed(
            "\n".join([tell("answer", label=name, text=named.says), tell("ask", ask=named.ask)])
        )
    total = question.get("total")
    if total is not None and not agree(got.sum(), np.asarray(total)).all():
        raise _failed(name, tell("check.total"))
    return tell("check.shape", size=_size(tuple(shape)))


def _check_dict(book: Book, name: str, question: Mapping[str, Any], answer: Any, shape: Any) -> str:
    for key, value in _keys(name, question["keys"], answer).items():
        _numbers(name, value, tuple(shape[key]), key)
    told = ", ".join(f"{key} {_size(tuple(wanted))}" for key, wanted in shape.items())
    return tell("check.shape", size=told)


def _check_choice(
    book: Book, name: str, question: Mapping[str, Any], answer: Any, shape: Any
) -> str:
    for key, value in _keys(name, question["keys"], answer).items():
        if not isinstance(value, str):
            told = tell("choice.text", hint=tell("choice.hint"))
            raise _failed(name, tell("part", part=key, text=told))
    return tell("check.text")


def _keys(name: str, keys: list[str], answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        told = tell("dict-expected", names=", ".join(keys), type=type(answer).__name__)
        raise _failed(name, told)
    for key in keys:
        if answer.get(key) is None or answer[key] is ...:
            raise _failed(name, found(Outcome.NOT_ATTEMPTED, tell("not-attempted"), key).message)
    return {key: answer[key] for key in keys}


def _check_formula(
    book: Book, name: str, question: Mapping[str, Any], answer: Any, shape: Any
) -> str:
    letters = question["letters"]
    if question["shape"]:
        problem = table_problem(answer, letters, *question["shape"])
    else:
        problem = text_problem(answer, letters)
    if problem:
        raise _failed(name, problem)
    return tell("check.text")


def _numbers(name: str, answer: Any, shape: Shape, key: str = "") -> Array:
    try:
        got = as_numbers(answer)
        problem = "" if got.shape == shape else tell("shape", got=got.shape, expected=shape)
    except NotNumbers as error:
        problem = str(error)
    if problem:
        raise _failed(name, found(Outcome.WRONG_SHAPE, problem, key).message)
    return got


def _size(shape: Shape) -> str:
    if not shape:
        return tell("check.one-number")
    return tell("check.size", size=" × ".join(map(str, shape)))


_KINDS: Mapping[str, Callable[..., str]] = {
    "function": _check_function,
    "value": _check_value,
    "dict": _check_dict,
    "choice": _check_choice,
    "formula": _check_formula,
}
