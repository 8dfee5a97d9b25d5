"""A release that may be handed out: there, up to date, and with nothing hidden in it."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from helpers.bundle.hidden import Secrets
from helpers.bundle.notebook import NotReleased, cells_of
from helpers.grading.course import Course
from helpers.grading.errors import no_assignment
from helpers.grading.releasing import released


def read_release(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the files that students get of an assignment, by their path in its folder.

    Raises: NotReleased when there is no release, when it shows what is hidden in source/, or when
    it is not what source/ gives now.  NoCourse when source/ gives none.  OSError when a file cannot
    be read.
    """
    source = course.source / assignment
    if Path(assignment).name != assignment:
        raise NotReleased(
            f"{assignment!r} is no assignment's name; give the name alone, not a path"
        )
    if not any(source.glob("*.ipynb")):
        raise NotReleased(str(no_assignment(course.source, assignment)))
    folder = course.root / str(course.directory.release_directory) / assignment
    files = _files(folder, course)
    if not any(name.endswith(".ipynb") for name in files):
        raise NotReleased(f"{folder} holds no notebook; {_run(course, assignment)} first")
    secrets = Secrets.of(source, course.config)
    for name, content in files.items():
        if secret := secrets.shown_in(name, content):
            raise NotReleased(
                f"{folder / name} shows what students must not see, `{secret}`; "
                f"{_run(course, assignment)} again, and if it is still there, change {source}"
            )
    with released(course, assignment) as made:
        now = _files(made, course)
    if changed := _differing(files, now):
        raise NotReleased(
            f"{folder / changed} is not what {source} gives now; {_run(course, assignment)} again"
        )
    return files


def _run(course: Course, assignment: str) -> str:
    return f"run `nbgrader generate_assignment {assignment} --force` in {course.root}"


def _files(folder: Path, course: Course) -> dict[str, bytes]:
    """Read a folder without what nbgrader would ignore.  Raises NotReleased for a link."""
    patterns = list(course.directory.ignore)
    files = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(fnmatch.fnmatch(part, pattern) for part in inside.parts for pattern in patterns):
            continue
        if path.is_symlink():
            raise NotReleased(f"{path} is a link; put the file itself there")
        if path.is_file():
            files[inside.as_posix()] = path.read_bytes()
    return files


def _differing(files: Mapping[str, bytes], now: Mapping[str, bytes]) -> str:
    """Return the first file that is in one of the two only, or differs, or ""."""
    for name in sorted({*files, *now}):
        if name not in files or name not in now:
            return name
        if name.endswith(".ipynb"):
            if list(_told(name, files[name])) != list(_told(name, now[name])):
                return name
        elif files[name] != now[name]:
            return name
    return ""


def _told(name: str, content: bytes) -> Iterator[tuple[Any, ...]]:
    """Tell of each cell what matters; nbgrader gives ids and checksums to what has none."""
    for cell in cells_of(name, content):
        yield cell.kind, cell.source, cell.marks.get("grade_id"), cell.marks.get("points")
