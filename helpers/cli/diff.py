"""`twokernels diff`: whose marks would change, and by how much, if everything were graded again."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, Any

from helpers.cli import change_text
from helpers.cli.common import Output, add_command
from helpers.cli.grade import add_options, carried_out, say

if TYPE_CHECKING:
    from rich.console import Console

    from helpers.grading.order import Report

EXAMPLES = """examples:
  twokernels diff two_kernels                      what grading again would change
  twokernels diff two_kernels --question corr2d    if only this question were graded again
  twokernels diff two_kernels --student s001       one student
  twokernels diff two_kernels --json diff.json     for a script
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "diff",
        run,
        help="show whose marks would change if they were graded again",
        description=(
            "Grade DIR/submitted/*/ASSIGNMENT with what source/ says now, and show how the marks "
            "differ from those in the gradebook. Nothing is written."
        ),
        examples=EXAMPLES,
    )
    add_options(command)


def run(options: argparse.Namespace) -> int:
    """Compare; return 0 for all compared, 1 where some could not be graded, 2 for nothing done."""
    report = carried_out(options, _result)
    output = Output(options)
    _print(report, output.console())
    writes = shlex.join(
        ["twokernels", "grade", options.assignment]
        + [part for name in options.question for part in ("--question", name)]
        + [part for name in options.student for part in ("--student", name)]
        + ([] if options.question else ["--force"])
    )
    changes = report.changes
    same = not (report.source or changes is None or changes.rows or changes.new)
    output.show("Nothing was written." if same else f"Nothing was written; `{writes}` writes it.")
    return 1 if report.failed else 0


def _result(report: Report) -> dict[str, Any]:
    source = report.source
    return {
        "assignment": report.assignment,
        "source": {
            "changed": list(source.changed),
            "points": {name: [before, after] for name, before, after in source.points},
        },
        **(report.changes.to_json() if report.changes else {}),
        "failed": dict(sorted(report.failed.items())),
    }


def _print(report: Report, console: Console) -> None:
    changes = report.changes
    if changes is None:
        return
    if report.source:
        say(console, f"source/{report.assignment} has changed: {report.source}.")
    else:
        say(console, f"source/{report.assignment} says what the gradebook has.")
    lines = change_text.table(changes)
    if lines:
        say(console, "")
        say(console, lines[0], style="bold")
        for line in lines[1:]:
            say(console, line)
        say(console, "")
    for line in change_text.questions(changes):
        say(console, line)
    say(console, change_text.totals(changes))
    if kept := change_text.by_hand(changes):
        say(console, kept)
    if report.failed:
        say(console, f"{len(report.failed)} could not be graded and would keep what they have.")
