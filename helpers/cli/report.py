"""`twokernels report`: one page on how the class did, and a sheet of every answer."""

from __future__ import annotations

import argparse
import logging
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.grading.errors import GradingError
from helpers.grading.files import write_whole

if TYPE_CHECKING:
    from helpers.report.results import Results

EXAMPLES = """examples:
  twokernels report two_kernels                        two_kernels-report.html, here
  twokernels report two_kernels --csv two_kernels.csv  and every answer as a row
  twokernels report two_kernels --json results.json    and why some could not be graded
  twokernels report two_kernels --anonymous            to show to the class
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "report",
        help="write a page on how the class did",
        description="Write one page on how the class did, and what to explain again.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("assignment", metavar="ASSIGNMENT")
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="course directory (default: here)",
    )
    command.add_argument(
        "--output",
        type=Path,
        metavar="FILE.html",
        help="the page (default: ASSIGNMENT-report.html, here)",
    )
    command.add_argument(
        "--csv", type=Path, metavar="FILE.csv", help="also write every answer as a row there"
    )
    command.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="the file of `twokernels grade --json`: adds why submissions could not be graded",
    )
    command.add_argument(
        "--anonymous",
        action="store_true",
        help="number the students, anew each time, and leave out what quotes them",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the report; return 0 when it is written, 2 when not all of it is."""
    # Only here, for `twokernels grade` starts its workers before anything imports nbgrader.
    from helpers.grading.course import Course
    from helpers.grading.failures import failures_file
    from helpers.report.collect import collect
    from helpers.report.page import to_html
    from helpers.report.results import anonymous
    from helpers.report.sheet import to_csv

    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    page: Path = options.output or Path(f"{options.assignment}-report.html")
    try:
        course = Course.load(options.course)
        results = collect(course, options.assignment, options.json)
    except GradingError as error:
        return _refuse(f"{error}.")
    if options.anonymous:
        results = anonymous(results, random.SystemRandom())
    known = bool(options.json) or failures_file(course.root, options.assignment).is_file()
    texts = {page: to_html(results, failures_known=known)}
    if options.csv:
        if options.csv.resolve() == page.resolve():
            return _refuse(f"{page} cannot be both the page and the CSV; name two files.")
        texts[options.csv] = to_csv(results)
    for path, text in texts.items():
        try:
            write_whole(path, text)
        except OSError as error:
            return _refuse(f"{path} cannot be written: {error.strerror or error}.")
    _say(f"{_summary(results)}; written to {' and '.join(map(str, texts))}.")
    return 0


def _summary(results: Results) -> str:
    parts = [f"{len(results.graded)} graded"]
    if results.failed:
        parts.append(f"{len(results.failed)} could not be graded")
    if results.ungraded:
        parts.append(f"{len(results.ungraded)} not graded yet")
    return f"{results.assignment}: {', '.join(parts)}"


def _refuse(why: str) -> int:
    _say(f"twokernels report: {why}")
    return 2


def _say(line: str) -> None:
    print(line, file=sys.stderr)
