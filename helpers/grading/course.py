"""A course directory as nbgrader keeps it: what is asked, what was handed in, where results go."""

from __future__ import annotations

import copy
import json
import os
import stat
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from traitlets import TraitError
from traitlets.config import Config, PyFileConfigLoader

from helpers.grading import alembic, stopping
from helpers.grading.assignment import (
    Assignment,
    SourceCell,
    mark_scheme,
    without_hidden,
)
from helpers.grading.errors import NoCourse, Unreadable, no_assignment, reason_in
from helpers.grading.failures import entering_file, own_folder
from helpers.grading.open_imports import open_imports
from helpers.kernel.limits import Limits

MAX_FILES = 200
MAX_FILES_BYTES = 20 << 20
MAX_DEPTH = 20
"""Folders in folders beside a notebook."""


def read_assignment(gradebook: Gradebook, source: Path, assignment: str) -> list[Assignment]:
    """Return the notebooks of an assignment as the gradebook has them.

    The gradebook's copy was made by `nbgrader generate_assignment`; the source folder adds what it
    does not keep: imports for the tests, and where a cell stands.
    """
    notebooks = []
    for notebook in gradebook.find_assignment(assignment).notebooks:
        points = {cell.name: float(cell.max_score or 0) for cell in notebook.grade_cells}
        tasks = {cell.name: float(cell.max_score or 0) for cell in notebook.task_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        cells = [
            SourceCell(
                grade_id=cell.name,
                kind=str(cell.cell_type),
                source=cell.source or "",
                points=points.get(cell.name, tasks.get(cell.name, 0.0)),
                graded=cell.name in points,
                solution=cell.name in solutions,
                task=cell.name in tasks,
                locked=bool(cell.locked),
                checksum=cell.checksum,
            )
            for cell in notebook.source_cells
        ]
        path = source / assignment / f"{notebook.name}.ipynb"
        notebooks.append(placed(notebook.name, cells, path))
    return notebooks


def placed(name: str, cells: list[SourceCell], path: Path) -> Assignment:
    """Make a notebook of its cells, in the source's order, with the imports its tests need."""
    places, sources = _places(path)
    order = list(places)
    cells = [replace(cell, **places.get(cell.grade_id, {})) for cell in cells]
    cells.sort(key=lambda cell: order.index(cell.grade_id) if cell.grade_id in places else 0)
    imports = open_imports(sources, (cell.source for cell in cells if cell.is_test))
    return Assignment(name, tuple(cells), imports)


def _places(path: Path) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Read from a source notebook where each cell stands, and its code that is no test."""
    if not path.is_file():
        return {}, []
    cells = json.loads(path.read_text(encoding="utf-8")).get("cells", [])
    places: dict[str, dict[str, Any]] = {}
    before = ""
    sources = []
    for cell in cells:
        source = cell.get("source", "")
        source = "".join(source) if isinstance(source, list) else source
        marks = cell.get("metadata", {}).get("nbgrader", {})
        grade_id = marks.get("grade_id")
        if grade_id:
            places[grade_id] = {
                "cell_id": cell.get("id"),
                "before": before,
                "mark_scheme": mark_scheme(source),
            }
        if cell.get("cell_type") == "code" and not marks.get("grade"):
            sources.append(source)
        before = without_hidden(source).strip()
    return places, sources


@dataclass(frozen=True)
class Submission:
    """What one student handed in: a folder."""

    student: str
    folder: Path

    def read(
        self, notebooks: list[Assignment], limits: Limits
    ) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Return the notebooks and the files beside them.

        Raises Unreadable when no notebook of the assignment is there.
        """
        names = [notebook.notebook for notebook in notebooks]
        if not self.student.isprintable():
            raise Unreadable(f"a folder is called {self.student!a}, no student's id; rename it")
        if self.folder.is_symlink() or self.folder.parent.is_symlink():
            raise Unreadable("the folder handed in is a link; hand in the files themselves")
        found: dict[str, Path] = {}
        files: dict[str, bytes] = {}
        room = MAX_FILES_BYTES
        for path in _plain_files(self.folder):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix == ".ipynb":
                if path.parent == self.folder:
                    found[path.stem] = path
            elif path.stat().st_size <= room and len(files) < MAX_FILES:
                content = read_plain(path, room)
                room -= len(content)
                files[name] = content
        for name in ("timestamp.txt", "submission_secret.txt"):  # nbgrader's, not the student's
            files.pop(name, None)
        paths = {name: found[name] for name in names if name in found}
        if not paths and len(names) == 1 and len(found) == 1:
            paths = {names[0]: next(iter(found.values()))}  # renamed, and no doubt which it is
        if not paths:
            there = ", ".join(f"{name}.ipynb" for name in sorted(found)[:5]) or "no notebook"
            wanted = " and ".join(f"{name}.ipynb" for name in names)
            raise Unreadable(
                f"{wanted} was not handed in (found: {there}); hand in a file of that name"
            )
        return {
            name: read_plain(path, limits.notebook_bytes + 1) for name, path in paths.items()
        }, files


def _plain_files(folder: Path) -> list[Path]:
    """List the regular files below a folder, following no link."""
    found = []
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if name not in (".ipynb_checkpoints", "__pycache__")]
        if len(Path(parent).relative_to(folder).parts) >= MAX_DEPTH:
            folders.clear()
        for name in sorted(names):
            path = Path(parent, name)
            if stat.S_ISREG(path.lstat().st_mode):
                found.append(path)
            if len(found) > 10 * MAX_FILES:
                return found
    return found


def read_plain(path: Path, limit: int) -> bytes:
    """Read at most `limit` bytes of a regular file, never through a link or a device."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable(f"{path.name} is not a regular file")
        return file.read(limit)


def find_submissions(
    submitted: Path, assignment: str, students: list[str] | None
) -> list[Submission]:
    """List the submissions of an assignment, by student.  Raises NoCourse where there are none."""
    if Path(assignment).name != assignment:
        raise NoCourse(f"{assignment!r} is no assignment's name; give the name alone, not a path")
    if not submitted.is_dir():
        raise NoCourse(f"{submitted} does not exist: collect the students' work there first")
    everyone = sorted(path.name for path in submitted.iterdir() if (path / assignment).is_dir())
    if not everyone:
        raise NoCourse(
            f"{submitted} holds no submission of {assignment}; collect them there first, or give "
            "the assignment's right name"
        )
    unknown = sorted(set(students or ()) - set(everyone))
    if unknown:
        raise NoCourse(f"{', '.join(unknown)} handed in nothing for {assignment}")
    return [Submission(name, submitted / name / assignment) for name in students or everyone]


class Course:
    """An nbgrader course directory: its configuration, folders and gradebook."""

    def __init__(self, directory: CourseDirectory, config: Config) -> None:
        """Take a course as nbgrader has it open."""
        self.directory = directory
        self.config = config
        self.root = Path(str(directory.root)).resolve()
        self.db_url = str(directory.db_url)
        self.course_id = str(directory.course_id)

    @classmethod
    def load(cls, root: Path) -> Course:
        """Read the course in a folder.  Raises NoCourse."""
        if not root.is_dir():
            raise NoCourse(f"{root} is not a folder; name a course directory with --course")
        path = root.resolve() / "nbgrader_config.py"
        if not (path.is_file() or (root / "source").is_dir()):
            raise NoCourse(
                f"{root.resolve()} is no course directory (it has no nbgrader_config.py and "
                "no source folder); name one with --course"
            )
        config = Config()
        if path.is_file():
            try:
                config = PyFileConfigLoader(path.name, path=str(path.parent)).load_config()
            except Exception as error:
                raise NoCourse(f"{path} cannot be read: {type(error).__name__}: {error}") from error
        config.CourseDirectory.root = str(root.resolve())
        try:
            return cls(CourseDirectory(config=config), config)
        except TraitError as error:
            raise NoCourse(f"{path}: c.CourseDirectory: {error}") from error

    @property
    def source(self) -> Path:
        """Where the assignments are."""
        return self.root / str(self.directory.source_directory)

    @property
    def submitted(self) -> Path:
        """Where the students' work is."""
        return self.root / str(self.directory.submitted_directory)

    @property
    def autograded(self) -> Path:
        """Where results go."""
        return self.root / str(self.directory.autograded_directory)

    @property
    def has_gradebook(self) -> bool:
        """Whether there is a gradebook: opening one that is not there would make it."""
        url = make_url(self.db_url)
        return url.get_backend_name() != "sqlite" or Path(str(url.database)).is_file()

    def ensure_assignment(self, assignment: str) -> None:
        """Enter an assignment into the gradebook where it is not there yet.  Raises NoCourse."""
        self._require_room_for_results()
        alembic.put_on_path()
        with Gradebook(self.db_url, self.course_id) as gradebook:
            known = {entry.name: len(entry.notebooks) for entry in gradebook.assignments}
        if known.get(assignment) and not entering_file(self.root, assignment).exists():
            return
        if not any((self.source / assignment).glob("*.ipynb")):
            raise no_assignment(self.source, assignment)
        self.enter_assignment(assignment)

    def _require_room_for_results(self) -> None:
        """Know once, and not once for every student, that nothing can be written there."""
        there = next(at for at in (self.autograded, *self.autograded.parents) if at.exists())
        try:
            with tempfile.TemporaryFile(dir=there) as file:
                file.write(bytes(1 << 12))
        except OSError as error:
            raise NoCourse(f"{self.autograded} cannot be written: {error.strerror}") from error

    def enter_assignment(self, assignment: str) -> None:
        """Enter what source/ says of an assignment into the gradebook.  Raises NoCourse.

        nbgrader does so cell by cell: until it is done, a file says that it is not.
        """
        entering = entering_file(self.root, assignment)
        try:
            own_folder(self.root)
            entering.touch()
        except OSError as error:
            raise NoCourse(f"{entering} cannot be written: {error.strerror}") from error
        # Into a folder that is thrown away: grading does not hand out a release.
        with tempfile.TemporaryDirectory() as scratch:
            directory, config = self.releasing_into(scratch)
            api = NbGraderAPI(directory, config=config)
            with stopping.held():  # nbgrader takes Ctrl-C for a fault of the assignment
                result = api.generate_assignment(assignment, force=True, create=True)
        entering.unlink(missing_ok=True)
        if not result["success"]:
            reason = reason_in(result["log"])
            raise NoCourse(f"{assignment} cannot be entered into the gradebook: {reason}")

    def releasing_into(self, folder: str) -> tuple[CourseDirectory, Config]:
        """Return this course, for nbgrader, with another place for its releases."""
        config = copy.deepcopy(self.config)
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.db_url
        config.CourseDirectory.release_directory = folder
        return CourseDirectory(config=config), config
