"""The files that Moodle imports: grades (Grades > Import > CSV), and an assignment's worksheet.

Source: Moodle, the grade export's columns, and mod/assign/feedback/offline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from helpers.course.marks import Entry, Marks, names_of, scores
from helpers.course.roster import folded
from helpers.course.table import BadTable, Row, Table, number
from helpers.grading.spreadsheet import AsGiven

HEADER = ("First name", "Last name", "ID number", "Email address")
IDENTIFIER, GRADE, MOST = "Identifier", "Grade", "Maximum Grade"
FOUND_BY = {"Email address": "email", "ID number": "moodle_id", "Full name": "full_name"}
"""A worksheet's columns, and what the roster calls them."""


def as_moodle(marks: Marks, columns: Mapping[str, str]) -> tuple[list[list[str]], list[str]]:
    """Lay the marks out for Moodle; `columns` names the grade items as Moodle does.

    Returns the rows, and a line for everything that Moodle cannot find.
    """
    rows = [[*HEADER, *(columns.get(name, name) for name in marks.assignments)]]
    nameless = []
    for entry in marks.entries:
        person = entry.person
        who = (person.first_name, person.last_name, person.moodle_id, person.email)
        rows.append([*who, *scores(marks, entry)])
        if not (person.moodle_id or person.email):
            nameless.append(person.student_id)
    notes = []
    if nameless:
        names = names_of(nameless)
        notes.append(f"{names}: no moodle_id or email in the roster, so Moodle cannot find them")
    return rows, notes


def is_worksheet(table: Table) -> bool:
    """Say whether a file is Moodle's offline grading worksheet."""
    return {IDENTIFIER, GRADE} <= set(table.header)


def fill_worksheet(worksheet: Table, marks: Marks) -> tuple[list[list[str]], list[str]]:
    """Fill in the grades of one assignment's worksheet, and leave the rest as Moodle wrote it.

    Returns the rows, and a line for everyone whose grade is not in it.  Raises BadTable where the
    worksheet is none, or counts other points.
    """
    if not is_worksheet(worksheet):
        raise BadTable(
            "this is no grading worksheet of Moodle's (it has no columns Identifier and Grade); "
            "download it from the assignment's page"
        )
    if len(marks.assignments) != 1:
        raise BadTable("a worksheet is of one assignment; name exactly one")
    ((assignment, most),) = marks.assignments.items()
    find = _finder(marks.entries)
    filled, lines = set(), []
    rows: list[list[str]] = [[AsGiven(name) for name in worksheet.header]]
    for row in worksheet.rows:
        cells = dict(row.cells)
        entry = find(row)
        mark = entry.marks.get(assignment) if entry else None
        theirs = row.get(MOST)
        if theirs and _points(theirs) != most:
            raise BadTable(
                f"line {row.line} says {theirs} points at most and the gradebook says "
                f"{number(most)}; set the maximum grade in Moodle to {number(most)} first"
            )
        who = row.get("Full name", "Email address", IDENTIFIER)
        if entry is None:
            lines.append(f"line {row.line}: {who} is not in the roster, or is there twice")
        elif row.get("Grade can be changed").lower() == "no" and mark:
            lines.append(f"line {row.line}: Moodle does not let the grade of {who} be changed")
        elif mark:
            cells[GRADE] = number(mark.score)
        if entry:
            filled.add(entry.person.student_id)
        rows.append([_given(name, cells.get(name, "")) for name in worksheet.header])
    absent = [e.person.student_id for e in marks.entries if e.person.student_id not in filled]
    if absent:
        lines.append(f"not in the worksheet: {', '.join(absent)}")
    return rows, lines


def _given(column: str, text: str) -> str:
    """Leave what Moodle reads as Moodle wrote it; it goes by no name of a student's."""
    return text if column in FOUND_BY else AsGiven(text)


def _finder(entries: tuple[Entry, ...]) -> Callable[[Row], Entry | None]:
    """Find whose a row is: by email address, else ID number, else full name; None where unclear."""
    named: dict[tuple[str, str], list[Entry]] = {}
    for column, key in FOUND_BY.items():
        for entry in entries:
            if value := folded(getattr(entry.person, key)):
                named.setdefault((column, value), []).append(entry)

    def find(row: Row) -> Entry | None:
        for column in FOUND_BY:
            found = named.get((column, folded(row.get(column))), [])
            if found:
                return found[0] if len(found) == 1 else None
        return None

    return find


def _points(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
