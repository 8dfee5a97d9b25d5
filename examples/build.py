"""Hand in for a demo student: the answers of a folder, put into the release notebook.

A student is a folder of `examples/class/`: `student.toml`, and one small file for each answer,
`<assignment>/<name>.py` or `.md`, where `<name>` is the `grade_id` of the answer cell it fills.  An
answer without a file is taken from the student named by `based_on`, or left as the release has it.
Nothing of a notebook is kept here, so a demo student never goes stale when a notebook changes.
"""

from __future__ import annotations

import copy
import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbformat import NotebookNode

CLASS = Path(__file__).parent / "class"
DUE: Mapping[str, datetime] = {
    "two_kernels": datetime(2026, 3, 6, 17),
    "convolution": datetime(2026, 3, 13, 17),
    "pooling": datetime(2026, 3, 20, 17),
}
"""When each assignment is due, in UTC; a student's `submitted` counts from here."""

ASSIGNMENTS = tuple(DUE)
CELL_TYPES = {".py": "code", ".md": "markdown"}
_FIELDS = {
    "first_name": True,
    "last_name": True,
    "about": True,
    "based_on": False,
    "submitted": False,
}
_OFFSET = re.compile(r"([+-]) ?(?:(\d+) ?d)? ?(?:(\d+) ?h)? ?(?:(\d+) ?min)?")


class ClassError(ValueError):
    """The demo class, or a release notebook it should answer, is not as it must be."""


@dataclass(frozen=True)
class Student:
    """One demo student; `folders` are the student's own, then those it is based on, in order."""

    id: str
    first_name: str
    last_name: str
    about: str
    submitted: timedelta
    folders: tuple[Path, ...]

    def answers(self, assignment: str) -> dict[str, Path]:
        """Give the file of every answer to one assignment, by the answer's name."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for name, path in _answer_files(folder / assignment):
                found.setdefault(name, path)
        return found


def load_class(folder: Path = CLASS) -> dict[str, Student]:
    """Read every student of a class, in the order of their ids.

    Raises ClassError for a field that is missing or unknown, and for a `based_on` that names
    nobody or leads back to the student itself.
    """
    paths = sorted(path.parent for path in folder.glob("*/student.toml"))
    if not paths:
        raise ClassError(f"{folder}: no student here; a student is a folder with a student.toml")
    facts = {path.name: _facts(path / "student.toml") for path in paths}
    return {
        path.name: Student(
            id=path.name,
            first_name=facts[path.name]["first_name"],
            last_name=facts[path.name]["last_name"],
            about=facts[path.name]["about"],
            submitted=_offset(path / "student.toml", facts[path.name].get("submitted", "-5 h")),
            folders=tuple(folder / name for name in _lineage(path.name, facts)),
        )
        for path in paths
    }


def choose(students: Mapping[str, Student], ids: Iterable[str]) -> list[Student]:
    """Give the students with these ids, in that order, or raise ClassError for one unknown."""
    chosen = []
    for name in ids:
        if name not in students:
            raise ClassError(f"no student is called {name!r}{_nearest(name, students)}")
        chosen.append(students[name])
    return chosen


def build_submission(student: Student, assignment: str, release: NotebookNode) -> NotebookNode:
    """Fill in a copy of a release notebook with a student's answers.

    Raises ClassError when an answer has no cell of its name in the notebook, or is Python where
    the cell is Markdown, or the other way round.
    """
    notebook = copy.deepcopy(release)
    cells = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for name, path in student.answers(assignment).items():
        if name not in cells:
            raise ClassError(
                f"{path}: {assignment} asks for no answer called {name!r}{_nearest(name, cells)}"
            )
        if cells[name].cell_type != CELL_TYPES[path.suffix]:
            raise ClassError(
                f"{path}: the answer cell {name!r} is a {cells[name].cell_type} cell, "
                f"a {path.suffix} file cannot fill it"
            )
        cells[name].source = path.read_text(encoding="utf-8").rstrip("\n")
    return notebook


def read_release(course: Path, assignment: str) -> NotebookNode:
    """Read an assignment's release notebook; raise ClassError when there is none."""
    path = course / "release" / assignment / f"{assignment}.ipynb"
    if not path.is_file():
        raise ClassError(f"{path} is not there; run nbgrader generate_assignment first")
    return nbformat.read(path, as_version=4)


def build_class(
    course: Path,
    assignments: Iterable[str] = ASSIGNMENTS,
    students: Iterable[Student] | None = None,
    due: Mapping[str, datetime] = DUE,
) -> list[Path]:
    """Write `submitted/<student>/<assignment>/` for a class, and give the notebooks' paths.

    Reads `release/` of the course; a student's `submitted` counts from the assignment's `due`.
    The same answers and the same release give the same bytes.

    Raises ClassError as build_submission does, and when an assignment has no release; nothing is
    written before every submission could be built.
    """
    who = list(load_class().values() if students is None else students)
    files: dict[Path, str] = {}
    notebooks = []
    for assignment in assignments:
        release = read_release(course, assignment)
        for student in who:
            folder = course / "submitted" / student.id / assignment
            notebook = build_submission(student, assignment, release)
            notebooks.append(folder / f"{assignment}.ipynb")
            files[notebooks[-1]] = nbformat.writes(notebook) + "\n"
            files[folder / "timestamp.txt"] = timestamp(due[assignment] + student.submitted) + "\n"
    for path, text in files.items():
        _write(path, text)
    return notebooks


def timestamp(moment: datetime) -> str:
    """Write a moment in UTC as nbgrader reads it from `timestamp.txt`."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _answer_files(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    seen: set[str] = set()
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__")):
            continue
        if path.suffix not in CELL_TYPES:
            raise ClassError(f"{path}: an answer is a .py or a .md file")
        if path.stem in seen:
            raise ClassError(f"{path}: there is another answer called {path.stem!r} beside it")
        seen.add(path.stem)
        yield path.stem, path


def _facts(path: Path) -> dict[str, str]:
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise ClassError(f"{path}: {problem}") from None
    for field, value in facts.items():
        if field not in _FIELDS:
            raise ClassError(f"{path}: unknown field {field!r}{_nearest(field, _FIELDS)}")
        if not isinstance(value, str):
            raise ClassError(f"{path}: {field} must be text")
    missing = [field for field, needed in _FIELDS.items() if needed and field not in facts]
    if missing:
        raise ClassError(f"{path}: {', '.join(missing)} is missing")
    for folder in sorted(path.parent.iterdir()):
        if folder.is_dir() and folder.name not in ASSIGNMENTS:
            known = _nearest(folder.name, ASSIGNMENTS)
            raise ClassError(f"{folder}: no assignment is called {folder.name!r}{known}")
    return facts


def _lineage(student: str, facts: Mapping[str, Mapping[str, str]]) -> list[str]:
    line = [student]
    while parent := facts[line[-1]].get("based_on"):
        if parent not in facts:
            raise ClassError(
                f"{line[-1]}: based_on names {parent!r}, who is not in the class"
                f"{_nearest(parent, facts)}"
            )
        if parent in line:
            raise ClassError(f"{student}: based_on goes in a circle: {' → '.join([*line, parent])}")
        line.append(parent)
    return line


def _offset(path: Path, text: str) -> timedelta:
    match = _OFFSET.fullmatch(text.strip())
    if match is None or not any(match.groups()[1:]):
        raise ClassError(f"{path}: submitted = {text!r} is not like '-2 h' or '+1 d 3 h'")
    days, hours, minutes = (int(part or 0) for part in match.groups()[1:])
    offset = timedelta(days=days, hours=hours, minutes=minutes)
    return -offset if match[1] == "-" else offset


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
