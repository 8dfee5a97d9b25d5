"""What there was before marks were replaced: kept beside the course, and put back.

DIR/.twokernels/history/<UTC time>/ holds the gradebook's rows, the graded notebooks and, written
last, what they are of.  The notebooks are hard links, which take no time and no room: grading never
writes into a graded notebook, it puts a new one in its place, so that the old one stays as it was
under its other name.  Where links cannot be made they are copies.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from helpers.grading.course import Course
from helpers.grading.errors import GradingError
from helpers.grading.failures import own_folder
from helpers.grading.files import write_whole
from helpers.grading.rows import Students, marked_by_hand, restore_rows, save_rows
from helpers.grading.unfinished import Unfinished

KEEP = 10
"""How many to keep of an assignment."""
UNFINISHED = ".partial"
ABANDONED_SECONDS = 3600.0
"""After this long, what was not finished is of a run that was killed."""


@dataclass(frozen=True)
class Kept:
    """The state of an assignment at a moment."""

    folder: Path
    assignment: str
    before: str
    """What was about to be done."""
    undoes: bool
    """Whether that was putting an earlier state back."""
    students: tuple[str, ...] | None
    """Whose it is: everyone's where it is None."""
    submissions: int

    @property
    def name(self) -> str:
        """Its time, in UTC."""
        return self.folder.name

    @property
    def rows(self) -> Path:
        """The gradebook's rows."""
        return self.folder / "gradebook.db"

    @property
    def autograded(self) -> Path:
        """The graded notebooks, a folder for each student."""
        return self.folder / "autograded"


def keep(
    course: Course,
    engine: Engine,
    assignment: str,
    students: Students,
    before: str,
    *,
    undoes: bool = False,
) -> Kept:
    """Keep an assignment's marks and graded notebooks.  Raises GradingError; changes nothing."""
    try:
        history = own_folder(course.root) / "history"
        history.mkdir(exist_ok=True)
        _sweep(history)
        with _unfinished(history) as partial:
            submissions = save_rows(engine, partial / "gradebook.db", assignment, students)
            for student, folder in _graded(course, assignment, students):
                for path in _files(folder):
                    _link(path, partial / "autograded" / student / path.relative_to(folder))
            about = {
                "assignment": assignment,
                "before": before,
                "undoes": undoes,
                "students": None if students is None else list(students),
                "submissions": submissions,
            }
            write_whole(partial / "about.json", json.dumps(about, ensure_ascii=False) + "\n")
            return _read(_name(partial, history))
    except OSError as error:
        raise GradingError(
            f"what is there cannot be kept to be undone ({error}), so nothing was changed; make "
            f"room or give yourself the right to write in {course.root / '.twokernels'}"
        ) from error


@contextlib.contextmanager
def _unfinished(history: Path) -> Iterator[Path]:
    """Give a new folder, which is gone when it could not be finished."""
    partial = history / f"{uuid.uuid4().hex}{UNFINISHED}"
    partial.mkdir()
    try:
        yield partial
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def kept(course: Course, assignment: str) -> list[Kept]:
    """List what is kept of an assignment, the oldest first."""
    found = []
    for folder in sorted((course.root / ".twokernels" / "history").glob("*Z*")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            found.append(_read(folder))
    return [one for one in found if one.assignment == assignment]


def put_back(course: Course, engine: Engine, chosen: Kept) -> tuple[Kept, int]:
    """Put a kept state back; what there is meanwhile is kept in turn.

    Returns that, and how many marks and comments that people have entered since are in it alone.
    `chosen` goes only when all of it is back, so that an interrupted call can be made again.

    Raises GradingError.
    """
    before = f"going back to {chosen.name}"
    present = keep(course, engine, chosen.assignment, chosen.students, before, undoes=True)
    earlier = marked_by_hand(engine, chosen.assignment, chosen.students)
    restore_rows(engine, chosen.rows, chosen.assignment, chosen.students)
    later = marked_by_hand(engine, chosen.assignment, chosen.students)
    try:
        _put_files_back(course, chosen)
        Unfinished(course.root, chosen.assignment).forget(chosen.students)
        discard(chosen)
    except OSError as error:
        raise GradingError(
            f"not every notebook could be put back: {error}; nothing is lost, run it again"
        ) from error
    return present, sum(later.get(row) != entered for row, entered in earlier.items())


def prune(course: Course, assignment: str) -> None:
    """Let go of all but the last few."""
    for old in kept(course, assignment)[:-KEEP]:
        with contextlib.suppress(OSError):
            discard(old)


def discard(one: Kept) -> None:
    """Let go of a kept state, which is there as a whole or not at all."""
    doomed = one.folder.with_name(f"{uuid.uuid4().hex}{UNFINISHED}")
    one.folder.rename(doomed)
    shutil.rmtree(doomed)


def _put_files_back(course: Course, chosen: Kept) -> None:
    students = {student for student, _ in _graded(course, chosen.assignment, chosen.students)}
    if chosen.autograded.is_dir():
        students |= {path.name for path in chosen.autograded.iterdir()}
    for student in students:
        origin, folder = (
            chosen.autograded / student,
            course.autograded / student / chosen.assignment,
        )
        wanted = {path.relative_to(origin) for path in _files(origin)}
        for path in wanted:
            fresh = folder / path.parent / f".{uuid.uuid4().hex}"
            _link(origin / path, fresh)
            os.replace(fresh, folder / path)
            fresh.unlink(missing_ok=True)  # a link to the same file is left where it is
        for path in list(_files(folder)):
            if path.relative_to(folder) not in wanted:
                path.unlink()
        for emptied in (folder, folder.parent):
            with contextlib.suppress(OSError):
                emptied.rmdir()


def _graded(course: Course, assignment: str, students: Students) -> Iterator[tuple[str, Path]]:
    if students is None:
        students = [path.name for path in sorted(course.autograded.glob("*/"))]
    for student in students:
        folder = course.autograded / student / assignment
        if folder.is_dir() and not folder.is_symlink():
            yield student, folder


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _link(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, to)
    except OSError:
        shutil.copy2(path, to)


def _name(partial: Path, history: Path) -> Path:
    """Give what is finished its name: the time, and a number where that is taken."""
    made = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    for number in range(1, 100):
        folder = history / (made if number == 1 else f"{made}-{number:02}")
        if not folder.exists():
            return partial.rename(folder)
    raise OSError(f"{made} is taken in {history}")


def _read(folder: Path) -> Kept:
    about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    students = about["students"]
    return Kept(
        folder,
        str(about["assignment"]),
        str(about["before"]),
        bool(about["undoes"]),
        None if students is None else tuple(students),
        int(about["submissions"]),
    )


def _sweep(history: Path) -> None:
    """Remove what runs that were killed have left."""
    for partial in history.glob(f"*{UNFINISHED}"):
        with contextlib.suppress(OSError):
            if time.time() - partial.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(partial)
