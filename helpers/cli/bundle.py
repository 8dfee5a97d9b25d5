"""`twokernels bundle`: one zip for students, with notebooks and what they need to run them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from helpers.cli.common import Output, add_assignment, add_command, add_course, add_json

EXAMPLES = """examples:
  twokernels bundle two_kernels                      two_kernels-student.zip, here
  twokernels bundle two_kernels pooling              both in two_kernels-pooling-student.zip
  twokernels bundle pooling --output week4.zip       another name
  twokernels bundle pooling --course ~/teaching/dl   the course is elsewhere

Make the release first: nbgrader generate_assignment two_kernels
"""


def add_to(commands: Any) -> None:
    """Add the subcommand."""
    command = add_command(
        commands,
        "bundle",
        run,
        help="make a zip to hand out to students",
        description=(
            "Make one zip of released assignments, with a README, pinned requirements and a "
            "package of the checks, pictures and explorers. It holds no answer, no reference, no "
            "hidden test and nothing that grades."
        ),
        examples=EXAMPLES,
    )
    add_assignment(command, nargs="+")
    add_course(command)
    command.add_argument(
        "--output",
        type=_zip,
        metavar="FILE.zip",
        help="the zip (default: ASSIGNMENT-student.zip, here)",
    )
    add_json(command)


def _zip(text: str) -> Path:
    if not text.endswith(".zip"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .zip; students unpack a zip")
    return Path(text)


def run(options: argparse.Namespace) -> int:
    """Write the zip; return 0 when it is written, 2 for nothing done."""
    from helpers.bundle.make import make_bundle
    from helpers.grading.course import Course
    from helpers.grading.files import write_whole

    assignments = list(dict.fromkeys(options.assignment))
    bundle = make_bundle(Course.load(options.course), assignments)
    path: Path = options.output or Path(f"{bundle.name}.zip")
    try:
        write_whole(path, bundle.content)
    except OSError as error:
        raise OSError(f"{path} cannot be written: {error.strerror or error}") from error
    size = f"{len(bundle.content) / 1000:.0f} kB"
    output = Output(options)
    output.tell(f"{', '.join(bundle.notebooks)} for students: written to {path} ({size}).")
    output.result({"zip": str(path), "notebooks": list(bundle.notebooks)})
    return 0
