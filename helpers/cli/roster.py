"""`twokernels roster`: enrol a class from a list, and keep the list for the exporters."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.cli.common import Output, add_command, add_course, add_json
from helpers.course.layouts import IDENTIFIERS, read_list
from helpers.course.roster import ROSTER
from helpers.grading.errors import NoCourse

if TYPE_CHECKING:
    from helpers.course.enrol import Enrolment

EXAMPLES = """examples:
  twokernels roster class.csv                         our own layout, see below
  twokernels roster 2026-02-01_Grades-DS1008.csv      Canvas: Grades > Export
  twokernels roster courseid_42_participants.csv      Moodle: Participants > Download
  twokernels roster class.csv --dry-run               only say what would change
  twokernels roster grades.csv --id sis_user_id       what becomes the student id

Our own layout is a CSV file with a column student_id and any of: first_name, last_name,
email, canvas_id (Canvas: ID), sis_user_id, sis_login_id, section, moodle_id (Moodle: ID number).
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "roster",
        run,
        help="enrol students from a list",
        description=(
            f"Add the people of a list to the gradebook and to DIR/{ROSTER}, or update them. An "
            "empty cell changes nothing, and nobody is ever removed."
        ),
        examples=EXAMPLES,
    )
    command.add_argument("file", type=Path, metavar="FILE.csv")
    add_course(command)
    command.add_argument(
        "--id",
        choices=IDENTIFIERS,
        metavar="COLUMN",
        help=f"which becomes the student id, with Canvas or Moodle: {', '.join(IDENTIFIERS)}",
    )
    command.add_argument("--dry-run", action="store_true", help="say what would change, no more")
    add_json(command)


def run(options: argparse.Namespace) -> int:
    """Enrol; return 0 when all are enrolled, 1 when some rows were left out."""
    from helpers.course.enrol import enrol, known, plan
    from helpers.grading.course import Course

    output = Output(options)
    course = Course.load(options.course)
    before = known(course)
    layout, listed = read_list(options.file, before, options.id)
    problems = [f"{options.file}, {problem}" for problem in listed.problems]
    enrolment = plan(course, before, listed)
    problems += enrolment.problems
    for problem in problems:
        output.problem(f"{problem}.")
    if not listed.people:
        raise NoCourse(f"{options.file} lists nobody; nothing done")
    if not options.dry_run:
        enrol(course, enrolment)
    _summary(enrolment, layout, options.dry_run, output)
    output.result(
        {
            "layout": layout,
            "written": not options.dry_run,
            "added": enrolment.added,
            "changed": enrolment.changed,
            "unchanged": enrolment.unchanged,
            "missing": enrolment.missing,
            "problems": problems,
        }
    )
    return 1 if problems else 0


def _summary(enrolment: Enrolment, layout: str, dry_run: bool, output: Output) -> None:
    if enrolment.added:
        output.show(f"added: {', '.join(enrolment.added)}")
    for student, columns in enrolment.changed.items():
        output.show(f"changed: {student} ({', '.join(columns)})")
    if enrolment.missing:
        output.show(f"not in this list, kept: {', '.join(enrolment.missing)}")
    parts = [
        f"{len(enrolment.added)} added",
        f"{len(enrolment.changed)} changed",
        f"{len(enrolment.unchanged)} unchanged",
    ]
    would = " (dry run: nothing is written)" if dry_run else ""
    output.show(f"{layout}: {', '.join(parts)}{would}.")
