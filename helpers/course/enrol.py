"""Bring a list of people into the gradebook and into the course's roster."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nbgrader.api import Gradebook, Student

from helpers.course.gradebook import open_gradebook
from helpers.course.roster import (
    COLUMNS,
    KEYS,
    ROSTER,
    Person,
    Roster,
    folded,
    read_roster,
    write_roster,
)
from helpers.course.table import BadTable
from helpers.grading.course import Course

GRADEBOOK = {
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "lms_user_id": "canvas_id",
}
"""What the gradebook keeps of a person: its column, ours."""


@dataclass(frozen=True)
class Enrolment:
    """What a list changes, by student id."""

    people: tuple[Person, ...]
    """The roster afterwards."""
    added: tuple[str, ...]
    changed: dict[str, tuple[str, ...]]
    """Which columns."""
    unchanged: tuple[str, ...]
    missing: tuple[str, ...]
    """In the roster before, and not in the list; they stay."""
    problems: tuple[str, ...]
    """Whom the list would give what belongs to somebody else."""


def known(course: Course) -> Roster:
    """Return the roster a course has, or an empty one.  Raises BadTable where a line is wrong.

    It is written anew, so a line that cannot be read would be lost.
    """
    path = course.root / ROSTER
    roster = read_roster(path) if path.exists() else Roster(())
    if roster.problems:
        line = roster.problems[0].removesuffix("; left out")
        raise BadTable(f"{path}, {line}; correct it first, so that nothing of it is lost")
    return roster


def plan(course: Course, before: Roster, listed: Roster) -> Enrolment:
    """Say what a list would change, and write nothing.  An empty cell changes nothing."""
    path = course.db_url.removeprefix("sqlite:///")
    if path != course.db_url and not course.root.joinpath(path).exists():
        enrolled: dict[str, Person] = {}
    else:
        with open_gradebook(course) as gradebook:
            enrolled = _enrolled(gradebook)
    earlier = {person.student_id: person for person in before.people}
    owners = {(key, value): p.student_id for key in KEYS for value, p in before.by(key).items()}
    added, changed, unchanged, problems = [], {}, [], []
    after = dict(earlier)
    for person in listed.people:
        name = person.student_id
        taken = next(
            (k for k in KEYS if owners.get((k, folded(getattr(person, k))), name) != name), ""
        )
        if taken:
            owner = owners[taken, folded(getattr(person, taken))]
            problems.append(f"{name}: {taken} {getattr(person, taken)} is {owner}'s; left out")
            continue
        old = earlier.get(name, Person(name))
        new = replace(old, **{c: v for c in COLUMNS if (v := getattr(person, c))})
        after[name] = new
        in_book = enrolled.get(name)
        differing = [c for c in COLUMNS if name in earlier and getattr(new, c) != getattr(old, c)]
        if in_book:
            differing += [
                c
                for c in GRADEBOOK.values()
                if getattr(new, c) and getattr(new, c) != getattr(in_book, c)
            ]
        if in_book is None:
            added.append(name)
        elif differing:
            changed[name] = tuple(dict.fromkeys(differing))
        else:
            unchanged.append(name)
    missing = tuple(name for name in earlier if name not in {p.student_id for p in listed.people})
    return Enrolment(
        tuple(after.values()), tuple(added), changed, tuple(unchanged), missing, tuple(problems)
    )


def enrol(course: Course, enrolment: Enrolment) -> None:
    """Write the gradebook in one step, then the roster.  Raises NoCourse, BadTable."""
    wanted = {*enrolment.added, *enrolment.changed}
    with open_gradebook(course) as gradebook:
        session = gradebook.db()
        for person in enrolment.people:
            if person.student_id not in wanted:
                continue
            student = session.get(Student, person.student_id)
            if student is None:
                student = Student(id=person.student_id)
                session.add(student)
            for column, ours in GRADEBOOK.items():
                if value := getattr(person, ours):
                    setattr(student, column, value)
        session.commit()
    write_roster(course.root / ROSTER, enrolment.people)


def _enrolled(gradebook: Gradebook) -> dict[str, Person]:
    return {
        student.id: Person(
            student.id, **{o: getattr(student, c) or "" for c, o in GRADEBOOK.items()}
        )
        for student in gradebook.db().query(Student)
    }
