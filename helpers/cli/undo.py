"""`twokernels undo`: put back the marks that grading again has replaced."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from helpers.cli.common import Output, add_assignment, add_command, add_course, add_json
from helpers.cli.completion import completed_by, kept_times
from helpers.grading.errors import NoCourse, no_assignment

if TYPE_CHECKING:
    from helpers.grading.history import Kept

EXAMPLES = """examples:
  twokernels undo two_kernels                            the last regrade
  twokernels undo two_kernels --list                     what can be put back
  twokernels undo two_kernels --to 2026-03-06T17-00-00Z  one of those
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "undo",
        run,
        help="put back the marks that grading again has replaced",
        description=(
            "Put the gradebook's marks of an assignment and its graded notebooks back as they were "
            "before they were last graded again. What is there now is kept in turn."
        ),
        examples=EXAMPLES,
    )
    add_assignment(command)
    add_course(command)
    which = command.add_mutually_exclusive_group()
    which.add_argument("--list", action="store_true", help="only show what can be put back")
    to = which.add_argument("--to", metavar="TIME", help="put back this one of the list")
    completed_by(to, kept_times)
    add_json(command)


def run(options: argparse.Namespace) -> int:
    """Put back; return 0 when it is done.  Raises GradingError when nothing can be put back."""
    from helpers.course.gradebook import open_gradebook
    from helpers.grading import history
    from helpers.grading.course import Course

    output = Output(options)
    name: str = options.assignment
    course = Course.load(options.course)
    there = history.kept(course, name)
    if not (there or (course.source / name).is_dir()):
        raise no_assignment(course.source, name)
    if options.list:
        for one in there:
            output.show(_line(one))
        if not there:
            output.tell(f"twokernels undo: nothing of {name} is kept.")
        output.result([_to_json(one) for one in there])
        return 0
    chosen = _chosen(there, name, options.to)
    with open_gradebook(course) as gradebook:
        present, by_hand = history.put_back(course, gradebook.engine, chosen)
    output.tell(
        f"{name}: put back what {_whose(chosen)} had at {chosen.name}, before {chosen.before}."
    )
    if by_hand:
        output.tell(f"Taken back with it: {by_hand} marks or comments given by hand since.")
    back = f"`twokernels undo {name} --to {present.name}`"
    output.tell(f"What was there until now is kept: {back} brings it back.")
    output.result({"put_back": _to_json(chosen), "kept": _to_json(present), "by_hand": by_hand})
    return 0


def _to_json(one: Kept) -> dict[str, Any]:
    return {
        "time": one.name,
        "before": one.before,
        "undoes": one.undoes,
        "students": one.students,
        "submissions": one.submissions,
    }


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
