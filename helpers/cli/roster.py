"""`twokernels roster`: enrol a class from a list, and keep the list for the exporters."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import Any

from helpers.course.enrol import Enrolment, enrol, known, plan
from helpers.course.layouts import IDENTIFIERS, read_list
from helpers.course.roster import ROSTER
from helpers.grading.course import Course
from helpers.grading.errors import GradingError

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
    command: argparse.ArgumentParser = commands.add_parser(
        "roster",
        help="enrol students from a list",
        description=(
            f"Add the people of a list to the gradebook and to DIR/{ROSTER}, or update them. An "
            "empty cell changes nothing, and nobody is ever removed."
        ),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", type=Path, metavar="FILE.csv")
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="course directory (default: here)",
    )
    command.add_argument(
        "--id",
        choices=IDENTIFIERS,
        metavar="COLUMN",
        help=f"which becomes the student id, with Canvas or Moodle: {', '.join(IDENTIFIERS)}",
    )
    command.add_argument("--dry-run", action="store_true", help="say what would change, no more")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Enrol; return 0 when all are enrolled, 1 when some rows were left out, 2 for nothing done."""
    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    try:
        course = Course.load(options.course)
        before = known(course)
        layout, listed = read_list(options.file, before, options.id)
        problems = [f"{options.file}, {problem}" for problem in listed.problems]
        enrolment = plan(course, before, listed)
        problems += enrolment.problems
        for problem in problems:
            print(f"twokernels roster: {problem}.", file=sys.stderr)
        if not listed.people:
            print(f"twokernels roster: {options.file} lists nobody; nothing done.", file=sys.stderr)
            return 2
        if not options.dry_run:
            enrol(course, enrolment)
    except GradingError as error:
        print(f"twokernels roster: {error}.", file=sys.stderr)
        return 2
    _summary(enrolment, layout, options.dry_run)
    return 1 if problems else 0


def _summary(enrolment: Enrolment, layout: str, dry_run: bool) -> None:
    if enrolment.added:
        print(f"added: {', '.join(enrolment.added)}")
    for student, columns in enrolment.changed.items():
        print(f"changed: {student} ({', '.join(columns)})")
    if enrolment.missing:
        print(f"not in this list, kept: {', '.join(enrolment.missing)}")
    parts = [
        f"{len(enrolment.added)} added",
        f"{len(enrolment.changed)} changed",
        f"{len(enrolment.unchanged)} unchanged",
    ]
    would = " (dry run: nothing is written)" if dry_run else ""
    print(f"{layout}: {', '.join(parts)}{would}.")
