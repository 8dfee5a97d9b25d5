"""Call a student's function on a case, and judge what came of it."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.judging.compare import compare, found
from helpers.judging.messages import tell
from helpers.judging.model import AnswerError, Case, Finding, Outcome

Function = Callable[..., Any]


class Silence(io.TextIOBase):
    """A stream that keeps nothing, so that printing without end costs no memory."""

    def write(self, text: str) -> int:
        """Drop the text."""
        return len(text)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let the student's function print and warn as it likes, at no cost to its marks."""
    with (
        contextlib.redirect_stdout(Silence()),
        contextlib.redirect_stderr(Silence()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


@dataclass(frozen=True)
class Response:
    """What a function did with one case: a result, or an exception."""

    result: Any = None
    error: BaseException | None = None
    changed_arguments: bool = False


def call(function: Function, case: Case) -> Response:
    """Call a function with copies of a case's arguments."""
    given = copies(case.arguments)
    try:
        with quiet():
            result = function(*given)
    except (Exception, SystemExit) as error:
        return Response(error=error)
    # Called in another process, a function is given copies, and tells whether it changed them.
    changed = getattr(function, "changed_arguments", False) or not same(given, case.arguments)
    return Response(result, changed_arguments=bool(changed))


def judge(
    response: Response, case: Case, where: str, expected: Any, parts: tuple[str, ...], part: str
) -> Finding:
    """Judge a response; of a function with several results, the one that `part` names."""
    match response.error:
        case None:
            pass
        case NotImplementedError():
            return Finding(Outcome.NOT_ATTEMPTED, tell("not-attempted"))
        case AnswerError() as error:
            told = tell("failed", problem=str(error), call=shapes(case))
            return found(error.outcome, told, where)
        case error:
            told = tell("raised", error=_last_line(error), call=shapes(case))
            return found(Outcome.RAISED, told, where)
    if response.changed_arguments:
        return found(Outcome.WRONG_VALUES, tell("changes-arguments"), where)
    if not parts:
        return compare(response.result, expected, where)
    if not is_tuple_of(response.result, len(parts)):
        told = tell("results", count=len(parts), names=", ".join(parts))
        return found(Outcome.WRONG_SHAPE, told, where)
    which = parts.index(part)
    return compare(response.result[which], expected[which], where)


def is_tuple_of(result: Any, count: int) -> bool:
    """Say whether a function has returned this many results."""
    return isinstance(result, (tuple, list)) and len(result) == count


def copies(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Copy the arguments, so that no call can change what a later one is given."""
    return tuple(a.copy() if isinstance(a, np.ndarray) else a for a in arguments)


def same(given: tuple[Any, ...], original: tuple[Any, ...]) -> bool:
    """Say whether the arguments are as they were before the call."""
    return all(
        a.shape == b.shape and np.array_equal(a, b)
        for a, b in zip(given, original, strict=True)
        if isinstance(a, np.ndarray)
    )


def shapes(case: Case) -> str:
    """Tell the shapes of a case's arguments, `(called with (5, 5), (3, 3))`."""
    told = (str(a.shape) if isinstance(a, np.ndarray) else repr(a) for a in case.arguments)
    return tell("call", arguments=", ".join(told))


def _last_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())[:200]
    except Exception:  # the student's own exception class may fail to describe itself
        text = ""
    return f"{type(error).__name__}{': ' + text if text else ''}"
