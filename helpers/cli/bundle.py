"""`twokernels bundle`: one zip for students, with notebooks and what they need to run them."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path
from typing import Any

from helpers.grading.errors import GradingError

EXAMPLES = """examples:
  twokernels bundle two_kernels                      two_kernels-student.zip, here
  twokernels bundle two_kernels pooling              both in two_kernels-pooling-student.zip
  twokernels bundle pooling --output week4.zip       another name
  twokernels bundle pooling --course ~/teaching/dl   the course is elsewhere

Make the release first: nbgrader generate_assignment two_kernels
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command: argparse.ArgumentParser = commands.add_parser(
        "bundle",
        help="make a zip to hand out to students",
        description=(
            "Make one zip of released assignments, with a README, pinned requirements and a "
            "package of the checks, pictures and explorers. It holds no answer, no reference, no "
            "hidden test and nothing that grades."
        ),
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("assignment", nargs="+", metavar="ASSIGNMENT")
    command.add_argument(
        "--course",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="course directory (default: here)",
    )
    command.add_argument(
        "--output",
        type=_zip,
        metavar="FILE.zip",
        help="the zip (default: ASSIGNMENT-student.zip, here)",
    )
    command.set_defaults(run=run)


def _zip(text: str) -> Path:
    if not text.endswith(".zip"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .zip; students unpack a zip")
    return Path(text)


def run(options: argparse.Namespace) -> int:
    """Write the zip; return 0 when it is written, 2 for nothing done."""
    # Only here, for `twokernels grade` starts its workers before anything imports nbgrader.
    from helpers.bundle.make import make_bundle
    from helpers.grading.course import Course
    from helpers.grading.files import write_whole

    logging.getLogger("nbgrader").setLevel(logging.CRITICAL)
    assignments = list(dict.fromkeys(options.assignment))
    try:
        bundle = make_bundle(Course.load(options.course), assignments)
    except GradingError as error:
        return _refuse(f"{error}.")
    except OSError as error:
        return _refuse(f"{error.filename} cannot be read: {error.strerror}.")
    path: Path = options.output or Path(f"{bundle.name}.zip")
    try:
        write_whole(path, bundle.content)
    except OSError as error:
        return _refuse(f"{path} cannot be written: {error.strerror or error}.")
    size = f"{len(bundle.content) / 1000:.0f} kB"
    print(f"{', '.join(bundle.notebooks)} for students: written to {path} ({size}).")
    return 0


def _refuse(why: str) -> int:
    print(f"twokernels bundle: {why}", file=sys.stderr)
    return 2
