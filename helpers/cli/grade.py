"""`twokernels grade`: grade what is new in submitted/ into autograded/ and the gradebook."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.cli import change_text
from helpers.cli.common import (
    Output,
    add_assignment,
    add_command,
    add_course,
    add_json,
    add_student,
)
from helpers.grading.errors import CutShort, GradingError

if TYPE_CHECKING:
    from rich.console import Console

    from helpers.grading.course import Course
    from helpers.grading.order import Order, Report
    from helpers.grading.pool import Workers

EXAMPLES = """examples:
  twokernels grade two_kernels                     what is new or changed
  twokernels grade two_kernels --workers 2         on two processes
  twokernels grade two_kernels --scheduler tcp://head:8786      on a Dask cluster
  twokernels grade two_kernels --student s001      one student
  twokernels grade two_kernels --force             everyone again, with what source/ says now
  twokernels grade two_kernels --question corr2d   only this question again
  twokernels grade two_kernels --json - --quiet    for a script
  twokernels diff two_kernels                      first see whose marks would change

Exit status: 0 all graded, 1 some not graded and named, 2 nothing done, 130 stopped by Ctrl-C.
What is graded is kept, however a run ends.
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "grade",
        run,
        help="grade submissions of an assignment",
        description="Grade DIR/submitted/*/ASSIGNMENT into DIR/autograded/ and the gradebook.",
        examples=EXAMPLES,
    )
    add_options(command)
    command.add_argument(
        "--force",
        action="store_true",
        help="grade again what is graded already, with what source/ says now",
    )


def add_options(command: argparse.ArgumentParser) -> None:
    """Add what `grade` and `diff` have in common: what to grade, and with what."""
    add_assignment(command)
    add_course(command)
    add_student(command)
    command.add_argument(
        "--question",
        action="append",
        default=[],
        metavar="NAME",
        help="only this one, again; other marks stay (may be repeated)",
    )
    command.add_argument(
        "--workers", type=_at_least_one, default=1, metavar="N", help="processes (default: 1)"
    )
    command.add_argument(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="grade on the workers of a running Dask cluster instead",
    )
    add_json(command)
    command.add_argument(
        "--unsafe-no-sandbox",
        action="store_true",
        help="run submissions unconfined, with all your rights: only for code you trust",
    )


def _at_least_one(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, 1 or more")
    return number


def run(options: argparse.Namespace) -> int:
    """Grade; return 0 for all graded, 1 for some not."""
    report = carried_out(options, lambda report: report.to_json())
    if not options.quiet:
        _summary(report, _talk())
    return 1 if report.failed else 0


def _talk() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def carried_out(options: argparse.Namespace, result: Callable[[Report], dict[str, Any]]) -> Report:
    """Grade as the options say, for the subcommand they name, and write the result file.

    Raises GradingError where nothing is done, and NotWritten.
    """
    reached = Reached()
    try:
        report = _grade(options, reached)
    except CutShort as error:
        Output(options).result(result(error.report))
        raise
    except KeyboardInterrupt:
        say(_talk(), f"Stopped. {_fate(options, reached)}")
        raise
    Output(options).result(result(report))
    return report


@dataclass
class Reached:
    """How far a run has come."""

    graded: int = 0
    failed: int = 0
    total: int = 0


def _grade(options: argparse.Namespace, reached: Reached) -> Report:
    """Start the workers, and only then import nbgrader and the rest: each takes a second."""
    console = functools.cache(_talk)  # not before the workers have started
    workers = _workers(options, lambda line: say(console(), line, style="red"))
    try:
        from helpers.grading.coordinator import grade, preview
        from helpers.grading.course import Course
        from helpers.grading.order import Order
        from helpers.grading.settings import language_of, limits_of

        confined = not options.unsafe_no_sandbox
        if not confined and not options.quiet:
            say(console(), "Not confined: submissions run with all your rights.", style="red")
        course = Course.load(options.course)
        compares = options.command == "diff"
        force = not compares and options.force
        order = Order(
            assignment=options.assignment,
            students=tuple(dict.fromkeys(options.student)),
            force=force,
            questions=tuple(dict.fromkeys(options.question)),
            renew=True,
            confined=confined,
            limits=limits_of(course.config, options.assignment),
            language=language_of(course.config),
        )
        report = _with_progress(
            preview if compares else grade,
            course,
            order,
            workers,
            console(),
            reached,
            quiet=options.quiet,
        )
        if not (compares or order.again):
            _say_what_is_newer(course, order.assignment, report)
        return report
    finally:
        workers.close()


def _workers(options: argparse.Namespace, tell: Callable[[str], None]) -> Workers:
    if options.scheduler:
        from helpers.grading import dask_workers, worker

        return dask_workers.DaskWorkers(options.scheduler, worker.grade, tell)
    from helpers.grading import local_workers

    return local_workers.LocalWorkers(options.workers)


def _say_what_is_newer(course: Course, assignment: str, report: Report) -> None:
    """Note that source/ has changed since what was graded with was entered."""
    from helpers.grading.generated import difference, generated
    from helpers.grading.regrade import gradebook_errors, ledger_of

    try:
        with gradebook_errors(), ledger_of(course, read_only=True) as ledger:
            copy = ledger.assignment(course.source, assignment)
        newer = difference(copy, generated(course, assignment))
    except GradingError:
        return  # everything is graded; `diff` says what is wrong with source/
    if newer:
        report.notes.append(
            f"source/{assignment} has changed since and was not used: {newer}; "
            f"`twokernels diff {assignment}` shows whose marks it would change"
        )


def _with_progress(
    grade: Callable[..., Report],
    course: Course,
    order: Order,
    workers: Workers,
    console: Console,
    reached: Reached,
    *,
    quiet: bool,
) -> Report:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("left:"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as progress:
        bar = progress.add_task(f"Grading {order.assignment}", total=None)

        def tell(done: int, total: int, student: str, entry: dict[str, Any]) -> None:
            failed = entry["status"] == "failed"
            reached.total = total
            reached.failed += failed
            reached.graded = done - reached.failed
            progress.update(bar, completed=done, total=total)
            if failed:
                say(console, f"{student}: not graded: {entry['reason']}", style="red")

        return grade(course, order, workers, tell)


def _fate(options: argparse.Namespace, reached: Reached) -> str:
    """Say what has become of what was graded until somebody stopped it."""
    if options.command == "diff":
        return f"{reached.graded} of {reached.total} are compared; nothing was written."
    from helpers.grading.order import so_far

    name = options.assignment
    if not reached.total:
        return f"Nothing of {name} was graded."
    text = so_far(name, reached.graded, reached.failed, reached.total)
    if options.force or options.question:
        text += f", `twokernels undo {name}` takes all back"
    return f"{text}."


def say(console: Console, line: str, style: str = "") -> None:
    """Print one line as one line, however narrow the terminal and whatever the text."""
    console.print(line, style=style, markup=False, soft_wrap=True)


def _summary(report: Report, console: Console) -> None:
    graded = len(report.students) - len(report.failed) - report.already
    parts = [f"{graded} graded in {report.seconds:.1f} s"]
    if report.already:
        parts.append(f"{report.already} had been graded before (--force grades them again)")
    if report.failed:
        parts.append(f"{len(report.failed)} could not be graded, named above")
    _what_changed(report, console)
    for note in report.notes:
        say(console, f"{note}.")
    say(console, f"{report.assignment}: {'; '.join(parts)}.")


def _what_changed(report: Report, console: Console) -> None:
    """Say in a few lines what grading again has changed."""
    changes = report.changes
    if report.source:
        say(console, f"Brought up to date with source/{report.assignment}: {report.source}.")
    if changes is None or not changes.totals:
        return
    if changes.moved:
        say(console, f"Changed: {change_text.names(changes)}.")
    say(console, change_text.totals(changes))
    if kept := change_text.by_hand(changes):
        say(console, kept)
    if report.undo:
        say(console, f"`twokernels undo {report.assignment}` puts back what was there.")
