"""Who made which mistake, and which of them are worth time in class."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from helpers.report.known import Known, known
from helpers.report.results import Answer, Kind, Question, Results

_MISTAKES = (Kind.PARTLY, Kind.WRONG, Kind.RAISED, Kind.STOPPED)
FEWEST, MOST = 3, 5
"""Lessons in a report, where there are mistakes to choose from."""
SHARE = 0.05
"""A mistake of fewer students than this, of all, is no lesson for all."""
BLANK_SHARE = 1 / 3
"""A question that so many left blank, of those who wrote something, is talked about."""
ALIKE = 0.8
"""Two questions lost by students of whom so many are the same are one lesson."""


@dataclass
class Group:
    """The answers with one mistake.  `known` is None where nothing known explains them."""

    known: Known | None
    kinds: Counter[Kind] = field(default_factory=Counter)
    questions: dict[Question, int] = field(default_factory=lambda: defaultdict(int))
    messages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What was said, and to which students."""
    who: set[str] = field(default_factory=set)
    lost: float = 0.0
    """Points lost, of all students together."""

    def add(self, student: str, question: Question, answer: Answer) -> None:
        """Count one answer in."""
        self.kinds[answer.kind] += 1
        self.questions[question] += 1
        self.messages[answer.message].append(student)
        self.who.add(student)
        self.lost += answer.lost

    @property
    def students(self) -> list[str]:
        """The students, in order."""
        return sorted(self.who)

    @property
    def labels(self) -> list[str]:
        """The questions it was made in, most often first."""
        return [q.label for q, _ in sorted(self.questions.items(), key=lambda item: -item[1])]

    @property
    def title(self) -> str:
        """What it is called: the mistake's name, or the question's."""
        return self.known.title if self.known else self.labels[0]

    @property
    def outcomes(self) -> str:
        """How the answers ended, such as `4 wrong, 2 raised an error`."""
        return ", ".join(f"{self.kinds[kind]:,} {kind.words}" for kind in Kind if self.kinds[kind])

    @property
    def told(self) -> list[tuple[str, list[str]]]:
        """The messages and who got them, the most frequent first."""
        found = [(text, students) for text, students in self.messages.items() if text]
        return sorted(found, key=lambda item: (-len(item[1]), item[0]))

    @property
    def rank(self) -> tuple[int, float, str]:
        """The order of mistakes: most students, then most points lost."""
        return -len(self.who), -self.lost, self.title


def groups(results: Results) -> tuple[list[Group], list[Group]]:
    """Return the named mistakes, and for each question what no known mistake explains."""
    named: dict[str, Group] = {}
    other: dict[str, Group] = {}
    for submission in results.graded:
        for question in results.questions:
            answer = (submission.answers or {})[question.grade_id]
            if answer.by_hand or answer.kind not in _MISTAKES:
                continue
            if answer.misconception:
                name = answer.misconception
                group = named.setdefault(name, Group(known(name)))
            else:
                group = other.setdefault(question.grade_id, Group(None))
            group.add(submission.student, question, answer)
    return (
        sorted(named.values(), key=lambda group: group.rank),
        sorted(other.values(), key=lambda group: group.rank),
    )


@dataclass
class Lesson:
    """One thing to explain again: a mistake, or a question that many lost for unnamed reasons."""

    group: Group
    also: list[str] = field(default_factory=list)
    """Questions that nearly the same students lost: most likely for the same reason."""


def lessons(results: Results, most: int = MOST) -> list[Lesson]:
    """Choose a few: mistakes with a name, then without one, each with the most frequent first.

    Where these are too few, one student's mistake may fill up, if that is no small part of a class.
    """
    named, other = groups(results)
    graded = len(results.graded)
    enough = min(max(2, math.ceil(SHARE * graded)), graded)
    found = [Lesson(group) for group in named if len(group.who) >= enough]
    unnamed: list[Lesson] = []
    for group in other:
        if len(group.who) < enough:
            continue
        same = next((lesson for lesson in unnamed if _alike(lesson.group, group)), None)
        if same:
            same.also.append(group.title)
        else:
            unnamed.append(Lesson(group))
    found += unnamed
    rare = [g for g in named if SHARE * graded <= len(g.who) < enough]
    found += [Lesson(group) for group in rare[: max(FEWEST - len(found), 0)]]
    return found[:most]


def _alike(one: Group, other: Group) -> bool:
    if len(one.who) < 2:
        return False  # one student's mistakes need have nothing in common
    return len(one.who & other.who) >= ALIKE * len(one.who | other.who)


def left_blank(results: Results) -> list[tuple[Question, int, int]]:
    """Return the questions many left blank, with how many of those who wrote something did."""
    writers = [s for s in results.graded if s.wrote_something]
    found = []
    for question in results.questions:
        blank = sum((s.answers or {})[question.grade_id].kind is Kind.BLANK for s in writers)
        if writers and blank >= BLANK_SHARE * len(writers):
            found.append((question, blank, len(writers)))
    return sorted(found, key=lambda item: -item[1])
