"""Who is in a course, and what learning-management systems call them: DIR/roster.csv."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from helpers.course.table import BadTable, Row, read_table, write_table
from helpers.grading.spreadsheet import FORMULA, unguarded

ROSTER = "roster.csv"
MAX_CHARACTERS = 128
"""What the gradebook's columns hold."""


@dataclass(frozen=True)
class Person:
    """One student, by every name the student goes by."""

    student_id: str
    """The gradebook's id and the name of the folder in submitted/."""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    canvas_id: str = ""
    """Canvas' column “ID”, a number; downloads carry it in their file names."""
    sis_user_id: str = ""
    sis_login_id: str = ""
    section: str = ""
    moodle_id: str = ""
    """Moodle's “ID number”."""

    @property
    def full_name(self) -> str:
        """Return the name as Moodle writes it: first name, last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def sortable_name(self) -> str:
        """Return the name as Canvas sorts it: last name, first name."""
        return ", ".join(part for part in (self.last_name, self.first_name) if part)


COLUMNS = tuple(field.name for field in fields(Person))
KEYS = ("student_id", "email", "canvas_id", "sis_user_id", "sis_login_id", "moodle_id")
"""What belongs to one person only."""


@dataclass(frozen=True)
class Roster:
    """The people of a course, and what is wrong with the file they were read from."""

    people: tuple[Person, ...]
    problems: tuple[str, ...] = ()
    """Rows that were left out, each by its line."""

    def by(self, key: str) -> dict[str, Person]:
        """Return the people who have an id of this kind, by it."""
        return {folded(value): p for p in self.people if (value := getattr(p, key))}


def folded(text: str) -> str:
    """Return a text so that two spellings of the same letters are equal."""
    return unicodedata.normalize("NFC", text).casefold()


def read_roster(path: Path) -> Roster:
    """Read a roster file in this project's own layout.  Raises BadTable."""
    if not path.exists():
        raise BadTable(f"there is no roster {path}; make one with: twokernels roster FILE.csv")
    table = read_table(path)
    if "student_id" not in table.header:
        raise BadTable(
            f"{path} is no roster: it has no column student_id; its first line is the header"
        )
    return checked(
        (row, Person(**{name: unguarded(row.get(name)) for name in COLUMNS})) for row in table.rows
    )


def write_roster(path: Path, people: Iterable[Person]) -> None:
    """Write a roster file that read_roster reads back.  Raises BadTable."""
    write_table(path, [COLUMNS, *(list(asdict(person).values()) for person in people)])


def checked(found: Iterable[tuple[Row, Person]]) -> Roster:
    """Keep each row that is right and belongs to one person only; name the others by line."""
    people: list[Person] = []
    problems: list[str] = []
    taken: dict[tuple[str, str], int] = {}
    for row, person in found:
        problem = _problem(row, person)
        for key in KEYS:
            value = folded(getattr(person, key))
            if value and not problem and (before := taken.get((key, value))):
                problem = f"{key} {getattr(person, key)} is that of line {before} too"
        if problem:
            problems.append(f"line {row.line}: {problem}; left out")
            continue
        taken |= {(k, folded(v)): row.line for k in KEYS if (v := getattr(person, k))}
        people.append(person)
    return Roster(tuple(people), tuple(problems))


def _problem(row: Row, person: Person) -> str | None:
    """Say what is wrong with one row, whatever the others are."""
    if row.surplus:
        return f"{row.surplus} more cells than the header has columns (a comma without quotes?)"
    if not person.student_id:
        return "no student id"
    for name, value in asdict(person).items():
        if len(value) > MAX_CHARACTERS:
            return f"{name} has {len(value)} characters; at most {MAX_CHARACTERS} are possible"
        if not value.isprintable():
            return f"{name} {value!a} holds a character that cannot be printed"
        if name in KEYS and value.startswith(FORMULA):
            return f"{name} {value!r} starts with {value[0]!r}: a spreadsheet would run it"
    if re.search(r'[/\\:*?"<>|]', person.student_id) or person.student_id.startswith("."):
        return f"student_id {person.student_id!r} cannot be the name of a folder"
    return None
