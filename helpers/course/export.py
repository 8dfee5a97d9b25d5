"""Write the marks of a course into a file, in one of the layouts a lecturer needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbgrader.api import Gradebook

from helpers.course.canvas import as_canvas
from helpers.course.layouts import read_list
from helpers.course.marks import Entry, LatePolicy, as_json, as_table, read_marks
from helpers.course.moodle import as_moodle, fill_worksheet
from helpers.course.roster import Roster, read_roster
from helpers.course.table import BadTable, number, read_table, save, write_table
from helpers.grading.errors import NoCourse

LAYOUTS = ("canvas", "moodle", "csv", "json")


@dataclass(frozen=True)
class Request:
    """Which marks to write, where, and how."""

    layout: str
    to: Path
    roster: Path | None
    """None: everyone in the gradebook, which the systems cannot match to their own people."""
    assignments: Sequence[str] = ()
    """Empty: all."""
    students: Sequence[str] = ()
    """Empty: all."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """What the system calls an assignment, where that is another name."""
    worksheet: Path | None = None
    """Moodle's offline grading worksheet, to be filled in."""
    policy: LatePolicy | None = None
    """The late policy, to tell penalties that are out of date."""


@dataclass(frozen=True)
class Exported:
    """What was written, and what somebody should know about it."""

    students: int
    notes: tuple[str, ...]
    left_out: tuple[str, ...]
    """Marks that are not in the file, a line each."""


def export(gradebook: Gradebook, request: Request) -> Exported:
    """Write the file.  Raises BadTable, or NoCourse where an assignment or a student is unknown."""
    roster = _people(request.roster) if request.roster else None
    marks = read_marks(gradebook, roster, request.assignments, request.policy)
    if request.students:
        chosen = set(request.students)
        there = {entry.person.student_id for entry in (*marks.entries, *marks.strangers)}
        if unknown := sorted(chosen - there):
            raise NoCourse(
                f"{', '.join(unknown)}: in neither the roster nor the gradebook; check the id"
            )
        marks = replace(
            marks,
            entries=tuple(e for e in marks.entries if e.person.student_id in chosen),
            strangers=tuple(e for e in marks.strangers if e.person.student_id in chosen),
        )
    notes = marks.notes()
    left_out = [f"{request.roster}, {problem}" for problem in roster.problems] if roster else []
    if request.layout in ("canvas", "moodle"):
        left_out += [_stranger(entry) for entry in marks.strangers if entry.marks]
    quiet = [e.person.student_id for e in marks.strangers if not e.marks]
    if quiet:
        notes.append(f"in the gradebook, without a mark and not in the roster: {', '.join(quiet)}")
    if request.layout == "json":
        save(request.to, json.dumps(as_json(marks), indent=1, ensure_ascii=False) + "\n")
        return Exported(len(marks.entries) + len(marks.strangers), tuple(notes), tuple(left_out))
    if request.layout == "csv":
        rows = as_table(marks)
        header = 1
    elif request.worksheet:
        try:
            rows, more = fill_worksheet(read_table(request.worksheet), marks)
        except BadTable as error:
            raise BadTable(f"{request.worksheet}: {error}") from error
        left_out += more
        header = 1
    else:
        lay_out, header = (as_canvas, 2) if request.layout == "canvas" else (as_moodle, 1)
        rows, more = lay_out(marks, request.columns)
        notes += more
    write_table(request.to, rows)
    return Exported(len(rows) - header, tuple(notes), tuple(left_out))


def _people(path: Path) -> Roster:
    """Read a roster, or the list of Canvas or Moodle that one is made of.  Raises BadTable."""
    return read_list(path, Roster(()))[1] if path.exists() else read_roster(path)


def _stranger(entry: Entry) -> str:
    points = ", ".join(f"{name} {number(mark.score)}" for name, mark in entry.marks.items())
    return f"{entry.person.student_id} ({points}) is not in the roster, so not in the file"
