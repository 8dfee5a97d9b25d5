"""`twokernels marks`: write the marks into a file that Canvas, Moodle or a spreadsheet reads."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.cli.common import (
    STDOUT,
    Output,
    add_assignment,
    add_command,
    add_course,
    add_student,
)
from helpers.grading.errors import NoCourse

if TYPE_CHECKING:
    from helpers.course.export import Request
    from helpers.grading.course import Course

FORMATS = ("canvas", "moodle", "csv", "json")

EXAMPLES = """examples:
  twokernels marks two_kernels --format canvas --to canvas.csv    Canvas: Grades > Import
  twokernels marks --format moodle --to moodle.csv                every assignment
  twokernels marks pooling --format csv --to pooling.csv          a spreadsheet
  twokernels marks pooling --format json --to -                   a script, on standard output
  twokernels marks pooling --format moodle --worksheet Grades-Pooling.csv --to filled.csv
                                           Moodle's offline grading worksheet, filled in
  twokernels marks two_kernels --format canvas --column "two_kernels=Homework 1 (4711)" --to c.csv
                                           the assignment's name and number in Canvas
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "marks",
        run,
        help="write the marks for Canvas, Moodle or a spreadsheet",
        description=(
            "Write the marks in the gradebook into a file, late penalties taken off and marks "
            "given by hand included. What is not final, or not in the file, is named."
        ),
        examples=EXAMPLES,
    )
    add_assignment(command, nargs="*", help="(default: all)")
    add_course(command)
    command.add_argument("--format", choices=FORMATS, required=True, help="who will read it")
    command.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help="the file to write (-: standard output)",
    )
    command.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="who is who: a roster, or a list of Canvas or Moodle (default: DIR/roster.csv)",
    )
    add_student(command)
    command.add_argument(
        "--column",
        action="append",
        default=[],
        type=_named,
        metavar="ASSIGNMENT=NAME",
        help="what Canvas or Moodle calls an assignment (may be repeated)",
    )
    command.add_argument(
        "--worksheet",
        type=Path,
        metavar="FILE",
        help="fill in Moodle's offline grading worksheet of one assignment",
    )


def _named(text: str) -> tuple[str, str]:
    assignment, equals, name = text.partition("=")
    if not (assignment and equals and name):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form ASSIGNMENT=NAME")
    return assignment, name


def run(options: argparse.Namespace) -> int:
    """Write the file; return 0 for all marks, 1 where some are not in it."""
    from helpers.course.export import export
    from helpers.course.gradebook import open_gradebook
    from helpers.grading.course import Course

    output = Output(options)
    course = Course.load(options.course)
    with tempfile.TemporaryDirectory() as folder:
        whole = options.to != STDOUT
        request = _request(options, course, options.to if whole else Path(folder, "marks"))
        if not course.has_gradebook:
            raise NoCourse(f"{course.root} has no gradebook yet; grade an assignment first")
        with open_gradebook(course) as gradebook:
            exported = export(gradebook, request)
        if not whole:
            sys.stdout.write(request.to.read_bytes().decode("utf-8"))
    for line in exported.notes:
        output.tell(f"twokernels marks: {line}.")
    for line in exported.left_out:
        output.problem(f"{line}.")
    if whole:
        output.tell(f"{exported.students} students written to {options.to}.")
    return 1 if exported.left_out else 0


def _request(options: argparse.Namespace, course: Course, to: Path) -> Request:
    from traitlets import TraitError

    from helpers.course.export import Request
    from helpers.course.marks import late_policy
    from helpers.nbgrader_plugins import CanvasExporter, MoodleExporter

    if options.worksheet and options.format != "moodle":
        raise NoCourse("--worksheet is Moodle's; give --format moodle with it")
    exporter = CanvasExporter if options.format == "canvas" else MoodleExporter
    try:
        settings = exporter(config=course.config)
        policy = late_policy(course.config)
    except TraitError as error:
        raise NoCourse(f"nbgrader_config.py: {error}") from error
    roster: Path | None = options.roster or course.root / settings.roster
    if options.format in ("csv", "json") and not options.roster and not Path(str(roster)).exists():
        roster = None
    return Request(
        options.format,
        to,
        roster,
        tuple(dict.fromkeys(options.assignment)),
        tuple(options.student),
        {**settings.columns, **dict(options.column)},
        options.worksheet,
        policy,
    )
