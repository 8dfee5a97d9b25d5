"""What a wrong function shows on its question's visible cases, as data that a page can draw.

The answers of visible cases are no secret: a notebook's own check tells them.  What the student's
function returns is the student's to choose; only numbers are kept, as short texts, and not many.
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from helpers.grading.answers import TimedOut
from helpers.judging.calls import Response, call, is_tuple_of, judge
from helpers.judging.model import Case, Outcome
from helpers.judging.values import Array, NotNumbers, agree, as_numbers
from helpers.questions.function_question import FunctionQuestion
from helpers.questions.messages import case_name
from helpers.questions.model import Mark

Json = dict[str, Any]

MAX_DRAWN = 150
"""Entries of a matrix that a page has room for."""

MAX_SAID = 400
"""Characters of what is said about a case."""

_NOTHING_TO_SEE = (Outcome.CORRECT, Outcome.NOT_ATTEMPTED, Outcome.TIMED_OUT)


def worth_drawing(mark: Any) -> bool:
    """Say whether what a test cell ended in is the mark of a wrong function with visible cases."""
    return (
        isinstance(mark, Mark)
        and mark.outcome not in _NOTHING_TO_SEE
        and isinstance(mark.question, FunctionQuestion)
        and bool(mark.question.visible)
        and callable(mark.answer)
    )


def pictures(mark: Mark) -> list[Json]:
    """Call the answer on each visible case and return what came of it.

    Raises TimedOut where a call did not finish; the caller need not try another.
    """
    question = mark.question
    if not isinstance(question, FunctionQuestion):
        raise TypeError(f"{question!r} has no visible cases")
    made = []
    for case, expected in zip(question.visible, question.in_sight().expected, strict=True):
        response = call(mark.answer, case)
        if isinstance(response.error, TimedOut):
            raise response.error
        made.append(_picture(question, case, expected, response))
    return made


def _picture(question: FunctionQuestion, case: Case, expected: Any, response: Response) -> Json:
    parts, part = question.parts, question.part
    finding = judge(response, case, "", expected, parts, part)
    picture: Json = {
        "case": case_name(case.name),
        "right": finding.outcome is Outcome.CORRECT,
        "says": finding.message[:MAX_SAID],
        "result": part,
    }
    if picture["right"]:
        return picture
    names = list(inspect.signature(question.reference).parameters)
    picture["arguments"] = [
        {"name": name, **drawn(as_numbers(value))}
        for name, value in zip(names, case.arguments, strict=False)  # defaults may be left out
    ]
    wanted = as_numbers(expected[question.which] if parts else expected)
    picture["expected"] = drawn(wanted)
    got = _numbers(question, response)
    if got is not None:
        picture["got"] = drawn(got)
        if got.shape == wanted.shape:
            picture["wrong"] = [bool(entry) for entry in np.ravel(~agree(got, wanted))]
    return picture


def _numbers(question: FunctionQuestion, response: Response) -> Array | None:
    """Return the answer's numbers; None without any, and where they are not what is wrong."""
    result = response.result
    if response.error is not None or response.changed_arguments:
        return None
    if question.parts:
        if not is_tuple_of(result, len(question.parts)):
            return None
        result = result[question.which]
    try:
        return as_numbers(result)
    except NotNumbers:
        return None


def drawn(array: Array) -> Json:
    """Return an array's shape, and its numbers as short texts where a page has room for them."""
    numbers = None
    if array.ndim <= 2 and array.size <= MAX_DRAWN:
        numbers = [f"{number:.6g}" for number in np.ravel(array) + 0.0]
    return {"shape": list(array.shape), "numbers": numbers}
