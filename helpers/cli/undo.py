"""`twokernels undo`: put back the marks that grading again has replaced."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.grading.errors import GradingError, NoCourse

if TYPE_CHECKING:
    from helpers.grading.history import Kept

EXAMPLES = """examples:
  twokernels undo two_kernels                            the last regrade
  twokernels undo two_kernels --list                     what can be put back
  twokernels undo two_kernels --to 2026-03-06T17-00-00Z  one of those
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "undo",
        help="put back the marks that grading again has replaced",
        description=(
            "Put the gradebook's marks of an assignment and its graded notebooks back as they were "
            "before they were last graded again. What is there now is kept in turn."
        ),
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
    which = command.add_mutually_exclusive_group()
    which.add_argument("--list", action="store_true", help="only show what can be put back")
    which.add_argument("--to", metavar="TIME", help="put back this one of the list")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Put back; return 0 when it is done, 2 when there is nothing to put back."""
    # Only here, for `twokernels grade` starts its workers before anything imports nbgrader.
    from helpers.course.gradebook import open_gradebook
    from helpers.grading import history
    from helpers.grading.course import Course

    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    name: str = options.assignment
    try:
        course = Course.load(options.course)
        there = history.kept(course, name)
        if options.list:
            for one in there:
                print(_line(one))
            if not there:
                print(f"twokernels undo: nothing of {name} is kept.", file=sys.stderr)
            return 0
        chosen = _chosen(there, name, options.to)
        with open_gradebook(course) as gradebook:
            present, by_hand = history.put_back(course, gradebook.engine, chosen)
    except GradingError as error:
        print(f"twokernels undo: {error}.", file=sys.stderr)
        return 2
    print(f"{name}: put back what {_whose(chosen)} had at {chosen.name}, before {chosen.before}.")
    back = f"`twokernels undo {name} --to {present.name}`"
    if by_hand:
        print(f"Taken back with it: {by_hand} marks or comments given by hand since.")
    print(f"What was there until now is kept: {back} brings it back.")
    return 0


def _chosen(there: list[Kept], assignment: str, time: str | None) -> Kept:
    if time is None:
        regrades = [one for one in there if not one.undoes]
        if not regrades:
            also = "; --list shows what else is kept" if there else ""
            raise NoCourse(f"nothing of {assignment} was graded again that can be undone{also}")
        return regrades[-1]
    for one in there:
        if one.name == time:
            return one
    names = ", ".join(one.name for one in there) or "none"
    raise NoCourse(f"nothing of {assignment} is kept of {time} (there: {names})")


def _line(one: Kept) -> str:
    return f"{one.name}  {_whose(one)}, before {one.before}"


def _whose(one: Kept) -> str:
    if one.students is not None:
        return ", ".join(one.students)
    return "1 student" if one.submissions == 1 else f"all {one.submissions} students"
