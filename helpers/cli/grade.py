"""`twokernels grade`: grade what is new in submitted/ into autograded/ and the gradebook."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from helpers.cli import change_text
from helpers.grading import worker
from helpers.grading.errors import GradingError, NoSandbox
from helpers.grading.files import write_whole
from helpers.grading.local_workers import LocalWorkers
from helpers.grading.pool import DaskWorkers, Workers

if TYPE_CHECKING:
    from helpers.grading.coordinator import Order, Report
    from helpers.grading.course import Course

EXAMPLES = """examples:
  twokernels grade two_kernels                     what is new or changed
  twokernels grade two_kernels --workers 2         on two processes
  twokernels grade two_kernels --scheduler tcp://head:8786      on a Dask cluster
  twokernels grade two_kernels --student s001      one student
  twokernels grade two_kernels --force             everyone again, with what source/ says now
  twokernels grade two_kernels --question corr2d   only this question again
  twokernels diff two_kernels                      first see whose marks would change
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "grade",
        help="grade submissions of an assignment",
        description="Grade DIR/submitted/*/ASSIGNMENT into DIR/autograded/ and the gradebook.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(command)
    command.add_argument(
        "--force",
        action="store_true",
        help="grade again what is graded already, with what source/ says now",
    )
    command.set_defaults(run=run)


def add_options(command: argparse.ArgumentParser) -> None:
    """Add what `grade` and `diff` have in common: what to grade, and with what."""
    command.add_argument("assignment", metavar="ASSIGNMENT")
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="course directory (default: here)",
    )
    command.add_argument(
        "--student",
        action="append",
        default=[],
        metavar="ID",
        help="only this one (may be repeated)",
    )
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
    command.add_argument("--json", type=Path, metavar="FILE", help="write the results there")
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
    """Grade; return 0 for all graded, 1 for some not, 2 for nothing done."""
    console = Console(stderr=True, highlight=False)
    report = carried_out(options, console, lambda report: report.to_json())
    if isinstance(report, int):
        return report
    _summary(report, console)
    return 1 if report.failed else 0


def carried_out(
    options: argparse.Namespace, console: Console, result: Callable[[Report], dict[str, Any]]
) -> Report | int:
    """Grade as the options say, for the subcommand they name, and write the result file.

    Returns the report, or the exit status where there is none or its file cannot be written.
    """
    me = f"twokernels {options.command}"
    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    confined = not options.unsafe_no_sandbox
    if not confined:
        console.print("[bold]Not confined:[/] submissions run with all your rights.", style="red")
    if options.json and (problem := _unwritable(options.json)):
        say(console, f"{me}: {options.json} cannot be written: {problem}.", "red")
        return 2
    try:
        report = _grade(options, console, confined=confined)
    except GradingError as error:
        way_past = (
            " --unsafe-no-sandbox grades without, with all your rights."
            if isinstance(error, NoSandbox)
            else ""
        )
        say(console, f"{me}: {error}.{way_past}", style="red")
        return 2
    if options.json:
        try:
            text = json.dumps(result(report), indent=1, ensure_ascii=False)
            write_whole(options.json, f"{text}\n")
        except OSError as error:
            say(console, f"{me}: {options.json} cannot be written: {error}.")
            return 1
    return report


def _grade(options: argparse.Namespace, console: Console, *, confined: bool) -> Report:
    """Start the workers, and only then import nbgrader: each takes a second."""
    workers: Workers = (
        DaskWorkers(options.scheduler, worker.grade)
        if options.scheduler
        else LocalWorkers(options.workers)
    )
    try:
        from helpers.grading.coordinator import Order, grade, preview
        from helpers.grading.course import Course
        from helpers.grading.settings import language_of, limits_of

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
        report = _with_progress(preview if compares else grade, course, order, workers, console)
        if not (compares or order.again):
            _say_what_is_newer(course, order.assignment, report)
        return report
    finally:
        workers.close()


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


def _unwritable(path: Path) -> str | None:
    """Say why the results could not be written there, before an hour of grading."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            return "it is a folder" if path.is_dir() else None
    except OSError as error:
        return str(error)


def _with_progress(
    grade: Callable[..., Report], course: Course, order: Order, workers: Workers, console: Console
) -> Report:
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("left:"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(f"Grading {order.assignment}", total=None)
        reached = (0, 0)

        def tell(done: int, total: int, student: str, entry: dict[str, Any]) -> None:
            nonlocal reached
            reached = done, total
            progress.update(bar, completed=done, total=total)
            if entry["status"] == "failed":
                say(console, f"{student}: not graded: {entry['reason']}", style="red")

        try:
            return grade(course, order, workers, tell)
        except KeyboardInterrupt:
            progress.stop()
            done, total = reached
            of = f"{done} of {total} submissions of {order.assignment}" if total else "None"
            say(console, f"Stopped. {of} are {_fate(order, grade.__name__)}")
            raise


def _fate(order: Order, what: str) -> str:
    """Say what has become of what was graded until somebody stopped it."""
    if what == "preview":
        return "compared; nothing was written."
    if order.again:
        return f"graded and kept; `twokernels undo {order.assignment}` takes them back."
    return "graded and kept; the next run does the rest."


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
    sys.stderr.flush()
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
