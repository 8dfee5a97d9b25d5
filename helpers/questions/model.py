"""What a question, a misconception and a mark are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from helpers.judging import personal
from helpers.judging.calls import Function
from helpers.judging.messages import tell
from helpers.judging.model import AnswerError, Case, Finding, Outcome
from helpers.judging.personal import Numbers
from helpers.judging.summary import Named, outcome, summary
from helpers.questions.messages import Hint, hint

__all__ = [
    "AnswerError",
    "Case",
    "Finding",
    "Function",
    "Hint",
    "Mark",
    "Misconception",
    "Named",
    "Outcome",
    "Pair",
    "Question",
]


@dataclass(frozen=True)
class Misconception:
    """A mistake students make, with a wrong answer that has it.

    Several rows may share an id: the same mistake, written differently.  `text` picks another hint
    than the id's own; `inner` names the student's function inside which the mistake was made.
    With `whole`, all results of a function must match, not only the one a question is about.
    `sign` is a property that tells the mistake where outputs do not; `covers` says of an answer
    that it has the mistake without being `wrong`.  With `same_as`, no output can tell it from the
    mistake of that id, which is named in its place.  `hint` is what to tell of a mistake that
    helpers.questions.messages does not know: an author's own.
    """

    id: str
    wrong: Any
    text: str = ""
    inner: str = ""
    whole: bool = False
    sign: str = ""
    covers: Callable[[Any], bool] | None = None
    same_as: str = ""
    hint: Hint | None = None

    @property
    def says(self) -> str:
        """What the student is told."""
        says = (self.hint or hint(self.key)).says
        return tell("inside", inner=self.inner, says=says) if self.inner else says

    @property
    def ask(self) -> str:
        """The question back."""
        return (self.hint or hint(self.key)).ask

    @property
    def key(self) -> str:
        """The key of its hint."""
        return f"{self.id}/{self.text}" if self.text else self.id


@dataclass(frozen=True)
class Pair:
    """Two mistakes at once, and a wrong answer that has both."""

    of: tuple[Misconception, Misconception]
    wrong: Any


def named(*mistakes: Misconception) -> Named:
    """Tell one mistake, or two at once."""
    ids = tuple(m.id for m in mistakes)
    if len(mistakes) == 1:
        return Named(ids, mistakes[0].says, mistakes[0].ask)
    first, second = mistakes
    says = tell("two-mistakes", first=first.says, second=second.says)
    return Named(ids, says, first.ask)


class Mark(float):
    """A score in points that also carries its outcome and what the student is told.

    It is a float, so a test cell that ends in one earns that score under any nbgrader.
    `message` is all of the text; `says`, `ask` and `details` are its pieces for a page to lay out:
    the named mistake, the question back (both "" without a name), and each complaint.
    `question` and `answer` are what was marked, so that a page can show more of it.
    """

    max_score: float
    outcome: Outcome
    message: str
    misconception: str | None
    says: str
    ask: str
    details: tuple[str, ...]
    question: Question | None
    answer: Any

    def __new__(
        cls,
        score: float,
        *,
        max_score: float,
        outcome: Outcome,
        message: str = "",
        misconception: str | None = None,
        says: str = "",
        ask: str = "",
        details: tuple[str, ...] = (),
        question: Question | None = None,
        answer: Any = None,
    ) -> Self:
        """Make a mark of `score` out of `max_score` points."""
        mark = super().__new__(cls, score)
        mark.max_score = max_score
        mark.outcome = outcome
        mark.message = message
        mark.misconception = misconception
        mark.says = says
        mark.ask = ask
        mark.details = details
        mark.question = question
        mark.answer = answer
        return mark


Diagnosis = tuple[Named | None, str | None]
"""A named mistake, or the key of a property that was noticed, or neither."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One graded question.  `name` is the answer's name, `part` the piece this mark is for."""

    name: str
    points: float
    part: str = ""
    misconceptions: tuple[Misconception, ...] = ()
    drawn: Callable[[Numbers], Mapping[str, Any]] | None = None
    """Gives the fields that differ with a student's own numbers; without it there are none."""

    @property
    def grade_id(self) -> str:
        """The id of the test cell that asks this question."""
        return "_".join(filter(None, ("test", self.name, self.part)))

    @property
    def label(self) -> str:
        """What a message calls the answer, such as `corr2d_backward: dX`."""
        return f"{self.name}: {self.part}" if self.part else self.name

    def findings(self, answer: Any) -> list[Finding]:
        """Judge every part of an answer."""
        return self.examine(answer)[0]

    def examine(self, answer: Any) -> tuple[list[Finding], Callable[[], Diagnosis]]:
        """Judge every part of an answer, and return how to diagnose it; a subclass says how."""
        raise NotImplementedError

    def mark(self, answer: Any) -> Mark:
        """Mark an answer, print what the student is told, and return the score in points."""
        numbers = personal.given()
        if self.drawn is not None and numbers is not None:
            return replace(self, drawn=None, **self.drawn(numbers)).mark(answer)
        found, diagnose = self.examine(answer)
        earned = sum(f.weight for f in found if f.outcome is Outcome.CORRECT)
        total = sum(f.weight for f in found)
        wrong = [f for f in found if f.outcome is not Outcome.CORRECT]
        mistake, noticed = diagnose() if wrong else (None, None)
        message = summary(self.label, found, mistake, noticed)
        print(message)
        return Mark(
            round(self.points * earned / total, 4),
            max_score=self.points,
            outcome=outcome(found, mistake),
            message=message,
            misconception=mistake.ids[0] if mistake else None,
            says=mistake.says if mistake else "",
            ask=mistake.ask if mistake else "",
            details=tuple(dict.fromkeys(f.message for f in wrong)),
            question=self,
            answer=answer,
        )


def nothing() -> Diagnosis:
    """Diagnose nothing."""
    return None, None
