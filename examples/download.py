"""Make what Canvas gives an instructor: its gradebook export, and a download of a class's work.

`python -m examples.download two_kernels` writes, into the current course folder and with the demo
class in them, `examples-canvas.csv` and `downloaded/two_kernels/archive/submissions.zip`.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

import nbformat

from examples.build import ASSIGNMENTS, Student, build_submission, load_class, read_release
from helpers.course.canvas import HEADER, POINTS_POSSIBLE
from helpers.course.owners import canvas_name
from helpers.grading.spreadsheet import csv_text

FIRST_ID = 4001
MADE = (2026, 3, 1, 12, 0, 0)
"""The time of every file in the archive: the same class gives the same bytes."""


def gradebook_export(students: list[Student]) -> str:
    """Write a class as Canvas exports its gradebook."""
    rows = [HEADER, (POINTS_POSSIBLE, "", "", "", "")]
    for number, student in enumerate(students, start=FIRST_ID):
        name = f"{student.last_name}, {student.first_name}"
        rows.append((name, str(number), f"U{number}", student.id, "Section 1"))
    return csv_text(rows)


def archive(students: list[Student], assignment: str, course: Path) -> bytes:
    """Pack a class's notebooks under the names Canvas gives them in a download."""
    release = read_release(course, assignment)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number, student in enumerate(students, start=FIRST_ID):
            who = canvas_name(f"{student.last_name}, {student.first_name}")
            entry = zipfile.ZipInfo(f"{who}_{number}_{number + 50_000}_{assignment}.ipynb", MADE)
            notebook = build_submission(student, assignment, release)
            file.writestr(entry, nbformat.writes(notebook), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assignment", choices=ASSIGNMENTS)
    assignment = parser.parse_args().assignment
    students = list(load_class().values())
    people = Path("examples-canvas.csv")
    people.write_text(gradebook_export(students), encoding="utf-8")
    target = Path("downloaded", assignment, "archive", "submissions.zip")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive(students, assignment, Path()))
    print(f"{people}: {len(students)} students.  {target}: their work on {assignment}.")


if __name__ == "__main__":
    main()
