"""Questions whose answer is a function: it is called on every case and compared each time."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.questions.model import AnswerError, Case, Finding, Function, Outcome, Question
from helpers.questions.values import compare


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


@dataclass(frozen=True, kw_only=True)
class FunctionQuestion(Question):
    """A function to write: `reference` gives what is expected on each of `cases`.

    With `part`, the function returns a tuple of results named `parts`, and this question is about
    one of them.
    """

    reference: Function
    cases: tuple[Case, ...]
    parts: tuple[str, ...] = ()

    def findings(self, answer: Any) -> list[Finding]:
        """Judge the function on every case."""
        if answer is None or answer is ...:
            return [Finding(Outcome.NOT_ATTEMPTED, "not attempted yet.")]
        if not callable(answer):
            kind = type(answer).__name__
            return [Finding(Outcome.WRONG_VALUES, f"a function is expected, not this {kind}.")]
        return [self._weighted(case, self._judge(answer, case)) for case in self.cases]

    def _weighted(self, case: Case, finding: Finding) -> Finding:
        return Finding(finding.outcome, finding.message, case.weight)

    def _judge(self, function: Function, case: Case) -> Finding:
        given = copies(case.arguments)
        try:
            with quiet():
                result = function(*given)
        except NotImplementedError:
            return Finding(Outcome.NOT_ATTEMPTED, "not attempted yet.")
        except AnswerError as error:
            return Finding(error.outcome, f"{case.name}: {error} {shapes(case)}")
        except (Exception, SystemExit) as error:
            return Finding(Outcome.RAISED, f"{case.name}: {_last_line(error)} {shapes(case)}")
        # Called in another process, a function is given copies, and tells whether it changed them.
        if getattr(function, "changed_arguments", False) or not same(given, case.arguments):
            return Finding(
                Outcome.WRONG_VALUES,
                f"{case.name}: the function changes its own arguments; work on a copy.",
            )
        expected = self.reference(*copies(case.arguments))
        if self.parts:
            if not isinstance(result, (tuple, list)) or len(result) != len(self.parts):
                names = ", ".join(self.parts)
                return Finding(
                    Outcome.WRONG_SHAPE,
                    f"{case.name}: the function must return the {len(self.parts)} results "
                    f"({names}), in that order.",
                )
            which = self.parts.index(self.part)
            result, expected = result[which], expected[which]
        return compare(result, expected, case.name)


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
    return f"(called with {', '.join(told)})"


def _last_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error).split())[:200]
    except Exception:  # the student's own exception class may fail to describe itself
        text = ""
    return f"your code raised {type(error).__name__}{': ' + text if text else ''}"
