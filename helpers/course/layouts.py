"""Lists of people as Canvas and Moodle export them, recognised by their header.

Source: Canvas, lib/gradebook_exporter.rb; Moodle, the grade export and the participants' table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.course.roster import COLUMNS, KEYS, Person, Roster, checked, folded, read_roster
from helpers.course.table import BadTable, Row, Table, read_table

IDENTIFIERS = tuple(key for key in KEYS if key != "student_id")
TEST_STUDENT = "Student, Test"
"""Canvas' own, whom it lists last."""


@dataclass(frozen=True)
class Layout:
    """One way to write a list of people."""

    name: str
    columns: tuple[frozenset[str], ...]
    """The columns a header must have, any one of each set."""
    people: Callable[[Table], Iterator[tuple[Row, Person]]]
    """Gives persons without a student id."""
    identifiers: tuple[str, ...]
    """What becomes the student id where nobody chose: the first of these that a row has."""

    def fits(self, table: Table) -> bool:
        """Say whether a file is written this way."""
        return all(names & set(table.header) for names in self.columns)


def read_list(path: Path, known: Roster, identifier: str | None = None) -> tuple[str, Roster]:
    """Read a list of people in any known layout; return the layout's name and the people.

    Whoever is in the course already keeps their student id.  Raises BadTable.
    """
    table = read_table(path)
    if "student_id" in table.header:
        return "roster", read_roster(path)
    layout = next((layout for layout in LAYOUTS if layout.fits(table)), None)
    if layout is None:
        there = ", ".join(table.header[:8])
        raise BadTable(
            f"{path} is no list this knows (its columns: {there}); give a roster with a column "
            "student_id, a Canvas gradebook export, or a Moodle participants or grade export"
        )
    lookups = {key: known.by(key) for key in IDENTIFIERS}

    def identified() -> Iterator[tuple[Row, Person]]:
        for row, person in layout.people(table):
            names = {key: getattr(person, key) for key in COLUMNS}
            same = (lookups[k].get(folded(names[k])) for k in IDENTIFIERS if names[k])
            before = next((found for found in same if found), None)
            if identifier:
                names["student_id"] = names[identifier]
            elif before:
                names["student_id"] = before.student_id
            else:
                names["student_id"] = next((names[k] for k in layout.identifiers if names[k]), "")
            yield row, Person(**names)

    return layout.name, checked(identified())


def _canvas(table: Table) -> Iterator[tuple[Row, Person]]:
    for row in table.rows:
        last, comma, first = row.get("Student").partition(",")
        if not comma:
            first, last = last, ""
        name = row.get("Student", "LastName")
        if name.startswith("Points Possible") or not (name or row.get("ID")):
            continue  # what Canvas writes between the header and the first student
        if name == TEST_STUDENT:
            continue
        yield (
            row,
            Person(
                "",
                first_name=row.get("FirstName") or first.strip(),
                last_name=row.get("LastName") or last.strip(),
                canvas_id=row.get("ID"),
                sis_user_id=row.get("SIS User ID"),
                sis_login_id=row.get("SIS Login ID"),
                section=row.get("Section"),
            ),
        )


def _moodle(table: Table) -> Iterator[tuple[Row, Person]]:
    roles = any("student" in row.get("Roles").lower() for row in table.rows)
    for row in table.rows:
        if roles and "student" not in row.get("Roles").lower():
            continue  # teachers
        yield (
            row,
            Person(
                "",
                first_name=row.get("First name"),
                last_name=row.get("Last name", "Surname"),
                email=row.get("Email address"),
                moodle_id=row.get("ID number"),
                sis_login_id=row.get("Username"),
                section=row.get("Groups"),
            ),
        )


LAYOUTS = (
    Layout(
        "Canvas gradebook export",
        (frozenset({"Student", "LastName"}), frozenset({"ID"}), frozenset({"Section"})),
        _canvas,
        ("sis_login_id", "sis_user_id", "canvas_id"),
    ),
    Layout(
        "Moodle export",
        (
            frozenset({"First name"}),
            frozenset({"Last name", "Surname"}),
            frozenset({"Email address", "ID number", "Username"}),
        ),
        _moodle,
        ("sis_login_id", "moodle_id", "email"),
    ),
)
