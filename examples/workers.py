"""Write several feedback pages at once, each in a process that has nbgrader loaded already."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from examples.course import Course, StepFailed, logged_to

MOST = 4
"""More than this many at once only queue up for the gradebook, which is one file."""


@dataclass(frozen=True)
class Written:
    """A feedback page, or why there is none."""

    assignment: str
    student: str
    page: Path | None = None
    problem: str = ""


def usable_processors() -> int:
    """Count the processors this process may use, at most MOST."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        count = os.cpu_count() or 1
    return min(count, MOST)


def write_feedback(
    course: Course, submissions: Sequence[tuple[str, str]], workers: int
) -> Iterator[Written]:
    """Write feedback pages, given as (assignment, student), and give each as soon as it is done."""
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_begin, initargs=(course.root,)
    ) as pool:
        try:
            waiting = [pool.submit(_write_in_worker, *pair) for pair in submissions]
            for future in as_completed(waiting):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_at_work = ExitStack()
_courses: list[Course] = []


def _begin(root: Path) -> None:
    _at_work.enter_context(logged_to(root / "course.log", append=True))
    _courses.append(Course(root))


def _write_in_worker(assignment: str, student: str) -> Written:
    try:
        return Written(assignment, student, _courses[0].feedback(assignment, student))
    except StepFailed as error:
        return Written(assignment, student, problem=str(error))
