"""The gradebook file that Canvas imports (Grades > Import).

Source: Canvas, lib/gradebook_exporter.rb and lib/gradebook_importer.rb.  Canvas finds a student
by ID, then SIS User ID, then SIS Login ID, then name; and an assignment by the number in brackets
after its name, then by the name.
"""

from __future__ import annotations

from collections.abc import Mapping

from helpers.course.marks import Marks, names_of, scores
from helpers.course.table import number

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"
"""With four blanks, as Canvas writes it."""


def as_canvas(marks: Marks, columns: Mapping[str, str]) -> tuple[list[list[str]], list[str]]:
    """Lay the marks out for Canvas; `columns` names them as Canvas does: “Homework 1 (4711)”.

    Returns the rows, and a line for everything that Canvas may not find.
    """
    titles = [columns.get(name, name) for name in marks.assignments]
    rows = [[*HEADER, *titles]]
    rows.append([POINTS_POSSIBLE, "", "", "", "", *map(number, marks.assignments.values())])
    nameless = []
    for entry in marks.entries:
        person = entry.person
        who = (person.sortable_name or person.student_id, person.canvas_id, person.sis_user_id)
        more = (person.sis_login_id, person.section)
        rows.append([*who, *more, *scores(marks, entry)])
        if not (person.canvas_id or person.sis_user_id or person.sis_login_id):
            nameless.append(person.student_id)
    notes = []
    if nameless:
        notes.append(
            f"{names_of(nameless)}: no canvas_id, sis_user_id or sis_login_id in the roster, so "
            "Canvas goes by the name"
        )
    return rows, notes
