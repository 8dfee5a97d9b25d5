"""Questions whose answer is a function: it is called on every case and compared each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from helpers.judging.calls import call, copies, judge
from helpers.judging.messages import tell
from helpers.judging.shown import shown
from helpers.questions.diagnosis import Differential, numbers
from helpers.questions.messages import case_name
from helpers.questions.model import (
    Case,
    Diagnosis,
    Finding,
    Function,
    Misconception,
    Outcome,
    Question,
    nothing,
)


@dataclass(frozen=True, kw_only=True)
class FunctionQuestion(Question):
    """A function to write: `reference` gives what is expected on each of `cases`.

    With `part`, the function returns a tuple of results named `parts`, and this question is about
    one of them.  `visible` are the cases of the notebook's own check; `follow_ons` are mistakes of
    another function of the student's that this one calls.
    """

    reference: Function
    cases: tuple[Case, ...]
    visible: tuple[Case, ...] = ()
    parts: tuple[str, ...] = ()
    follow_ons: tuple[Misconception, ...] = ()

    @property
    def which(self) -> int:
        """The place of `part` among `parts`."""
        return self.parts.index(self.part) if self.parts else 0

    @cached_property
    def expected(self) -> tuple[Any, ...]:
        """What the reference returns on each case."""
        return tuple(self.reference(*copies(case.arguments)) for case in self.cases)

    @cached_property
    def differential(self) -> Differential:
        """The known mistakes, and what they show."""
        return Differential(
            self.cases, len(self.parts), self.which, self.misconceptions, self.follow_ons
        )

    def in_sight(self) -> FunctionQuestion:
        """Return the same question on the visible cases."""
        return replace(self, cases=self.visible)

    def examine(self, answer: Any) -> tuple[list[Finding], Callable[[], Diagnosis]]:
        """Judge the function on every case."""
        if answer is None or answer is ...:
            return [Finding(Outcome.NOT_ATTEMPTED, tell("not-attempted"))], nothing
        if not callable(answer):
            told = tell("function-expected", type=type(answer).__name__)
            return [Finding(Outcome.WRONG_VALUES, told)], nothing
        responses = [call(answer, case) for case in self.cases]
        findings = [
            replace(
                judge(response, case, case_name(case.name), expected, self.parts, self.part),
                weight=case.weight,
            )
            for response, case, expected in zip(responses, self.cases, self.expected, strict=True)
        ]

        def diagnose() -> Diagnosis:
            return self.differential.diagnose(
                [shown(response, len(self.parts)) for response in responses],
                numbers(self.expected, self.which, len(self.parts)),
                any(response.changed_arguments for response in responses),
            )

        return findings, diagnose
