"""`twokernels marks`: write the marks into a file that Canvas, Moodle or a spreadsheet reads."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import Any

from traitlets import TraitError

from helpers.course.export import LAYOUTS, Exported, Request, export
from helpers.course.gradebook import open_gradebook
from helpers.course.marks import late_policy
from helpers.grading.course import Course
from helpers.grading.errors import GradingError, NoCourse
from helpers.nbgrader_plugins import CanvasExporter, MoodleExporter

EXAMPLES = """examples:
  twokernels marks two_kernels --format canvas --to canvas.csv    Canvas: Grades > Import
  twokernels marks --format moodle --to moodle.csv                every assignment
  twokernels marks pooling --format csv --to pooling.csv          a spreadsheet
  twokernels marks pooling --format moodle --worksheet Grades-Pooling.csv --to filled.csv
                                           Moodle's offline grading worksheet, filled in
  twokernels marks two_kernels --format canvas --column "two_kernels=Homework 1 (4711)" --to c.csv
                                           the assignment's name and number in Canvas
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "marks",
        help="write the marks for Canvas, Moodle or a spreadsheet",
        description=(
            "Write the marks in the gradebook into a file, late penalties taken off and marks "
            "given by hand included. What is not final, or not in the file, is named."
        ),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("assignment", nargs="*", metavar="ASSIGNMENT", help="(default: all)")
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="course directory (default: here)",
    )
    command.add_argument("--format", choices=LAYOUTS, required=True, help="who will read it")
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="the file to write")
    command.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="who is who in Canvas and Moodle (default: DIR/roster.csv)",
    )
    command.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="only this one (may be repeated)",
    )
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
    command.set_defaults(run=run)


def _named(text: str) -> tuple[str, str]:
    assignment, equals, name = text.partition("=")
    if not (assignment and equals and name):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form ASSIGNMENT=NAME")
    return assignment, name


def run(options: argparse.Namespace) -> int:
    """Write the file; return 0 for all marks, 1 where some are not in it, 2 for nothing done."""
    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    try:
        course = Course.load(options.course)
        request = _request(options, course)
        with open_gradebook(course) as gradebook:
            exported = export(gradebook, request)
    except GradingError as error:
        print(f"twokernels marks: {error}.", file=sys.stderr)
        return 2
    _summary(exported, request.to)
    return 1 if exported.left_out else 0


def _request(options: argparse.Namespace, course: Course) -> Request:
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
        options.to,
        roster,
        tuple(dict.fromkeys(options.assignment)),
        tuple(options.student),
        {**settings.columns, **dict(options.column)},
        options.worksheet,
        policy,
    )


def _summary(exported: Exported, to: Path) -> None:
    for line in (*exported.notes, *exported.left_out):
        print(f"twokernels marks: {line}.", file=sys.stderr)
    print(f"{exported.students} students written to {to}.")
