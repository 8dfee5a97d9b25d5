"""`twokernels report`: one page on how the class did, and a sheet of every answer."""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.cli.common import Output, add_assignment, add_command, add_course, add_json
from helpers.grading.errors import GradingError

if TYPE_CHECKING:
    from helpers.report.results import Results

EXAMPLES = """examples:
  twokernels report two_kernels                        two_kernels-report.html, here
  twokernels report two_kernels --csv two_kernels.csv  and every answer as a row
  twokernels report two_kernels --results results.json  and why some could not be graded
  twokernels report two_kernels --anonymous            to show to the class
  twokernels report two_kernels --json -               who is graded, and who is not, for a script
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "report",
        run,
        help="write a page on how the class did",
        description="Write one page on how the class did, and what to explain again.",
        examples=EXAMPLES,
    )
    add_assignment(command)
    add_course(command)
    command.add_argument(
        "--output",
        type=Path,
        metavar="FILE.html",
        help="the page (default: ASSIGNMENT-report.html, here)",
    )
    command.add_argument(
        "--csv",
        type=Path,
        metavar="FILE.csv",
        help="also write every answer as a row there (-: standard output)",
    )
    command.add_argument(
        "--results",
        type=Path,
        metavar="FILE",
        help="the file of `twokernels grade --json`: adds why submissions could not be graded",
    )
    add_json(command)
    command.add_argument(
        "--anonymous",
        action="store_true",
        help="number the students, anew each time, and leave out what quotes them",
    )


def run(options: argparse.Namespace) -> int:
    """Write the report; return 0.  Raises GradingError, and OSError when not all is written."""
    from helpers.grading.course import Course
    from helpers.report.collect import collect
    from helpers.report.page import to_html
    from helpers.report.results import anonymous
    from helpers.report.sheet import to_csv

    output = Output(options)
    page: Path = options.output or Path(f"{options.assignment}-report.html")
    results = collect(Course.load(options.course), options.assignment, options.results)
    if options.anonymous:
        results = anonymous(results, random.SystemRandom())
    texts = {page: to_html(results, failures_known=options.results is not None)}
    if options.csv:
        if options.csv.resolve() == page.resolve():
            raise GradingError(f"{page} cannot be both the page and the CSV; name two files")
        texts[options.csv] = to_csv(results)
    for path, text in texts.items():
        output.write(path, text)
    output.tell(f"{_summary(results)}; written to {' and '.join(map(str, texts))}.")
    output.result(
        {
            "assignment": results.assignment,
            "graded": [one.student for one in results.graded],
            "failed": {one.student: one.reason for one in results.failed},
            "ungraded": [one.student for one in results.ungraded],
            "written": [str(path) for path in texts],
        }
    )
    return 0


def _summary(results: Results) -> str:
    parts = [f"{len(results.graded)} graded"]
    if results.failed:
        parts.append(f"{len(results.failed)} could not be graded")
    if results.ungraded:
        parts.append(f"{len(results.ungraded)} not graded yet")
    return f"{results.assignment}: {', '.join(parts)}"
