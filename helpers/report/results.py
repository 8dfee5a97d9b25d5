"""What is known of an assignment: its questions, and what each student's submission earned."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from helpers.questions.model import Outcome


class Kind(Enum):
    """How an answer ended, as a reader of a page sees it: its words, its sign, its CSS class."""

    CORRECT = ("correct", "✓", "correct")
    PARTLY = ("partly right", "½", "partly")
    WRONG = ("wrong", "✗", "wrong")
    RAISED = ("raised an error", "!", "raised")
    STOPPED = ("stopped", "■", "stopped")
    BLANK = ("not attempted", "–", "blank")
    WAITING = ("to mark by hand", "?", "waiting")

    @property
    def words(self) -> str:
        """What it is called."""
        return self.value[0]

    @property
    def sign(self) -> str:
        """One character that stands for it where colours cannot be seen."""
        return self.value[1]

    @property
    def style(self) -> str:
        """Its class in `style.css`."""
        return self.value[2]


_KIND_OF = {
    Outcome.RAISED: Kind.RAISED,
    Outcome.TIMED_OUT: Kind.STOPPED,
    Outcome.OUT_OF_MEMORY: Kind.STOPPED,
    Outcome.FORBIDDEN: Kind.STOPPED,
    Outcome.NOT_ATTEMPTED: Kind.BLANK,
}


@dataclass(frozen=True)
class Question:
    """A graded question: its `grade_id`, what a reader calls it, and its points."""

    grade_id: str
    label: str
    points: float


@dataclass(frozen=True)
class Answer:
    """What one student earned on one question; `score` is None while a person has to mark it."""

    score: float | None
    max_score: float
    outcome: Outcome
    message: str = ""
    misconception: str | None = None
    by_hand: bool = False
    """Whether the score is a person's."""

    @property
    def kind(self) -> Kind:
        """How it ended.  What it earned counts first, so that half marks never look like none."""
        if self.score is None:
            return Kind.WAITING
        if self.score >= self.max_score:
            return Kind.CORRECT
        if self.score > 0:
            return Kind.PARTLY
        return _KIND_OF.get(self.outcome, Kind.WRONG)

    @property
    def lost(self) -> float:
        """The points it did not earn."""
        return 0.0 if self.score is None else max(self.max_score - self.score, 0.0)


@dataclass(frozen=True)
class Submission:
    """One student's submission.  `answers` is None where there is no result."""

    student: str
    answers: Mapping[str, Answer] | None = None
    """By `grade_id`; every question of the assignment is there."""
    reason: str | None = None
    """Why it could not be graded, where that is known."""
    seconds: float | None = None
    """What grading it took."""
    handed_in: datetime.datetime | None = None
    """In UTC."""
    seconds_late: float = 0.0
    penalty: float = 0.0
    """Points taken off for being late."""

    @property
    def score(self) -> float:
        """The points earned so far, before any penalty."""
        return sum(answer.score or 0.0 for answer in (self.answers or {}).values())

    @property
    def wrote_something(self) -> bool:
        """Whether any question was attempted."""
        return any(a.kind is not Kind.BLANK for a in (self.answers or {}).values())


@dataclass(frozen=True)
class Results:
    """An assignment's questions, in the notebook's order, and all submissions, by student."""

    assignment: str
    questions: tuple[Question, ...]
    submissions: tuple[Submission, ...]

    @property
    def graded(self) -> tuple[Submission, ...]:
        """The submissions that have a result."""
        return tuple(s for s in self.submissions if s.answers is not None)

    @property
    def failed(self) -> tuple[Submission, ...]:
        """The submissions that could not be graded."""
        return tuple(s for s in self.submissions if s.reason is not None)

    @property
    def ungraded(self) -> tuple[Submission, ...]:
        """The submissions that were handed in, and neither graded nor found to be ungradable."""
        return tuple(s for s in self.submissions if s.answers is None and s.reason is None)

    @property
    def max_score(self) -> float:
        """The points of all questions."""
        return sum(question.points for question in self.questions)


def anonymous(results: Results, shuffle: random.Random) -> Results:
    """Number the students in an order drawn at random, and leave out what quotes them.

    An error's message and the reason of a failure repeat what a student wrote, which can be a name.
    """
    everyone = list(results.submissions)
    shuffle.shuffle(everyone)
    width = len(str(len(everyone)))
    return replace(
        results,
        submissions=tuple(
            replace(
                submission,
                student=f"student {number:0{width}}",
                reason=None if submission.reason is None else "(the reason can hold a name)",
                answers=submission.answers
                and {name: _unsigned(answer) for name, answer in submission.answers.items()},
            )
            for number, submission in enumerate(everyone, start=1)
        ),
    )


def _unsigned(answer: Answer) -> Answer:
    graders_own = answer.outcome in (Outcome.CORRECT, Outcome.WRONG_SHAPE, Outcome.WRONG_VALUES)
    return answer if graders_own else replace(answer, message="")
