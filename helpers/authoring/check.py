"""Everything that can be found wrong with an assignment, step by step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from helpers.authoring.answers import answers_file, read_answers
from helpers.authoring.findings import Finding, Kind
from helpers.authoring.leaks import leaks
from helpers.authoring.names import order
from helpers.authoring.points import points
from helpers.authoring.release import cell_of, cells_of, release
from helpers.authoring.run import Run, run
from helpers.authoring.source import Notebook, read_source
from helpers.authoring.structure import structure
from helpers.authoring.trials import judge, trials
from helpers.authoring.unsteady import unsteady
from helpers.grading import pool
from helpers.grading.course import Course
from helpers.grading.errors import GradingError
from helpers.grading.generated import generated
from helpers.grading.pool import Workers
from helpers.grading.settings import language_of, limits_of
from helpers.grading.worker import make_job

Json = dict[str, Any]
Tell = Callable[[str], None]

UNDECIDED = (Kind.RUN_ORDER, Kind.UNKNOWN_NAME, Kind.FILES, Kind.RANDOMNESS, Kind.NO_TEST)
"""What is wrong with a test cell before it is asked what it lets through."""


@dataclass(frozen=True)
class Checked:
    """What was found; `complete` is false where something had to be mended first."""

    findings: tuple[Finding, ...]
    complete: bool
    tried: int = 0
    """How many notebooks were graded on trial."""


def check(course: Course, assignment: str, workers: Workers, tell: Tell) -> Checked:
    """Check an assignment, and tell what is being done.

    Raises NoCourse where there is none, or where nbgrader can make no release of it, and NoSandbox.
    """
    tell("reading the notebook")
    source = read_source(course, assignment)
    folder = course.source / assignment
    names = [cell.grade_id for cells in source.values() for cell in cells if cell.is_answer]
    answers = read_answers(answers_file(course, assignment), names)
    findings = [found for cells in source.values() for found in structure(cells)]
    if any(found.kind in (Kind.METADATA, Kind.POINTS) for found in findings):
        return Checked(tuple(findings), complete=False)
    findings += points(list(source.values()))
    beside = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for cells in source.values():
        findings += [*order(cells), *unsteady(cells, beside)]

    tell("making the release")
    handed_out = release(course, assignment)
    blank = {name: handed_out.pop(f"{name}.ipynb") for name in source}

    tell("running the solution from the top")
    limits = limits_of(course.config, assignment)
    ran = {name: run(cells, folder, limits.notebook_seconds) for name, cells in source.items()}
    for one in ran.values():
        findings += _news(one, findings)
    right = {name: numbers for one in ran.values() for name, numbers in one.values.items()}
    shown = [cell for name, content in blank.items() for cell in cells_of(name, content)]
    shown += [cell_of(name, content) for name, content in handed_out.items()]
    findings += leaks(shown, list(source.values()), right)
    if not all(one.whole for one in ran.values()):  # each trial would end there too, as late
        return Checked(tuple(_in_order(findings, source)), complete=False)

    tried = trials(blank, source, answers)
    notebooks = generated(course, assignment)
    language = language_of(course.config)
    jobs = (
        (key, make_job(notebooks, dict(submitted), handed_out, limits, language=language))
        for key, submitted in ((trial.key, trial.notebooks) for trial in tried)
    )
    results = dict(_graded(jobs, workers, len(tried), tell))
    told = {found.cell for found in findings if found.kind in UNDECIDED}
    told = told.union(*(one.failed for one in ran.values()))
    findings += judge(results, tried, source.values(), frozenset(told))
    return Checked(tuple(_in_order(findings, source)), complete=True, tried=len(tried))


def _news(one: Run, findings: Iterable[Finding]) -> list[Finding]:
    """Leave out a NameError in a cell whose names have been found out of order."""
    known = {
        (found.notebook, found.cell)
        for found in findings
        if found.kind in (Kind.RUN_ORDER, Kind.FILES)
    }
    return [
        found
        for found in one.findings
        if found.kind is not Kind.CELL_FAILS or (found.notebook, found.cell) not in known
    ]


def _graded(
    jobs: Iterable[pool.Job], workers: Workers, count: int, tell: Tell
) -> Iterator[tuple[str, Json]]:
    """Grade every trial.  Raises what keeps one from being graded."""
    tell(f"grading trial 1 of {count}")
    for number, (key, result) in enumerate(pool.run(jobs, workers), 1):
        if isinstance(result, BaseException):
            raise result
        graded = json.loads(result)
        if graded["status"] != "graded":
            raise GradingError(f"a notebook on trial cannot be graded: {graded['reason']}")
        if number < count:
            tell(f"grading trial {number + 1} of {count}")
        yield key, graded["cells"]


def _in_order(findings: list[Finding], source: dict[str, Notebook]) -> list[Finding]:
    """Sort by cell, as the author goes through the notebook."""
    place = {
        (name, cell.name): (name, cell.number) for name, cells in source.items() for cell in cells
    }
    return sorted(findings, key=lambda f: place.get((f.notebook, f.cell), (f.notebook, 0)))
