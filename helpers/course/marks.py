"""The marks of a course, as they stand in the gradebook."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.orm import undefer
from traitlets.config import Config

from helpers.course.roster import Person, Roster
from helpers.course.table import number
from helpers.grading.errors import NoCourse

LatePolicy = Callable[[str, float, float], float | None]
NAMED = 20
"""How many students a line names; the layouts `csv` and `json` say it of each."""
SMALLEST_MARK = 0.005
"""Points that two marks must differ by: files keep two digits."""


@dataclass(frozen=True)
class Mark:
    """What a student has for an assignment that was handed in, in points."""

    score: float
    """With the late penalty taken off, and what a person has marked so far."""
    late_penalty: float
    final: bool
    """Not while a person still has to mark an answer."""
    penalty_is_right: bool = True
    """Not where the marks or the late policy have changed since the penalty was set."""


@dataclass(frozen=True)
class Entry:
    """One student: who it is, and the marks by assignment; none where nothing was handed in."""

    person: Person
    marks: dict[str, Mark]


@dataclass(frozen=True)
class Marks:
    """The marks of a class."""

    assignments: dict[str, float]
    """The most that can be earned, by assignment."""
    entries: tuple[Entry, ...]
    """Everyone in the roster, in its order."""
    strangers: tuple[Entry, ...]
    """Who is in the gradebook and not in the roster."""

    def notes(self) -> list[str]:
        """Say, one line each, what somebody should know before these marks are handed on."""
        everyone = (*self.entries, *self.strangers)
        total = sum(len(entry.marks) for entry in everyone)
        open_ = [e for e in everyone if not all(mark.final for mark in e.marks.values())]
        waiting = sum(not mark.final for entry in open_ for mark in entry.marks.values())
        lines = []
        if waiting:
            names = names_of(entry.person.student_id for entry in open_)
            lines.append(
                f"{waiting} of {total} marks are not final, answers wait to be marked by hand: "
                f"{names}"
            )
        for assignment in self.assignments:
            absent = [e.person.student_id for e in self.entries if assignment not in e.marks]
            if absent:
                names = names_of(absent)
                lines.append(f"{assignment}: no mark, and an empty cell, for {names}")
            stale = [
                e.person.student_id
                for e in everyone
                if assignment in e.marks and not e.marks[assignment].penalty_is_right
            ]
            if stale:
                lines.append(
                    f"{assignment}: the late penalty of {names_of(stale)} was set before the marks "
                    f"or the policy changed; twokernels grade {assignment} --force sets it anew"
                )
        return lines


def read_marks(
    gradebook: Gradebook,
    roster: Roster | None,
    wanted: Sequence[str] = (),
    policy: LatePolicy | None = None,
) -> Marks:
    """Read the marks of these assignments, or of all, for a roster or whoever is in the gradebook.

    Raises NoCourse for an assignment that is not in the gradebook.
    """
    assignments = {a.name: float(a.max_score) for a in gradebook.assignments}
    if unknown := [name for name in wanted if name not in assignments]:
        there = ", ".join(sorted(assignments)) or "none"
        raise NoCourse(f"there is no assignment {unknown[0]} in the gradebook (there: {there})")
    chosen = {name: assignments[name] for name in wanted or sorted(assignments)}
    found: dict[str, dict[str, Mark]] = {}
    session: Any = gradebook.db()
    for name in chosen:
        query = (
            session.query(SubmittedAssignment)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == name)
            .options(undefer("*"))
        )
        for submission in query:
            found.setdefault(submission.student_id, {})[name] = _mark(submission, policy)
    booked = {
        s.id: Person(
            s.id, s.first_name or "", s.last_name or "", s.email or "", s.lms_user_id or ""
        )
        for s in session.query(Student).order_by(Student.id)
    }
    people = roster.people if roster else tuple(booked.values())
    listed = {person.student_id for person in people}
    return Marks(
        chosen,
        tuple(Entry(person, found.get(person.student_id, {})) for person in people),
        tuple(Entry(p, found.get(s, {})) for s, p in booked.items() if s not in listed),
    )


def _mark(submission: SubmittedAssignment, policy: LatePolicy | None) -> Mark:
    penalty = float(submission.late_submission_penalty or 0.0)
    score = float(submission.score or 0.0)
    if not (math.isfinite(score) and math.isfinite(penalty)):
        raise NoCourse(f"the gradebook has a score of {submission.student_id} that is no number")
    due, seconds = penalty, submission.total_seconds_late
    if policy:
        parts = [
            (n.score, policy(submission.student_id, n.score, seconds)) for n in submission.notebooks
        ]
        due = sum(min(max(part or 0.0, 0.0), most) for most, part in parts) if seconds > 0 else 0.0
    right = abs(due - penalty) < SMALLEST_MARK
    return Mark(max(0.0, score - penalty), penalty, not submission.needs_manual_grade, right)


def late_policy(config: Config) -> LatePolicy:
    """Return the late policy of a course: (student, points, seconds late) to points to take off."""
    preprocessor = AssignLatePenalties(config=config)
    preprocessor.init_plugin()
    policy: LatePolicy = preprocessor.plugin_inst.late_submission_penalty
    return policy


def as_table(marks: Marks) -> list[list[str]]:
    """Lay the marks out as a spreadsheet: one row a student, one column an assignment."""
    header = ["student_id", "last_name", "first_name", "email", "section"]
    rows = [[*header, *marks.assignments, "not_final"]]
    for entry in (*marks.entries, *marks.strangers):
        person = entry.person
        who = (getattr(person, column) for column in header)
        open_ = [name for name, mark in entry.marks.items() if not mark.final]
        rows.append([*who, *scores(marks, entry), " ".join(open_)])
    return rows


def scores(marks: Marks, entry: Entry) -> list[str]:
    """Return one student's points as cells, in the order of the assignments."""
    return [number(m.score) if (m := entry.marks.get(a)) else "" for a in marks.assignments]


def as_json(marks: Marks) -> dict[str, Any]:
    """Lay the marks out as JSON: {"assignments": {name: …}, "students": {id: …}}."""
    return {
        "assignments": {name: {"max_score": most} for name, most in marks.assignments.items()},
        "students": {
            entry.person.student_id: {
                "first_name": entry.person.first_name,
                "last_name": entry.person.last_name,
                "email": entry.person.email,
                "section": entry.person.section,
                "marks": {
                    name: {"score": m.score, "late_penalty": m.late_penalty, "final": m.final}
                    for name, m in entry.marks.items()
                },
            }
            for entry in (*marks.entries, *marks.strangers)
        },
    }


def names_of(names: Iterable[str]) -> str:
    """Name students on one line, the first few of many."""
    named = list(names)
    more = len(named) - NAMED
    return ", ".join(named[:NAMED]) + (f", and {more} more" if more > 0 else "")
