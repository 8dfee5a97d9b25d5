"""`twokernels check`: what is wrong with an assignment, before students find it."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from helpers.cli.common import Output, add_assignment, add_command, add_course, add_json

if TYPE_CHECKING:
    from rich.console import Console

    from helpers.authoring.check import Checked

EXAMPLES = """examples:
  twokernels check two_kernels                        what is wrong, and what to do
  twokernels check pooling --course ~/teaching/dl     the course is elsewhere
  twokernels check pooling --json findings.json       for a script

Exit status: 0 nothing found, 1 something found, 2 not possible.
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "check",
        run,
        help="say what is wrong with an assignment",
        description=(
            "Look for tests that a blank or a wrong answer passes, tests that your own solution "
            "does not pass, hidden text that shows, points that do not add up, cells that depend "
            "on run order, chance or files. Nothing is written into the course."
        ),
        examples=EXAMPLES,
    )
    add_assignment(command)
    add_course(command)
    add_json(command)


def run(options: argparse.Namespace) -> int:
    """Check; return 0 for nothing found, 1 for something."""
    started = time.monotonic()
    output = Output(options)
    checked = _check(options)
    output.result(
        {
            "assignment": options.assignment,
            "seconds": round(time.monotonic() - started, 1),
            "complete": checked.complete,
            "findings": [found.to_json() for found in checked.findings],
        }
    )
    _print(options.assignment, checked, output.console())
    return 1 if checked.findings else 0


def _check(options: argparse.Namespace) -> Checked:
    from rich.console import Console

    from helpers.grading.local_workers import LocalWorkers

    workers = LocalWorkers(1)  # it warms up while nbgrader is imported
    try:
        from helpers.authoring.check import check
        from helpers.grading.course import Course

        course = Course.load(options.course)
        talk = Console(stderr=True, highlight=False, quiet=options.quiet)
        with talk.status(f"Checking {options.assignment} …") as status:
            return check(
                course,
                options.assignment,
                workers,
                lambda what: status.update(f"Checking {options.assignment}: {what} …"),
            )
    finally:
        workers.close()


def _print(assignment: str, checked: Checked, console: Console) -> None:
    def line(text: str, style: str = "", end: str = "\n") -> None:
        console.print(text, style=style, end=end, markup=False, soft_wrap=True)

    several = len({found.notebook for found in checked.findings}) > 1
    for found in checked.findings:
        where = f"{found.notebook}.ipynb, {found.cell}" if several else found.cell
        line(f"✗ {where}", "bold red", end="")
        line(f"  [{found.kind}] {found.says}.")
        line(f"    → {found.do}.", "dim")
    count = len(checked.findings)
    findings = f"{count} finding{'s' if count > 1 else ''}"
    graded = f"{checked.tried} notebooks graded on trial"
    if not checked.complete:
        line(f"{assignment}: {findings}; the rest is checked once this is put right.")
    elif count:
        line(f"{assignment}: {findings}; {graded}.")
    else:
        line(f"✓ {assignment}: nothing found; {graded}.", "green")
