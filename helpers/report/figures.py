"""The numbers behind the report's pictures: headline, distribution, questions, time."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass

from helpers.report.results import Answer, Kind, Question, Results, Submission

_PHONE = 330
"""Pixels of a bar on a phone."""
_STEPS = (1, 2, 2.5, 4, 5, 10)


@dataclass(frozen=True)
class Headline:
    """The class in a few numbers; scores in points, times in seconds."""

    students: int
    graded: int
    mean: float
    median: float
    seconds: float
    median_seconds: float
    waiting: int
    """Answers that a person has yet to mark."""


def headline(results: Results) -> Headline:
    """Sum the class up.  Some submission has a result."""
    scores = [submission.score for submission in results.graded]
    times = [s.seconds for s in results.graded if s.seconds is not None]
    return Headline(
        students=len(results.submissions),
        graded=len(scores),
        mean=statistics.fmean(scores),
        median=statistics.median(scores),
        seconds=sum(times),
        median_seconds=statistics.median(times) if times else 0.0,
        waiting=sum(
            answer.kind is Kind.WAITING
            for submission in results.graded
            for answer in (submission.answers or {}).values()
        ),
    )


@dataclass(frozen=True)
class Bin:
    """One column of the distribution: scores from `low` up to `high`, which the last includes."""

    low: float
    high: float
    students: int


def distribution(results: Results) -> list[Bin]:
    """Count the scores in 5 to 10 columns of a round width; extra credit may add more."""
    scores = [submission.score for submission in results.graded]
    width = _round_width(results.max_score)
    columns = max(math.ceil(max(results.max_score, *scores, width) / width - 1e-9), 1)
    counts = Counter(min(max(int(score / width + 1e-9), 0), columns - 1) for score in scores)
    return [Bin(i * width, (i + 1) * width, counts[i]) for i in range(columns)]


def _round_width(top: float) -> float:
    if top <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(top / 10))
    return next(step * power for step in _STEPS if step * power >= top / 10 - 1e-9)


@dataclass(frozen=True)
class Tally:
    """How the answers to one question ended, over all submissions with a result."""

    question: Question
    counts: dict[Kind, int]

    @property
    def total(self) -> int:
        """All answers."""
        return sum(self.counts.values())

    @property
    def correct(self) -> int:
        """Answers with all points."""
        return self.counts[Kind.CORRECT]

    @property
    def untouched(self) -> bool:
        """Whether nobody attempted the question."""
        return self.counts[Kind.BLANK] == self.total

    @property
    def to_mark(self) -> bool:
        """Whether some answers wait for a person, so that the share of right ones says nothing."""
        return self.counts[Kind.WAITING] > 0

    def written(self, kind: Kind) -> str:
        """What stands in a part of the bar: as much as fits into it on a phone."""
        number = f"{self.counts[kind]:,}"
        room = self.counts[kind] / self.total * _PHONE
        for text in (f"{kind.sign} {number}", number):
            if room >= 8 * len(text) + 6:
                return text
        return ""

    @property
    def in_words(self) -> str:
        """What the bar shows."""
        parts = [f"{n:,} {kind.words}" for kind, n in self.counts.items() if n]
        return f"{self.question.label}: {', '.join(parts)}, of {self.total:,}"


def tallies(results: Results) -> list[Tally]:
    """Count how the answers ended, question by question."""
    graded = results.graded
    found = []
    for question in results.questions:
        counts = Counter(answer_of(submission, question).kind for submission in graded)
        found.append(Tally(question, {kind: counts[kind] for kind in Kind}))
    return found


def answer_of(submission: Submission, question: Question) -> Answer:
    """Return the answer of a submission that has a result."""
    if submission.answers is None:
        raise ValueError(f"{submission.student} has no result")
    return submission.answers[question.grade_id]


def slowest(results: Results, most: int = 10) -> list[Submission]:
    """Return the submissions that took longest to grade, slowest first."""
    timed = [s for s in results.graded if s.seconds is not None]
    return sorted(timed, key=lambda s: (-(s.seconds or 0.0), s.student))[:most]


def late(results: Results) -> list[Submission]:
    """Return the submissions that came after the due date, latest first."""
    found = [s for s in results.submissions if s.seconds_late > 0]
    return sorted(found, key=lambda s: (-s.seconds_late, s.student))
