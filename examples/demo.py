"""Grade the demo class from beginning to end: `python -m examples.demo`, or `make demo`.

Makes the releases, hands in for every demo student, grades, writes the feedback pages and
`grades.csv`, and shows the marks.  nbgrader itself does all of it; its log is in `course.log`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from examples.build import (
    ASSIGNMENTS,
    CLASS,
    ClassError,
    Student,
    build_class,
    choose,
    load_class,
)
from examples.course import Course, StepFailed, logged_to
from examples.table import Marks, read_marks, save_picture, show
from examples.workers import usable_processors, write_feedback

ROOT = Path(__file__).resolve().parents[1]
PLAIN_WIDTH = 110
"""Columns of the output where no terminal says how many it has."""


@dataclass
class Result:
    """What a run made, and the reason of each failure, by assignment and student, or ""."""

    marks: list[Marks] = field(default_factory=list)
    pages: list[Path] = field(default_factory=list)
    grades: Path | None = None
    problems: dict[tuple[str, str], str] = field(default_factory=dict)


class Reporter:
    """Tells how far a run is: a bar in a terminal, a line for each assignment elsewhere."""

    def __init__(self, console: Console, assignments: Sequence[str], each: int) -> None:
        self._console = console
        self._left = dict.fromkeys(assignments, each)
        self._each = each
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TextColumn("·"),
            TimeElapsedColumn(),
            TextColumn("·"),
            TimeRemainingColumn(),
            TextColumn("to go"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=each * len(assignments))

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the bar while the work lasts."""
        with self._progress:
            yield

    def stage(self, text: str) -> None:
        """Tell what begins now."""
        self._progress.update(self._task, description=text)
        if not self._console.is_terminal:
            self._console.print(text)

    def done(self, assignment: str, submissions: int = 1) -> None:
        """Tell that submissions to this assignment are done."""
        self._progress.advance(self._task, submissions)
        self._left[assignment] -= submissions
        if not self._left[assignment] and not self._console.is_terminal:
            self._console.print(f"  {assignment}: done")

    def problem(self, text: str) -> None:
        """Tell what went wrong at once; the run goes on."""
        self._console.print(text)


def run(
    course: Course,
    assignments: Sequence[str],
    students: Sequence[Student],
    console: Console,
    feedback: bool = True,
    workers: int = 1,
) -> Result:
    """Grade these students' submissions to these assignments; one that fails stops no other."""
    result = Result()
    reporter = Reporter(console, assignments, len(students) * (2 if feedback else 1))

    def fails(assignment: str, student: str, reason: str) -> None:
        result.problems[assignment, student] = reason
        reporter.problem(complaint(assignment, student, reason))

    with reporter.shown():
        reporter.stage("making the releases")
        course.forget(assignments, students)
        released = []
        for assignment in assignments:
            try:
                course.generate(assignment)
                released.append(assignment)
            except StepFailed as error:
                fails(assignment, "", str(error))
                reporter.done(assignment, len(students) * (2 if feedback else 1))
        course.enrol(students)
        build_class(course.root, released, students, course.due(released))
        reporter.stage("grading")
        submissions = []
        for name in released:
            submissions += grade_one(course, name, students, workers, reporter, fails)
        if feedback:
            reporter.stage("writing feedback")
            for written in write_feedback(course, submissions, workers):
                if written.problem:
                    fails(written.assignment, written.student, written.problem)
                elif written.page:
                    result.pages.append(written.page)
                reporter.done(written.assignment)
        result.grades = course.export()
    with course.gradebook() as gradebook:
        result.marks = [
            read_marks(
                gradebook,
                name,
                [student.id for student in students],
                course.root,
                failed={student for where, student in result.problems if where == name},
            )
            for name in released
        ]
    return result


def grade_one(
    course: Course,
    assignment: str,
    students: Sequence[Student],
    workers: int,
    reporter: Reporter,
    fails: Callable[[str, str, str], None],
) -> list[tuple[str, str]]:
    """Grade one assignment, and give what was graded as (assignment, student)."""
    try:
        failed = course.grade(assignment, students, workers, lambda *_: reporter.done(assignment))
    except StepFailed as error:
        fails(assignment, "", str(error))
        return []
    for student, reason in failed.items():
        fails(assignment, student, reason)
    return [(assignment, student.id) for student in students if student.id not in failed]


def complaint(assignment: str, student: str, reason: str) -> str:
    """Word one failure, as rich's markup."""
    who = f"{student}'s {assignment}" if student else assignment
    return f"[bold red]{escape(who)} could not be graded[/]: {escape(reason)}"


def tell(result: Result, course: Course, console: Console) -> None:
    """Show the marks, what went wrong, and where to look next."""
    plain = not (console.encoding or "").lower().startswith("utf")
    for marks in result.marks:
        console.print(show(marks, console.width, plain))
        console.print()
    for (assignment, student), reason in result.problems.items():
        console.print(complaint(assignment, student, reason))
    here = Path.cwd()
    console.print("[bold]Where to look next[/]")
    if result.pages:
        example = min(result.pages, key=lambda page: ("flips_kernel" not in page.parts, page))
        _line(console, f"feedback, {len(result.pages)} in all", _short(example, here))
    if result.grades:
        _line(console, "every score", _short(result.grades, here))
    _line(console, "what nbgrader said", _short(course.root / "course.log", here))
    go = "" if course.root == here else f"cd {_short(course.root, here)} && "
    _line(console, "the instructor's view", f"{go}jupyter lab, then Nbgrader > Formgrader")


def _line(console: Console, what: str, where: str) -> None:
    console.print(f"  {what:<22} {escape(where)}", highlight=False, soft_wrap=True)


def _short(path: Path, here: Path) -> str:
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m examples.demo", description="Grade the demo class with nbgrader."
    )
    parser.add_argument("--course", type=Path, default=ROOT, metavar="DIR",
                        help="course directory (default: this repository)")  # fmt: skip
    parser.add_argument("--assignments", nargs="+", default=ASSIGNMENTS, choices=ASSIGNMENTS,
                        metavar="NAME", help="only these: " + ", ".join(ASSIGNMENTS))  # fmt: skip
    parser.add_argument("--students", nargs="+", metavar="ID", help="only these students")
    parser.add_argument("--students-from", type=Path, default=CLASS, metavar="DIR",
                        help="the class to grade (default: examples/class)")  # fmt: skip
    parser.add_argument("--workers", type=int, default=usable_processors(), metavar="N",
                        help="how many to grade at once (default: %(default)s)")  # fmt: skip
    parser.add_argument("--no-feedback", action="store_true", help="write no feedback pages")
    parser.add_argument("--save-picture", type=Path, metavar="FILE.svg",
                        help="also save the first assignment's table as a picture")  # fmt: skip
    return parser.parse_args(argv)


def make_console() -> Console:
    """Make the console: as wide as the terminal, or a fixed width where there is none."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    return console


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo; 0 when everything was done, 1 when something was not, 2 when nothing was."""
    options = arguments(argv)
    console = make_console()
    try:
        everyone = load_class(options.students_from)
        students = choose(everyone, options.students or everyone)
        course = Course(options.course)
    except (ClassError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        with logged_to(course.root / "course.log"):
            result = run(
                course,
                options.assignments,
                students,
                console,
                feedback=not options.no_feedback,
                workers=options.workers,
            )
    except ClassError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; run it again to start over", file=sys.stderr)
        return 130
    tell(result, course, console)
    if options.save_picture and result.marks:
        save_picture(result.marks[0], options.save_picture)
    return 1 if result.problems else 0


if __name__ == "__main__":
    sys.exit(main())
